"""C: influence, powers, committees, and the interval that the unknown leaves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.chance import Chance, Committee, influences, sway_matrix
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import whole_committee
from app.analytics.winning import outlook
from graph_models.vocabulary import BuyingRole
from tests.analytics import naive
from tests.analytics.strategies import accounts, known_scores
from tests.graphs import deciding, tied, unknown
from tests.graphs.build import Opportunity, Person, account, seat
from tests.graphs.build import influences as tie

CONSTANTS = Constants()
NOBODY = np.zeros(0, dtype=np.int64)


def chances(snapshot: Snapshot, constants: Constants = CONSTANTS) -> list[Chance]:
    ahead = outlook(snapshot, constants)
    return [ahead.field.chance(stake.committee) for stake in ahead.stakes]


def interval(snapshot: Snapshot) -> tuple[float | None, float, float]:
    (chance,) = chances(snapshot)
    return chance.value, chance.low, chance.high


def settled(snapshot: Snapshot) -> dict[str, float]:
    values = outlook(snapshot, CONSTANTS).field.settled(0.0)
    return {person.name: float(value) for person, value in zip(snapshot.people, values, strict=True)}


# --- Drawn ---


def test_the_worked_case() -> None:
    """V = 0.5; A = (0.8 + 0.45 + 0.5 + 0.85 + 0.85) / 5 = 0.69; C = 0.345, and nothing is unknown."""
    assert interval(deciding.the_worked_case()) == pytest.approx((0.345, 0.345, 0.345))


def test_one_veto_stands_before_any_majority() -> None:
    """0.2 × (0.9 + 0.9 + 0.9 + 0.2) / 4 = 0.2 × 0.725 = 0.145."""
    (chance,) = chances(deciding.a_veto_behind_a_friendly_majority())
    assert chance.value == pytest.approx(0.145)


def test_either_approver_is_enough() -> None:
    """1 − 0.5 × 0.8 = 0.6; the user's 0.4 plays no part."""
    (chance,) = chances(deciding.two_approvers())
    assert chance.value == pytest.approx(0.6)


def test_a_veto_limited_to_a_type_acts_there_only() -> None:
    """Meters: (0.8 + 0.4) / 2 = 0.6. Pipes, though who decides is not known: 0.4 × 0.6 = 0.24."""
    meters, pipes = chances(deciding.a_veto_on_one_type())
    assert (meters.value, pipes.value) == (pytest.approx(0.6), pytest.approx(0.24))


def test_a_veto_limited_to_a_type_does_not_act_on_the_whole_spend() -> None:
    snapshot = deciding.a_veto_on_one_type()
    assert whole_committee(snapshot, CONSTANTS).vetoes.size == 0
    assert whole_committee(snapshot, CONSTANTS, "pipes").vetoes.tolist() == [1]


def test_what_is_said_for_the_project_goes_before_what_is_said_of_the_person() -> None:
    """Bo's 0.4 may stop it, An's 0.8 may not: 0.4 × 0.6."""
    (chance,) = chances(deciding.powers_said_for_the_project())
    assert chance.value == pytest.approx(0.24)


def test_those_who_left_the_committee_decide_no_more() -> None:
    """Of the committee only An is still there; of another nobody is, and all key people count."""
    people = (Person("An", 80), Person("Bo", 40))
    one = account(*people, opportunities=[Opportunity("Control", 1, committee=["An", "Gone"])])
    none = account(*people, opportunities=[Opportunity("Control", 1, committee=["Gone"])])
    assert [chance.value for chance in chances(one) + chances(none)] == [pytest.approx(0.8), pytest.approx(0.6)]


def test_buying_roles_weigh_as_set() -> None:
    """A decision maker of weight 3 at 0.8 and a user of 1 at 0.4: 2.8 / 4 = 0.7."""
    committee = [seat("An", roles=["decision_maker"]), seat("Bo", roles=["user"])]
    snapshot = account(
        Person("An", 80), Person("Bo", 40), opportunities=[Opportunity("Control", 1, committee=committee)]
    )
    constants = Constants(buying_role_multipliers={BuyingRole.DECISION_MAKER: 3})
    assert chances(snapshot, constants)[0].value == pytest.approx(0.7)
    assert chances(snapshot)[0].value == pytest.approx(0.6)


def test_a_cycle_settles() -> None:
    """An = 0.48 + 0.4 Bo, Bo = 0.12 + 0.4 An → An = 0.528 / 0.84, Bo = 0.312 / 0.84."""
    assert settled(tied.a_cycle_of_influence()) == {
        "An": pytest.approx(0.528 / 0.84),
        "Bo": pytest.approx(0.312 / 0.84),
    }


