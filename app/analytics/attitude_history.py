"""How did what we know of a person's attitudes move, statement by statement? (DOMAIN: consensus)"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.analytics.agreement import consensus_of
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import AttitudeRecord


@dataclass(frozen=True)
class Agreed:
    """What the contributors said together on a day."""

    on: date
    values: tuple[float | None, ...]
    """0–100 by axis; None where nobody had said anything."""


def said_of(snapshot: Snapshot, person_id: str) -> list[AttitudeRecord]:
    """What was stated of the person's attitudes towards us and counts, the earliest first."""
    found = [one for one in snapshot.statements if one.person_id == person_id and one.vendor_id is None]
    return sorted(found, key=lambda one: -one.age_days)


def agreed_over_time(snapshot: Snapshot, person_id: str, constants: Constants) -> list[Agreed]:
    """The consensus on each day on which something was seen, the earliest first.

    Between two of these days it stays as it is: all weights shrink alike, and only their ratios matter. It is worked
    out from the statements that count now, for all days at once: each day as if it were a person of its own.

    Args:
        snapshot: fetched with all statements.
        person_id: one of its people.
        constants: of the consensus.
    """
    said = said_of(snapshot, person_id)
    ages = sorted({one.age_days for one in said}, reverse=True)
    by_then = [
        replace(one, person_id=str(age), age_days=one.age_days - age)
        for age in ages
        for one in said
        if one.age_days >= age
    ]
    values = consensus_of([str(age) for age in ages], by_then, constants).value.tolist()
    return [
        Agreed(
            snapshot.as_of - timedelta(days=age),
            tuple(None if value != value else value for value in values[row][: len(AXES)]),  # noqa: PLR0124  (NaN)
        )
        for row, age in enumerate(ages)
    ]
