"""Where people and departments stand on the map of an account.

Departments are boxes, packed in rows; inside stand their people as cards, whoever is further up a reporting line first,
and below them the departments that are part of them. Who has a place keeps it; who is new gets a free one near their
department, and nobody else moves. Neither ids nor the order of rows say where anybody stands; only of two who are alike
in all that is shown does the id decide who comes first.

Lengths are in pixels of a map that is shown in full size. A place is the middle of a card or box.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, fsum, inf, sqrt
from typing import Protocol

from graph_models.details import DepartmentOut
from graph_models.records import TieRecord

CARD_WIDTH, CARD_HEIGHT = 184.0, 100.0
GAP = 40.0
"""Between two cards or boxes: room for a line and its arrow."""
PADDING = 30.0
"""Between the border of a box and what is inside; the name of the department stands there."""
_WIDE = 1.5
"""How much wider than high a map is, as screens and paper are."""
_FAR = 6
"""So many cards away a place inside a foreign box is better than none."""

Place = tuple[float, float]


class Card(Protocol):
    """Somebody on the map."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def department_id(self) -> str | None: ...


@dataclass(frozen=True)
class Box:
    """A rectangle, by its middle."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        """Do the two share some ground?"""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def grown(self, by: float) -> "Box":
        """The same with a margin on every side."""
        return Box(self.x, self.y, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True)
class Layout:
    """A map."""

    places: Mapping[str, Place]
    """By the person's id."""
    boxes: Mapping[str, Box]
    """By the department's id."""


def lay_out(
    departments: Sequence[DepartmentOut],
    people: Sequence[Card],
    ties: Iterable[TieRecord],
    kept: Mapping[str, Place],
) -> Layout:
    """Where does everybody stand, if some have a place already?"""
    plan = _Plan(departments, people, ties)
    kept = {person.id: kept[person.id] for person in people if person.id in kept}
    if not kept:
        return plan.arranged().layout
    places = dict(kept)
    for person in plan.in_order:
        if person.id not in places:
            places[person.id] = _free_place(plan, plan.home[person.id], places)
    return Layout(places, _boxes(plan, places))


def card(place: Place) -> Box:
    """The card of somebody who stands there."""
    return Box(*place, CARD_WIDTH, CARD_HEIGHT)


def around(boxes: Collection[Box]) -> Box:
    """The smallest box that holds all of these."""
    left, right = min(box.x - box.width / 2 for box in boxes), max(box.x + box.width / 2 for box in boxes)
    top, bottom = min(box.y - box.height / 2 for box in boxes), max(box.y + box.height / 2 for box in boxes)
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


@dataclass(frozen=True)
class _Block:
    """Part of a map, from its upper left corner."""

    width: float
    height: float
    layout: Layout


_NOTHING = _Block(0, 0, Layout({}, {}))
_EMPTY = _Block(CARD_WIDTH, CARD_HEIGHT / 2, Layout({}, {}))
"""A department without anybody."""


