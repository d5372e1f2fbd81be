"""Which opportunities should be opened for what comes next: worth how much, whom to see first, starting when?"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.expected import amount_range, open_ahead, refusal_of, silence
from app.analytics.histories import Histories
from app.analytics.periods import Period, months_after
from app.analytics.rhythms import Rhythm
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from app.language import ngettext
from graph_models.records import HistoryRecord
from graph_models.recurrence import FirstToSee, Proposal, Seat, WindowOut
from graph_models.results import Remark
from graph_models.vocabulary import Origin, Stance

MONTHS_AHEAD = 24
"""Windows that begin so far ahead are proposed."""


def proposals(snapshot: Snapshot, histories: Histories, constants: Constants) -> list[Proposal]:
    """For whatever is expected or planned of a wanted type, is not decided, and has no open opportunity.

    Refused ones are among them, with the reason; a later occurrence is proposed anew.
    """
    return [
        proposal
        for rhythm in snapshot.rhythms.values()
        for proposal in proposals_of(snapshot, rhythm, histories, constants)
    ]


def proposals_of(snapshot: Snapshot, rhythm: Rhythm, histories: Histories, constants: Constants) -> Iterable[Proposal]:
    """What is proposed of a type at the account, the next first; see `proposals`."""
    last = months_after(snapshot.as_of, MONTHS_AHEAD)
    for window, planned in open_ahead(snapshot.account.id, rhythm, histories, constants):
        if window.from_ <= last:
            yield _proposal(snapshot, rhythm, window, planned, histories, constants)


def _proposal(  # noqa: PLR0917  (all that it is made of)
    snapshot: Snapshot,
    rhythm: Rhythm,
    window: WindowOut,
    planned: HistoryRecord | None,
    histories: Histories,
    constants: Constants,
) -> Proposal:
    as_of, kind = snapshot.as_of, histories.types[rhythm.series.project_type_id]
    account_id = snapshot.account.id
    committee = expected_committee(snapshot, kind.id, rhythm.bursts, constants, planned)
    silences, silent = _silences(rhythm), silence_of(rhythm, as_of)
    lead = _before(window.from_, constants.lead_time_days)
    latest = min([lead, *(_before(period.first, 1) for period in silences if lead in period)])
    start_by = None if silent and latest <= silent.last else latest
    first = None if silent else first_to_see(snapshot, committee)
    return Proposal(
        account_id=account_id,
        account_name=snapshot.account.name,
        project_type_id=kind.id,
        project_type=kind.name,
        name=planned.name if planned else f"{kind.name} {window.from_.year}",
        origin=Origin.HATCHED if lead >= as_of else Origin.CAPTURED,
        window=window,
        planned_project_id=planned.id if planned else None,
        after=rhythm.last_on,
        amount=amount_range(rhythm, planned),
        committee=committee,
        first_to_see=first,
        start_by=start_by,
        late=start_by is not None and start_by < as_of,
        no_contact_to=silent.last if silent and silent.last < date.max else None,
        refusal=refusal_of(histories.refusals.get(account_id, ()), rhythm, planned, as_of),
        remarks=list(_remarks(committee, silent, first)),
    )


def silence_of(rhythm: Rhythm, as_of: date) -> Period | None:
    """The no-contact period of a project of the type that includes the day."""
    return next((period for period in _silences(rhythm) if as_of in period), None)


def _silences(rhythm: Rhythm) -> list[Period]:
    return [
        period
        for project in (*rhythm.projects, *rhythm.planned)
        if (period := silence(project.no_contact_from, project.no_contact_to, project.ended_on))
    ]


def first_to_see(snapshot: Snapshot, committee: Sequence[Seat]) -> FirstToSee | None:
    """Whom to see first of those who are not positive: who holds a power, then who is likeliest to be there.

    Of those who hold the same power an unknown one comes first, then a negative one. Nobody who is in a no-contact
    period is to be seen; where everybody is positive, the likeliest is.
    """
    free = [seat for seat in committee if not snapshot.people[snapshot.rows[seat.person_id]].no_contact]
    if not free:
        return None
    order = (Stance.UNKNOWN, Stance.NEGATIVE, Stance.NEUTRAL)
    open_ones = [seat for seat in free if seat.stance is not Stance.POSITIVE]

    def place(seat: Seat) -> tuple[bool, bool, int, float, int, str]:
        stance = order.index(seat.stance)
        power = seat.veto or seat.approve
        return not seat.veto, not seat.approve, stance if power else 0, -seat.likelihood, stance, seat.name

    seat = min(open_ones, key=place) if open_ones else free[0]
    text = _("{name} can veto it and {stands}.") if seat.veto else _("{name} can approve it and {stands}.")
    if not (seat.veto or seat.approve):
        text = _("{name} is named for it and {stands}.")
        if seat.times:
            text = ngettext(
                "{name} took part once and {stands}.", "{name} took part {times} times and {stands}.", seat.times
            )
    return FirstToSee(
        person_id=seat.person_id,
        name=seat.name,
        title=seat.title,
        stance=seat.stance,
        text=text.format(name=seat.name, stands=texts.stands(seat.stance), times=seat.times),
    )


def _before(day: date, days: int) -> date:
    """So many days earlier; the first day of the calendar where that is before it."""
    return day - timedelta(days=min(days, (day - date.min).days))


def _remarks(committee: Sequence[Seat], silent: Period | None, first: FirstToSee | None) -> Iterable[Remark]:
    if silent:
        text = _("A no-contact period runs: nobody who decides is to be seen.")
        if silent.last < date.max:
            text = _("A no-contact period runs until {day}: nobody who decides is to be seen.")
        yield Remark(code="no_contact", text=text.format(day=texts.day(silent.last)))
    elif committee and first is None:
        text = _("Everybody who decides is in a no-contact period of another project.")
        yield Remark(code="no_contact", text=text)
    if not committee:
        text = _("Nobody who took part before still works there, as far as known.")
        yield Remark(code="committee_unknown", text=text)


class ProposalOptions(Options):
    """Which proposals."""

    refused: bool = Field(default=False, description="Also those that were refused, with the reason.")


def _answer(asked: Asked) -> list[Proposal]:
    assert asked.histories is not None
    return [
        proposal
        for snapshot in asked.snapshots
        for proposal in proposals(snapshot, asked.histories, asked.constants)
        if asked.options.refused or proposal.refusal is None
    ]


def _place(one: Proposal) -> tuple[object, ...]:
    """By the day to start."""
    return (
        one.start_by or date.max, one.account_name, one.project_type, one.account_id, one.project_type_id,
        one.window.from_, one.name, one.planned_project_id or "",
    )  # fmt: skip


def _rows(answer: Sequence[Proposal]) -> Iterable[tuple[str, ...]]:
    for one in answer:
        amount = one.amount
        between = f" ({texts.money(amount.low, amount.currency)} to {texts.money(amount.high, amount.currency)})"
        yield (
            one.account_id,
            f"{one.name}\n{one.origin}" + (f"\nrefused: {one.refusal.reason}" if one.refusal else ""),
            f"{one.window.from_} to {one.window.to} ({texts.percent(one.window.probability)})"
            if one.planned_project_id is None
            else f"{one.window.from_} (planned)",
            texts.money(amount.amount, amount.currency) + (between if amount.low != amount.high else ""),
            one.first_to_see.text if one.first_to_see else "\n".join(remark.text for remark in one.remarks) or "–",
            "now: it is late" if one.late else texts.iso_day(one.start_by),
        )


def _notes(_: Asked, answer: Sequence[Proposal]) -> Iterable[str]:
    if not answer:
        yield "Nothing to propose: no wanted type is expected that has no open opportunity yet (winover recurring)."
    else:
        yield "Amounts are the median of earlier budgets, from the lowest to the highest."


ANALYTIC = Analytic(
    name="proposals",
    command="proposals",
    question="Which opportunities should be opened for what comes next?",
    answer=_answer,
    result=list[Proposal],
    headers=("Account", "Opportunity", "Expected", "Amount", "See first", "Start by"),
    rows=_rows,
    notes=_notes,
    options=ProposalOptions,
    looks_at_projects=True,
    place=_place,
)
