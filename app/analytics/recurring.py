"""What recurs at an account, when does the next one come, and who will sit at the table?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.committees import expected_committee, open_seats
from app.analytics.constants import Constants
from app.analytics.histories import Histories, Series, similar_to
from app.analytics.incumbents import incumbents, loyalty, price_to_budget
from app.analytics.recurrence import (
    Distribution,
    Regularity,
    Window,
    gaps_between,
    occurrences,
    predict,
    regularity,
    season,
)
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord
from graph_models.recurrence import (
    IntervalDays,
    Occurrence,
    OfferingOut,
    RecurringProject,
    SeasonOut,
    WindowOut,
)
from graph_models.vocabulary import RecurrenceStatus

_ORDER = {status: place for place, status in enumerate(("overdue", "due", "upcoming", "lapsed", "irregular"))}


@dataclass(frozen=True)
class Rhythm:
    """A series as it stood on a day."""

    series: Series
    bursts: tuple[tuple[HistoryRecord, ...], ...]
    """The projects of each occurrence; none where one is only planned."""
    gaps: tuple[int, ...]
    regularity: Regularity
    season: SeasonOut | None
    ahead: Distribution | None
    """When the next one comes, given that none has by the day; None where the series is not regular."""
    status: RecurrenceStatus
    planned: tuple[HistoryRecord, ...]
    """Projects of the type that are to begin later."""

    @property
    def last_on(self) -> date | None:
        """When the latest occurrence began."""
        return self.series.days[-1] if self.bursts else None

    @property
    def planned_on(self) -> date | None:
        """When the first of those begins."""
        return min((project.started_on for project in self.planned), default=None)

    @property
    def projects(self) -> list[HistoryRecord]:
        """All that have begun, in the order of time."""
        return [project for burst in self.bursts for project in burst]


def rhythms(account_id: str, histories: Histories, as_of: date, constants: Constants) -> list[Rhythm]:
    """The series of an account as they stood on the day, of every type that was begun or is planned there."""
    begun: defaultdict[str, list[HistoryRecord]] = defaultdict(list)
    planned: defaultdict[str, list[HistoryRecord]] = defaultdict(list)
    for project in histories.projects.get(account_id, ()):
        if project.project_type_id is not None:
            (begun if project.started_on <= as_of else planned)[project.project_type_id].append(project)
    bursts = {kind: _bursts(begun[kind], constants) for kind in dict.fromkeys((*begun, *planned))}
    series = {kind: Series(account_id, kind, tuple(burst[0].started_on for burst in bursts[kind])) for kind in bursts}
    return [
        _rhythm(
            series[kind],
            bursts[kind],
            tuple(one for one in planned[kind] if not _is_of(bursts[kind], one, constants)),
            histories,
            list(series.values()),
            as_of,
            constants,
        )
        for kind in series
    ]


def _is_of(bursts: Sequence[Sequence[HistoryRecord]], planned: HistoryRecord, constants: Constants) -> bool:
    """Does a planned project belong to the latest occurrence, rather than being the next one?"""
    return bool(bursts) and (planned.started_on - bursts[-1][0].started_on).days <= constants.burst_days


def _bursts(projects: Sequence[HistoryRecord], constants: Constants) -> tuple[tuple[HistoryRecord, ...], ...]:
    found = occurrences([project.started_on for project in projects], constants.burst_days)
    return tuple(tuple(projects[index] for index in burst) for burst in found)


def _rhythm(  # noqa: PLR0917  (all that it is made of)
    series: Series,
    bursts: tuple[tuple[HistoryRecord, ...], ...],
    planned: tuple[HistoryRecord, ...],
    histories: Histories,
    at_account: Sequence[Series],
    as_of: date,
    constants: Constants,
) -> Rhythm:
    gaps = gaps_between(series.days)
    even = regularity(gaps, constants)
    ahead, status = None, RecurrenceStatus.IRREGULAR
    if even.regular:
        expected = predict(series.days, similar_to(series, at_account, histories.pooled), constants, even)
        ahead = expected.given_none_by(as_of)
        status = _status(expected, float(np.median(gaps)), (as_of - series.days[-1]).days)
    return Rhythm(
        series=series,
        bursts=bursts,
        gaps=tuple(gaps),
        regularity=even,
        season=season(series.days, constants),
        ahead=ahead,
        status=status,
        planned=planned,
    )


def _status(expected: Distribution, typical: float, elapsed: int) -> RecurrenceStatus:
    """Before, in or after the central 80 % interval; lapsed once a whole typical interval has gone by after it."""
    first, last = expected.quantile(0.1), expected.quantile(0.9)
    if elapsed < first:
        return RecurrenceStatus.UPCOMING
    if elapsed <= last:
        return RecurrenceStatus.DUE
    return RecurrenceStatus.OVERDUE if elapsed <= last + typical else RecurrenceStatus.LAPSED


def recurring_projects(snapshot: Snapshot, histories: Histories, constants: Constants) -> list[RecurringProject]:
    """Every type of project that was begun at the account, with its rhythm, committee and incumbents."""
    found = rhythms(snapshot.account.id, histories, snapshot.as_of, constants)
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
        next=None if ahead is None else _window(ahead.central()),
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


def best_window(rhythm: Rhythm, constants: Constants) -> WindowOut | None:
    """The likeliest 90 days for the next one; None where the series is not regular."""
    return None if rhythm.ahead is None else _window(rhythm.ahead.best_window(constants.window_days))


def _window(window: Window) -> WindowOut:
    return WindowOut(from_=window.first, to=window.last, probability=window.probability)


def _interval(gaps: Sequence[int]) -> IntervalDays | None:
    """The median gap, and what lies between the tenth and the ninetieth percentile; of few, between all."""
    if not gaps:
        return None
    low, high = (min(gaps), max(gaps)) if len(gaps) < 10 else map(float, np.quantile(gaps, (0.1, 0.9)))
    return IntervalDays(typical=float(np.median(gaps)), low=low, high=high)


def _reason(rhythm: Rhythm, constants: Constants) -> str:
    planned = f" One is planned for {rhythm.planned_on}." if rhythm.planned_on else ""
    days = rhythm.series.days
    if not rhythm.gaps:
        return f"Once, on {days[-1]}: one date tells no interval.{planned}"
    interval = _interval(rhythm.gaps)
    assert interval is not None
    every = f"{len(days)} times, every {interval.low:.0f} to {interval.high:.0f} days"
    if interval.low == interval.high:
        every = f"{len(days)} times, every {interval.low:.0f} days"
    even = rhythm.regularity
    if not even.regular:
        if len(rhythm.gaps) == 1:
            why = "one interval does not tell whether it is regular"
        elif even.p is not None and even.p > constants.regular_p:
            why = f"by chance intervals are as even as that in {100 * even.p:.1f} % of cases"
        elif even.spread is not None and even.spread <= constants.regular_spread:
            why = "intervals so long cannot be told"
        else:
            why = f"the intervals scatter by {texts.percent(even.spread)} of their mean, too much to plan with"
        return f"{every}; {why}, so there is no prediction.{planned}"
    if rhythm.ahead is None:
        return f"{every}, the last on {days[-1]}; none has come for so long that none is expected.{planned}"
    window, since = rhythm.ahead.central(), f"the last on {days[-1]}"
    what = {
        RecurrenceStatus.UPCOMING: f"the next one is expected between {window.first} and {window.last}",
        RecurrenceStatus.DUE: f"the next one is due, and expected by {window.last}",
        RecurrenceStatus.OVERDUE: f"the next one is overdue, and if it comes expected by {window.last}",
    }.get(rhythm.status, "a whole interval more has gone by without one, so it seems to have ended")
    return f"{every}, {since}: {what}.{planned}"


class RecurringOptions(Options):
    """Which types of projects."""

    wanted: bool | None = Field(
        default=None, description="Only types that an offering of ours fits, or only those that none fits."
    )
    status: RecurrenceStatus | None = Field(default=None, description="Only types of this status.")


def _answer(asked: Asked) -> list[RecurringProject]:
    assert asked.histories is not None
    options = asked.options
    found = [
        project
        for snapshot in asked.snapshots
        for project in recurring_projects(snapshot, asked.histories, asked.constants)
        if options.wanted in (None, project.wanted) and options.status in (None, project.status)
    ]
    return sorted(found, key=_place)[: options.top]


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
)
