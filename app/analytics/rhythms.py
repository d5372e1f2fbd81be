"""How does each type of project recur at an account, and when does the next one come?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.analytics.constants import Constants
from app.analytics.histories import Histories, Series, similar_to
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
from graph_models.records import HistoryRecord, ProjectTypeRecord
from graph_models.recurrence import AmountRange, SeasonOut, WindowOut
from graph_models.vocabulary import RecurrenceStatus


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


@dataclass(frozen=True)
class Expected:
    """The next project of a wanted type at an account, for which no opportunity is open."""

    kind: ProjectTypeRecord
    rhythm: Rhythm
    window: WindowOut
    planned: HistoryRecord | None
    probability: float
    """That it begins within the horizon."""
    amount: AmountRange


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


def best_window(rhythm: Rhythm, constants: Constants) -> WindowOut | None:
    """The likeliest 90 days for the next one; None where the series is not regular."""
    return None if rhythm.ahead is None else window_out(rhythm.ahead.best_window(constants.window_days))


def window_out(window: Window) -> WindowOut:
    """A window as it is answered."""
    return WindowOut(from_=window.first, to=window.last, probability=window.probability)
