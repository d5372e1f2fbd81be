"""Draws how a person's attitudes moved: one small plot an axis, with every statement and what was agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.analytics.attitude_history import Agreed, agreed_over_time, said_of
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
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


def draw(snapshot: Snapshot, person_id: str, names: Mapping[str, str], constants: Constants) -> Plots | None:
    """The plots of one person; None where nothing that counts has been said.

    `names` are those of contributors, as far as whoever looks may know; the others share a shape.
    """
    said = said_of(snapshot, person_id)
    agreed = agreed_over_time(snapshot, person_id, constants)
    if not said:
        return None
    last = snapshot.as_of
    first = min(agreed[0].on, last - timedelta(days=_LEAST_DAYS))

    def x(day: date) -> float:
        return round(_LEFT + (day - first).days / (last - first).days * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(_TOP + (100 - value) / 100 * (HEIGHT - _TOP - _BOTTOM), 1)

    who = {one.user_id: names.get(one.user_id or "") for one in said}
    shapes = {
        name: SHAPES[number % len(SHAPES)]
        for number, name in enumerate(sorted(set(who.values()), key=lambda n: n or "~"))
    }

    def plot(axis: int) -> Plot:
        points: list[Point] = []
        for one in said:
            value = getattr(one, AXES[axis])
            if value is not None:
                on = last - timedelta(days=one.age_days)
                points.append(Point(x(on), y(value), shapes[who[one.user_id]], who[one.user_id], on, value))
        return Plot(AXES[axis], points, _lines(axis))

    def _lines(axis: int) -> list[Line]:
        """Steps from day to day; what is too old to count is a part of its own."""
        path, mentioned = (
            "",
            [last - timedelta(days=one.age_days) for one in said if getattr(one, AXES[axis]) is not None],
        )
        lines: list[Line] = []
        days = [one for one in agreed if one.values[axis] is not None]
        for one, following in zip(days, [*(after.on for after in days[1:]), last], strict=True):
            level = y(one.values[axis] or 0)
            path += f"{'L' if path else 'M'}{x(one.on)} {level}"
            newest = max(day for day in mentioned if day <= one.on)
            old_from = newest + timedelta(days=constants.stale_days)
            if old_from < following:
                begin = max(old_from, one.on)
                lines += [
                    Line(f"{path}H{x(begin)}", stale=False),
                    Line(f"M{x(begin)} {level}H{x(following)}", stale=True),
                ]
                path = f"M{x(following)} {level}"
            else:
                path += f"H{x(following)}"
        return [*lines, Line(path, stale=False)] if path else lines

    middle = first + (last - first) / 2
    return Plots(
        plots=[plot(axis) for axis in range(len(AXES))],
        ticks=[Tick(x(day), day) for day in (first, middle, last)],
        legend=[(shape, name) for name, shape in shapes.items()],
        agreed=agreed,
    )