def test_influence_follows_strength_and_stops_at_a_conflict() -> None:
    """Bo: 0.6 × 0.5 + 0.4 × (0.9 × 1 + 0.3 × 0.2) / 1.2 = 0.62; the others keep their own."""
    expected = {"An": 1.0, "Bo": 0.62, "Cai": 0.2, "Dong": 0.4}
    assert settled(tied.a_chain_and_a_conflict()) == pytest.approx(expected)


def test_an_influence_of_no_strength_sways_nobody() -> None:
    snapshot = account(Person("An", 80), Person("Bo", 20), ties=[tie("An", "Bo", 0.0)])
    assert settled(snapshot) == {"An": 0.8, "Bo": 0.2}


def test_an_unknown_veto_holder_leaves_everything_open() -> None:
    """Point: Gm as the mean of 0.6 and 0.8: 0.7 × 0.7. Low: 0 × …; high: 1 × (0.6 + 0.8 + 1) / 3."""
    assert interval(unknown.an_unknown_veto_holder()) == pytest.approx((0.49, 0, 0.8))


def test_where_nobody_is_known_there_is_no_value() -> None:
    assert chances(unknown.everyone_unknown()) == [Chance(None, 0.0, 1.0)]


def test_partly_known_people_widen_the_interval() -> None:
    """Point: An 0.75, Bo 0.35, Cai at their mean. Low and high: each missing attitude at 0 and at 100.

    Low (150 + 70 + 0) / 900 = 0.2444; high (250 + 170 + 300) / 900 = 0.8.
    """
    assert interval(unknown.partial_axes()) == pytest.approx((0.55, 220 / 900, 0.8))


def test_stale_counts_for_the_value_only() -> None:
    """Value (0.6 + 0.8) / 2; low (0.6 + 0) / 2; high (0.6 + 1) / 2."""
    assert interval(unknown.stale()) == pytest.approx((0.7, 0.3, 0.8))


def test_without_people_anything_is_possible() -> None:
    assert interval(unknown.nobody_there()) == (None, 0, 1)
    nobody = Committee(NOBODY, np.zeros(0), NOBODY, NOBODY)
    with pytest.raises(ValueError, match="without members"):
        nobody.chance(np.zeros((0, 1)))


# --- Always ---


@given(accounts())
def test_settled_scores_satisfy_their_equation(snapshot: Snapshot) -> None:
    """x′ = 0.6 own + 0.4 × weighted mean of the influencers' x′, or own: rows of M are shares of all people."""
    field = outlook(snapshot, CONSTANTS).field
    assert (field.sway >= -1e-12).all()
    np.testing.assert_allclose(field.sway.sum(axis=1), 1)
    own = np.where(np.isnan(field.own), 0.3, field.own)
    x = field.settled(0.3)
    edges = influences(snapshot.ties, snapshot.rows, CONSTANTS)
    for row in range(len(x)):
        by = [(influencer, strength) for influencer, influenced, strength in edges if influenced == row]
        if by:
            mean = sum(strength * x[influencer] for influencer, strength in by) / sum(strength for _, strength in by)
            assert x[row] == pytest.approx(0.6 * own[row] + 0.4 * mean)
        else:
            assert x[row] == own[row]


@given(accounts())
def test_a_conflict_removes_influence_in_both_directions(snapshot: Snapshot) -> None:
    at_odds = {
        frozenset((snapshot.rows[t.from_id], snapshot.rows[t.to_id]))
        for t in snapshot.ties
        if t.kind == "CONFLICTS_WITH"
    }
    joined = {frozenset(edge[:2]) for edge in influences(snapshot.ties, snapshot.rows, CONSTANTS)}
    assert not at_odds & joined


@given(st.integers(1, 4), st.floats(0, 0.99))
def test_nobody_sways_whom_nobody_influences(people: int, d: float) -> None:
    assert (sway_matrix(people, [], d) == np.eye(people)).all()


@given(accounts())
def test_it_is_what_the_definition_says(snapshot: Snapshot) -> None:
    for what, chance in zip(naive.deciding(snapshot), chances(snapshot), strict=True):
        if chance.value is None:
            assert all(score is None for score in naive.own_scores(snapshot))
        else:
            assert chance.value == pytest.approx(naive.chance(what, naive.settled_after(snapshot, what, ())))


@given(accounts())
def test_the_value_lies_between_low_and_high(snapshot: Snapshot) -> None:
    for chance in chances(snapshot):
        assert -1e-12 <= chance.low <= chance.high + 1e-12 <= 1 + 1e-9
        assert chance.value is None or chance.low - 1e-9 <= chance.value <= chance.high + 1e-9


@given(accounts(known_scores))
def test_with_everything_known_and_fresh_there_is_no_interval(snapshot: Snapshot) -> None:
    if not snapshot.consensus.stale(CONSTANTS).any():
        for chance in chances(snapshot):
            assert chance.low == pytest.approx(chance.value) == pytest.approx(chance.high)
