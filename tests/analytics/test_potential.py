"""What accounts are worth, weighted by their people's attitudes."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.potential import account_potential, portfolio_potential
from app.analytics.snapshot import Snapshot
from graph_models.results import AccountPotential
from graph_models.vocabulary import Axis, BuyingRole
from tests.analytics.strategies import accounts
from tests.graphs import moneyed, unknown
from tests.graphs.build import Person, account

CONSTANTS = Constants()


def potential(snapshot: Snapshot, constants: Constants = CONSTANTS) -> AccountPotential:
    return account_potential(snapshot, constants)


def figures(answer: AccountPotential) -> tuple[float | None, float | None, float | None]:
    return answer.low, answer.estimate, answer.high


def codes(answer: AccountPotential) -> list[str]:
    return [remark.code for remark in answer.unknowns]


@pytest.mark.parametrize(("accounts", "expected"), [(10, 30_000_000), (100, 300_000_000)])
def test_the_published_portfolios(accounts: int, expected: float) -> None:
    """10 (or 100) accounts × 5,000,000 with every attitude at 60, exactly."""
    answer = portfolio_potential([moneyed.sixty(f"A{i}") for i in range(accounts)], 2026, None, CONSTANTS)
    assert answer.estimate == expected
    assert answer.spend == accounts * 5_000_000
    assert answer.low == answer.high == expected


def test_partial_axes() -> None:
    """Means of the known: closeness 60, solution 60, price 40 → 900,000 × 160 / 300.

    Low: (60 + 120 + 40) / 9 of 900,000; high: (60+200 + 120+100 + 40+200) / 9.
    """
    answer = potential(unknown.partial_axes())
    assert figures(answer) == (220_000, 480_000, 720_000)
    assert [(one.percentage, one.amount) for one in answer.axes] == [(60, 180_000), (60, 180_000), (40, 120_000)]
    gaps = {(part.axis, part.person_id): part.gap for part in answer.parts}
    assert gaps == {
        (Axis.CLOSENESS, "an"): 40_000,  # 100,000 a person and axis: × (1 − 0.6)
        (Axis.CLOSENESS, "bo"): 40_000,  # unknown: at the axis mean, 60
        (Axis.CLOSENESS, "cai"): 40_000,
        (Axis.SOLUTION, "an"): 10_000,
        (Axis.SOLUTION, "bo"): 70_000,
        (Axis.SOLUTION, "cai"): 40_000,
        (Axis.PRICE, "an"): 60_000,  # at the axis mean, 40
        (Axis.PRICE, "bo"): 60_000,
        (Axis.PRICE, "cai"): 60_000,
    }
    assert {(part.person_id, part.score) for part in answer.parts if part.axis is Axis.PRICE} == {
        ("an", None),
        ("bo", 40),
        ("cai", None),
    }
    assert codes(answer) == ["closeness_unknown", "solution_acceptance_unknown", "price_acceptance_unknown"]


def test_an_axis_nobody_knows_leaves_no_estimate() -> None:
    """Low (70 + 70 + 0) / 3 %, high (70 + 70 + 100) / 3 %."""
    answer = potential(unknown.a_whole_axis_unknown())
    assert figures(answer) == (420_000, None, 720_000)
    assert [one.amount for one in answer.axes] == [210_000, 210_000, None]
    assert [part.gap for part in answer.parts if part.axis is Axis.PRICE] == [None, None]


def test_an_axis_nobody_knows_and_that_weighs_nothing_leaves_one() -> None:
    constants = Constants(axis_weights={Axis.CLOSENESS: 1, Axis.SOLUTION: 1, Axis.PRICE: 0})
    assert figures(potential(unknown.a_whole_axis_unknown(), constants)) == (630_000, 630_000, 630_000)


def test_where_nobody_is_known_anything_is_possible() -> None:
    assert figures(potential(unknown.everyone_unknown())) == (0, None, 900_000)
    assert figures(potential(unknown.nobody_there())) == (0, None, 1_000_000)
    assert codes(potential(unknown.nobody_there())) == ["no_key_people"]


def test_stale_counts_for_the_estimate_only() -> None:
    """60 of 720 days and 80 of 721: 70; low (60 + 0) / 2; high (60 + 100) / 2."""
    answer = potential(unknown.stale())
    assert figures(answer) == (300_000, 700_000, 800_000)
    assert codes(answer) == ["stale"]


def test_without_spend_there_is_no_money() -> None:
    answer = potential(unknown.money_unknown())
    assert (answer.spend, *figures(answer)) == (None, None, None, None)
    assert {part.gap for part in answer.parts} == {None}
    assert codes(answer) == ["spend_unknown"]


def test_buying_roles_weigh_as_set() -> None:
    """Decision maker 3 × 80 and user 1 × 40 → 70; the decision maker's quarter short of full is 150,000 in all."""
    people = (Person("An", 80, buying_roles=("user", "decision_maker")), Person("Bo", 40, buying_roles=("user",)))
    answer = potential(
        account(*people, spend=1_000_000), Constants(buying_role_multipliers={BuyingRole.DECISION_MAKER: 3})
    )
    assert answer.estimate == 700_000
    assert {(part.person_id, part.share) for part in answer.parts} == {("an", 0.75), ("bo", 0.25)}
    assert sum(part.gap or 0 for part in answer.parts if part.person_id == "an") == pytest.approx(150_000)


