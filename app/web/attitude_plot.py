"""Draws how a person's attitudes moved: one small plot an axis, with every statement and what was agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.analytics.attitude_history import Agreed, agreed_over_time, said_of
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import AttitudeRecord
from graph_models.vocabulary import Axis

WIDTH, HEIGHT = 340, 150
"""In units of the drawing."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 8, 10, 20
SHAPES = ("circle", "square", "triangle", "diamond", "cross", "bar")
"""Contributors are told apart by shape; after so many the shapes begin anew, and the table tells."""
_LEAST_DAYS = 30


@dataclass(frozen=True)
class Point:
    """A statement."""

    x: float
    y: float
    shape: str
    contributor: str | None
    on: date
    value: float


@dataclass(frozen=True)
class Line:
    """Part of the consensus, as a path of SVG."""

    path: str
    stale: bool


@dataclass(frozen=True)
class Tick:
    """A day below the plot."""

    x: float
    on: date


@dataclass(frozen=True)
class Plot:
    """One axis."""

    axis: Axis
    points: Sequence[Point]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Plots:
    """All three, over the same days."""

    plots: Sequence[Plot]
    ticks: Sequence[Tick]
    legend: Sequence[tuple[str, str | None]]
    """Shape and contributor; None: nobody signed, or it is not for whoever looks."""
    agreed: Sequence[Agreed]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    levels: tuple[tuple[int, float], ...] = tuple(
        (value, _TOP + (100 - value) / 100 * (HEIGHT - _TOP - _BOTTOM)) for value in (0, 50, 100)
    )
    """Values with a line across, and where."""


@dataclass(frozen=True)
class _Scale:
    """Where a day and a value are drawn."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """From the left."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        """From the top."""
        return round(_TOP + (100 - value) / 100 * (HEIGHT - _TOP - _BOTTOM), 1)


def draw(snapshot: Snapshot, person_id: str, names: Mapping[str, str], constants: Constants) -> Plots | None:
    """The plots of one person; None where nothing that counts has been said.

    `names` are those of contributors, as far as whoever looks may know; the others share a shape.
    """
    said = said_of(snapshot, person_id)
    if not said:
        return None
    agreed = agreed_over_time(snapshot, person_id, constants)
    last = snapshot.as_of
    scale = _Scale(min(agreed[0].on, last - timedelta(days=_LEAST_DAYS)), last)
    who = {one.user_id: names.get(one.user_id or "") for one in said}
    known = sorted({name for name in who.values() if name is not None})
    contributors = [*known, None] if None in who.values() else known
    shapes = {name: SHAPES[number % len(SHAPES)] for number, name in enumerate(contributors)}

    def point(one: AttitudeRecord, axis: Axis) -> Point | None:
        value, on, name = getattr(one, axis), last - timedelta(days=one.age_days), who[one.user_id]
        return None if value is None else Point(scale.x(on), scale.y(value), shapes[name], name, on, value)

    def plot(axis: int) -> Plot:
        points = [found for one in said if (found := point(one, AXES[axis]))]
        return Plot(AXES[axis], points, _lines(agreed, axis, [one.on for one in points], scale, constants))

    return Plots(
        plots=[plot(axis) for axis in range(len(AXES))],
        ticks=[Tick(scale.x(day), day) for day in (scale.first, scale.first + (last - scale.first) / 2, last)],
        legend=[(shape, name) for name, shape in shapes.items()],
        agreed=agreed,
    )


def _lines(
    agreed: Sequence[Agreed], axis: int, mentioned: Sequence[date], scale: _Scale, constants: Constants
) -> list[Line]:
    """Steps from day to day; what is too old to count is a part of its own."""
    lines: list[Line] = []
    path = ""
    # Each day holds until the next, and the last until today.
    days = [(one.on, value) for one in agreed if (value := one.values[axis]) is not None]
    for (on, value), following in zip(days, [*(day for day, _ in days[1:]), scale.last], strict=False):
        level = scale.y(value)
        path += f"{'L' if path else 'M'}{scale.x(on)} {level}"
        old_from = max(day for day in mentioned if day <= on) + timedelta(days=constants.stale_days)
        if old_from < following:
            begin, end = scale.x(max(old_from, on)), scale.x(following)
            lines += [Line(f"{path}H{begin}", stale=False), Line(f"M{begin} {level}H{end}", stale=True)]
            path = f"M{end} {level}"
        else:
            path += f"H{scale.x(following)}"
    return [*lines, Line(path, stale=False)] if path else lines
