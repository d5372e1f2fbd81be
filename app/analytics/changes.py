"""What changed at accounts since a day, with its effect in money?

Attitudes that moved, people who came and went, projects and opportunities that began, were won or lost. The effect of
an attitude or a person is what the potential gained or lost by it (see `growth`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options, Span
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.growth import Cause, account_cause, growth
from app.analytics.periods import Comparison, compare_days
from app.analytics.potential import LIMITED
from app.analytics.snapshot import Snapshot
from graph_models.fields import Day
from graph_models.records import DealRecord, PersonRecord
from graph_models.results import Amount, Change, Changes
from graph_models.vocabulary import Outcome

DEFAULT_DAYS = 30


class ChangesOptions(Options):
    """Since when."""

    since: Day | None = Field(
        default=None, description=f"The day that it is compared with; {DEFAULT_DAYS} days before if left out."
    )


def compared(options: ChangesOptions, as_of: date, _: Constants) -> Comparison:
    """Which days are compared?

    Raises:
        Invalid: the day is not before the one asked for.
    """
    return compare_days(options.since or as_of - timedelta(days=DEFAULT_DAYS), as_of)


def changes(asked: Asked) -> Changes:
    """What changed, the largest effect first; what has none, or an unknown one, the latest first."""
    span = asked.span
    assert span is not None, "changes are declared to compare"
    found = [
        *_of_potential(asked.snapshots, span, asked.constants),
        *_of_opportunities(span),
        *_of_projects(span),
    ]
    found.sort(
        key=lambda change: (
            -abs(change.effect.amount or 0.0),
            -(change.on or date.min).toordinal(),
            change.account_id,
            change.text,
        )
    )
    return Changes(
        since=span.comparison.earlier.last,
        as_of=span.comparison.period.last,
        changes=found[: asked.options.top],
        remarks=[LIMITED] if asked.limited else [],
    )


def _of_potential(now: Iterable[Snapshot], span: Span, constants: Constants) -> Iterable[Change]:
    """Spend, accounts that came or left, and people, one change each."""
    then_of = {snapshot.account.id: snapshot for snapshot in span.before}
    now_of = {snapshot.account.id: snapshot for snapshot in now}
    by_person: defaultdict[tuple[str, str], list[Cause]] = defaultdict(list)
    for cause in growth(then_of.values(), now_of.values(), span.evidence, constants):
        if cause.person_id is not None:
            by_person[cause.account_id, cause.person_id].append(cause)
            continue
        yield Change(
            code=cause.code,
            text=account_cause(cause, (now_of.get(cause.account_id) or then_of[cause.account_id]).account.name),
            on=None,
            account_id=cause.account_id,
            effect=Amount(amount=cause.amount, currency=cause.currency),
            effect_on="potential",
        )
    for account_id in now_of.keys() & then_of.keys():
        then, there = then_of[account_id], now_of[account_id]
        for person_id in then.rows.keys() | there.rows.keys():
            parts = by_person[account_id, person_id]
            if parts or person_id not in then.rows or person_id not in there.rows:
                yield _of_person(then, there, person_id, parts)


def _of_person(then: Snapshot, now: Snapshot, person_id: str, parts: Sequence[Cause]) -> Change:
    """What the potential gained or lost by somebody who came, left, or whose attitudes moved."""
    if person_id not in then.rows:
        person = now.people[now.rows[person_id]]
        code, on = "person_came", person.works_from
    elif person_id not in now.rows:
        person = then.people[then.rows[person_id]]
        code, on = "person_left", person.works_to
    else:
        person = now.people[now.rows[person_id]]
        code, on = "attitude_moved", _seen(now, person_id, parts)
    return Change(
        code=code,
        text=_person_text(code, person, parts, now.account.name),
        on=on,
        account_id=now.account.id,
        person_id=person_id,
        effect=Amount(amount=sum(part.amount for part in parts) if parts else None, currency=now.currency),
        effect_on="potential",
        evidence=None if code == "person_left" or not parts else all(part.evidence is not False for part in parts),
    )


def _seen(now: Snapshot, person_id: str, parts: Iterable[Cause]) -> date | None:
    """The day of the newest statement on what moved."""
    ages = [now.consensus.age_days[now.rows[person_id], AXES.index(part.axis)] for part in parts if part.axis]
    known = [age for age in ages if not np.isnan(age)]
    return now.as_of - timedelta(days=int(min(known))) if known else None


def _person_text(code: str, person: PersonRecord, parts: Iterable[Cause], account: str) -> str:
    who = f"{person.name}{f', {person.title}' if person.title else ''} ({account})"
    moves = ", ".join(
        f"{texts.axis(part.axis)} {' → '.join('?' if x is None else f'{x:.0f}' for x in (part.before, part.after))}"
        for part in parts
        if part.axis is not None
    )
    if code == "person_left":
        return f"{who} works there no longer."
    if code == "person_came":
        return f"{who} works there now{f': {moves}' if moves else '; nothing is known of them'}."
    unproven = "; no dated contact behind it" if any(part.evidence is False for part in parts) else ""
    return f"{who}: {moves}{unproven}."


def _of_opportunities(span: Span) -> Iterable[Change]:
    period = span.comparison.period
    closed = {
        Outcome.WON: "opportunity_won",
        Outcome.LOST: "opportunity_lost",
        Outcome.CANCELLED: "opportunity_cancelled",
    }
    for deal in span.deals:
        if deal.opened_on is not None and period.first <= deal.opened_on <= period.last:
            yield _deal_change("opportunity_opened", "was opened", deal, deal.opened_on, deal.amount)
        if deal.outcome and deal.closed_on is not None and period.first <= deal.closed_on <= period.last:
            outcome = Outcome(deal.outcome)
            sign = 1 if outcome is Outcome.WON else -1
            amount = None if deal.amount is None else sign * deal.amount
            yield _deal_change(closed[outcome], f"was {outcome.value}", deal, deal.closed_on, amount)


def _deal_change(code: str, verb: str, deal: DealRecord, on: date, amount: float | None) -> Change:
    origin = f", {deal.origin}" if deal.origin else ""
    return Change(
        code=code,
        text=f"{deal.name} ({deal.account_name}{origin}) {verb}: {texts.money(deal.amount, deal.currency)}.",
        on=on,
        account_id=deal.account_id,
        opportunity_id=deal.id,
        effect=Amount(amount=amount, currency=deal.currency),
        effect_on="opportunities",
    )


def _of_projects(span: Span) -> Iterable[Change]:
    for project in span.projects:
        kind = f", {project.project_type}" if project.project_type else ""
        went = f" It went to {project.vendor}." if project.vendor else ""
        yield Change(
            code="project_began",
            text=f"{project.name}{kind} began: {texts.money(project.budget, project.currency)}.{went}",
            on=project.started_on,
            account_id=project.account_id,
            project_id=project.id,
            effect=Amount(amount=project.budget, currency=project.currency),
            effect_on="projects",
        )


def _rows(answer: Changes) -> Iterable[tuple[str, ...]]:
    for change in answer.changes:
        yield (
            texts.day(change.on),
            change.account_id,
            change.text,
            texts.money(change.effect.amount, change.effect.currency),
            change.effect_on,
        )


def _notes(_: Asked, answer: Changes) -> Iterable[str]:
    yield f"What differs between {answer.since} and {answer.as_of}."
    yield from (remark.text for remark in answer.remarks)
    if not answer.changes:
        yield "Nothing changed."


ANALYTIC = Analytic(
    name="changes",
    command="changes",
    question="What changed since a day, and what is its effect in money?",
    answer=changes,
    result=Changes,
    headers=("Day", "Account", "What", "Effect", "On"),
    rows=_rows,
    notes=_notes,
    options=ChangesOptions,
    compares=compared,
)
