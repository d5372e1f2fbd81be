"""Is the prediction of the next occurrence good? Rolling origin, against simple baselines.

Every occurrence after at least three earlier ones is predicted from what was known on the day of the one before, in
this series and in all others. Scored is the whole distribution, also of series for which none would be shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import erf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analytics.consensus import Floats
from app.analytics.constants import Constants
from app.analytics.histories import LEAST_ACCOUNTS, Series
from app.analytics.recurrence import DAYS, Gaps, Similar, gaps_between, predict, regularity
from graph_models.backtest import Backtest, BacktestPart, Interval, MethodScore

EARLIER = 3
"""Occurrences that must be known before the next is predicted."""
_RESAMPLES = 1_000
_NORMAL = np.array([0.5 * (1 + erf(z / sqrt(2))) for z in np.linspace(-8, 8, 16_001)])


@dataclass(frozen=True)
class _Known:
    """Every gap there is: how long, when it ended, and in which series."""

    gap: NDArray[np.int64]
    ended: NDArray[np.int64]
    series: NDArray[np.int64]
    account: NDArray[np.int64]
    kind: NDArray[np.int64]

    def before(self, day: date, series: int) -> "_Known":
        """Those of other series that had ended by the day."""
        wanted = (self.ended <= day.toordinal()) & (self.series != series)
        return _Known(*(column[wanted] for column in (self.gap, self.ended, self.series, self.account, self.kind)))


@dataclass(frozen=True)
class _Scored:
    series: int
    regular: bool
    scores: Mapping[str, tuple[float, float, float, float]]
    """By method: CRPS, covered, hit, claimed."""


def backtest(
    series: Sequence[Series], constants: Constants, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Backtest:
    """How well is each next occurrence predicted, by Winover and by four baselines?

    Args:
        series: of any number of accounts, in any order.
        constants: of bursts and regularity.
        progress: told how many predictions are made, of how many.

    Returns:
        Scores of all predictions; `regular` has those of series that were regular at the time.
    """
    known = _known(series)
    wanted = [(number, end) for number, one in enumerate(series) for end in range(EARLIER, len(one.days))]
    scored: list[_Scored] = []
    for done, (number, end) in enumerate(wanted):
        progress(done, len(wanted))
        scored.append(_predicted(series, known, number, end, constants))
    progress(len(wanted), len(wanted))
    everything, regular = _part(scored), _part([one for one in scored if one.regular])
    return Backtest(**dict(everything), regular=regular)


def _known(series: Sequence[Series]) -> _Known:
    accounts = {name: number for number, name in enumerate({one.account_id for one in series})}
    kinds = {name: number for number, name in enumerate({one.project_type_id for one in series})}
    rows = [
        (gap, day.toordinal(), number, accounts[one.account_id], kinds[one.project_type_id])
        for number, one in enumerate(series)
        for gap, day in zip(gaps_between(one.days), one.days[1:], strict=True)
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return _Known(*columns.T)


def _predicted(series: Sequence[Series], known: _Known, number: int, end: int, constants: Constants) -> _Scored:
    days = series[number].days[:end]
    last, waited = days[-1], (series[number].days[end] - days[-1]).days
    others = known.before(last, number)
    own = gaps_between(days)
    even = regularity(own, constants)
    mine = np.flatnonzero(known.series == number)[0]
    of_account, of_kind = others.account == known.account[mine], others.kind == known.kind[mine]
    if len(set(others.account[of_kind])) < LEAST_ACCOUNTS - 1:  # with its own, as what is pooled has
        of_kind[:] = False
    similar = Similar(
        account=_gaps(others.gap[of_account]), of_type=_gaps(others.gap[of_kind]), everything=_gaps(others.gap)
    )
    gaps = np.array(own, dtype=np.float64)
    median = float(np.median(gaps))
    deviation = max(1.4826 * float(np.median(np.abs(gaps - median))), 1.0)
    cumulative = {
        "winover": predict(days, similar, constants, even).cumulative,
        "exponential": 1 - np.exp(-DAYS / gaps.mean()),
        "median_mad": _normal(median, deviation),
        "annual": _normal(365, 60),
        "pooled": _empirical(others.gap),
    }
    return _Scored(
        series=number,
        regular=even.regular,
        scores={name: _score(one, waited, constants.window_days) for name, one in cumulative.items()},
    )


def _gaps(days: NDArray[Any]) -> Gaps:
    return Gaps.of([float(day) for day in days])


def _normal(mean: float, deviation: float) -> Floats:
    return np.interp((DAYS - mean) / deviation, np.linspace(-8, 8, len(_NORMAL)), _NORMAL)


def _empirical(gaps: NDArray[Any]) -> Floats:
    """The distribution function of the gaps as they are; before any is known, all days are as likely."""
    if not gaps.size:
        return DAYS / len(DAYS)
    return np.searchsorted(np.sort(gaps), DAYS, side="right") / gaps.size


def _score(cumulative: Floats, waited: int, window_days: int) -> tuple[float, float, float, float]:
    """CRPS (Gneiting & Raftery 2007, summed over days), and whether the interval and the best window were right."""
    crps = float(np.sum((cumulative - (waited <= DAYS)) ** 2)) + max(waited - len(DAYS), 0)
    first, last = (int(np.searchsorted(cumulative, share)) + 1 for share in (0.1, 0.9))
    padded = np.concatenate([[0.0], cumulative])
    within = padded[window_days:] - padded[:-window_days]
    best = int(np.argmax(within)) + 1
    return crps, first <= waited <= last, best <= waited < best + window_days, float(within[best - 1])


def _part(scored: Sequence[_Scored]) -> BacktestPart:
    clusters = sorted({one.series for one in scored})
    methods = list(scored[0].scores) if scored else []
    return BacktestPart(
        series=len(clusters),
        predictions=len(scored),
        methods={name: _mean(name, scored, clusters) for name in methods},
    )


def _mean(name: str, scored: Sequence[_Scored], clusters: Sequence[int]) -> MethodScore:
    place = {series: number for number, series in enumerate(clusters)}
    sums, counts = np.zeros((len(clusters), 4)), np.zeros(len(clusters))
    for one in scored:
        sums[place[one.series]] += one.scores[name]
        counts[place[one.series]] += 1
    order = np.lexsort((*sums.T, counts))  # by what was scored: ids decide nothing
    sums, counts = sums[order], counts[order]
    drawn = np.random.default_rng(0).integers(len(clusters), size=(_RESAMPLES, len(clusters)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)[:, None]
    low, high = np.quantile(means, (0.025, 0.975), axis=0)
    crps, covered, hit, claimed = sums.sum(axis=0) / counts.sum()
    intervals = [Interval(low=float(least), high=float(most)) for least, most in zip(low, high, strict=True)]
    return MethodScore(
        crps=float(crps),
        crps_interval=intervals[0],
        coverage80=float(covered),
        coverage80_interval=intervals[1],
        hit90=float(hit),
        hit90_interval=intervals[2],
        claimed90=float(claimed),
    )
