"""What changed at accounts since a day, with its effect in money?

Attitudes that moved, people who came and went, projects and opportunities that began, were won or lost. The effect of
an attitude or a person is what the potential gained or lost by it (see `growth`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options, Span
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.growth import Cause, account_cause, growth, with_evidence
from app.analytics.periods import Comparison, compare_days
from app.analytics.potential import limited_reach
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from app.language import marked
from graph_models.fields import Day
from graph_models.records import DealRecord, PersonRecord, ProjectRecord
from graph_models.results import Amount, Change, Changes
from graph_models.vocabulary import Axis, Outcome

DEFAULT_DAYS = 30
_LEAST_MOVE = 1e-9
"""In points; sums of the same numbers in another order differ by less."""


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
    before = as_of - min(timedelta(days=DEFAULT_DAYS), as_of - date.min)
    return compare_days(options.since or before, as_of)


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
        remarks=[limited_reach()] if asked.limited else [],
    )


def _of_potential(now: Iterable[Snapshot], span: Span, constants: Constants) -> Iterable[Change]:
    """Spend, accounts that came or left, and people, one change each; also where no potential can be estimated."""
    then_of = {snapshot.account.id: snapshot for snapshot in span.before}
    now_of = {snapshot.account.id: snapshot for snapshot in now}
    by_person: defaultdict[str, defaultdict[str, list[Cause]]] = defaultdict(lambda: defaultdict(list))
    said_of: set[str] = set()
    for cause in growth(then_of.values(), now_of.values(), span.evidence, constants):
        if cause.person_id is not None:
            by_person[cause.account_id][cause.person_id].append(cause)
            continue
        said_of.add(cause.account_id)
        there = now_of.get(cause.account_id) or then_of[cause.account_id]
        yield _of_account(cause.code, there, account_cause(cause, there.account.name), cause.amount, cause.currency)
    for account_id, there in (then_of | now_of).items():
        if account_id in then_of and account_id in now_of:
            yield from _of_people(then_of[account_id], there, by_person[account_id], span)
        elif account_id not in said_of:
            unknown = Cause("account_entered" if account_id in now_of else "account_left", account_id, 0.0, None)
            yield _of_account(unknown.code, there, account_cause(unknown, there.account.name), None, there.currency)


def _of_account(code: str, there: Snapshot, text: str, amount: float | None, currency: str | None) -> Change:
    effect = Amount(amount=amount, currency=currency)
    return Change(code=code, text=text, on=None, account_id=there.account.id, effect=effect, effect_on="potential")


def _of_people(then: Snapshot, now: Snapshot, causes: Mapping[str, Sequence[Cause]], span: Span) -> Iterable[Change]:
    """Who came, left, or whose attitudes moved, with what the potential gained or lost by it (`causes`, by person)."""
    for person_id in sorted(then.rows.keys() | now.rows.keys()):
        moves = list(_moves(then, now, person_id))
        came, left = person_id not in then.rows, person_id not in now.rows
        if not (moves or came or left):
            continue
        person = then.people[then.rows[person_id]] if left else now.people[now.rows[person_id]]
        code = "person_came" if came else "person_left" if left else "attitude_moved"
        parts = causes.get(person_id, ())
        proven = all((person_id, move.axis) in span.evidence for move in moves)
        yield Change(
            code=code,
            text=_person_text(code, person, moves, now.account.name, proven=proven),
            on=person.works_from if came else person.works_to if left else _seen(now, person_id, moves),
            account_id=now.account.id,
            person_id=person_id,
            effect=Amount(
                amount=sum(part.amount for part in parts) if parts or (moves and causes) else None,
                currency=now.currency,
            ),
            effect_on="potential",
            evidence=None if left or not moves else proven,
        )


@dataclass(frozen=True)
class _Move:
    """An attitude then and now, 0–100; None: it was, or is, not known."""

    axis: Axis
    before: float | None
    after: float | None


def _moves(then: Snapshot, now: Snapshot, person_id: str) -> Iterable[_Move]:
    for axis, name in enumerate(AXES):
        before, after = (_attitude(snapshot, person_id, axis) for snapshot in (then, now))
        if (before is None) != (after is None) or (
            before is not None and after is not None and abs(after - before) > _LEAST_MOVE
        ):
            yield _Move(name, before, after)


def _attitude(snapshot: Snapshot, person_id: str, axis: int) -> float | None:
    row = snapshot.rows.get(person_id)
    if row is None or np.isnan(snapshot.consensus.value[row, axis]):
        return None
    return float(snapshot.consensus.value[row, axis])


def _seen(now: Snapshot, person_id: str, moves: Iterable[_Move]) -> date | None:
    """The day of the newest statement on what moved."""
    ages = [now.consensus.age_days[now.rows[person_id], AXES.index(move.axis)] for move in moves]
    known = [age for age in ages if not np.isnan(age)]
    return now.as_of - timedelta(days=int(min(known))) if known else None


def _person_text(code: str, person: PersonRecord, moves: Iterable[_Move], account: str, *, proven: bool) -> str:
    who = _("{name}, {title} ({account})") if person.title else _("{name} ({account})")
    who = who.format(name=person.name, title=person.title, account=account)
    if code == "person_left":
        return _("{who} works there no longer.").format(who=who)
    said = texts.enumerated(_move_text(move) for move in moves)
    if code == "person_came":
        text = _("{who} works there now: {said}.") if said else _("{who} works there now; nothing is known of them.")
        return text.format(who=who, said=said)
    return with_evidence(who, said, proven=proven)


def _move_text(move: _Move) -> str:
    figures = " → ".join("?" if x is None else f"{x:.0f}" for x in (move.before, move.after))
    return _("{axis} {figures}").format(axis=texts.axis(move.axis), figures=figures)


_OF_OUTCOME = {
    None: marked("{name} ({where}) was opened: {amount}."),
    Outcome.WON: marked("{name} ({where}) was won: {amount}."),
    Outcome.LOST: marked("{name} ({where}) was lost: {amount}."),
    Outcome.CANCELLED: marked("{name} ({where}) was cancelled: {amount}."),
}
_FROM = {
    "captured": marked("{account}, captured"),
    "hatched": marked("{account}, hatched"),
}


def _of_opportunities(span: Span) -> Iterable[Change]:
    period = span.comparison.period
    for deal in span.deals:
        if deal.opened_on is not None and deal.opened_on in period:
            yield _deal_change(None, deal, deal.opened_on, deal.amount)
        if deal.outcome and deal.closed_on is not None and deal.closed_on in period:
            outcome = Outcome(deal.outcome)
            sign = 1 if outcome is Outcome.WON else -1
            amount = None if deal.amount is None else sign * deal.amount
            yield _deal_change(outcome, deal, deal.closed_on, amount)


def _deal_change(outcome: Outcome | None, deal: DealRecord, on: date, amount: float | None) -> Change:
    """None: it was opened."""
    text = _OF_OUTCOME[outcome]
    where = _(_FROM.get(deal.origin or "", "{account}")).format(account=deal.account_name)
    return Change(
        code=f"opportunity_{outcome or 'opened'}",
        text=_(text).format(name=deal.name, where=where, amount=texts.money(deal.amount, deal.currency)),
        on=on,
        account_id=deal.account_id,
        opportunity_id=deal.id,
        effect=Amount(amount=amount, currency=deal.currency),
        effect_on="opportunities",
    )


def _of_projects(span: Span) -> Iterable[Change]:
    period = span.comparison.period
    for project in span.projects:
        if project.started_on in period:
            yield _project_change("began", project, project.started_on)
        if project.ended_on is not None and project.ended_on in period:
            yield _project_change(project.outcome or "ended", project, project.ended_on)


_OF_PROJECT = {
    "began": marked("{name} began: {budget}."),
    "ended": marked("{name} ended: {budget}."),
    "won": marked("{name} was won: {budget}."),
    "lost": marked("{name} was lost: {budget}."),
    "cancelled": marked("{name} was cancelled: {budget}."),
}


def _project_change(what: str, project: ProjectRecord, on: date) -> Change:
    """What became of a project: it began, ended, or was won, lost or cancelled."""
    name = _("{name}, {type}") if project.project_type else "{name}"
    about = _(_OF_PROJECT[what]).format(
        name=name.format(name=project.name, type=project.project_type),
        budget=texts.money(project.budget, project.currency),
    )
    went = _("It went to {vendor}.").format(vendor=project.vendor) if project.vendor else ""
    return Change(
        code=f"project_{what}",
        text=texts.sentences(about, went),
        on=on,
        account_id=project.account_id,
        project_id=project.id,
        effect=Amount(amount=project.budget, currency=project.currency),
        effect_on="projects",
    )


def _rows(answer: Changes) -> Iterable[tuple[str, ...]]:
    for change in answer.changes:
        yield (
            texts.iso_day(change.on),
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