class _Plan:
    """Who belongs where, and who comes first."""

    def __init__(self, departments: Sequence[DepartmentOut], people: Sequence[Card], ties: Iterable[TieRecord]) -> None:
        there = {department.id: department for department in departments}
        self.parent = {id_: one.parent_id if one.parent_id in there else None for id_, one in there.items()}
        self.home = {person.id: person.department_id if person.department_id in there else None for person in people}
        boss = {tie.from_id: tie.to_id for tie in ties if tie.kind == "REPORTS_TO"}
        levels = {person.id: _level(person.id, boss) for person in people}
        reports: defaultdict[str, int] = defaultdict(int)
        for superior in boss.values():
            reports[superior] += 1
        names = {person.id: person.name for person in people}

        def rank(person: Card) -> tuple[int, int, str, str, str, str]:
            under = names.get(boss.get(person.id, ""), "")
            return levels[person.id], -reports[person.id], under, person.title or "", person.name, person.id

        self.levels = levels
        self.in_order = sorted(people, key=rank)
        self.members: defaultdict[str | None, list[Card]] = defaultdict(list)
        for person in self.in_order:
            self.members[self.home[person.id]].append(person)
        highest = dict.fromkeys(there, inf)
        for person in people:
            for id_ in self.line(self.home[person.id]):
                highest[id_] = min(highest[id_], levels[person.id])
        self.parts: defaultdict[str | None, list[str]] = defaultdict(list)
        for id_ in sorted(there, key=lambda id_: (highest[id_], there[id_].name, id_)):
            self.parts[self.parent[id_]].append(id_)

    def line(self, department_id: str | None) -> Iterator[str]:
        """A department and all that it is part of."""
        while department_id is not None:
            yield department_id
            department_id = self.parent[department_id]

    def top_down(self, department_id: str | None) -> Iterator[str | None]:
        """A department, or the account, and all that is part of it."""
        yield department_id
        for part in self.parts[department_id]:
            yield from self.top_down(part)

    def arranged(self, department_id: str | None = None) -> _Block:
        """A department, or all of the account, when nobody has a place yet."""
        parts = [self.boxed(part) for part in self.parts[department_id]]
        cards = self._cards(department_id)
        if department_id is None:
            return _packed([cards, *parts])
        return _stacked([cards, _packed(parts)])

    def boxed(self, department_id: str) -> _Block:
        """A department with its border."""
        inside = self.arranged(department_id)
        inside = inside if inside.width else _EMPTY
        width, height = inside.width + 2 * PADDING, inside.height + 2 * PADDING
        moved = _moved(inside, PADDING, PADDING).layout
        boxes = {**moved.boxes, department_id: Box(width / 2, height / 2, width, height)}
        return _Block(width, height, Layout(moved.places, boxes))

    def _cards(self, department_id: str | None) -> _Block:
        """Its own people, each level of the reporting lines in rows of its own."""
        people = self.members[department_id]
        columns = ceil(sqrt(len(people) * _WIDE * CARD_HEIGHT / CARD_WIDTH))
        levels: defaultdict[int, list[Card]] = defaultdict(list)
        for person in people:
            levels[self.levels[person.id]].append(person)
        rows = [
            level[start : start + columns]
            for _, level in sorted(levels.items())
            for start in range(0, len(level), columns)
        ]
        return _stacked([_row([_card(person) for person in row]) for row in rows])


def _level(person_id: str, boss: Mapping[str, str]) -> int:
    """How many are above this person?"""
    above = 0
    seen = {person_id}
    while (person_id := boss.get(person_id, "")) and person_id not in seen:
        seen.add(person_id)
        above += 1
    return above


def _card(person: Card) -> _Block:
    return _Block(CARD_WIDTH, CARD_HEIGHT, Layout({person.id: (CARD_WIDTH / 2, CARD_HEIGHT / 2)}, {}))


def _moved(block: _Block, x: float, y: float) -> _Block:
    places = {id_: (left + x, top + y) for id_, (left, top) in block.layout.places.items()}
    boxes = {id_: Box(box.x + x, box.y + y, box.width, box.height) for id_, box in block.layout.boxes.items()}
    return _Block(block.width, block.height, Layout(places, boxes))


def _joined(blocks: Iterable[_Block], width: float, height: float) -> _Block:
    places: dict[str, Place] = {}
    boxes: dict[str, Box] = {}
    for block in blocks:
        places |= block.layout.places
        boxes |= block.layout.boxes
    return _Block(width, height, Layout(places, boxes))


def _row(blocks: Iterable[_Block]) -> _Block:
    """Beside each other."""
    placed: list[_Block] = []
    right = height = 0.0
    for block in blocks:
        placed.append(_moved(block, right + GAP if placed else 0, 0))
        right += block.width + (GAP if len(placed) > 1 else 0)
        height = max(height, block.height)
    return _joined(placed, right, height)


def _stacked(blocks: Iterable[_Block]) -> _Block:
    """Below each other, in the middle."""
    filled = [block for block in blocks if block.width]
    if not filled:
        return _NOTHING
    width = max(block.width for block in filled)
    placed: list[_Block] = []
    bottom = 0.0
    for block in filled:
        top = bottom + GAP if placed else 0
        placed.append(_moved(block, (width - block.width) / 2, top))
        bottom = top + block.height
    return _joined(placed, width, bottom)


def _packed(blocks: Iterable[_Block]) -> _Block:
    """In rows, in their order; of some widths the one with which the whole is shown largest on a screen."""
    filled = [block for block in blocks if block.width]
    if not filled:
        return _NOTHING
    widest = max(block.width for block in filled)
    ground = sqrt(sum((block.width + GAP) * (block.height + GAP) for block in filled) * _WIDE)
    tried = [_in_rows(filled, max(widest, ground * part / 8)) for part in range(8, 17)]
    return min(tried, key=lambda block: max(block.width / _WIDE, block.height))


