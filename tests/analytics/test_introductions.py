"""Through whom do we reach somebody?"""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from app.analytics.constants import Constants
from app.analytics.introductions import Introductions, reach
from app.analytics.scores import stances
from app.analytics.snapshot import Snapshot
from graph_models.vocabulary import Stance
from tests.analytics.strategies import accounts
from tests.graphs import deciding, tied
from tests.graphs.build import contact

CONSTANTS = Constants()
Way = tuple[str, tuple[str, ...], float | None]


def introductions(snapshot: Snapshot, silent: tuple[str, ...] = ()) -> Introductions:
    return Introductions(snapshot, stances(snapshot.consensus.value, CONSTANTS), CONSTANTS, silent)


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


def test_at_most_three_the_nearest_then_the_strongest() -> None:
    """Zhou by 0.2 and Cai, whose tie has no stated strength, are left out."""
    assert ways(tied.many_ways(), "Target") == [
        ("user", ("Sun", "Target"), None),
        ("person", ("An", "Target"), 0.9),
        ("user", ("Li", "Bo", "Target"), 0.7),
    ]


def test_a_way_is_as_strong_as_its_weakest_tie() -> None:
    assert ways(tied.two_ways_of_one_length(), "Target") == [("user", ("Li", "Start", "Bo", "Target"), None)]


def test_the_best_supporter_has_a_place_of_their_own() -> None:
    assert ways(tied.three_of_us_and_a_supporter(), "Target") == [
        ("user", ("Li", "Target"), 0.9),
        ("user", ("Sun", "Target"), 0.9),
        ("person", ("An", "Target"), 0.1),
    ]


def test_names_decide_between_equals_and_not_ids() -> None:
    snapshot = tied.three_of_us_and_a_supporter()
    ids = {"Li": "3", "Sun": "2", "Zhou": "1"}
    contacts = tuple(c.model_copy(update={"user_id": ids[c.user_name]}) for c in snapshot.contacts)
    assert ways(replace(snapshot, contacts=contacts), "Target") == ways(snapshot, "Target")


def test_one_of_us_is_named_once_with_the_stronger_way() -> None:
    assert ways(tied.one_of_us_at_both_ends(), "Target") == [("user", ("Li", "Bo", "Target"), 0.0)]


def test_the_worked_case() -> None:
    """Wang: his chief engineer Zhao, whom Li knows, and He; Liu: Zhao above him and Xu, whom Zhou knows, below."""
    snapshot = deciding.the_worked_case()
    assert ways(snapshot, "Wang") == [
        ("user", ("Li", "Zhao", "Wang"), 0.8),
        ("person", ("He", "Wang"), None),
        ("person", ("Zhao", "Wang"), None),
    ]
    assert ways(snapshot, "Liu") == [
        ("user", ("Zhou", "Xu", "Liu"), 0.9),
        ("user", ("Li", "Zhao", "Liu"), 0.8),
        ("person", ("Xu", "Liu"), None),
    ]


@pytest.mark.parametrize("name", ["an", "bo", "cai"])
def test_a_supporter_is_not_introduced_by_himself(name: str) -> None:
    assert all(i.id != name for i in introductions(deciding.everyone_won()).to(name))


@given(accounts())
def test_every_way_holds(snapshot: Snapshot) -> None:
    """It follows ties, avoids enemies and opponents, ends at the person, and has the length that `steps` says."""
    known = introductions(snapshot)
    stance = dict(zip(snapshot.rows, stances(snapshot.consensus.value, CONSTANTS), strict=True))
    ids = {person.name: person.id for person in snapshot.people}
    at_odds = {(t.from_id, t.to_id) for t in snapshot.ties if t.kind == "CONFLICTS_WITH"}
    at_odds |= {(b, a) for a, b in at_odds}
    leads = {(t.from_id, t.to_id) for t in snapshot.ties if t.kind != "CONFLICTS_WITH"}
    leads |= {(t.to_id, t.from_id) for t in snapshot.ties if t.kind in ("KNOWS", "REPORTS_TO")}
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
        assert steps == min(nearest, default=None)
        assert nearest == sorted(nearest)
