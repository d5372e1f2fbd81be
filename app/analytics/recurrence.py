"""When does a type of project come back? Occurrences, regularity, season, and the next one as a distribution.

A series is the occurrences of one project type at one account. How long until the next is a mixture of log-normal
kernels over gaps that were seen before: the series' own, which count the more the more there are and the more even
they are; those of the other series at the account; of the same type elsewhere; of all; and, below everything, a broad
log-normal distribution around a year. The mixture is weighted by the days of the year on which earlier ones came.
(Kernel density estimation on a log scale; the levels lean on each other as in empirical Bayes.) How well it predicts is
measured by `winover backtest`; see docs/decisions/0011.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np

from app.analytics.consensus import Floats
from app.analytics.constants import Constants
from graph_models.recurrence import SeasonOut

DAYS = np.arange(1, 5476, dtype=np.float64)
"""Days since the latest occurrence for which a distribution has a probability: fifteen years."""
_LOG_DAYS = np.log(DAYS)
YEAR = 365.2425
LONGEST = DAYS[-1] / 3
"""A series whose typical gap is longer is never regular: too little of the next one lies in `DAYS`."""

# Weights of the levels, counted in gaps: so many gaps of a level weigh as much as all that lies below it.
_OWN, _OWN_EVEN, _ACCOUNT, _TYPE = 12.0, 0.25, 300.0, 100.0
_PRIOR_SHARE = 0.2
_PRIOR_MEDIAN, _PRIOR_WIDTH = 365.0, 1.0
# Widths of kernels, in natural logarithms of days.
_WIDTH, _LEAST_WIDTH, _MOST_WIDTH, _WIDER = 0.2, 0.08, 0.3, 2.0
# Of the calendar: its share, and the concentration of the von Mises kernels over the days of the year.
_SEASON_SHARE, _CONCENTRATION = 0.3, 4.0
_KEPT_GAPS = 50
_DRAWS = 20_000
_TESTED_GAPS = 60
"""Of longer series the latest so many gaps are tested."""


@dataclass(frozen=True)
class Gaps:
    """Gaps in days between occurrences of other series, in ascending order; many are kept as so many quantiles."""

    days: tuple[float, ...] = ()
    count: int = 0
    """How many gaps they stand for."""

    @classmethod
    def of(cls, days: Sequence[float]) -> "Gaps":
        """These gaps, as at most 50 quantiles."""
        kept = sorted(days)
        if len(kept) > _KEPT_GAPS:
            places = (np.arange(_KEPT_GAPS) + 0.5) / _KEPT_GAPS
            kept = [round(float(day), 1) for day in np.quantile(kept, places)]
        return cls(tuple(kept), len(days))


NO_GAPS = Gaps()


@dataclass(frozen=True)
class Similar:
    """What is known of series that resemble one."""

    account: Gaps = NO_GAPS
    """Other series at the same account."""
    of_type: Gaps = NO_GAPS
    """The same type at other accounts."""
    everything: Gaps = NO_GAPS


NOTHING_SIMILAR = Similar()


@dataclass(frozen=True)
class Window:
    """Days from the first to the last, both counted, and the probability that the next occurrence falls into them."""

    first: date
    last: date
    probability: float


@dataclass(frozen=True)
class Regularity:
    """Is a series regular, and what says so?"""

    regular: bool
    p: float | None
    """How often gaps that come by chance, at a constant rate, are at least so even; None for fewer than two gaps."""
    spread: float | None
    """Coefficient of variation of the gaps: standard deviation ÷ mean."""


@dataclass(frozen=True)
class Distribution:
    """When the next occurrence comes, given that it does: a probability for each of `DAYS` after the latest one."""

    last: date
    density: Floats
    waited: int = 0
    """Days after the latest occurrence on which there was none."""
    cumulative: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Add it up."""
        object.__setattr__(self, "cumulative", np.cumsum(self.density))

    def given_none_by(self, as_of: date) -> "Distribution | None":
        """The same once it is known that none has come by the day; None: it should have come within fifteen years."""
        elapsed = max((as_of - self.last).days, 0)
        left = np.where(elapsed < DAYS, self.density, 0.0)
        total = left.sum()
        return Distribution(self.last, left / total, elapsed) if total > 0 else None

    def quantile(self, share: float) -> int:
        """Days after the latest occurrence by which this share of the probability has passed."""
        return int(DAYS[min(int(np.searchsorted(self.cumulative, share)), len(DAYS) - 1)])

    def central(self, share: float = 0.8) -> Window:
        """The days that leave as much probability before as after them."""
        first, last = self.quantile((1 - share) / 2), self.quantile((1 + share) / 2)
        return self._window(first, last)

    def best_window(self, days: int) -> Window:
        """The likeliest of all windows of so many days that are still to come, the earliest of equals."""
        passed = np.concatenate([[0.0], self.cumulative, np.full(days, self.cumulative[-1])])[self.waited :]
        within = passed[days:] - passed[:-days]
        first = self.waited + int(np.argmax(within > within.max() - 1e-12)) + 1
        return self._window(first, first + days - 1)

    def within(self, first: date, last: date) -> float:
        """The probability of a period, both days counted."""
        to = self._passed((last - self.last).days)
        return max(to - self._passed((first - self.last).days - 1), 0.0)

    def _passed(self, days: int) -> float:
        return float(self.cumulative[min(days, len(DAYS)) - 1]) if days > 0 else 0.0

    def _window(self, first: int, last: int) -> Window:
        return Window(
            _days_after(self.last, first), _days_after(self.last, last), self._passed(last) - self._passed(first - 1)
        )


