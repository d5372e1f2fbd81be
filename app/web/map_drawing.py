"""The map of an account as a picture: what is drawn where, from the answer of the API."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from unicodedata import combining, east_asian_width

from app.accounts.map_layout import CARD_HEIGHT, CARD_WIDTH, GAP, Box, Place, around, card
from app.errors import FieldError, Invalid, NotFound
from app.language import gettext as _
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
_ROUND = 8.0
"""Between a card and a line that is bowed round it."""
_STEP, _MOST = 24.0, 480.0
"""By which a line is bowed more and more, until it meets nobody."""
_PARTS = 32
"""Of a curve, between which it is looked at."""
MANY = 300
"""So many ties cross each other wherever they go, and to look for a way round for each takes seconds."""


@dataclass(frozen=True)
class Line:
    """A tie, from the border of one card to that of another, bowed where it would meet a third."""

    layer: Layer
    start: Place
    bend: Place
    """The control point of the curve."""
    end: Place
    text: str

    @property
    def path(self) -> str:
        """As SVG has it."""
        return "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*self.start, *self.bend, *self.end)


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


def focused(of: AccountMap, on: str, layers: Collection[Layer]) -> AccountMap:
    """A person (`p:` and the id) with those they are tied to, or a department (`d:`) with its people.

    Raises:
        Invalid: it says neither of them.
        NotFound: nobody and nothing of that id is on the map.
    """
    kind, _colon, id_ = on.partition(":")
    if kind not in ("p", "d"):
        reason = _("p: and the id of a person, or d: and the id of a department")
        raise Invalid.of([FieldError("focus", reason)])
    there = of.people if kind == "p" else of.departments
    if id_ not in {one.id for one in there}:
        raise NotFound(_("no {what} {id}").format(what=_("Person") if kind == "p" else _("Department"), id=id_))
    ties = [tie for tie in of.ties if tie.kind.lower() in layers]
    parents = {one.id: one.parent_id for one in of.departments}

    def above(department: str | None) -> Iterator[str]:
        """The department itself and those that it is part of."""
        while department in parents:
            yield department
            department = parents[department]

    if kind == "d":
        shown = {one.id for one in of.people if id_ in above(one.department_id)}
        ties = [tie for tie in ties if {tie.from_id, tie.to_id} <= shown]
        homes = {one for one in parents if id_ in above(one)} | set(above(id_))
    else:
        ties = [tie for tie in ties if id_ in (tie.from_id, tie.to_id)]
        shown = {id_}.union(*({tie.from_id, tie.to_id} for tie in ties))
        homes: set[str] = set()
    people = [one for one in of.people if one.id in shown]
    homes = homes.union(*(above(one.department_id) for one in people))
    departments = [one for one in of.departments if one.id in homes]
    return of.model_copy(update={"departments": departments, "people": people, "ties": ties})


def _lines(ties: Sequence[TieRecord], people: Mapping[str, PersonOnMap], layers: Collection[Layer]) -> Iterable[Line]:
    order, many = list(Layer), len(ties) > MANY
    for tie in ties:
        layer = Layer(tie.kind.lower())
        start, end = people[tie.from_id], people[tie.to_id]
        right, down = end.x - start.x, end.y - start.y
        length = hypot(right, down)
        if layer not in layers or not length:
            continue
        others = () if many else [(one.x, one.y) for one in people.values() if one.id not in (start.id, end.id)]
        ends = (start.x, start.y), (end.x, end.y)
        curve = _curve(*ends, bow(*ends, others))
        if curve is None:  # one card on top of the other
            continue
        # Aside in a direction that is the same from either end.
        turn = 1 if (right, down) > (0, 0) else -1
        aside = order.index(layer) * _ASIDE * turn / length
        x, y = -down * aside, right * aside
        first, bend, last = ((at[0] + x, at[1] + y) for at in curve)
        yield Line(layer, first, bend, last, f"{start.name} → {end.name}")


def bow(start: Place, end: Place, others: Iterable[Place]) -> float:
    """How far aside the control point of a curve must be, so that it meets none of the others' cards.

    0: it may be straight, or there is no way round.
    """
    reach = _MOST / 2
    ground = around([card(start), card(end)]).grown(reach)
    near = [box for box in (card(at).grown(_ROUND) for at in others) if box.overlaps(ground)]

    def free(by: float) -> bool:
        curve = _curve(start, end, by)
        return curve is None or not any(box.overlaps(at) for at in _points(*curve) for box in near)

    steps = [step * _STEP * side for step in range(int(_MOST / _STEP) + 1) for side in (1, -1)]
    return next((by for by in steps if free(by)), 0.0)


def _curve(start: Place, end: Place, by: float) -> tuple[Place, Place, Place] | None:
    """From border to border, with the control point between; None: one card is on top of the other."""
    right, down = end[0] - start[0], end[1] - start[1]
    aside = by / (hypot(right, down) or 1.0)
    bend = (start[0] + end[0]) / 2 - down * aside, (start[1] + end[1]) / 2 + right * aside
    first, last = _to_border(start, bend), _to_border(end, bend)
    return (first, bend, last) if first and last else None


def _points(start: Place, bend: Place, end: Place) -> Iterable[Box]:
    """Along the curve."""
    for part in range(_PARTS + 1):
        t = part / _PARTS
        before, between, after = (1 - t) ** 2, 2 * t * (1 - t), t**2
        x, y = (before * start[i] + between * bend[i] + after * end[i] for i in (0, 1))
        yield Box(x, y, 0, 0)


def _to_border(middle: Place, towards: Place) -> Place | None:
    """Where a line leaves a card, or a little outside; None: it ends before."""
    right, down = towards[0] - middle[0], towards[1] - middle[1]
    across = CARD_WIDTH / 2 / abs(right) if right else 1.0
    along = CARD_HEIGHT / 2 / abs(down) if down else 1.0
    part = min(across, along) + _CLEAR / (hypot(right, down) or 1.0)
    return (middle[0] + right * part, middle[1] + down * part) if part < 1 else None


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
