"""What is to come in the next months: windows, planned projects, opportunities and days to start by."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.expected import amount_range, chance_for, next_project, planned_window
from app.analytics.histories import Histories
from app.analytics.periods import months_after
from app.analytics.proposals import MONTHS_AHEAD, proposals_of
from app.analytics.rhythms import Rhythm
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from graph_models.records import ChanceRecord, HistoryRecord
from graph_models.recurrence import Calendar, CalendarEntry, CalendarPerson, CalendarTotal, Proposal, Seat, WindowOut
from graph_models.vocabulary import CalendarKind, Stance


def calendar(
    snapshots: Sequence[Snapshot], histories: Histories, as_of: date, months: int, constants: Constants
) -> Calendar:
    """What is to come at these accounts from the day on, as far as offerings of ours fit it.

    A window is the likeliest 90 days of a regular type; it gives way to a project that is planned for then, and both to
    an opportunity that is open for it and has a day. An opportunity whose day has passed stands on the day asked for.
    """
    last = months_after(as_of, months)
    found = [
        entry
        for snapshot in snapshots
        for entry in _entries(snapshot, histories, constants)
        if entry.from_ <= last and entry.to >= as_of
    ]
    found.sort(key=lambda one: (one.from_, one.account_name, one.kind, one.name, one.account_id, one.project_id or ""))
    return Calendar(first=as_of, last=last, entries=found, totals=list(_totals(found)))


def _entries(snapshot: Snapshot, histories: Histories, constants: Constants) -> Iterable[CalendarEntry]:
    account_id = snapshot.account.id
    found = snapshot.rhythms
    dated = [one for one in histories.open.get(account_id, ()) if one.expected_on is not None]
    for chance in dated:
        yield _chance(snapshot, chance, found.get(chance.project_type_id or ""), histories, constants)
    for kind_id, rhythm in found.items():
        if histories.types[kind_id].offerings:
            yield from _expected(snapshot, rhythm, dated, histories, constants)
        for proposal in proposals_of(snapshot, rhythm, histories, constants):
            if proposal.refusal is None and proposal.start_by:
                yield _start(proposal, snapshot.as_of)


def _chance(
    snapshot: Snapshot, chance: ChanceRecord, rhythm: Rhythm | None, histories: Histories, constants: Constants
) -> CalendarEntry:
    expected, as_of = chance.expected_on or snapshot.as_of, snapshot.as_of
    kind = histories.types.get(chance.project_type_id or "")
    text = _("{name} is expected to close.")
    if expected < as_of:
        text = _("{name} was expected to close on {day}, and is open.")
    aimed = next((one for one in rhythm.planned if one.id == chance.project_id), None) if rhythm else None
    return CalendarEntry(
        kind=CalendarKind.OPPORTUNITY,
        account_id=snapshot.account.id,
        account_name=snapshot.account.name,
        project_type_id=chance.project_type_id,
        project_type=kind.name if kind else None,
        project_id=chance.project_id,
        after=None,
        name=chance.name,
        from_=max(expected, as_of),
        to=max(expected, as_of),
        probability=None,
        amount=chance.amount,
        currency=chance.currency,
        people=_people(expected_committee(snapshot, kind.id, rhythm.bursts, constants, aimed))
        if kind and rhythm
        else [],
        opportunity_id=chance.id,
        text=text.format(name=chance.name, day=texts.day(expected)),
    )


def _expected(
    snapshot: Snapshot, rhythm: Rhythm, dated: Sequence[ChanceRecord], histories: Histories, constants: Constants
) -> Iterable[CalendarEntry]:
    """The window of what comes next, and every planned project, without those that an opportunity stands for."""
    kind = histories.types[rhythm.series.project_type_id]
    ahead = next_project(rhythm, constants)
    aimed_at = {chance.project_id for chance in dated}
    coming: list[tuple[WindowOut, HistoryRecord | None]] = [
        (planned_window(one), one) for one in rhythm.planned if one.id not in aimed_at
    ]
    if ahead is not None:
        if chance_for(dated, rhythm, ahead[1]):
            coming = [one for one in coming if one[1] != ahead[1]]
        elif ahead[1] is None:
            coming.append(ahead)
    for window, planned in coming:
        amount = amount_range(rhythm, planned)
        text = _("{name} begins.") if planned else _("{name} is expected, with {share} in this window.")
        name = planned.name if planned else kind.name
        yield CalendarEntry(
            kind=CalendarKind.PLANNED if planned else CalendarKind.WINDOW,
            account_id=snapshot.account.id,
            account_name=snapshot.account.name,
            project_type_id=kind.id,
            project_type=kind.name,
            project_id=planned.id if planned else None,
            after=rhythm.last_on,
            name=name,
            from_=window.from_,
            to=window.to,
            probability=None if planned else window.probability,
            amount=amount.amount,
            currency=amount.currency,
            people=_people(expected_committee(snapshot, kind.id, rhythm.bursts, constants, planned)),
            opportunity_id=None,
            text=text.format(name=name, share=texts.percent(window.probability)),
        )


def _start(proposal: Proposal, as_of: date) -> CalendarEntry:
    day = max(proposal.start_by or as_of, as_of)
    first = proposal.first_to_see
    return CalendarEntry(
        kind=CalendarKind.START_BY,
        account_id=proposal.account_id,
        account_name=proposal.account_name,
        project_type_id=proposal.project_type_id,
        project_type=proposal.project_type,
        project_id=proposal.planned_project_id,
        after=proposal.after,
        name=proposal.name,
        from_=day,
        to=day,
        probability=None,
        amount=proposal.amount.amount,
        currency=proposal.amount.currency,
        people=_people(proposal.committee),
        opportunity_id=None,
        text=texts.sentences(
            _("The latest day to start on {name}.").format(name=proposal.name),
            _("It is late already.") if proposal.late else "",
            _("See first: {sentence}").format(sentence=first.text) if first else "",
        ),
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
            currency=currency,
            entries=len(amounts),
            amount=sum(known) if known else None,
            without_amount=len(amounts) - len(known),
        )


class CalendarOptions(Options):
    """How far ahead."""

    months: int = Field(default=12, ge=1, le=MONTHS_AHEAD, description="So many months ahead.")


def _answer(asked: Asked) -> Calendar:
    assert asked.histories is not None
    found = calendar(asked.snapshots, asked.histories, asked.as_of, asked.options.months, asked.constants)
    top = asked.options.top
    return found if top is None else found.model_copy(update={"entries": found.entries[:top]})


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
        yield f"{total.entries} to come; {texts.money(total.amount, total.currency)}, if each came{unknown}."


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
