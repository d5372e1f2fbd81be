"""What made the potential grow: parts that sum to it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.growth import Cause, account_growth, growth
from app.analytics.potential import account_potential
from app.analytics.snapshot import Snapshot
from graph_models.vocabulary import Axis
from tests.analytics.strategies import amounts, people
from tests.graphs.build import Person, account, spending

CONSTANTS = Constants()
CLOSENESS = Constants(axis_weights={Axis.CLOSENESS: 1, Axis.SOLUTION: 0, Axis.PRICE: 0})
"""One axis only, so that figures are easy to follow."""


def parts(then: Snapshot | None, now: Snapshot | None, evidence: tuple[tuple[str, Axis], ...] = ()) -> list[Cause]:
    return account_growth(then, now, evidence, CLOSENESS)


def amounts_of(causes: list[Cause]) -> dict[tuple[str, str | None], float]:
    return {(cause.code, cause.person_id): round(cause.amount, 6) for cause in causes}


def test_attitudes_moved() -> None:
    """1,000,000: An 40 → 60 adds half of 20 %, Bo 80 → 70 takes half of 10 %."""
    then = account(Person("An", 40), Person("Bo", 80), spend=1_000_000)
    now = account(Person("An", 60), Person("Bo", 70), spend=1_000_000)
    found = parts(then, now, (("an", Axis.CLOSENESS),))
    assert amounts_of(found) == {("attitude_moved", "an"): 100_000, ("attitude_moved", "bo"): -50_000}
    assert {cause.person_id: cause.evidence for cause in found} == {"an": True, "bo": False}
    assert [(cause.before, cause.after) for cause in found if cause.person_id == "an"] == [(40, 60)]


def test_spend_changed() -> None:
    """At 60 on both days, 500,000 more are worth 300,000."""
    then, now = (account(Person("An", 60), spend=spend) for spend in (1_000_000, 1_500_000))
    assert amounts_of(parts(then, now)) == {("spend_changed", None): 300_000}


def test_both_changed() -> None:
    """1,000,000 at 40 → 2,000,000 at 60: the spend at the mean attitude, the attitude at the mean spend."""
    then, now = account(Person("An", 40), spend=1_000_000), account(Person("An", 60), spend=2_000_000)
    assert amounts_of(parts(then, now)) == {("spend_changed", None): 500_000, ("attitude_moved", "an"): 300_000}


def test_newly_known() -> None:
    """An 40 alone was the mean; Bo 80 lifts it to 60."""
    then = account(Person("An", 40), Person("Bo"), spend=1_000_000)
    now = account(Person("An", 40), Person("Bo", 80), spend=1_000_000)
    assert amounts_of(parts(then, now)) == {("newly_known", "bo"): 200_000}


def test_somebody_left() -> None:
    """The mean of 40 and 80 falls to An's 40; there is no evidence to ask for."""
    then = account(Person("An", 40), Person("Bo", 80), spend=1_000_000)
    (cause,) = parts(then, account(Person("An", 40), spend=1_000_000))
    assert (cause.code, cause.person_id, cause.amount) == ("no_longer_known", "bo", pytest.approx(-200_000))
    assert cause.evidence is None


def test_nobody_stayed() -> None:
    """Bo came, An went: all of one and all of the other."""
    found = parts(account(Person("An", 40), spend=1_000_000), account(Person("Bo", 80), spend=1_000_000))
    assert amounts_of(found) == {("newly_known", "bo"): 800_000, ("no_longer_known", "an"): -400_000}


def test_accounts_enter_and_leave() -> None:
    known = account(Person("An", 60), spend=1_000_000)
    assert amounts_of(parts(None, known)) == {("account_entered", None): 600_000}
    assert amounts_of(parts(known, None)) == {("account_left", None): -600_000}
    assert parts(None, account(Person("An"), spend=1_000_000)) == []


def test_an_estimate_becomes_known() -> None:
    unknown, known = account(Person("An"), spend=1_000_000), account(Person("An", 60), spend=1_000_000)
    assert amounts_of(parts(unknown, known)) == {("newly_known", None): 600_000}
    assert amounts_of(parts(known, unknown)) == {("no_longer_known", None): -600_000}
    assert parts(unknown, unknown) == []


def test_another_currency_is_another_sum() -> None:
    then = account(Person("An", 60), spend=[spending(1_000_000, "CNY")])
    now = account(Person("An", 60), spend=[spending(200_000, "USD")])
    assert {(cause.currency, cause.amount) for cause in parts(then, now)} == {("CNY", -600_000), ("USD", 120_000)}


def test_no_spend_then() -> None:
    """Nothing was expected, so only the spend can have grown."""
    then, now = account(Person("An", 40), spend=0.0), account(Person("An", 60), spend=1_000_000)
    assert sum(cause.amount for cause in parts(then, now)) == pytest.approx(600_000)


def test_the_largest_first() -> None:
    """Over accounts, whatever the sign."""
    then = [account(Person("An", 40), spend=1_000_000, name=name) for name in ("East", "West")]
    now = [
        account(Person("An", 45), spend=1_000_000, name="East"),
        account(Person("An", 30), spend=1_000_000, name="West"),
        account(Person("An", 50), spend=40_000, name="North"),
    ]
    found = growth(then, now, (), CLOSENESS)
    assert [(cause.account_id, round(cause.amount)) for cause in found] == [
        ("west", -100_000),
        ("east", 50_000),
        ("north", 20_000),
    ]


@given(people(), people(), amounts, amounts, st.sampled_from([CONSTANTS, CLOSENESS]))
def test_the_parts_sum_to_the_growth(
    before: list[Person], after: list[Person], spend: float, later: float, constants: Constants
) -> None:
    """Whoever came, went, moved or became known, in whatever spend."""
    then, now = account(*before, spend=spend), account(*after, spend=later, as_of=date(2026, 12, 1))
    old, new = (account_potential(snapshot, constants).estimate or 0.0 for snapshot in (then, now))
    found = account_growth(then, now, (), constants)
    assert sum(cause.amount for cause in found) == pytest.approx(new - old, abs=1e-5)
    assert all(cause.evidence in (False, None) for cause in found)


@given(people())
def test_nothing_changed(members: list[Person]) -> None:
    """Other days alone change nothing."""
    then = account(*members, spend=1_000_000)
    assert account_growth(then, replace(then, as_of=date(2026, 12, 1)), (), CONSTANTS) == []
