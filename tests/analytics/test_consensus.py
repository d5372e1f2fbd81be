"""Many contributors, one consensus, checked against what the definition says word by word."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.agreement import consensus_of
from app.analytics.consensus import AXES, Consensus
from app.analytics.constants import Constants
from graph_models.records import AttitudeRecord
from tests.analytics.naive_consensus import naive

CONSTANTS = Constants()


def says(
    who: str | None,
    closeness: float | None = None,
    *,
    age: int = 0,
    solution: float | None = None,
    price: float | None = None,
    confidence: float | None = 1.0,
    source: str | None = None,
    about: str = "wang",
) -> AttitudeRecord:
    return AttitudeRecord(
        person_id=about,
        user_id=who,
        vendor_id=None,
        age_days=age,
        closeness=closeness,
        solution_acceptance=solution,
        price_acceptance=price,
        confidence=confidence,
        source=source,
    )


def of_wang(*statements: AttitudeRecord, constants: Constants = CONSTANTS) -> Consensus:
    return consensus_of(["wang"], statements, constants)


def test_contributors_weigh_by_confidence_and_age() -> None:
    """Li 60 today at 0.8 → weight 0.8; Zhou 20 a half-life ago at 0.8 → 0.4: (48 + 8) / 1.2 = 46 ⅔."""
    agreed = of_wang(says("li", 60, confidence=0.8), says("zhou", 20, age=180, confidence=0.8))
    assert agreed.value[0, 0] == pytest.approx(140 / 3)
    assert agreed.spread[0, 0] == 40
    assert agreed.age_days[0, 0] == 0
    assert agreed.contributors[0, 0] == 2


def test_only_the_latest_of_a_contributor_counts() -> None:
    agreed = of_wang(says("li", 10, age=100), says("li", 70, age=20), says("li", 40, age=50))
    assert (agreed.value[0, 0], agreed.age_days[0, 0], agreed.contributors[0, 0]) == (70, 20, 1)
    assert np.isnan(agreed.spread[0, 0])  # nobody to differ from


def test_the_latest_is_the_latest_that_mentions_the_axis() -> None:
    """Li spoke of the price 90 days ago and of closeness today: both are his latest word."""
    agreed = of_wang(says("li", 80), says("li", price=30, age=90))
    assert agreed.value[0].tolist() == [80, pytest.approx(float("nan"), nan_ok=True), 30]
    assert agreed.age_days[0, 2] == 90
    assert agreed.known[0].tolist() == [True, False, True]


def test_one_contributor_twice_a_day_is_averaged() -> None:
    """Li 40 and 60 today, at 0.4 and 0.8 → 50 at 0.6; Zhou 90 today at 0.2: (30 + 18) / 0.8 = 60."""
    agreed = of_wang(says("li", 40, confidence=0.4), says("zhou", 90, confidence=0.2), says("li", 60, confidence=0.8))
    assert agreed.value[0, 0] == pytest.approx(60)
    assert agreed.contributors[0, 0] == 2


def test_a_missing_confidence_is_a_half_and_hearsay_no_more() -> None:
    """Weights 0.5 (not given), 0.5 (hearsay, whatever it claims), 1: (0.5·0 + 0.5·40 + 1·80) / 2 = 50."""
    agreed = of_wang(says("li", 0, confidence=None), says("zhou", 40, confidence=1, source="Hearsay"), says("sun", 80))
    assert agreed.value[0, 0] == pytest.approx(50)


def test_hearsay_of_little_confidence_is_not_raised_to_the_cap() -> None:
    """0.1 × 100 against 0.9 × 0 → 10."""
    agreed = of_wang(says("li", 100, confidence=0.1, source="hearsay"), says("zhou", 0, confidence=0.9))
    assert agreed.value[0, 0] == pytest.approx(10)


def test_what_nobody_signed_counts_as_one_contributor() -> None:
    agreed = of_wang(says(None, 20, age=30), says(None, 60, age=10))
    assert (agreed.value[0, 0], agreed.contributors[0, 0]) == (60, 1)


def test_no_confidence_at_all_says_nothing() -> None:
    agreed = of_wang(says("li", 20, confidence=0), says("li", 60, age=10), says("zhou", 90, confidence=0))
    assert (agreed.value[0, 0], agreed.age_days[0, 0], agreed.contributors[0, 0]) == (60, 10, 1)
    assert not of_wang(says("li", 20, confidence=0)).known.any()


def test_a_word_of_two_thousand_years_ago_is_still_a_word() -> None:
    """A mistyped year must not underflow into nothing: 2^-4000 is no floating-point number."""
    agreed = of_wang(says("li", 20, age=720_000), says("zhou", 40, age=720_000))
    assert agreed.value[0, 0] == 30


def test_stale_begins_the_day_after() -> None:
    """The newest statement decides, whoever made it."""
    assert not of_wang(says("li", 60, age=720)).stale(CONSTANTS)[0, 0]
    assert of_wang(says("li", 60, age=721)).stale(CONSTANTS)[0, 0]
    assert not of_wang(says("li", 60, age=721), says("zhou", 60, age=720)).stale(CONSTANTS)[0, 0]
    assert not of_wang().stale(CONSTANTS).any()  # what was never known is unknown, not stale


def test_statements_about_others_are_left_out() -> None:
    agreed = consensus_of(["he", "wang"], [says("li", 70), says("li", 10, about="gone")], CONSTANTS)
    assert agreed.value[:, 0].tolist() == [pytest.approx(float("nan"), nan_ok=True), 70]


def test_the_half_life_is_a_setting() -> None:
    """At a half-life of 90 days, 180 days are two: weights 1 and ¼ → (80 + 0) / 1.25 = 64."""
    agreed = of_wang(says("li", 80), says("zhou", 0, age=180), constants=Constants(half_life_days=90))
    assert agreed.value[0, 0] == pytest.approx(64)


# --- Against the definition, read word by word ---


scores = st.floats(0, 100) | st.none()
random_statements = st.lists(
    st.builds(
        AttitudeRecord,
        person_id=st.sampled_from(("an", "bo", "somebody else")),
        user_id=st.sampled_from(("li", "zhou", "sun", None)),
        vendor_id=st.none(),
        age_days=st.sampled_from((0, 1, 180, 800)) | st.integers(0, 2_000),
        closeness=scores,
        solution_acceptance=scores,
        price_acceptance=scores,
        confidence=st.none() | st.sampled_from((0.0, 0.5, 1.0)) | st.floats(0.01, 1),
        source=st.sampled_from((None, "hearsay", "own meeting")),
    ),
    max_size=12,
)


def columns(agreed: Consensus, person: int, axis: int) -> tuple[Any, ...]:
    return (
        agreed.value[person, axis],
        agreed.spread[person, axis],
        agreed.age_days[person, axis],
        agreed.contributors[person, axis],
    )


@given(random_statements)
def test_it_is_what_the_definition_says(statements: list[AttitudeRecord]) -> None:
    agreed = consensus_of(["an", "bo"], statements, CONSTANTS)
    for row, person in enumerate(("an", "bo")):
        for axis, name in enumerate(AXES):
            expected = naive(statements, person, name)
            if expected is None:
                assert not agreed.known[row, axis]
                assert agreed.contributors[row, axis] == 0
                assert np.isnan(columns(agreed, row, axis)[:3]).all()
            else:
                value, spread, age, contributors = expected
                assert columns(agreed, row, axis) == (
                    pytest.approx(value, abs=1e-9),
                    pytest.approx(float("nan") if spread is None else spread, nan_ok=True, abs=1e-9),
                    age,
                    contributors,
                )


@given(random_statements.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_statements_changes_nothing(both: tuple[list[AttitudeRecord], list[AttitudeRecord]]) -> None:
    """Not even the last digit, so that what the database finds first changes no answer."""
    one, other = (consensus_of(["an", "bo"], statements, CONSTANTS) for statements in both)
    for part in ("value", "spread", "age_days", "contributors"):
        np.testing.assert_array_equal(getattr(one, part), getattr(other, part))


@given(random_statements)
def test_it_lies_between_what_contributors_say(statements: list[AttitudeRecord]) -> None:
    agreed = consensus_of(["an"], statements, CONSTANTS)
    for axis, name in enumerate(AXES):
        said = [getattr(s, name) for s in statements if s.person_id == "an" and getattr(s, name) is not None]
        if agreed.known[0, axis]:
            assert min(said) - 1e-9 <= agreed.value[0, axis] <= max(said) + 1e-9


@given(st.floats(0, 100), st.integers(1, 1000))
def test_repeating_oneself_alone_changes_freshness_only(value: float, age: int) -> None:
    """Who is the only contributor and says the same again."""
    before, after = of_wang(says("li", value, age=age)), of_wang(says("li", value, age=age), says("li", value))
    assert after.value[0, 0] == before.value[0, 0] == pytest.approx(value)
    assert after.contributors[0, 0] == before.contributors[0, 0] == 1
    assert (before.age_days[0, 0], after.age_days[0, 0]) == (age, 0)


@given(random_statements, st.floats(0, 100), st.integers(1, 1000))
def test_repeating_oneself_among_others_moves_only_towards_oneself(
    others: list[AttitudeRecord], value: float, age: int
) -> None:
    """A fresher word weighs more; it never pushes the consensus away from itself, or beyond."""
    said = [
        *(replace(one, person_id="wang") for one in others if one.user_id != "li"),
        says("li", value, age=age),
    ]
    before = of_wang(*said).value[0, 0]
    after = of_wang(*said, says("li", value)).value[0, 0]
    assert min(before, value) - 1e-9 <= after <= max(before, value) + 1e-9
