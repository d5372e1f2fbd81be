"""What recurs at an account, when does the next one come, and who will sit at the table?"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.committees import expected_committee, open_seats
from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.incumbents import incumbents, loyalty, price_to_budget
from app.analytics.rhythms import Rhythm, best_window, window_out
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from app.language import marked
from graph_models.recurrence import IntervalDays, Occurrence, OfferingOut, RecurringProject
from graph_models.vocabulary import RecurrenceStatus

_ORDER = {status: place for place, status in enumerate(("overdue", "due", "upcoming", "lapsed", "irregular"))}


def recurring_projects(snapshot: Snapshot, histories: Histories, constants: Constants) -> list[RecurringProject]:
    """Every type of project that was begun at the account, with its rhythm, committee and incumbents."""
    found = snapshot.rhythms.values()
    return [_result(snapshot, rhythm, histories, constants) for rhythm in found if rhythm.bursts]


def _result(snapshot: Snapshot, rhythm: Rhythm, histories: Histories, constants: Constants) -> RecurringProject:
    kind = histories.types[rhythm.series.project_type_id]
    committee = expected_committee(snapshot, kind.id, rhythm.bursts, constants)
    ahead = rhythm.ahead
    return RecurringProject(
        account_id=snapshot.account.id,
        account_name=snapshot.account.name,
        project_type_id=kind.id,
        project_type=kind.name,
        wanted=bool(kind.offerings),
        offerings=[OfferingOut(id=offering.id, name=offering.name) for offering in kind.offerings],
        regular=rhythm.regularity.regular,
        p=rhythm.regularity.p,
        spread=rhythm.regularity.spread,
        occurrences=[
            Occurrence(
                from_=burst[0].started_on, to=burst[-1].started_on, project_ids=[project.id for project in burst]
            )
            for burst in rhythm.bursts
        ],
        interval_days=_interval(rhythm.gaps),
        season=rhythm.season,
        next=None if ahead is None else window_out(ahead.central()),
        best_window=best_window(rhythm, constants),
        planned_on=rhythm.planned_on,
        status=rhythm.status,
        committee=committee,
        open_seats=open_seats(snapshot, rhythm.bursts),
        incumbents=incumbents(snapshot, rhythm.bursts, committee, constants),
        loyalty=loyalty(rhythm.bursts),
        price_to_budget=price_to_budget(rhythm.bursts),
        reason=_reason(rhythm, constants),
    )


def _interval(gaps: Sequence[int]) -> IntervalDays | None:
    """The median gap, and what lies between the tenth and the ninetieth percentile; of few, between all."""
    if not gaps:
        return None
    low, high = (min(gaps), max(gaps)) if len(gaps) < 10 else map(float, np.quantile(gaps, (0.1, 0.9)))
    return IntervalDays(typical=float(np.median(gaps)), low=low, high=high)


_EXPECTED = {
    RecurrenceStatus.UPCOMING: marked(
        "{every}, the last on {day}: the next one is expected between {first} and {last}."
    ),
    RecurrenceStatus.DUE: marked("{every}, the last on {day}: the next one is due, and expected by {last}."),
    RecurrenceStatus.OVERDUE: marked(
        "{every}, the last on {day}: the next one is overdue, and if it comes expected by {last}."
    ),
    RecurrenceStatus.LAPSED: marked(
        "{every}, the last on {day}: a whole interval more has gone by without one, so it seems to have ended."
    ),
}


def _reason(rhythm: Rhythm, constants: Constants) -> str:
    planned = _("One is planned for {day}.").format(day=texts.day(rhythm.planned_on)) if rhythm.planned_on else ""
    return texts.sentences(_recurs(rhythm, constants), planned)


def _recurs(rhythm: Rhythm, constants: Constants) -> str:
    days = rhythm.series.days
    interval = _interval(rhythm.gaps)
    if interval is None:
        return _("Once, on {day}: one date tells no interval.").format(day=texts.day(days[-1]))
    same = interval.low == interval.high
    every = _("{times} times, every {low:.0f} days") if same else _("{times} times, every {low:.0f} to {high:.0f} days")
    every = every.format(times=len(days), low=interval.low, high=interval.high)
    if not rhythm.regularity.regular:
        why = _why_irregular(rhythm, constants)
        return _("{every}; {why}, so there is no prediction.").format(every=every, why=why)
    if rhythm.ahead is None:
        text = _("{every}, the last on {day}; none has come for so long that none is expected.")
        return text.format(every=every, day=texts.day(days[-1]))
    window = rhythm.ahead.central()
    return _(_EXPECTED[rhythm.status]).format(
        every=every, day=texts.day(days[-1]), first=texts.day(window.first), last=texts.day(window.last)
    )


def _why_irregular(rhythm: Rhythm, constants: Constants) -> str:
    even = rhythm.regularity
    if len(rhythm.gaps) == 1:
        return _("one interval does not tell whether it is regular")
    if even.p is not None and even.p > constants.regular_p:
        text = _("by chance intervals are as even as that in {number:.1f} % of cases")
        return text.format(number=100 * even.p)
    if even.spread is not None and even.spread <= constants.regular_spread:
        return _("intervals so long cannot be told")
    text = _("the intervals scatter by {share} of their mean, too much to plan with")
    return text.format(share=texts.percent(even.spread))


class RecurringOptions(Options):
    """Which types of projects."""

    wanted: bool | None = Field(
        default=None, description="Only types that an offering of ours fits, or only those that none fits."
    )
    status: RecurrenceStatus | None = Field(default=None, description="Only types of this status.")


def _answer(asked: Asked) -> list[RecurringProject]:
    assert asked.histories is not None
    options = asked.options
    return [
        project
        for snapshot in asked.snapshots
        for project in recurring_projects(snapshot, asked.histories, asked.constants)
        if options.wanted in (None, project.wanted) and options.status in (None, project.status)
    ]


def _place(project: RecurringProject) -> tuple[object, ...]:
    """What needs attention first; then what came most often."""
    return (
        _ORDER[project.status],
        project.best_window.from_ if project.best_window else date.max,
        -len(project.occurrences),
        project.account_name,
        project.project_type,
        project.account_id,
        project.project_type_id,
    )


def _rows(answer: Sequence[RecurringProject]) -> Iterable[tuple[str, ...]]:
    for project in answer:
        window = project.best_window
        yield (
            project.account_id,
            project.project_type + ("" if project.wanted else " (no offering of ours)"),
            project.status,
            f"{window.from_} to {window.to} ({texts.percent(window.probability)})" if window else "–",
            ", ".join(f"{seat.name} ({seat.stance})" for seat in project.committee) or "–",
            project.reason,
        )


def _notes(_: Asked, answer: Sequence[RecurringProject]) -> Iterable[str]:
    if not answer:
        yield "No projects are known that had begun by then."
    elif any(project.regular for project in answer):
        yield "Best window: the likeliest 90 days and how likely they are, given that it comes at all."


ANALYTIC = Analytic(
    name="recurring-projects",
    command="recurring",
    question="What recurs, when does the next one come, and who will sit at the table?",
    answer=_answer,
    result=list[RecurringProject],
    headers=("Account", "Project type", "Status", "Best window", "Expected committee", "Why"),
    rows=_rows,
    notes=_notes,
    options=RecurringOptions,
    looks_at_projects=True,
    place=_place,
)
