"""Fiscal years and quarters, and what they are compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.periods import (
    Comparison,
    Period,
    compare_days,
    compare_fiscal,
    fiscal_period,
    fiscal_year,
    months_after,
)
from app.errors import Invalid

CALENDAR = Constants()
APRIL = Constants(fiscal_year_begins_in=4)
months = st.integers(1, 12)


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "constants", "period"),
    [
        ("2026", CALENDAR, days("2026-01-01", "2026-12-31")),
        ("FY2026", CALENDAR, days("2026-01-01", "2026-12-31")),
        ("2024-Q1", CALENDAR, days("2024-01-01", "2024-03-31")),
        ("2026q4", CALENDAR, days("2026-10-01", "2026-12-31")),
        ("2026", APRIL, days("2025-04-01", "2026-03-31")),
        ("2024-Q4", APRIL, days("2024-01-01", "2024-03-31")),
        ("2026-Q3", APRIL, days("2025-10-01", "2025-12-31")),
    ],
)
def test_fiscal_periods(text: str, constants: Constants, period: Period) -> None:
    """A fiscal year is named after the calendar year in which it ends."""
    assert fiscal_period(text, constants) == period


@given(st.dates(date(1950, 1, 1), date(2190, 1, 1)), months)
def test_every_day_is_in_its_fiscal_year_and_in_one_quarter(day: date, begins: int) -> None:
    constants = Constants(fiscal_year_begins_in=begins)
    year = fiscal_year(day, constants)
    whole = fiscal_period(str(year), constants)
    assert whole.first <= day <= whole.last
    quarters = [fiscal_period(f"{year}-Q{number}", constants) for number in range(1, 5)]
    assert sum(quarter.first <= day <= quarter.last for quarter in quarters) == 1
    assert quarters[0].first == whole.first
    assert quarters[-1].last == whole.last
    assert sum(quarter.days for quarter in quarters) == whole.days
    assert whole.last == fiscal_period(str(year + 1), constants).first - timedelta(days=1)


def test_two_days() -> None:
    """As many days before as after."""
    found = compare_days(date(2026, 3, 1), date(2026, 3, 31))
    assert found == Comparison(days("2026-03-02", "2026-03-31"), days("2026-01-31", "2026-03-01"))
    assert found.period.days == found.earlier.days == 30


@pytest.mark.parametrize(
    ("since", "reason"),
    [(date(2026, 3, 31), "not before"), (date(2026, 4, 1), "not before"), (date(900, 1, 1), "too early")],
)
def test_days_that_do_not_fit(since: date, reason: str) -> None:
    with pytest.raises(Invalid) as error:
        compare_days(since, date(2026, 3, 31))
    assert error.value.errors[0].field == "since"
    assert reason in error.value.errors[0].reason


def test_a_past_year_is_compared_whole() -> None:
    found = compare_fiscal("2024", None, date(2026, 6, 15), CALENDAR)
    assert found == Comparison(days("2024-01-01", "2024-12-31"), days("2023-01-01", "2023-12-31"))


def test_a_running_year_is_compared_with_as_many_days() -> None:
    """The first 166 days of each; the default is the year so far."""
    found = compare_fiscal(None, None, date(2026, 6, 15), CALENDAR)
    assert found == Comparison(days("2026-01-01", "2026-06-15"), days("2025-01-01", "2025-06-15"), partly=True)


def test_a_quarter_is_compared_with_that_of_the_year_before_or_another() -> None:
    assert compare_fiscal("2026-Q1", None, date(2026, 6, 15), CALENDAR).earlier == days("2025-01-01", "2025-03-31")
    assert compare_fiscal("2026-Q1", "2025-Q4", date(2026, 6, 15), CALENDAR).earlier == days("2025-10-01", "2025-12-31")
    leap = compare_fiscal("2025-Q1", None, date(2026, 6, 15), CALENDAR).earlier
    assert leap == days("2024-01-01", "2024-03-31")


@pytest.mark.parametrize(
    ("period", "earlier", "field"),
    [
        ("2027", None, "period"),
        ("2026-Q3", None, "period"),
        ("2025", "2025", "earlier"),
        ("2025", "2026", "earlier"),
        ("2026-Q2", "2026", "earlier"),
    ],
)
def test_periods_that_do_not_fit(period: str, earlier: str | None, field: str) -> None:
    with pytest.raises(Invalid) as error:
        compare_fiscal(period, earlier, date(2026, 6, 15), CALENDAR)
    assert error.value.errors[0].field == field


def test_months() -> None:
    """The same day, or the month's last; never beyond the calendar."""
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert months_after(date(9999, 12, 1), 1) == date.max
