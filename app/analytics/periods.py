"""Fiscal years and quarters, and which earlier time a period is compared with."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from operator import attrgetter
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from app.analytics import texts
from app.analytics.constants import Constants
from app.errors import FieldError, Invalid
from app.language import gettext as _
from graph_models.fields import refuse

_FISCAL = re.compile(r"(?:FY)?((?:19|20|21)\d\d)(?:-?Q([1-4]))?", re.ASCII | re.IGNORECASE)


def _fiscal(value: object) -> object:
    if not isinstance(value, str) or not _FISCAL.fullmatch(value):
        raise refuse("not a fiscal year or quarter; write it like 2026 or 2026-Q3")
    return value


FiscalPeriod = Annotated[
    str,
    BeforeValidator(_fiscal),
    WithJsonSchema({"type": "string", "pattern": r"^([Ff][Yy])?(19|20|21)[0-9]{2}(-?[Qq][1-4])?$"}),
]
"""A fiscal year or one of its quarters: `2026`, `2026-Q3`."""


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        """Is the day one of them?"""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Comparison:
    """A period and the earlier one that it is compared with; what stands is compared on their last days."""

    period: Period
    earlier: Period
    partly: bool = False
    """The period is still running, so that the earlier one is cut to as many days."""


def fiscal_year(day: date, constants: Constants) -> int:
    """The fiscal year that the day is in, named after the calendar year in which it ends."""
    begins = constants.fiscal_year_begins_in
    return day.year + (begins > 1 and day.month >= begins)


def fiscal_period(text: str, constants: Constants) -> Period:
    """The days of a fiscal year (`2026`) or of one of its quarters (`2026-Q3`).

    Raises:
        ValueError: it is neither.
    """
    found = _FISCAL.fullmatch(text)
    if not found:
        msg = f"{text!r} is no fiscal period"
        raise ValueError(msg)
    return _fiscal_days(int(found[1]), int(found[2]) if found[2] else None, constants)


def _fiscal_days(year: int, quarter: int | None, constants: Constants) -> Period:
    begins = constants.fiscal_year_begins_in
    start = date(year - (begins > 1), begins, 1)
    if quarter is None:
        return Period(start, months_after(start, 12) - timedelta(days=1))
    first = months_after(start, 3 * (quarter - 1))
    return Period(first, months_after(first, 3) - timedelta(days=1))


def compare_days(since: date, as_of: date) -> Comparison:
    """From the day after `since` to `as_of`, against as many days up to `since`.

    Raises:
        Invalid: `since` is not before `as_of`.
    """
    if since >= as_of:
        raise Invalid.of(
            [FieldError("since", _("not before {day}, the day that it is compared with").format(day=texts.day(as_of)))]
        )
    days = as_of - since
    if since - date.min < days:
        raise Invalid.of([FieldError("since", _("too early: as many days before it do not exist"))])
    return Comparison(Period(since + timedelta(days=1), as_of), Period(since - days + timedelta(days=1), since))


def compare_fiscal(period: str | None, earlier: str | None, as_of: date, constants: Constants) -> Comparison:
    """A fiscal period (none: the year that the day is in) against an earlier one (none: that of the year before).

    One that is still running on the day ends there, and the earlier one is cut to as many days.

    Raises:
        Invalid: one of them is no fiscal period, or begins after the day; or the earlier is not the earlier.
    """
    year = fiscal_year(as_of, constants)
    if not MINYEAR + 2 < year < MAXYEAR - 1:
        raise Invalid.of([FieldError("as_of", _("too near the end of the calendar to be compared"))])
    whole = fiscal_period(period, constants) if period else _fiscal_days(year, None, constants)
    if whole.first > as_of:
        reason = _("begins on {first}, after {day}")
        raise Invalid.of([FieldError("period", reason.format(first=texts.day(whole.first), day=texts.day(as_of)))])
    before = fiscal_period(earlier, constants) if earlier else _year_before(whole)
    if before.last >= whole.first:
        reason = _("not over before {first}, when the period begins")
        raise Invalid.of([FieldError("earlier", reason.format(first=texts.day(whole.first)))])
    if whole.last <= as_of:
        return Comparison(whole, before)
    running = Period(whole.first, as_of)
    cut = min(before.last, before.first + timedelta(days=running.days - 1))
    return Comparison(running, Period(before.first, cut), partly=True)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The same days in as few periods as can be, the first first."""
    found: list[Period] = []
    for one in sorted(periods, key=attrgetter("first")):
        if found and (one.first - found[-1].last).days <= 1:
            found[-1] = Period(found[-1].first, max(one.last, found[-1].last))
        else:
            found.append(one)
    return found


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of that month; no day beyond the calendar."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > MAXYEAR:
        return date.max
    if year < MINYEAR:
        return date.min
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _year_before(period: Period) -> Period:
    first = months_after(period.first, -12)
    months = 12 * (period.last.year - period.first.year) + period.last.month - period.first.month + 1
    return Period(first, months_after(first, months) - timedelta(days=1))