def test_axis_weights_are_normalised() -> None:
    """Weights 2, 1, 1: (2 × 60 + 90 + 30) / 4 = 60 %."""
    constants = Constants(axis_weights={Axis.CLOSENESS: 2, Axis.SOLUTION: 1, Axis.PRICE: 1})
    answer = potential(account(Person("An", (60, 90, 30)), spend=1_000_000), constants)
    assert answer.estimate == 600_000
    assert [part.gap for part in answer.parts] == [200_000, 25_000, 175_000]


def test_powers_weigh_nothing() -> None:
    with_powers = account(Person("An", 20, veto=True, approve=True), Person("Bo", 80), spend=1_000_000)
    assert potential(with_powers).estimate == 500_000


def test_currencies_are_not_added() -> None:
    """(40 + 80) / 2 = 60 % of CNY 1,000,000 and of USD 2,000,000."""
    answer = portfolio_potential([moneyed.spend_only(), moneyed.a_dollar_account()], 2026, (100.0, None), CONSTANTS)
    assert (answer.currency, answer.spend, answer.estimate, answer.low, answer.high) == (None,) * 5
    assert answer.quota_multiple is None
    assert [(t.currency, t.spend, t.estimate) for t in answer.totals] == [
        ("CNY", 1_000_000, 600_000),
        ("USD", 2_000_000, 1_200_000),
    ]


def test_totals_name_the_accounts_without_an_estimate() -> None:
    """They count in low and high: 600,000 + 0 and 600,000 + 900,000."""
    known = replace(
        moneyed.spend_only(),
        account=moneyed.spend_only().account.model_copy(update={"id": "known"}),
    )
    answer = portfolio_potential([known, unknown.everyone_unknown()], 2026, None, CONSTANTS)
    (total,) = answer.totals
    assert (total.low, total.estimate, total.high) == (600_000, 600_000, 1_500_000)
    assert total.without_estimate == ["lanjiang"]
    assert total.accounts == 2


def test_potential_against_the_quota() -> None:
    def multiple(amount: float, currency: str | None) -> float | None:
        return portfolio_potential([moneyed.spend_only()], 2026, (amount, currency), CONSTANTS).quota_multiple

    assert multiple(200_000, "CNY") == 3
    assert multiple(200_000, None) == 3
    assert multiple(200_000, "USD") is None
    assert multiple(0, "CNY") is None


def test_nothing_asked_for_is_worth_nothing_known() -> None:
    answer = portfolio_potential([], 2026, (1.0, None), CONSTANTS)
    assert (answer.estimate, answer.totals, answer.accounts) == (None, [], [])


# --- Always ---


@given(accounts())
def test_gaps_sum_to_spend_less_estimate(snapshot: Snapshot) -> None:
    answer = potential(snapshot)
    for axis in Axis:
        assert sum(part.share for part in answer.parts if part.axis is axis) == pytest.approx(1, abs=1e-5)
    if answer.estimate is not None:
        assert answer.spend is not None
        gaps = [part.gap for part in answer.parts if part.gap is not None]
        assert len(gaps) == len(answer.parts)
        assert sum(gaps) == pytest.approx(answer.spend - answer.estimate, abs=0.01)


@given(accounts())
def test_the_estimate_lies_between_low_and_high(snapshot: Snapshot) -> None:
    low, estimate, high = figures(potential(snapshot))
    assert low is not None
    assert high is not None
    assert snapshot.spend is not None
    assert -0.01 <= low <= high + 0.01 <= snapshot.spend.amount + 0.02
    assert estimate is None or low - 0.01 <= estimate <= high + 0.01
    assert (estimate is None) == (~snapshot.consensus.known).all(axis=0).any()


@given(accounts(), st.data())
def test_a_missing_attitude_is_never_a_number(snapshot: Snapshot, data: st.DataObject) -> None:
    """Removing what is known of an attitude is wider than any number in its place."""
    row = data.draw(st.integers(0, len(snapshot.people) - 1))
    axis = data.draw(st.integers(0, 2))
    score = data.draw(st.floats(0, 100))

    def with_attitude(score: float) -> AccountPotential:
        value, age = snapshot.consensus.value.copy(), snapshot.consensus.age_days.copy()
        value[row, axis], age[row, axis] = score, 0 if not math.isnan(score) else np.nan
        return potential(replace(snapshot, consensus=replace(snapshot.consensus, value=value, age_days=age)))

    removed, known = with_attitude(math.nan), with_attitude(score)
    assert removed.low is not None
    assert removed.high is not None
    assert known.low is not None
    assert known.high is not None
    assert snapshot.spend is not None
    part = snapshot.spend.amount / 3 / len(snapshot.people)
    assert known.low - removed.low == pytest.approx(part * score / 100, abs=0.01)
    assert removed.high - known.high == pytest.approx(part * (1 - score / 100), abs=0.01)
