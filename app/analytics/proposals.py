"""Which opportunities should be opened for what comes next: worth how much, whom to see first, starting when?"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.periods import months_after
from app.analytics.recurring import Rhythm, best_window, rhythms
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord, RefusalRecord
from graph_models.recurrence import AmountRange, FirstToSee, Proposal, RefusalOut, Seat, WindowOut
from graph_models.results import Remark, UserBrief
from graph_models.vocabulary import Origin, RecurrenceStatus, Stance

MONTHS_AHEAD = 24
"""Windows that begin so far ahead are proposed."""


def proposals(snapshot: Snapshot, histories: Histories, constants: Constants) -> list[Proposal]:
    """For each wanted type whose next occurrence is expected or planned, is not decided, and has no open opportunity.

    Refused ones are among them, with the reason; a later occurrence is proposed anew.
    """
    open_types = {one.project_type_id for one in histories.open.get(snapshot.account.id, ())}
    found = [
        _proposal(snapshot, rhythm, histories, constants)
        for rhythm in rhythms(snapshot.account.id, histories, snapshot.as_of, constants)
        if histories.types[rhythm.series.project_type_id].offerings
        and rhythm.series.project_type_id not in open_types
        and rhythm.status is not RecurrenceStatus.LAPSED
    ]
    return [proposal for proposal in found if proposal]


def _proposal(snapshot: Snapshot, rhythm: Rhythm, histories: Histories, constants: Constants) -> Proposal | None:
    as_of, kind = snapshot.as_of, histories.types[rhythm.series.project_type_id]
    planned = rhythm.planned[0] if rhythm.planned else None
    if planned and (planned.decided or planned.vendor):
        return None
    window = best_window(rhythm, constants)
    if planned:
        window = WindowOut(from_=planned.started_on, to=planned.started_on, probability=1)
    if window is None or window.from_ > months_after(as_of, MONTHS_AHEAD):
        return None
    committee = expected_committee(
        snapshot, kind.id, rhythm.bursts if planned is None else (*rhythm.bursts, (planned,)), constants
    )
    silence = _silence([*rhythm.projects, *rhythm.planned], as_of)
    silent = silence is not None and silence[0] <= as_of
    latest = _start_by(window.from_, silence, constants)
    refusal = _refusal(histories.refusals.get(snapshot.account.id, ()), rhythm)
    return Proposal(
        account_id=snapshot.account.id,
        account_name=snapshot.account.name,
        project_type_id=kind.id,
        project_type=kind.name,
        name=planned.name if planned else f"{kind.name} {window.from_.year}",
        origin=Origin.HATCHED if latest >= as_of else Origin.CAPTURED,
        window=window,
        planned_project_id=planned.id if planned else None,
        after=rhythm.last_on,
        amount=amount_range(rhythm, planned),
        committee=committee,
        first_to_see=None if silent else first_to_see(snapshot, committee),
        start_by=None if silent else latest,
        late=not silent and latest < as_of,
        no_contact_to=silence[1] if silent and silence else None,
        refusal=refusal,
        remarks=list(_remarks(committee, silent=silent, until=silence[1] if silence else None)),
    )


def amount_range(rhythm: Rhythm, planned: HistoryRecord | None = None) -> AmountRange:
    """What an occurrence is worth, from the budgets of the earlier ones; of a planned project its own budget.

    Only budgets in the currency of the latest known one count; nothing is converted.
    """
    if planned and planned.budget is not None:
        return AmountRange(amount=planned.budget, low=planned.budget, high=planned.budget, currency=planned.currency)
    known = [project for project in rhythm.projects if project.budget]
    if not known:
        return AmountRange(amount=None, low=None, high=None, currency=None)
    currency = known[-1].currency
    sums = [
        total
        for burst in rhythm.bursts
        if (total := sum(project.budget or 0 for project in burst if project.currency == currency)) > 0
    ]
    return AmountRange(amount=float(np.median(sums)), low=min(sums), high=max(sums), currency=currency)


def first_to_see(snapshot: Snapshot, committee: Sequence[Seat]) -> FirstToSee | None:
    """Whom of the committee to see first: whose power stands in the way, then who is likeliest there and not positive.

    Nobody who is in a no-contact period; where everybody is positive, the likeliest of those.
    """
    free = [seat for seat in committee if not snapshot.people[snapshot.rows[seat.person_id]].no_contact]
    if not free:
        return None
    order = (Stance.UNKNOWN, Stance.NEGATIVE, Stance.NEUTRAL)
    open_ones = [seat for seat in free if seat.stance is not Stance.POSITIVE]

    def place(seat: Seat) -> tuple[bool, bool, int, float, str]:
        return not seat.veto, not seat.approve, order.index(seat.stance), -seat.likelihood, seat.name

    seat = min(open_ones, key=place) if open_ones else free[0]
    power = "can veto it" if seat.veto else "can approve it" if seat.approve else f"took part {_times(seat.times)}"
    stands = "has never been assessed" if seat.stance is Stance.UNKNOWN else f"is {seat.stance}"
    return FirstToSee(
        person_id=seat.person_id,
        name=seat.name,
        title=seat.title,
        stance=seat.stance,
        text=f"{seat.name} {power} and {stands}.",
    )


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _silence(projects: Iterable[HistoryRecord], as_of: date) -> tuple[date, date | None] | None:
    """The first no-contact period of the type that is not over on the day: its first day, and its last if known."""
    found = [
        (project.no_contact_from or project.started_on, project.no_contact_to or project.ended_on)
        for project in projects
        if (project.no_contact_from or project.no_contact_to)
        and (project.no_contact_to or project.ended_on or date.max) >= as_of
    ]
    return min(found, default=None, key=lambda period: period[0])


def _start_by(begins: date, silence: tuple[date, date | None] | None, constants: Constants) -> date:
    """The lead time before the window, or the day before contact ends, whichever is earlier."""
    latest = begins - timedelta(days=min(constants.lead_time_days, (begins - date.min).days))
    return min(latest, silence[0] - timedelta(days=1)) if silence and silence[0] > date.min else latest


def _refusal(found: Iterable[RefusalRecord], rhythm: Rhythm) -> RefusalOut | None:
    for one in found:
        if one.project_type_id == rhythm.series.project_type_id and one.after == rhythm.last_on:
            user = None if one.user is None else UserBrief(id=one.user.id, name=one.user.name)
            return RefusalOut(id=one.id, reason=one.reason, refused_on=one.refused_on, user=user)
    return None


def _remarks(committee: Sequence[Seat], *, silent: bool, until: date | None) -> Iterable[Remark]:
    if silent:
        text = f"A no-contact period runs{f' until {until}' if until else ''}: nobody who decides is to be seen."
        yield Remark(code="no_contact", text=text)
    if not committee:
        yield Remark(code="committee_unknown", text="Nobody who took part before still works there, as far as known.")


class ProposalOptions(Options):
    """Which proposals."""

    refused: bool = Field(default=False, description="Also those that were refused, with the reason.")


def _answer(asked: Asked) -> list[Proposal]:
    assert asked.histories is not None
    found = [
        proposal
        for snapshot in asked.snapshots
        for proposal in proposals(snapshot, asked.histories, asked.constants)
        if asked.options.refused or proposal.refusal is None
    ]
    found.sort(key=lambda one: (one.start_by or date.max, one.account_name, one.project_type, one.account_id))
    return found[: asked.options.top]


def _rows(answer: Sequence[Proposal]) -> Iterable[tuple[str, ...]]:
    for one in answer:
        amount = one.amount
        between = f" ({texts.money(amount.low, amount.currency)} to {texts.money(amount.high, amount.currency)})"
        yield (
            one.account_id,
            f"{one.name}\n{one.origin}" + (f"\nrefused: {one.refusal.reason}" if one.refusal else ""),
            f"{one.window.from_} to {one.window.to}" if one.window.to > one.window.from_ else f"{one.window.from_}",
            texts.money(amount.amount, amount.currency) + (between if amount.low != amount.high else ""),
            one.first_to_see.text if one.first_to_see else "\n".join(remark.text for remark in one.remarks) or "–",
            "now: it is late" if one.late else texts.day(one.start_by),
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
)
