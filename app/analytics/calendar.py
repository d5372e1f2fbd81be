"""What is to come in the next months: windows, planned projects, opportunities and days to start by."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.periods import months_after
from app.analytics.proposals import amount_range, proposals
from app.analytics.recurring import Rhythm, best_window, rhythms
from app.analytics.snapshot import Snapshot
from graph_models.recurrence import Calendar, CalendarEntry, CalendarPerson, CalendarTotal, Proposal, Seat
from graph_models.vocabulary import CalendarKind, RecurrenceStatus, Stance


def calendar(
    snapshots: Sequence[Snapshot], histories: Histories, as_of: date, months: int, constants: Constants
) -> Calendar:
    """What is to come at these accounts from the day on, as far as offerings of ours fit it.

    A window is the likeliest 90 days of a regular type; it gives way to a project that is planned, and both to an
    opportunity that is open for the type.
    """
    last = months_after(as_of, months)
    found = [
        entry
        for snapshot in snapshots
        for entry in _entries(snapshot, histories, constants)
        if entry.from_ <= last and entry.to >= as_of
    ]
    found.sort(key=lambda one: (one.from_, one.account_name, one.kind, one.name, one.account_id))
    return Calendar(first=as_of, last=last, entries=found, totals=list(_totals(found)))


def _entries(snapshot: Snapshot, histories: Histories, constants: Constants) -> Iterable[CalendarEntry]:
    account_id = snapshot.account.id
    found = {one.series.project_type_id: one for one in rhythms(account_id, histories, snapshot.as_of, constants)}
    open_ones = histories.open.get(account_id, ())
    for one in open_ones:
        if one.expected_on is None:
            continue
        rhythm = found.get(one.project_type_id or "")
        kind = histories.types.get(one.project_type_id or "")
        yield CalendarEntry(
            kind=CalendarKind.OPPORTUNITY,
            account_id=account_id,
            account_name=snapshot.account.name,
            project_type_id=one.project_type_id,
            project_type=kind.name if kind else None,
            name=one.name,
            from_=one.expected_on,
            to=one.expected_on,
            probability=None,
            amount=one.amount,
            currency=one.currency,
            people=_people(expected_committee(snapshot, kind.id, rhythm.bursts, constants)) if kind and rhythm else [],
            opportunity_id=one.id,
            text=f"{one.name} is expected to close.",
        )
    proposed = {one.project_type_id: one for one in proposals(snapshot, histories, constants)}
    covered = {one.project_type_id for one in open_ones}
    for kind_id, rhythm in found.items():
        if histories.types[kind_id].offerings and kind_id not in covered:
            yield from _expected(snapshot, rhythm, histories, constants)
        if (proposal := proposed.get(kind_id)) and proposal.refusal is None and proposal.start_by:
            yield _start(proposal, snapshot.as_of)


def _expected(
    snapshot: Snapshot, rhythm: Rhythm, histories: Histories, constants: Constants
) -> Iterable[CalendarEntry]:
    kind = histories.types[rhythm.series.project_type_id]
    whole = amount_range(rhythm)
    window = best_window(rhythm, constants)
    if window and not rhythm.planned and rhythm.status is not RecurrenceStatus.LAPSED:
        yield CalendarEntry(
            kind=CalendarKind.WINDOW,
            account_id=snapshot.account.id,
            account_name=snapshot.account.name,
            project_type_id=kind.id,
            project_type=kind.name,
            name=kind.name,
            from_=window.from_,
            to=window.to,
            probability=window.probability,
            amount=whole.amount,
            currency=whole.currency,
            people=_people(expected_committee(snapshot, kind.id, rhythm.bursts, constants)),
            opportunity_id=None,
            text=f"{kind.name} is expected, with {texts.percent(window.probability)} in this window.",
        )
    for project in rhythm.planned:
        own = amount_range(rhythm, project)
        yield CalendarEntry(
            kind=CalendarKind.PLANNED,
            account_id=snapshot.account.id,
            account_name=snapshot.account.name,
            project_type_id=kind.id,
            project_type=kind.name,
            name=project.name,
            from_=project.started_on,
            to=project.started_on,
            probability=None,
            amount=own.amount,
            currency=own.currency,
            people=_people(expected_committee(snapshot, kind.id, (*rhythm.bursts, (project,)), constants)),
            opportunity_id=None,
            text=f"{project.name} begins.",
        )


def _start(proposal: Proposal, as_of: date) -> CalendarEntry:
    day = max(proposal.start_by or as_of, as_of)
    see = f" See first: {proposal.first_to_see.text}" if proposal.first_to_see else ""
    late = " It is late already." if proposal.late else ""
    return CalendarEntry(
        kind=CalendarKind.START_BY,
        account_id=proposal.account_id,
        account_name=proposal.account_name,
        project_type_id=proposal.project_type_id,
        project_type=proposal.project_type,
        name=proposal.name,
        from_=day,
        to=day,
        probability=None,
        amount=proposal.amount.amount,
        currency=proposal.amount.currency,
        people=_people(proposal.committee),
        opportunity_id=None,
        text=f"The latest day to start on {proposal.name}.{late}{see}",
    )


def _people(committee: Sequence[Seat]) -> list[CalendarPerson]:
    order = sorted(committee, key=lambda seat: (seat.stance is Stance.POSITIVE, -seat.likelihood, seat.name))
    return [CalendarPerson(id=seat.person_id, name=seat.name, stance=seat.stance) for seat in order]


def _totals(entries: Iterable[CalendarEntry]) -> Iterable[CalendarTotal]:
    counted = [entry for entry in entries if entry.kind is not CalendarKind.START_BY]
    counted.sort(key=lambda entry: entry.currency or "")
    for currency, some in groupby(counted, key=lambda entry: entry.currency):
        amounts = [entry.amount for entry in some]
        known = [amount for amount in amounts if amount is not None]
        yield CalendarTotal(
            currency=currency, entries=len(amounts), amount=sum(known), without_amount=len(amounts) - len(known)
        )


class CalendarOptions(Options):
    """How far ahead."""

    months: int = Field(default=12, ge=1, le=24, description="So many months ahead.")


def _answer(asked: Asked) -> Calendar:
    assert asked.histories is not None
    found = calendar(asked.snapshots, asked.histories, asked.as_of, asked.options.months, asked.constants)
    return (
        found if asked.options.top is None else found.model_copy(update={"entries": found.entries[: asked.options.top]})
    )


_KINDS = {
    CalendarKind.WINDOW: "expected",
    CalendarKind.PLANNED: "planned",
    CalendarKind.OPPORTUNITY: "opportunity",
    CalendarKind.START_BY: "start by",
}


def _rows(answer: Calendar) -> Iterable[tuple[str, ...]]:
    for one in answer.entries:
        yield (
            str(one.from_) if one.from_ == one.to else f"{one.from_} to {one.to}",
            one.account_id,
            f"{_KINDS[one.kind]}: {one.name}",
            texts.money(one.amount, one.currency),
            ", ".join(f"{person.name} ({person.stance})" for person in one.people) or "–",
        )


def _notes(_: Asked, answer: Calendar) -> Iterable[str]:
    if not answer.entries:
        yield f"Nothing is expected, planned or open until {answer.last}, as far as known."
    for total in answer.totals:
        unknown = f"; of {total.without_amount} the amount is not known" if total.without_amount else ""
        yield f"{total.entries} to come, {texts.money(total.amount, total.currency)} together{unknown}."


ANALYTIC = Analytic(
    name="calendar",
    command="calendar",
    question="What is to come: windows, planned projects, opportunities, whom to see and by when?",
    answer=_answer,
    result=Calendar,
    headers=("When", "Account", "What", "Amount", "People"),
    rows=_rows,
    notes=_notes,
    options=CalendarOptions,
    looks_at_projects=True,
)
