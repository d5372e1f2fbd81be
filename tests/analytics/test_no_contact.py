"""Fair dealing: who may not be contacted now?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.analytics.best_sets import best_sets
from app.analytics.constants import Constants
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from app.analytics.winning import outlook
from tests.graphs import deciding, timed

CONSTANTS = Constants()
FIRST, LAST = timed.SILENCE


def silent(snapshot: Snapshot) -> dict[str, tuple[str, date | None]]:
    found = not_to_be_contacted(snapshot, outlook(snapshot, CONSTANTS), CONSTANTS)
    return {id_: (period.name, period.no_contact_to) for id_, period in found.items()}


def named(snapshot: Snapshot) -> set[str]:
    """Everybody whom the answers name, as target or on the way to one."""
    singles = recommend([snapshot], CONSTANTS)
    sets = best_sets([snapshot], 3, CONSTANTS)
    return (
        {single.person.name for single in singles}
        | {name for single in singles for way in single.through for name in way.names}
        | {person.name for best in sets for person in best.people}
    )


@pytest.mark.parametrize("day", [FIRST, date(2026, 6, 15), LAST])
def test_in_the_period_nobody_who_decides_is_named(day: date) -> None:
    """Neither to be won nor as a way to Cai, who decides about something else."""
    snapshot = timed.a_tender(day)
    assert silent(snapshot) == {"an": ("Control", LAST), "bo": ("Control", LAST)}
    assert named(snapshot) == {"Cai"}


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_the_day_before_and_the_day_after_they_are(day: date) -> None:
    snapshot = timed.a_tender(day)
    assert silent(snapshot) == {}
    assert named(snapshot) == {"An", "Cai", "Bo", "Li"}


def test_a_period_without_an_end_or_a_beginning_is_open() -> None:
    tender = timed.a_tender()
    control, meters = tender.opportunities

    def with_period(begins: date | None, ends: date | None) -> Snapshot:
        opportunity = control.model_copy(update={"no_contact_from": begins, "no_contact_to": ends})
        return replace(tender, opportunities=(opportunity, meters))

    assert silent(with_period(FIRST, None)) == {"an": ("Control", None), "bo": ("Control", None)}
    assert silent(with_period(None, LAST)) == {"an": ("Control", LAST), "bo": ("Control", LAST)}
    assert silent(with_period(None, None)) == {}


def test_a_tender_counts_though_we_have_no_opportunity_in_it() -> None:
    snapshot = timed.a_tender_without_us()
    assert silent(snapshot) == {"an": ("Pipes", None)}
    assert named(snapshot) == {"Bo"}


def test_without_periods_everybody_may_be_contacted() -> None:
    assert silent(deciding.the_worked_case()) == {}
