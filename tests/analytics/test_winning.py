"""Expected wins, and what winning people adds to them through which channels."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.chance import Chance
from app.analytics.constants import Constants
from app.analytics.potential import account_potential
from app.analytics.snapshot import Snapshot
from app.analytics.winning import CHANNELS, Outlook, expected_wins, gains, outlook, set_gains
from tests.analytics import naive
from tests.analytics.strategies import accounts, known_scores
from tests.graphs import deciding, moneyed, tied, unknown

CONSTANTS = Constants()
Wins = tuple[float | None, float, float] | None


def wins(snapshot: Snapshot) -> Wins:
    ahead = outlook(snapshot, CONSTANTS)
    return expected_wins(ahead, [ahead.field.chance(stake.committee) for stake in ahead.stakes])


def money(snapshot: Snapshot, name: str) -> dict[str, object]:
    """What winning somebody adds to expected wins, by channel; channels that add nothing left out."""
    found = gains(outlook(snapshot, CONSTANTS)).money
    assert found is not None
    row = snapshot.rows[name.lower()]
    return {
        channel: pytest.approx(float(part)) for channel, part in zip(CHANNELS, found[:, row], strict=True) if part > 0
    }


def together(snapshot: Snapshot, *names: str) -> float:
    added = set_gains(outlook(snapshot, CONSTANTS), np.array([[snapshot.rows[name.lower()] for name in names]]))[1]
    assert added is not None
    return float(added[0])


# --- Expected wins ---


@pytest.mark.parametrize(
    ("snapshot", "expected", "basis"),
    [
        (deciding.the_worked_case(), 600_000 * 0.345, "opportunities"),
        (moneyed.spend_only(), 1_000_000 * 0.6, "spend"),
        (moneyed.one_open_opportunity(), 500_000 * 0.4 * 0.4, "opportunities"),  # An alone decides: C = 0.4
        (moneyed.typed_spend(), 800_000 * 0.6, "spend"),
        (moneyed.typed_and_total_spend(), 1_000_000 * 0.6, "spend"),
        (moneyed.one_amount_unknown(), 500_000 * 0.4, "opportunities"),  # of what is known
    ],
)
def test_expected_wins(snapshot: Snapshot, expected: float, basis: str) -> None:
    assert wins(snapshot) == pytest.approx((expected, expected, expected))
    assert outlook(snapshot, CONSTANTS).basis == basis
    assert outlook(snapshot, CONSTANTS).currency == "CNY"


@pytest.mark.parametrize(
    "snapshot",
    [moneyed.opportunities_in_two_currencies(), moneyed.typed_spend_in_two_currencies(), unknown.money_unknown()],
)
def test_no_sum_where_currencies_differ_or_money_is_unknown(snapshot: Snapshot) -> None:
    ahead = outlook(snapshot, CONSTANTS)
    assert wins(snapshot) is None
    assert (ahead.basis, ahead.currency) == ("unknown", None)
    assert gains(ahead).money is None


def test_unknown_people_leave_an_interval() -> None:
    assert wins(unknown.an_unknown_veto_holder()) == pytest.approx((490_000, 0, 800_000))
    assert wins(unknown.everyone_unknown()) == (None, 0, 900_000)
    assert wins(unknown.nobody_there()) == (None, 0, 1_000_000)


# --- Winning one ---


def test_the_worked_case() -> None:
    """Wang: V 0.5 → 0.75, A 0.69 → 0.74. Own weight 0.05 × mean V 0.625; veto 0.25 × mean A 0.715; of 600,000.

    Liu: A + 0.3 / 5 = 0.06, × V 0.5.
    """
    snapshot = deciding.the_worked_case()
    assert money(snapshot, "Wang") == {"own_weight": 18_750, "veto_lifted": 107_250}
    assert money(snapshot, "Liu") == {"own_weight": 18_000}
    assert money(snapshot, "Zhao") == money(snapshot, "Xu") == money(snapshot, "He") == {}


def test_a_veto_behind_a_friendly_majority() -> None:
    """A 0.725 → 0.8625: 0.1375 × mean V 0.475; V 0.2 → 0.75: 0.55 × mean A 0.79375."""
    snapshot = deciding.a_veto_behind_a_friendly_majority()
    assert money(snapshot, "Dong") == {"own_weight": 65_312.5, "veto_lifted": 436_562.5}


def test_two_approvers() -> None:
    """An: 0.25 × 0.8 (Bo does not approve). Bo: 0.55 × 0.5. Together 1 − 0.25² − 0.6 = 0.3375, less than the sum."""
    snapshot = deciding.two_approvers()
    assert money(snapshot, "An") == {"approval_gained": 200_000}
    assert money(snapshot, "Bo") == {"approval_gained": 275_000}
    assert money(snapshot, "User") == {}
    assert together(snapshot, "An", "Bo") == pytest.approx(337_500)


def test_two_vetoes_are_worth_something_only_together() -> None:
    """0.75² × (0.75 + 0.75 + 0.6) / 3 = 0.39375."""
    snapshot = deciding.two_enemies_with_a_veto()
    assert money(snapshot, "An") == money(snapshot, "Bo") == {}
    assert together(snapshot, "An", "Bo") == pytest.approx(393_750)


def test_who_sways_others_wins_them_too() -> None:
    """Bo 0.2 → 0.75 own: Bo himself 0.55 × 0.6 / 0.84, An through him 0.55 × 0.24 / 0.84; half of 840,000 each."""
    assert money(tied.a_cycle_of_influence(), "Bo") == {"own_weight": 165_000, "others_swayed": 66_000}


def test_an_unknown_person_counts_at_the_mean_before_being_won() -> None:
    """Gm 0.7 → 0.75: own weight 0.05 / 3 × mean V 0.725; veto 0.05 × mean A (0.7 + 0.71667) / 2."""
    found = money(unknown.an_unknown_veto_holder(), "Gm")
    assert found == {"own_weight": 0.05 / 3 * 0.725 * 1e6, "veto_lifted": 0.05 * (0.7 + 2.15 / 3) / 2 * 1e6}


def test_where_nobody_is_known_there_is_an_order_but_no_money() -> None:
    added = gains(outlook(unknown.everyone_unknown(), CONSTANTS))
    assert added.money is None
    assert added.chance[0].tolist() == pytest.approx([0.25 / 3] * 3)


def test_the_mean_of_several_opportunities() -> None:
    """An raises C of one of two from 0.4 to 0.75: 0.175 on the mean."""
    added = gains(outlook(moneyed.one_amount_unknown(), CONSTANTS))
    assert added.chance.sum(axis=0).tolist() == pytest.approx([0.175, 0.175])


# --- Always ---


@given(accounts())
def test_parts_are_the_shapley_value_of_four_channels(snapshot: Snapshot) -> None:
    ahead = outlook(snapshot, CONSTANTS)
    added = gains(ahead)
    stakes = naive.deciding(snapshot)
    somebody_known = any(score is not None for score in naive.own_scores(snapshot))
    assert (added.money is not None) == somebody_known
    assert (added.chance >= 0).all()
    for row in range(len(snapshot.people)):
        parts = [naive.channels(snapshot, what, row) for what in stakes]
        for channel, name in enumerate(CHANNELS):
            mean = sum(part[name] for part in parts) / len(stakes)
            assert added.chance[channel, row] == pytest.approx(mean, abs=1e-9)
            if added.money is not None:
                worth = sum(what.money * part[name] for what, part in zip(stakes, parts, strict=True))
                assert added.money[channel, row] == pytest.approx(worth, abs=1e-3)


@given(accounts())
def test_parts_sum_to_what_winning_the_person_adds(snapshot: Snapshot) -> None:
    added = gains(outlook(snapshot, CONSTANTS))
    if added.money is not None:
        for row in range(len(snapshot.people)):
            assert added.money[:, row].sum() == pytest.approx(naive.money_gain(snapshot, {row}), abs=1e-3)


@given(accounts(), st.integers(1, 3))
def test_sets_are_worth_what_winning_them_together_adds(snapshot: Snapshot, size: int) -> None:
    sets = list(combinations(range(len(snapshot.people)), min(size, len(snapshot.people))))
    chance, worth = set_gains(outlook(snapshot, CONSTANTS), np.array(sets))
    stakes = naive.deciding(snapshot)
    for index, won in enumerate(sets):
        expected = sum(naive.gain(snapshot, what, won) for what in stakes) / len(stakes)
        assert chance[index] == pytest.approx(expected, abs=1e-9)
        if worth is not None:
            assert worth[index] == pytest.approx(naive.money_gain(snapshot, won), abs=1e-3)


@given(accounts(known_scores, simple=True))
def test_expected_wins_of_spend_equal_the_potential(snapshot: Snapshot) -> None:
    """With every axis known, no powers and no influence; and low and high are those of the potential."""
    potential = account_potential(snapshot, CONSTANTS)
    assert wins(snapshot) == pytest.approx((potential.estimate, potential.low, potential.high), abs=0.01)


@given(accounts(simple=True))
def test_low_and_high_of_spend_equal_those_of_the_potential(snapshot: Snapshot) -> None:
    found = wins(snapshot)
    potential = account_potential(snapshot, CONSTANTS)
    assert found is not None
    assert found[1:] == pytest.approx((potential.low, potential.high), abs=0.01)


def test_a_stake_without_a_chance_is_open() -> None:
    ahead = outlook(moneyed.spend_only(), CONSTANTS)
    assert expected_wins(ahead, [Chance(None, 0.0, 1.0)]) == (None, 0, 1_000_000)
    assert expected_wins(ahead, [Chance(0.5, 0.25, 1.0)]) == (500_000, 250_000, 1_000_000)
    assert expected_wins(Outlook(ahead.field, [], ahead.won), []) is None