def _in_rows(blocks: Iterable[_Block], limit: float) -> _Block:
    """In rows that are at most so wide and begin at the left."""
    rows: list[list[_Block]] = [[]]
    used = 0.0
    for block in blocks:
        if rows[-1] and used + GAP + block.width > limit:
            rows.append([])
        used = block.width if not rows[-1] else used + GAP + block.width
        rows[-1].append(block)
    lines = [_row(row) for row in rows]
    width = max(line.width for line in lines)
    placed: list[_Block] = []
    bottom = 0.0
    for line in lines:
        top = bottom + GAP if placed else 0
        placed.append(_moved(line, 0, top))
        bottom = top + line.height
    return _joined(placed, width, bottom)


# --- Who is new on a map that has been arranged -----------------------------------------------------------------------


def _free_place(plan: _Plan, home: str | None, places: Mapping[str, Place]) -> Place:
    """The free place nearest to the colleagues: those of the department, else of the ones that it is part of."""
    cards = [card(place) for place in places.values()]
    own = set(plan.line(home))
    foreign = [box for id_, box in _filled_boxes(plan, places).items() if id_ not in own]
    x, y = _middle(plan, home, places) or _below(cards)
    for distance in count():
        for at in _ring(x, y, distance):
            here = card(at)
            near = here.grown(GAP / 2)
            if any(near.overlaps(other) for other in cards):
                continue
            # Its own department's box will reach around it.
            if distance < _FAR and any(here.grown(PADDING).overlaps(box) for box in foreign):
                continue
            return at
    raise AssertionError  # somewhere there is room


def _middle(plan: _Plan, home: str | None, places: Mapping[str, Place]) -> Place | None:
    """The colleague in the midst of the others: places around it stand in line with theirs."""
    circles: list[str | None] = list(plan.line(home)) or [None]
    for circle in circles:
        standing = sorted(
            places[id_]
            for id_, of in plan.home.items()
            if id_ in places and (of == circle or (circle is not None and circle in plan.line(of)))
        )
        if standing:
            x, y = fsum(place[0] for place in standing) / len(standing), fsum(p[1] for p in standing) / len(standing)
            return min(standing, key=lambda place: ((place[0] - x) ** 2 + (place[1] - y) ** 2, place))
    return None


def _below(cards: Collection[Box]) -> Place:
    ground = around(cards)
    return ground.x, ground.y + ground.height / 2 + 2 * PADDING + GAP + CARD_HEIGHT / 2


def _ring(x: float, y: float, distance: int) -> Iterator[Place]:
    """The places so many cards away, those below first."""
    steps = range(-distance, distance + 1)
    around_it = [(right, down) for down in steps for right in steps if max(abs(right), abs(down)) == distance]
    for right, down in sorted(around_it, key=lambda step: (-step[1], abs(step[0]), step[0])):
        yield x + right * (CARD_WIDTH + GAP), y + down * (CARD_HEIGHT + GAP)


def _filled_boxes(plan: _Plan, places: Mapping[str, Place]) -> dict[str, Box]:
    """The boxes of the departments in which somebody stands."""
    inside: defaultdict[str, list[Box]] = defaultdict(list)
    for id_, place in places.items():
        for depth, of in enumerate(plan.line(plan.home[id_]), start=1):
            inside[of].append(card(place).grown(depth * PADDING))
    return {id_: around(boxes) for id_, boxes in inside.items()}


def _boxes(plan: _Plan, places: Mapping[str, Place]) -> dict[str, Box]:
    """All boxes; a department without anybody stands below the others that are part of the same."""
    boxes = _filled_boxes(plan, places)
    cards = [card(place) for place in places.values()]
    for department_id in plan.top_down(None):
        for part in plan.parts[department_id]:
            if part in boxes:
                continue
            above = around([*boxes.values(), *cards]) if department_id is None else boxes[department_id]
            block = plan.boxed(part)
            under = above.y + above.height / 2 + GAP - (PADDING if department_id else 0)
            boxes |= _moved(block, above.x - block.width / 2, under).layout.boxes
            for depth, outer in enumerate(plan.line(department_id), start=1):
                boxes[outer] = around([boxes[outer], boxes[part].grown(depth * PADDING)])
    return boxes
