"""Whom does it take to pass?"""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.smallest_sets import SmallestSets, smallest_sets
from app.analytics.snapshot import Snapshot
from app.analytics.winning import outlook
from tests.analytics import naive
from tests.analytics.strategies import accounts
from tests.graphs import deciding, unknown
from tests.graphs.build import Person, account

C = Constants()


def asked(snapshot: Snapshot, *silent: int, least: float = 0.5) -> SmallestSets:
    ahead = outlook(snapshot, C)
    return smallest_sets(ahead, ahead.stakes[0].committee, silent, least)


def named(snapshot: Snapshot, *silent: int, least: float = 0.5) -> list[list[str]] | None:
    sets = asked(snapshot, *silent, least=least).sets
    return None if sets is None else [[snapshot.people[row].name for row in some] for some in sets]


def test_nobody_where_it_is_likely_to_pass_already() -> None:
    assert named(account(Person("An", 60), Person("Bo", 40))) == []


def test_all_of_the_smallest_size_the_best_first() -> None:
    """(30 + 40 + 60) / 3 = 43 %: An lifts it to 58, Bo to 55; Cai to 48 only."""
    assert named(account(Person("An", 30), Person("Bo", 40), Person("Cai", 60))) == [["An"], ["Bo"]]


def test_two_where_one_does_not_do() -> None:
    """Three of 20 each: with one won 38 %, with two 57 %; any two."""
    snapshot = account(Person("An", 20), Person("Bo", 20), Person("Cai", 20))
    assert named(snapshot) == [["An", "Bo"], ["An", "Cai"], ["Bo", "Cai"]]


def test_a_veto_behind_a_friendly_majority() -> None:
    """0.2 × mean: only with Xi is there any hope."""
    snapshot = account(Person("An", 80), Person("Bo", 80), Person("Xi", 20, veto=True))
    assert named(snapshot) == [["Xi"]]


def test_impossible_where_vetoes_multiply_below_it() -> None:
    """Everybody won: 0.75³ × 0.75 = 0.32."""
    snapshot = account(*(Person(name, 50, veto=True) for name in ("An", "Bo", "Cai")))
    found = asked(snapshot)
    assert (found.sets, round(found.most or 0, 6)) == (None, round(0.75**4, 6))


def test_who_may_not_be_contacted_is_not_won() -> None:
    snapshot = account(Person("An", 30), Person("Bo", 40), Person("Cai", 60))
    assert named(snapshot, 0) == [["Bo"]]
    assert named(snapshot, 0, 1) is None


def test_where_nobody_is_known_or_there_nothing_can_be_said() -> None:
    assert asked(unknown.everyone_unknown()) == SmallestSets(None)
    assert asked(unknown.nobody_there()) == SmallestSets(None)


def test_among_more_people_than_can_be_searched() -> None:
    """Thirty lukewarm people of 49 and one enemy with a veto: he is in it, and with him it passes."""
    snapshot = account(*(Person(f"P{n:02}", 70) for n in range(30)), Person("Xi", 10, veto=True))
    found = asked(snapshot)
    assert (found.count, found.exact) == (1, False)
    assert named(snapshot) == [["Xi"]]


def test_more_than_twenty_are_needed() -> None:
    """Forty of 26: one by one until half of them and more are won."""
    found = asked(account(*(Person(f"P{n:02}", 26) for n in range(40))))
    assert found.sets is not None
    assert (len(found.sets[0]), found.exact) == (20, False)


def test_worked_case() -> None:
    """0.345 now; with Wang alone 0.75 × 0.74."""
    assert named(deciding.the_worked_case()) == [["Wang"]]


@given(accounts(), st.sampled_from((0.2, 0.5, 0.6)))
def test_no_smaller_set_suffices_and_none_is_missing(snapshot: Snapshot, least: float) -> None:
    """By trying them all."""
    what = naive.deciding(snapshot)[0]
    found = asked(snapshot, least=least)
    rows = range(len(snapshot.people))
    if not any(score is not None for score in naive.own_scores(snapshot)):
        assert found.sets is None
        return

    def passes(won: tuple[int, ...], margin: float) -> bool:
        return naive.chance(what, naive.settled_after(snapshot, what, won)) >= least + margin

    def of_size(size: int, margin: float) -> set[tuple[int, ...]]:
        return {won for won in combinations(rows, size) if passes(won, margin)}

    if found.sets is None:
        assert not passes(tuple(rows), 1e-6)
    else:
        size = len(found.sets[0]) if found.sets else 0
        given_sets = {tuple(some) for some in found.sets} or {()}
        assert of_size(size, 1e-6) <= given_sets <= of_size(size, -1e-6)
        assert not any(of_size(smaller, 1e-6) for smaller in range(size))