def occurrences(days: Sequence[date], burst_days: int) -> list[list[int]]:
    """Which of these days are one occurrence? Those within `burst_days` of a burst's first one.

    Returns:
        The indexes of `days`, by occurrence, in the order of time.
    """
    bursts: list[list[int]] = []
    for index in sorted(range(len(days)), key=lambda index: days[index]):
        if bursts and (days[index] - days[bursts[-1][0]]).days <= burst_days:
            bursts[-1].append(index)
        else:
            bursts.append([index])
    return bursts


def gaps_between(days: Sequence[date]) -> list[int]:
    """Days from each occurrence to the next, of first days in the order of time."""
    return [(later - earlier).days for earlier, later in pairwise(days)]


def regularity(gaps: Sequence[int], constants: Constants) -> Regularity:
    """Do occurrences come at even intervals?

    Two things must hold. The gaps are more even than chance: if occurrences came at a constant rate (a Poisson
    process), gaps so even would be seen in at most 5 % of the cases, by Moran's statistic, log of the mean gap − mean
    of the log gaps (Moran 1951; the most powerful test against gamma-distributed gaps). And they are even enough to
    plan with: their coefficient of variation is at most 0.3. Both are settings. Counted is what a gap is longer than a
    burst, because no gap can be shorter. Gaps of five years and more are too long to tell.
    """
    if len(gaps) < 2:
        return Regularity(regular=False, p=None, spread=None)
    days = np.array(gaps, dtype=np.float64)
    spread = float(days.std(ddof=1) / days.mean())
    free = np.maximum(days[-_TESTED_GAPS:] - constants.burst_days, 1.0)
    moran = float(np.log(free.mean()) - np.log(free).mean())
    by_chance = _moran_by_chance(len(free))
    p = float(np.searchsorted(by_chance, moran + 1e-12, side="right")) / len(by_chance)
    even = p <= constants.regular_p and spread <= constants.regular_spread
    return Regularity(even and float(np.median(days)) <= LONGEST, p, spread)


@lru_cache(maxsize=_TESTED_GAPS)
def _moran_by_chance(gaps: int) -> Floats:
    """Moran's statistic of exponential gaps, 20,000 draws in ascending order: always the same ones."""
    drawn = np.random.default_rng(gaps).exponential(size=(_DRAWS, gaps))
    return np.sort(np.log(drawn.mean(axis=1)) - np.log(drawn).mean(axis=1))


def season(days: Sequence[date], constants: Constants) -> SeasonOut | None:
    """The time of the year at which occurrences gather, if they do, by Rayleigh's test of at least three.

    The day is their circular mean, the spread their circular standard deviation.

    p is Wilkie's approximation (1983), R the length of the resultant: exp(√(1 + 4n + 4(n² − R²)) − (1 + 2n)).
    """
    n = len(days)
    if n < 3:
        return None
    mean = complex(np.exp(1j * _angles(days)).mean())
    length = min(abs(mean), 1.0)
    p = np.exp(np.sqrt(1 + 4 * n + 4 * (n**2 - (n * length) ** 2)) - (1 + 2 * n))
    if p > constants.regular_p:
        return None
    turn = float(np.angle(mean)) % (2 * np.pi) / (2 * np.pi)
    when = date(2001, 1, 1) + timedelta(days=round(turn * YEAR) % 365)
    spread = np.sqrt(-2 * np.log(max(length, 1e-9))) / (2 * np.pi) * YEAR
    return SeasonOut(month=when.month, day=when.day, spread_days=round(float(spread)))


