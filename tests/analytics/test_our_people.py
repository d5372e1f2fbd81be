"""Which of ours should go to a person?"""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.our_people import Colleagues, OurPeople
from app.analytics.snapshot import Snapshot
from app.analytics.tie_strength import contacts_of
from graph_models.records import ColleagueRecord, WinRecord
from graph_models.results import Colleague
from graph_models.vocabulary import Match, UserRole
from tests.graphs.build import Person, account, contact, met, reports_to, visit

CONSTANTS = Constants()


def the_house() -> Snapshot:
    """Three levels; Lone has no line.

    Top              Li (ours) ──0.4── Top
     │               Sun (ours) ──six visits── Mid
    Mid   Lone
     │
    Low
    """
    return account(
        Person("Top", 50),
        Person("Mid", 50),
        Person("Low", 50),
        Person("Lone", 50),
        ties=[reports_to("Mid", "Top"), reports_to("Low", "Mid")],
        contacts=[contact("Li", "Top", 0.4), met("Sun", "Mid", *(visit(0) for _ in range(6)))],
    )


def ours(name: str, role: str | None = None, *wins: WinRecord, serves: Sequence[str] = ()) -> ColleagueRecord:
    return ColleagueRecord(id=name.lower(), name=name, role=role, serves=list(serves), wins=list(wins))


def win(account_id: str = "elsewhere", *people: str, type_id: str | None = None) -> WinRecord:
    return WinRecord(account_id=account_id, industry=None, project_type_id=type_id, person_ids=list(people))


def going(snapshot: Snapshot, name: str, *colleagues: ColleagueRecord, types: Sequence[str] = ()) -> list[Colleague]:
    person = snapshot.people[snapshot.rows[name.lower()]]
    return OurPeople(snapshot, contacts_of(snapshot, CONSTANTS), Colleagues(colleagues), types, CONSTANTS).to(person)


def points(match: Colleague) -> dict[str, float]:
    return {reason.code: reason.points for reason in match.reasons}


def test_levels_are_told_from_reporting_lines_alone() -> None:
    people = OurPeople(the_house(), {}, Colleagues(), (), CONSTANTS)
    assert [people.level(name) for name in ("top", "mid", "low", "lone")] == [
        UserRole.EXECUTIVE,
        UserRole.MANAGER,
        UserRole.REP,
        None,
    ]


def test_a_tie_counts_by_its_strength() -> None:
    (li,) = going(the_house(), "Top", ours("Li", "rep"), ours("Sun", "rep"))
    assert (li.name, li.strength, li.same_level, points(li)) == ("Li", 0.4, False, {"tie": 0.2})
    assert li.reasons[0].text == "Knows Top; strength 0.40 as stated."
    (sun,) = going(the_house(), "Mid", ours("Li", "rep"), ours("Sun", "rep"))
    assert sun.reasons[0].text == "Has met Mid; strength 0.86 from contacts."


def test_an_executive_for_an_executive() -> None:
    """Who only serves the account and stands on the same level; ours without a level, and theirs, are unknown."""
    boss, analyst = ours("Boss", "executive", serves=["lanjiang"]), ours("Ana", "analyst", serves=["lanjiang"])
    (found,) = going(the_house(), "Top", boss, analyst)
    assert (found.name, found.same_level, points(found)) == ("Boss", True, {"level": 0.2})
    assert going(the_house(), "Mid", boss, analyst) == []
    (li,) = going(the_house(), "Top", ours("Li"))
    assert li.same_level is None


def test_wins_count_once_with_what_they_have_most_in_common() -> None:
    """With the person 1, of the type 0.5: 0.3 × (1 − 0.5^1.5); what is neither says nothing."""
    zhou = ours(
        "Zhou", "rep", win("lanjiang", "low", type_id="t1"), win(type_id="t1"), win(type_id="t2"), win("lanjiang")
    )
    (found,) = going(the_house(), "Low", zhou, types=["t1"])
    assert points(found) == {"level": 0.2, "wins": pytest.approx(0.3 * (1 - 0.5**1.5), abs=1e-6)}
    assert found.reasons[-1].text == "Won 1 with Low, 1 of the same project type."
    (found,) = going(the_house(), "Lone", zhou, types=["t1"])
    assert points(found) == {"wins": pytest.approx(0.3 * (1 - 0.5**1.0), abs=1e-6)}


def test_a_win_with_the_person_counts_wherever_it_was() -> None:
    """As of a consultant, or of somebody who came from another account: 0.3 × (1 − 0.5)."""
    far = ours("Far", None, win("elsewhere", "low", type_id="t2"))
    (found,) = going(the_house(), "Low", far)
    assert points(found) == {"wins": pytest.approx(0.15)}
    assert found.reasons[0].text == "Won 1 with Low."
    assert going(the_house(), "Mid", far) == []


def test_a_stranger_who_won_nothing_alike_is_not_named() -> None:
    assert going(the_house(), "Low", ours("Far", "rep", win(type_id="t2")), types=["t1"]) == []


def test_weights_are_settings() -> None:
    only_level = Constants(match_weights={Match.TIE: 0, Match.LEVEL: 7, Match.WINS: 0})
    people = OurPeople(
        the_house(),
        contacts_of(the_house(), CONSTANTS),
        Colleagues([ours("Li", "executive"), ours("Sun", "manager")]),
        (),
        only_level,
    )
    (found,) = people.to(the_house().people[0])
    assert (found.name, found.score) == ("Li", 1.0)


roles = st.sampled_from((*UserRole, None))
wins = st.builds(
    win,
    st.sampled_from(("lanjiang", "elsewhere")),
    st.sampled_from(("top", "mid", "low")),
    type_id=st.sampled_from("ab"),
)
teams = st.lists(st.tuples(roles, st.lists(wins, max_size=3), st.booleans()), min_size=1, max_size=6)


@given(teams, st.randoms())
def test_the_best_are_named_and_points_sum(
    team: list[tuple[str | None, list[WinRecord], bool]], random: Random
) -> None:
    """The three best of all candidates as scored one by one; in whatever order they come."""
    names = ("Li", "Sun", "Ann", "Ben", "Cid", "Dan")
    records = [
        ours(name, role, *won, serves=["lanjiang"] if serves else [])
        for name, (role, won, serves) in zip(names, team, strict=False)
    ]
    for name in ("Top", "Mid", "Low", "Lone"):
        found = going(the_house(), name, *records, types=["a"])
        alone = [match for record in records for match in going(the_house(), name, record, types=["a"])]
        assert found == sorted(alone, key=lambda match: (-match.score, match.name))[:3]
        assert found == going(the_house(), name, *random.sample(records, len(records)), types=["a"])
        for match in found:
            assert match.score == pytest.approx(sum(reason.points for reason in match.reasons), abs=2e-6)
            assert 0 < match.score <= 1


@given(teams, wins)
def test_one_more_win_never_lowers(team: list[tuple[str | None, list[WinRecord], bool]], more: WinRecord) -> None:
    role, won, _ = team[0]
    before = going(the_house(), "Mid", ours("Sun", role, *won), types=["a"])
    after = going(the_house(), "Mid", ours("Sun", role, *won, more), types=["a"])
    assert after[0].score >= before[0].score
