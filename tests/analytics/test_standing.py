"""Where does an account stand, and who stands in the way?"""

import pytest

from app.analytics.constants import Constants
from app.analytics.scores import Stances
from app.analytics.snapshot import Snapshot
from app.analytics.standing import blockers, standing
from app.analytics.winning import outlook
from tests.graphs import deciding, moneyed, unknown
from tests.graphs.build import Opportunity, Person, account

CONSTANTS = Constants()


def in_the_way(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    stakes, stances = outlook(snapshot, CONSTANTS).stakes, Stances.of(snapshot.consensus, CONSTANTS)
    return [(blocker.name, blocker.power, blocker.code) for blocker in blockers(snapshot, stakes, stances)]


def band(snapshot: Snapshot) -> str:
    return standing(snapshot, CONSTANTS).chance_band


def test_the_worked_case() -> None:
    """Potential: (80 + 45 + 50 + 85 + 85) / 5 = 69 % of 5,000,000; expected wins 0.345 × 600,000."""
    now = standing(deciding.the_worked_case(), CONSTANTS)
    assert now.potential == 3_450_000
    assert now.chance is not None
    assert (now.chance, now.chance_low, now.chance_high, now.chance_band) == (0.345, 0.345, 0.345, "medium")
    assert (now.expected_wins, now.basis) == (207_000, "opportunities")
    assert in_the_way(deciding.the_worked_case()) == [("Wang", "veto", "not_positive")]


def test_an_unknown_veto_holder_is_the_first_blocker() -> None:
    """Also where winning them has no worth, because everybody who is known is a friend."""
    assert in_the_way(unknown.an_unknown_veto_holder()) == [("Gm", "veto", "never_assessed")]
    assert in_the_way(unknown.friends_and_an_unknown_veto_holder()) == [("Gm", "veto", "never_assessed")]


def test_blockers_the_unknown_first_then_the_least_favourable() -> None:
    snapshot = account(
        Person("An", 50, veto=True),
        Person("Bo", 10, veto=True),
        Person("Cai", veto=True),
        Person("Dong", 10, approve=True),
        Person("Er", 90, veto=True, approve=True),
    )
    assert in_the_way(snapshot) == [
        ("Cai", "veto", "never_assessed"),
        ("Bo", "veto", "not_positive"),
        ("An", "veto", "not_positive"),
        ("Dong", "approve", "not_positive"),
    ]


def test_several_opportunities_stand_at_their_mean() -> None:
    """Meters 0.6 and pipes 0.24."""
    now = standing(deciding.a_veto_on_one_type(), CONSTANTS)
    assert now.chance is not None
    assert now.chance == pytest.approx(0.42)
    assert now.expected_wins == 84_000


def test_the_potential_is_in_the_currency_of_the_spend() -> None:
    """What is to be decided may be paid in another."""
    there = account(Person("An", 50), spend=1_000, opportunities=[Opportunity("Pumps", 400, 0.5, currency="EUR")])
    now = standing(there, CONSTANTS)
    assert (now.potential, now.potential_currency) == (500, "CNY")
    assert (now.expected_wins, now.currency) == (100, "EUR")


@pytest.mark.parametrize(
    ("score", "expected"), [(33, "low"), (34, "medium"), (66, "medium"), (67, "high"), (None, "unknown")]
)
def test_bands(score: float | None, expected: str) -> None:
    assert band(account(Person("An", score), spend=1)) == expected


def test_nothing_to_decide_nothing_to_say() -> None:
    now = standing(unknown.nobody_there(), CONSTANTS)
    assert (now.potential, now.chance) == (None, None)
    assert (now.expected_wins, now.expected_wins_low, now.expected_wins_high) == (None, 0, 1_000_000)
    assert standing(moneyed.opportunities_in_two_currencies(), CONSTANTS).expected_wins is None
