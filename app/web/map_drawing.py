"""The map of an account as a picture: what is drawn where, from the answer of the API."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from unicodedata import combining, east_asian_width

from app.accounts.map_layout import CARD_HEIGHT, CARD_WIDTH, GAP, Box, around, card
from graph_models.details import AccountMap, DepartmentOnMap, PersonOnMap
from graph_models.records import TieRecord


class Layer(StrEnum):
    """Ties of one kind, which are shown or not."""

    REPORTS_TO = "reports_to"
    INFLUENCES = "influences"
    CONFLICTS_WITH = "conflicts_with"
    KNOWS = "knows"


@dataclass(frozen=True)
class Look:
    """How the ties of a layer are drawn: told apart by dashes and ends, not by their colour alone."""

    colour: str
    dashes: str
    width: float
    start: str
    end: str
    """What stands at the end: `arrow`, `open` (an arrow without ground), `bar`, or nothing."""


LOOKS: Mapping[Layer, Look] = {
    Layer.REPORTS_TO: Look("#55616e", "none", 1.6, "", "open"),
    Layer.INFLUENCES: Look("#1d4e89", "9 4", 2, "", "arrow"),
    Layer.CONFLICTS_WITH: Look("#a3241c", "3 3", 2.4, "bar", "bar"),
    Layer.KNOWS: Look("#6b7885", "1 5", 2, "", ""),
}

_MARGIN = 40.0
_TITLE, _LEGEND = 60.0, 110.0
_LEAST = 1_000.0
"""A narrower drawing has no room for the legend."""
_ASIDE = 7.0
"""Between two ties of the same two people."""
_CLEAR = 4.0
"""Between a card and the end of a line."""


@dataclass(frozen=True)
class Line:
    """A tie, from the border of one card to that of another."""

    layer: Layer
    x1: float
    y1: float
    x2: float
    y2: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """All that is drawn."""

    left: float
    top: float
    width: float
    height: float
    legend: float
    """Where it begins, downwards."""
    departments: list[DepartmentOnMap]
    """The outer before the inner."""
    people: list[PersonOnMap]
    lines: list[Line]


def drawing(of: AccountMap, layers: Collection[Layer]) -> Drawing:
    """What is drawn of a map."""
    boxes = [card((person.x, person.y)) for person in of.people]
    boxes += [Box(one.x, one.y, one.width, one.height) for one in of.departments]
    ground = around(boxes or [Box(0, 0, CARD_WIDTH, CARD_HEIGHT)])
    width = max(ground.width + 2 * _MARGIN, _LEAST)
    legend = ground.y + ground.height / 2 + GAP
    top = ground.y - ground.height / 2 - _MARGIN - _TITLE
    return Drawing(
        left=ground.x - width / 2,
        top=top,
        width=width,
        height=legend + _LEGEND - top,
        legend=legend,
        departments=sorted(of.departments, key=lambda one: (-one.width * one.height, one.name)),
        people=of.people,
        lines=list(_lines(of.ties, {person.id: person for person in of.people}, layers)),
    )


def _lines(ties: Iterable[TieRecord], people: Mapping[str, PersonOnMap], layers: Collection[Layer]) -> Iterable[Line]:
    order = list(Layer)
    for tie in ties:
        layer = Layer(tie.kind.lower())
        start, end = people[tie.from_id], people[tie.to_id]
        right, down = end.x - start.x, end.y - start.y
        length = hypot(right, down)
        if layer not in layers or not length:
            continue
        # Aside in a direction that is the same from either end.
        turn = 1 if (right, down) > (0, 0) else -1
        aside = order.index(layer) * _ASIDE * turn / length
        x, y = -down * aside, right * aside
        inner = _to_border(right, down) + _CLEAR / length
        if 2 * inner >= 1:  # one card on top of the other
            continue
        yield Line(
            layer,
            start.x + right * inner + x,
            start.y + down * inner + y,
            end.x - right * inner + x,
            end.y - down * inner + y,
            f"{start.name} → {end.name}",
        )


def _to_border(right: float, down: float) -> float:
    """Which part of the way from the middle of a card to that of another is inside of it?"""
    across = CARD_WIDTH / 2 / abs(right) if right else 1.0
    along = CARD_HEIGHT / 2 / abs(down) if down else 1.0
    return min(across, along)


def shortened(text: str, width: float, size: float) -> str:
    """The text, or as much of its beginning as is that wide in letters of this size."""
    left = width / size
    for place, letter in enumerate(text):
        left -= _ems(letter)
        if left < 0:
            while place and left < 1:
                place -= 1  # noqa: PLW2901  (room for the dots)
                left += _ems(text[place])
            return text[:place].rstrip() + "…"
    return text


def in_two_lines(text: str, width: float, size: float) -> list[str]:
    """The text, broken at a space where it is too wide; what is too wide for a line even so is shortened."""
    words = text.split(" ")
    for count in range(len(words), 0, -1):
        first, second = " ".join(words[:count]), " ".join(words[count:])
        if shortened(first, width, size) == first:
            return [first, shortened(second, width, size)] if second else [first]
    return [shortened(text, width, size)]


def _ems(letter: str) -> float:
    """About how wide it is."""
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.0
    return 0.64 if letter.isupper() else 0.3 if letter in " .,:;'|ijl()·" else 0.55
