"""Through whom do we reach somebody?"""

from dataclasses import replace
from itertools import pairwise, permutations
from math import exp, inf

import pytest
from hypothesis import given

from app.analytics.constants import Constants
from app.analytics.introductions import Introductions, reach
from app.analytics.scores import stances
from app.analytics.snapshot import Snapshot
from app.analytics.tie_strength import contacts_of
from graph_models.vocabulary import IntroductionKind, Stance
from tests.analytics.strategies import accounts
from tests.graphs import deciding, tied
from tests.graphs.build import Person, account, contact, knows, reports_to

CONSTANTS = Constants()
Way = tuple[str, tuple[str, ...], float | None]


def introductions(snapshot: Snapshot, silent: tuple[str, ...] = ()) -> Introductions:
    return Introductions(
        snapshot, contacts_of(snapshot, CONSTANTS), stances(snapshot.consensus.value, CONSTANTS), CONSTANTS, silent
    )


def ways(snapshot: Snapshot, name: str, silent: tuple[str, ...] = ()) -> list[Way]:
    return [(i.kind, tuple(i.names), i.strength) for i in introductions(snapshot, silent).to(name.lower())]


def steps(snapshot: Snapshot) -> dict[str, int | None]:
    known = introductions(snapshot)
    return {person.name: known.steps(person.id) for person in snapshot.people}


def test_reach() -> None:
    assert [reach(n, CONSTANTS) for n in (0, 1, 2, 3, None)] == [1.0, 0.8, 0.6, 0.4, 0.4]


def test_each_step_is_one_person_further() -> None:
    """Over influence, acquaintance and the hierarchy; Dong is three people away, so no way is known."""
    snapshot = tied.a_ladder()
    assert steps(snapshot) == {"An": 0, "Bo": 1, "Cai": 2, "Dong": None}
    assert ways(snapshot, "Cai") == [("user", ("Li", "An", "Bo", "Cai"), 0.4)]
    assert ways(snapshot, "Dong") == []


def test_influence_introduces_one_way_only() -> None:
    """An influences Bo, who need not know how to reach An."""
    moved = replace(tied.a_ladder(), contacts=(contact("Li", "Bo"),))
    assert steps(moved)["An"] is None


def test_nobody_reaches_the_hermit() -> None:
    assert steps(tied.a_hermit()) == {"An": 0, "Hermit": None}


def test_an_enemy_of_the_target_opens_no_way() -> None:
    """Zhao could introduce us to Ma, but whatever he begins does not end at somebody he is at odds with."""
    snapshot = tied.a_path_through_an_enemy()
    assert steps(snapshot) == {"Ma": 1, "Target": None, "Zhao": 0}
    assert ways(snapshot, "Target") == []


def test_somebody_against_us_introduces_nobody() -> None:
    snapshot = tied.a_path_through_an_opponent()
    assert steps(snapshot) == {"Foe": 0, "Target": None}


def test_who_may_not_be_contacted_introduces_nobody() -> None:
    snapshot = tied.a_ladder()
    assert ways(snapshot, "Bo", silent=("an",)) == []
    assert ways(snapshot, "Bo", silent=("cai",)) == [("user", ("Li", "An", "Bo"), 0.4)]


def test_at_most_three_the_cheapest_first() -> None:
    """Li and Zhou, who need Bo, who hardly knows the target, are left out."""
    assert ways(tied.many_ways(), "Target") == [
        ("user", ("Sun", "Target"), None),
        ("person", ("An", "Target"), 0.9),
        ("person", ("Cai", "Target"), None),
    ]


def test_a_way_is_as_strong_as_its_weakest_tie() -> None:
    assert ways(tied.two_ways_of_one_length(), "Target") == [("user", ("Li", "Start", "Bo", "Target"), None)]


def test_the_best_supporter_has_a_place_of_their_own() -> None:
    assert ways(tied.three_of_us_and_a_supporter(), "Target") == [
        ("user", ("Li", "Target"), 0.9),
        ("user", ("Sun", "Target"), 0.9),
        ("person", ("Cai", "Bo", "Target"), 0.9),
    ]


def test_names_decide_between_equals_and_not_ids() -> None:
    snapshot = tied.three_of_us_and_a_supporter()
    ids = {"Li": "3", "Sun": "2", "Zhou": "1"}
    contacts = tuple(c.model_copy(update={"user_id": ids[c.user_name]}) for c in snapshot.contacts)
    assert ways(replace(snapshot, contacts=contacts), "Target") == ways(snapshot, "Target")


def test_one_of_us_is_named_once_with_the_cheaper_way() -> None:
    """A stated 0.0 costs as much as the least strength, 0.1; an unknown strength, as 0.5."""
    assert ways(tied.one_of_us_at_both_ends(), "Target") == [("user", ("Li", "An", "Target"), None)]


