"""The geometry of plots: from numbers to places in a drawing, which templates draw as SVG beside their table.

A plot is as wide as its axis; its text stands outside of it. All lengths are in units of the drawing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SMALL = 0.2
"""Of the totals, are changes that need an axis of their own."""


@dataclass(frozen=True)
class Scale:
    """A straight line from numbers to places."""

    low: float
    high: float
    width: float

    def place(self, value: float) -> float:
        """Where does the number stand, 0 to width? What lies beyond the ends stands at them."""
        share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * self.width, 2)


def scale_of(
    values: Iterable[float], width: float, *, at_least: int = 4, from_zero: bool = True
) -> tuple[Scale, list[float]]:
    """A scale on which 0, if it must, and all of these stand, from round number to round number, and its ticks.

    The step is the smallest of 1, 2, 2.5 and 5 × 10^k that takes no more than `at_least` steps or so (Heckbert 1990,
    "Nice numbers for graph labels").
    """
    numbers = [0.0, *values] if from_zero else list(values)
    low, high = min(numbers), max(numbers)
    span = high - low or 1.0
    rough = span / at_least
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    last = max(last, first + 1)
    ticks = [number * step for number in range(first, last + 1)]
    return Scale(ticks[0], ticks[-1], width), ticks


@dataclass(frozen=True)
class Bar:
    """A bar of a plot with rows."""

    label: str
    amount: float
    x: float
    width: float
    kind: str
    """`total`, `up` or `down`."""


@dataclass(frozen=True)
class Bars:
    """Rows of bars on one axis."""

    bars: Sequence[Bar]
    zero: float
    """Where 0 stands or, where the axis begins above it, where that begins."""
    ticks: Sequence[tuple[float, float]]
    """Number and place."""
    begins: float | None = None
    """At which number the axis begins, if not at or below 0."""


def waterfall(before: tuple[str, float], parts: Iterable[tuple[str, float]], after: str, width: float) -> Bars:
    """From a total to a later one by its parts: each bar begins where the one before ended.

    The last total is the first and all parts; nothing else may explain it.
    """
    label, total = before
    steps = [(label, 0.0, total, "total")]
    for name, amount in parts:
        steps.append((name, total, total + amount, "up" if amount >= 0 else "down"))
        total += amount
    steps.append((after, 0.0, total, "total"))
    levels = [end for *_, end, _kind in steps]
    least, most = min(levels), max(levels)
    # Where the steps are small beside the totals, they could not be seen on an axis from 0.
    cut = 0 < most - least < _SMALL * least
    room = [least - (most - least) / 4] if cut else []
    scale, ticks = scale_of([*levels, *room], width, from_zero=not cut)
    bars = [
        Bar(name, end - start, min(scale.place(start), scale.place(end)), _length(scale, start, end), kind)
        for name, start, end, kind in steps
    ]
    return Bars(bars, scale.place(0), [(tick, scale.place(tick)) for tick in ticks], begins=scale.low if cut else None)


def bars(amounts: Iterable[tuple[str, float]], width: float) -> Bars:
    """Amounts side by side, each from 0."""
    given = list(amounts)
    scale, ticks = scale_of((amount for _, amount in given), width)
    drawn = [
        Bar(
            name,
            amount,
            min(scale.place(0), scale.place(amount)),
            _length(scale, 0, amount),
            "up" if amount >= 0 else "down",
        )
        for name, amount in given
    ]
    return Bars(drawn, scale.place(0), [(tick, scale.place(tick)) for tick in ticks])


def _length(scale: Scale, start: float, end: float) -> float:
    return round(abs(scale.place(end) - scale.place(start)), 2)


@dataclass(frozen=True)
class Days:
    """A line of time."""

    first: date
    last: date
    width: float

    def place(self, day: date) -> float:
        """Where does the day stand, 0 to width? What lies beyond the ends stands at them."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0.0), 1.0) * self.width, 2)

    def length(self, first: date, last: date, least: float = 3.0) -> float:
        """How long are these days, both counted? So long at least that they can be seen."""
        return max(round(self.place(last + timedelta(days=1)) - self.place(first), 2), least)

    def years(self) -> list[tuple[int, float]]:
        """The first days of years within, and where they stand."""
        found = range(self.first.year + (self.first > date(self.first.year, 1, 1)), self.last.year + 1)
        return [(year, self.place(date(year, 1, 1))) for year in found]
