"""How strong is a tie, as far as contacts tell?"""

from dataclasses import replace
from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.tie_strength import Strength, contacts_of, shared_projects, tie_strength
from graph_models.records import InteractionRecord
from tests.graphs import tied
from tests.graphs.build import Person, account, together, visit

CONSTANTS = Constants()
visits = st.builds(
    InteractionRecord, st.integers(0, 4_000), st.sampled_from(("visit", "Email", "call", "短信")), st.integers(2, 30)
)


def strength(*interactions: InteractionRecord, constants: Constants = CONSTANTS) -> float:
    return tie_strength(interactions, constants)


@pytest.mark.parametrize(
    ("interactions", "weights"),
    [
        ([], 0),
        ([visit(0)], 1),
        ([visit(180)], 1 / 2),
        ([visit(360)], 1 / 4),
        ([visit(0), visit(0), visit(0)], 3),
        ([visit(0, participants=5)], 1 / 4),
        ([visit(0, channel="email")], 0.3),
        ([visit(0, channel=" E-Mail ")], 0.3),
        ([visit(0, channel="群发")], 0.3),
        ([visit(0, channel="email campaign review meeting")], 1),
        ([visit(180, participants=3, channel="letter")], 0.3 / 4),
    ],
)
def test_recency_frequency_reciprocity(interactions: list[InteractionRecord], weights: float) -> None:
    assert strength(*interactions) == pytest.approx(1 - exp(-weights / 3))


def test_channels_that_need_no_answer_are_a_setting() -> None:
    own = Constants(one_way_channels=("fair",), one_way_reciprocity=0)
    assert strength(visit(0, channel="Fair"), constants=own) == 0
    assert strength(visit(0, channel="email"), constants=own) == strength(visit(0))


@given(st.lists(visits), visits)
def test_one_more_contact_never_lowers_it(known: list[InteractionRecord], more: InteractionRecord) -> None:
    assert 0 <= strength(*known) <= strength(*known, more) + 1e-12 <= 1 + 1e-12


@given(st.lists(visits, min_size=1), st.integers(0, 2_000), st.randoms())
def test_older_is_weaker_and_order_is_nothing(known: list[InteractionRecord], days: int, random: Random) -> None:
    older = [replace(contact, age_days=contact.age_days + days) for contact in known]
    random.shuffle(older)
    assert strength(*older) <= strength(*known) + 1e-12


def test_what_is_stated_is_not_overwritten() -> None:
    (sun, li, zhou) = contacts_of(tied.ties_that_fade(), CONSTANTS)["target"]
    assert (sun.name, sun.strength.stated, sun.strength.at_all) == ("Sun", 0.2, True)
    assert sun.strength.known == sun.strength.computed
    assert (li.strength.stated, li.strength.at_all) == (None, False)
    assert (zhou.strength.stated, zhou.strength.at_all) == (None, False)


@pytest.mark.parametrize(
    ("known", "shown", "counted"),
    [
        (Strength(0.2, 0.9), 0.9, 0.9),
        (Strength(0.9, 0.2), 0.9, 0.9),
        (Strength(0.0, None), 0.0, 0.0),
        (Strength(None, None), None, 0.5),  # they know each other, nobody said how well
        (Strength(None, 0.1), 0.1, 0.5),  # a letter does not make that less
        (Strength(None, 0.8), 0.8, 0.8),
        (Strength(None, 0.1, at_all=False), 0.1, 0.1),
    ],
)
def test_unknown_is_shown_as_unknown_and_counts_as_the_default(
    known: Strength, shown: float | None, counted: float
) -> None:
    assert (known.known, known.counted(CONSTANTS)) == (shown, counted)


def test_shared_projects_add_up_and_fade() -> None:
    """An and Bo alone two years ago, and with Cai today: 1/2 + 1/2; the project that adds most is named."""
    snapshot = account(
        Person("An"),
        Person("Bo"),
        Person("Cai"),
        shared_projects=[together("Dam", "An", "Bo", age_days=730), together("Pipes", "An", "Bo", "Cai")],
    )
    found = shared_projects(snapshot, CONSTANTS)
    assert found["an", "bo"] == found["bo", "an"] == (pytest.approx(1 - exp(-1)), "Pipes")
    assert found["an", "cai"] == (pytest.approx(1 - exp(-0.5)), "Pipes")
