"""Which people of an account are worth most when won together?"""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.best_sets import best_sets
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from tests.analytics import naive
from tests.analytics.strategies import accounts
from tests.graphs import deciding, moneyed, unknown
from tests.graphs.build import Opportunity, Person, account

CONSTANTS = Constants()


def best(snapshot: Snapshot, size: int) -> tuple[list[str], float | None]:
    (found,) = best_sets([snapshot], size, CONSTANTS)
    return [person.name for person in found.people], found.value.amount


def test_the_worked_case() -> None:
    """Wang alone 0.75 × 0.74 − 0.345 = 0.21; with Liu 0.75 × 0.8 − 0.345 = 0.255; of 600,000."""
    snapshot = deciding.the_worked_case()
    assert best(snapshot, 1) == (["Wang"], 126_000)
    assert best(snapshot, 2) == (["Liu", "Wang"], 153_000)


def test_one_more_who_adds_nothing_is_not_named() -> None:
    assert best(deciding.the_worked_case(), 3) == (["Liu", "Wang"], 153_000)
    assert best(deciding.two_approvers(), 3) == (["An", "Bo"], 337_500)


def test_two_who_are_worth_nothing_alone() -> None:
    """0.75² × 0.7; with Cai 0.75² × 0.75."""
    snapshot = deciding.two_enemies_with_a_veto()
    assert best_sets([snapshot], 1, CONSTANTS) == []
    assert best(snapshot, 2) == (["An", "Bo"], 393_750)
    assert best(snapshot, 3) == (["An", "Bo", "Cai"], 421_875)


def test_also_among_more_people_than_are_searched() -> None:
    """Two enemies with a veto among thirty lukewarm people."""
    crowd = [Person(f"P{i:02}", 74) for i in range(30)]
    snapshot = account(*crowd, Person("Xi", 0, veto=True), Person("Yu", 0, veto=True), spend=1_000_000)
    assert best(snapshot, 2)[0] == ["Xi", "Yu"]


def test_nobody_is_left_where_everyone_is_won() -> None:
    assert best_sets([deciding.everyone_won(), unknown.nobody_there()], 2, CONSTANTS) == []


def test_without_money_sets_are_ordered_by_chance_and_come_last() -> None:
    found = best_sets([unknown.money_unknown(), moneyed.spend_only(), moneyed.typed_spend()], 1, CONSTANTS)
    assert [(item.rank, item.value.amount, item.chance_gain) for item in found] == [
        (1, 175_000, pytest.approx(0.175)),
        (2, 140_000, pytest.approx(0.175)),
        (3, None, pytest.approx(0.125)),
    ]
    assert found[:1] == best_sets([moneyed.typed_spend(), moneyed.spend_only()], 1, CONSTANTS, top=1)


@given(accounts(), st.integers(1, 3))
def test_no_set_is_better(snapshot: Snapshot, size: int) -> None:
    rows = range(len(snapshot.people))
    sets = [won for count in range(1, size + 1) for won in combinations(rows, count)]
    stakes = naive.deciding(snapshot)
    most = max(sum(naive.gain(snapshot, what, won) for what in stakes) / len(stakes) for won in sets)
    found = best_sets([snapshot], size, CONSTANTS)
    if not found:
        assert most == pytest.approx(0, abs=1e-6)
    elif found[0].value.amount is None:
        assert found[0].chance_gain == pytest.approx(most, abs=1e-6)
    else:
        assert found[0].value.amount == pytest.approx(max(naive.money_gain(snapshot, won) for won in sets), abs=0.011)


def test_whose_worth_is_not_known_is_named() -> None:
    """Wang alone decides what has no known amount; Zhou, who is worth money, comes before him, and both for two."""
    liu, wang, zhou = Person("Liu", 80), Person("Wang", 50), Person("Zhou", 50)
    unknown_amount = Opportunity("Unknown", committee=["Wang"])
    there = account(liu, wang, opportunities=[Opportunity("Known", 1e6, committee=["Liu"]), unknown_amount])
    (found,) = best_sets([there], 1, CONSTANTS)
    assert ([person.name for person in found.people], found.value.amount) == (["Wang"], None)
    both = account(liu, wang, zhou, opportunities=[Opportunity("Known", 1e6, committee=["Zhou"]), unknown_amount])
    assert [[person.name for person in best_sets([both], size, CONSTANTS)[0].people] for size in (1, 2)] == [
        ["Zhou"], ["Wang", "Zhou"],
    ]  # fmt: skip