def test_the_worked_case() -> None:
    """Wang: his chief engineer Zhao, whom Li knows, and He; Liu: Zhao above him, and Xu, whom Zhou knows, below."""
    snapshot = deciding.the_worked_case()
    assert ways(snapshot, "Wang") == [
        ("user", ("Li", "Zhao", "Wang"), 0.8),
        ("person", ("He", "Wang"), None),
        ("person", ("Zhao", "Wang"), None),
    ]
    assert ways(snapshot, "Liu") == [
        ("user", ("Li", "Zhao", "Liu"), 0.8),
        ("person", ("Zhao", "Liu"), None),
        ("user", ("Zhou", "Xu", "Liu"), 0.9),
    ]


@pytest.mark.parametrize("name", ["an", "bo", "cai"])
def test_a_supporter_is_not_introduced_by_himself(name: str) -> None:
    assert all(i.id != name for i in introductions(deciding.everyone_won()).to(name))


def test_a_shared_project_introduces() -> None:
    """Three took part, so each had half of the others' time: 1 − exp(−1/2)."""
    (way,) = introductions(tied.a_shared_project()).to("target")
    assert way.names == ["Li", "Zhao", "Target"]
    contact_tie, project = way.ties
    assert (contact_tie.kind, contact_tie.text, contact_tie.stated, contact_tie.computed) == (
        "contact",
        "knows",
        0.9,
        None,
    )
    assert (project.kind, project.text) == ("shared_project", "took part in the same project, Meiling")
    assert (project.stated, project.computed) == (None, pytest.approx(1 - exp(-0.5), abs=1e-6))
    assert way.cost == pytest.approx(0.9**-0.5 + 1.5 * (1 - exp(-0.5)) ** -0.5, abs=1e-5)
    assert steps(tied.a_shared_project()) == {"Foe": 1, "Target": 1, "Zhao": 0}


def test_a_cheaper_detour_comes_first_and_changes_no_reach() -> None:
    snapshot = tied.a_detour_that_is_cheaper()
    assert ways(snapshot, "Target") == [("user", ("Sun", "An", "Target"), 1.0), ("user", ("Li", "Target"), 0.1)]
    assert steps(snapshot)["Target"] == 0


def test_with_the_exponent_0_only_kinds_count() -> None:
    flat = Constants(strength_exponent=0)
    snapshot = tied.a_detour_that_is_cheaper()
    found = Introductions(snapshot, contacts_of(snapshot, flat), stances(snapshot.consensus.value, flat), flat).to(
        "target"
    )
    assert [(way.names, way.cost) for way in found] == [(["Li", "Target"], 1), (["Sun", "An", "Target"], 2)]


def test_of_ties_that_cost_the_same_the_known_one_is_shown() -> None:
    """A strength that is not known counts as 0.5; which of two such ties is named depends on no order."""
    ties = [knows("Friend", "Target", None), knows("Target", "Friend", 0.5)]
    for some in (ties, ties[::-1]):
        snapshot = account(Person("Friend", 50), Person("Target", 50), ties=some, contacts=[contact("Li", "Friend")])
        (way,) = introductions(snapshot).to("target")
        assert way.ties[-1].stated == 0.5


def test_what_a_kind_of_tie_costs_is_a_setting() -> None:
    """Where reporting lines cost next to nothing, the boss is the way to a person."""
    costs = {**CONSTANTS.introduction_costs, IntroductionKind.MANAGES: 0.01}
    cheap = Constants(introduction_costs=costs)
    snapshot = account(
        Person("Boss", 50),
        Person("Friend", 50),
        Person("Target", 50),
        ties=[reports_to("Target", "Boss"), knows("Friend", "Target", 0.9)],
        contacts=[contact("Li", "Boss", 0.5), contact("Li", "Friend", 0.5)],
    )
    for constants, by_way_of in ((CONSTANTS, "Friend"), (cheap, "Boss")):
        (way,) = Introductions(
            snapshot, contacts_of(snapshot, constants), stances(snapshot.consensus.value, constants), constants
        ).to("target")
        assert way.names == ["Li", by_way_of, "Target"]


def test_stated_and_computed_are_both_said_and_the_larger_counts() -> None:
    """Six visits in two months are worth more than the 0.2 that somebody stated; a visit five years ago, nothing."""
    sun, zhou, li = introductions(tied.ties_that_fade()).to("target")
    assert [way.name for way in (sun, zhou, li)] == ["Sun", "Zhou", "Li"]
    assert sun.ties[0].stated == 0.2
    assert sun.strength == sun.ties[0].computed == pytest.approx(0.838, abs=0.001)
    assert (zhou.ties[0].text, zhou.ties[0].stated) == ("has met", None)
    assert zhou.strength == pytest.approx(1 - exp(-0.2), abs=1e-6)
    assert li.strength == pytest.approx(1 - exp(-(0.5**10) / 3), abs=1e-6)


def test_who_is_at_odds_with_the_target_is_avoided_on_the_cheapest_way_too() -> None:
    assert ways(tied.two_ways_one_at_odds(), "Target") == [("user", ("Sun", "Cai", "Target"), 0.1)]
    assert ways(tied.two_ways_one_at_odds(), "Bo") == [
        ("user", ("Li", "An", "Bo"), 1.0),
        ("user", ("Sun", "Cai", "An", "Bo"), 0.1),
    ]


