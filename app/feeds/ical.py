"""The calendar of what is to come, as iCalendar (RFC 5545)."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar as ICalendar
from icalendar import Event
from icalendar.enums import TRANSP

from app.analytics import texts
from app.language import gettext as _
from app.language import marked
from graph_models.recurrence import Calendar, CalendarEntry, CalendarPerson
from graph_models.vocabulary import CalendarKind

REFRESHED = timedelta(hours=12)
"""How often calendar programs are asked to look again."""
_WORDS = {
    CalendarKind.WINDOW: (marked("Expected"), marked("Expected: {name} ({account})")),
    CalendarKind.PLANNED: (marked("Planned"), marked("Planned: {name} ({account})")),
    CalendarKind.OPPORTUNITY: (marked("Opportunity"), marked("Opportunity: {name} ({account})")),
    CalendarKind.START_BY: (marked("Start by"), marked("Start by: {name} ({account})")),
}


def as_ical(calendar: Calendar, name: str) -> bytes:
    """Every entry as an event of whole days; the same entry keeps its UID, so that programs move it and add none."""
    made = ICalendar.new(
        prodid="-//Winover//Winover//EN", name=name, uid=_digest(name), refresh_interval=REFRESHED, method="PUBLISH"
    )
    stamp = datetime.combine(calendar.first, time(), UTC)
    for entry in calendar.entries:
        made.add_component(_event(entry, stamp))
    return made.to_ical()


def _event(entry: CalendarEntry, stamp: datetime) -> Event:
    category, summary = map(_, _WORDS[entry.kind])
    return Event.new(
        uid=_uid(entry),
        stamp=stamp,
        start=entry.from_,
        end=_after(entry),
        summary=summary.format(name=entry.name, account=entry.account_name),
        description=_description(entry),
        categories=[category],
        transparency=TRANSP.TRANSPARENT,
    )


def _uid(entry: CalendarEntry) -> str:
    what = entry.opportunity_id or entry.project_id or str(entry.after)
    return _digest(entry.kind, entry.account_id, entry.project_type_id or "", what) + "@winover"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\1".join(parts).encode()).hexdigest()[:32]


def _after(entry: CalendarEntry) -> date:
    return entry.to + timedelta(days=1 if entry.to < date.max else 0)


def _with_stance(person: CalendarPerson) -> str:
    return _("{name} ({stance})").format(name=person.name, stance=texts.stance(person.stance))


def _description(entry: CalendarEntry) -> str:
    lines = [entry.text]
    if entry.amount is not None:
        lines.append(_("Worth about {amount}.").format(amount=texts.money(entry.amount, entry.currency)))
    if entry.people:
        people = texts.enumerated(_with_stance(person) for person in entry.people)
        lines.append(_("Who decides: {people}.").format(people=people))
    return "\n".join(lines)