def predict(
    days: Sequence[date], similar: Similar, constants: Constants, regular: Regularity | None = None
) -> Distribution:
    """When does the next occurrence come, as seen on the day of the latest one?

    Args:
        days: first days of the occurrences so far, at least one, in the order of time.
        similar: gaps of other series.
        constants: how long a burst lasts; within it nothing is a new occurrence.
        regular: what `regularity` says of these days, if that is known already.

    Raises:
        ValueError: there is no occurrence.
    """
    if not days:
        msg = "without an occurrence there is no next one"
        raise ValueError(msg)
    own = tuple(gaps_between(days))
    others = (1 - _PRIOR_SHARE) * _similar_density(similar) + _PRIOR_SHARE * _density((_PRIOR_MEDIAN,), _PRIOR_WIDTH)
    density = others
    if own:
        density = _leaning(own, _WIDTH, others, _OWN)
        by_chance = _by_chance(regular or regularity(own, constants), constants)
        if by_chance < 1:
            even = _leaning(own, _even_width(own), others, _OWN_EVEN)
            density = by_chance * density + (1 - by_chance) * even
    density = np.where(constants.burst_days < DAYS, density * _seasonal_weight(days), 0.0)
    return Distribution(days[-1], density / density.sum())


@lru_cache(maxsize=128)
def _similar_density(similar: Similar) -> Floats:
    """What other series say, each level leaning on the one below."""
    density = _density((_PRIOR_MEDIAN,), _PRIOR_WIDTH)
    for gaps, below in ((similar.everything, 0.0), (similar.of_type, _TYPE), (similar.account, _ACCOUNT)):
        if gaps.count:
            density = (below * density + gaps.count * _density(gaps.days, _WIDTH)) / (below + gaps.count)
    return density


@lru_cache(maxsize=256)
def _density(gaps: tuple[float, ...], width: float) -> Floats:
    """The mean of log-normal densities with these medians, on `DAYS`."""
    total = np.zeros(len(DAYS))
    values, counts = np.unique(np.minimum(np.asarray(gaps, dtype=np.float64), DAYS[-1]), return_counts=True)
    for gap, count in zip(values, counts, strict=True):
        kernel = np.exp(-0.5 * ((_LOG_DAYS - np.log(gap)) / width) ** 2) / DAYS
        total += count * kernel / kernel.sum()
    return total / len(gaps)


def _leaning(own: tuple[int, ...], width: float, others: Floats, below: float) -> Floats:
    """What the series' own gaps say, leaning on others as if those were so many gaps more."""
    return (len(own) * _density(own, width) + below * others) / (len(own) + below)


def _by_chance(even: Regularity, constants: Constants) -> float:
    """How probable it is that gaps are so even by chance, were regular and irregular series as frequent: p / (p + 5 %).

    1 where the gaps scatter too much to be regular.
    """
    if even.p is None or even.spread is None or even.spread > constants.regular_spread:
        return 1.0
    return even.p / (even.p + constants.regular_p)


def _even_width(gaps: Sequence[int]) -> float:
    """The width of kernels over even gaps: wider than they scatter, because there are few."""
    scatter = float(np.log(np.asarray(gaps, dtype=np.float64)).std(ddof=1))
    return min(max(_LEAST_WIDTH, _WIDER * scatter), _MOST_WIDTH)


def _seasonal_weight(days: Sequence[date]) -> Floats:
    """How much likelier each of `DAYS` is for its place in the year: mean 1 over a year."""
    angles = _angles(days)
    year = 2 * np.pi * np.arange(365) / 365
    around = np.exp(_CONCENTRATION * (np.cos(year[:, None] - angles[None, :]) - 1)).mean(axis=1)
    turns = (angles[-1] / (2 * np.pi) + DAYS / YEAR) % 1
    weight = (around / around.mean())[np.minimum((turns * 365).astype(np.int64), 364)]
    return 1 - _SEASON_SHARE + _SEASON_SHARE * weight


def _days_after(day: date, days: int) -> date:
    """A day so much later; the last day of the calendar where that is beyond it."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _angles(days: Sequence[date]) -> Floats:
    """Days as places on the circle of the year, in radians."""
    return np.array([2 * np.pi * (day.timetuple().tm_yday - 1) / YEAR for day in days], dtype=np.float64)