@given(accounts())
def test_the_way_is_the_cheapest_of_all(snapshot: Snapshot) -> None:
    """By brute force: every chain of different people, and every one of us or supporter who may begin it."""
    known = introductions(snapshot)
    for person in snapshot.people:
        every = every_way(snapshot, person.id)
        found = known.to(person.id)
        assert sorted(every.values())[: len(found) - 1] == pytest.approx([way.cost for way in found][:-1], abs=1e-5)
        for way in found:
            assert way.cost == pytest.approx(every[way.kind, way.id], abs=1e-5)
        assert len(found) == min(len(every), 3)
        kinds = {kind for kind, _ in every}
        assert ("person" in {way.kind for way in found}) == ("person" in kinds)


def prices(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    """What it costs that the first introduces us to the second."""
    at_odds = {frozenset((t.from_id, t.to_id)) for t in snapshot.ties if t.kind == "CONFLICTS_WITH"}
    found: dict[tuple[str, str], float] = {}

    def offer(introducer: str, person: str, base: float, strength: float | None) -> None:
        if frozenset((introducer, person)) not in at_odds:
            cost = base / max(0.5 if strength is None else strength, 0.1) ** 0.5
            found[introducer, person] = min(cost, found.get((introducer, person), inf))

    for t in snapshot.ties:
        if t.kind != "CONFLICTS_WITH":
            offer(t.from_id, t.to_id, 1.5 if t.kind == "REPORTS_TO" else 1, t.strength)
        if t.kind in ("KNOWS", "REPORTS_TO"):
            offer(t.to_id, t.from_id, 1, t.strength)
    for pair in permutations(snapshot.rows, 2):
        shares = (
            0.5 ** (project.age_days / 730) / (len(project.person_ids) - 1)
            for project in snapshot.shared_projects
            if set(pair) <= set(project.person_ids)
        )
        if total := sum(shares):
            offer(*pair, 1.5, 1 - exp(-total))
    return found


def every_way(snapshot: Snapshot, target: str) -> dict[tuple[str, str], float]:
    """The least cost of a way to the target by who begins it, found by trying every chain of people."""
    stance = dict(zip(snapshot.rows, stances(snapshot.consensus.value, CONSTANTS), strict=True))
    at_odds = {frozenset((t.from_id, t.to_id)) for t in snapshot.ties if t.kind == "CONFLICTS_WITH"}
    price = prices(snapshot)
    willing = [
        id_ for id_ in snapshot.rows if stance[id_] is not Stance.NEGATIVE and frozenset((id_, target)) not in at_odds
    ]
    best: dict[tuple[str, str], float] = {}
    for chain in (chain for between in range(3) for chain in permutations(set(willing) - {target}, between)):
        cost = sum(price.get(pair, inf) for pair in pairwise((*chain, target)))
        start = (*chain, target)[0]
        begun = {
            ("user", c.user_id): cost + max(0.5 if c.strength is None else c.strength, 0.1) ** -0.5
            for c in snapshot.contacts
            if c.person_id == start
        }
        if chain and stance[start] is Stance.POSITIVE:
            begun["person", start] = cost + 0.5**-0.5
        for key, whole in begun.items():
            best[key] = min(whole, best.get(key, inf))
    return {key: cost for key, cost in best.items() if cost < inf}


@given(accounts())
def test_every_way_holds(snapshot: Snapshot) -> None:
    """It follows ties, avoids enemies and opponents, ends at the person, and is at least as long as `steps` says."""
    known = introductions(snapshot)
    stance = dict(zip(snapshot.rows, stances(snapshot.consensus.value, CONSTANTS), strict=True))
    ids = {person.name: person.id for person in snapshot.people}
    at_odds = {(t.from_id, t.to_id) for t in snapshot.ties if t.kind == "CONFLICTS_WITH"}
    at_odds |= {(b, a) for a, b in at_odds}
    leads = {(t.from_id, t.to_id) for t in snapshot.ties if t.kind != "CONFLICTS_WITH"}
    leads |= {(t.to_id, t.from_id) for t in snapshot.ties if t.kind in ("KNOWS", "REPORTS_TO")}
    leads |= {pair for project in snapshot.shared_projects for pair in permutations(project.person_ids, 2)}
    contacts = {(contact.user_id, contact.person_id) for contact in snapshot.contacts}
    for person in snapshot.people:
        found = known.to(person.id)
        assert len(found) <= 3
        assert len({(i.kind, i.id) for i in found}) == len(found)
        for introduction in found:
            way = [ids[name] for name in introduction.names if name in ids]
            assert way[-1] == person.id
            assert all(pair in leads and pair not in at_odds for pair in pairwise(way))
            assert all((between, person.id) not in at_odds for between in way[:-1])
            assert all(stance[between] is not Stance.NEGATIVE for between in way[:-1])
            if introduction.kind == "user":
                assert (introduction.id, way[0]) in contacts
            else:
                assert stance[introduction.id] is Stance.POSITIVE
        steps = known.steps(person.id)
        nearest = [len([name for name in i.names if name in ids]) - 1 for i in found]
        assert (steps is None) == (not nearest)
        assert all(steps is not None and steps <= between for between in nearest)
        assert [way.cost for way in found] == sorted(way.cost for way in found)
