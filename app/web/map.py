"""The map of an account: a page of its own, and a picture to print and to pass on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import Query, Response

from app.accounts.map import account_map
from app.accounts.map_layout import CARD_HEIGHT, CARD_WIDTH
from app.accounts.snapshots import Scope
from app.analytics import recommendations
from app.api import TheConstants, TheGraph
from app.language import gettext as _
from app.questions import ask
from app.web.account import AccountId
from app.web.forms import may_write_at
from app.web.map_drawing import LOOKS, Drawing, Layer, drawing, focused, in_two_lines, shortened
from app.web.page import HEADERS, TEMPLATES, ThePage, address, pages
from graph_models.details import AccountMap, DepartmentOnMap, KeyPerson, PersonOnMap
from graph_models.vocabulary import Stance

router = pages()
AsOf = Annotated[date | None, Query()]

_COLOURS = {
    Stance.POSITIVE: ("#14683d", "#dff3e7"),
    Stance.NEUTRAL: ("#7a5200", "#fcf0d4"),
    Stance.NEGATIVE: ("#a3241c", "#fde5e2"),
    Stance.UNKNOWN: ("#4d5966", "#e9edf1"),
}
"""Of the light theme, which is that of paper: text and ground."""
_TAGGED = 10
"""So many are tagged as whom to win over: a map on which everybody stands out shows nothing."""
_PAPER = {"a4": (297, 210), "a3": (420, 297)}
"""Millimetres."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Row:
    """A line of the table of people in their departments."""

    level: int
    """1: of the account itself."""
    id: str
    name: str
    person: PersonOnMap | None
    """None: a department."""


def rows(of: AccountMap) -> list[Row]:
    """The people in their departments, in the order in which they stand on the map."""
    there = {one.id for one in of.departments}
    departments = sorted(of.departments, key=lambda one: (one.y - one.height / 2, one.x - one.width / 2, one.name))
    people = sorted(of.people, key=lambda one: (one.y, one.x, one.name))

    def inside(department: DepartmentOnMap | None, level: int) -> Iterator[Row]:
        home = department.id if department else None
        for person in people:
            if (person.department_id if person.department_id in there else None) == home:
                yield Row(level, person.id, person.name, person)
        for part in departments:
            if (part.parent_id if part.parent_id in there else None) == home:
                yield Row(level, part.id, part.name, None)
                yield from inside(part, level + 1)

    return list(inside(None, 1))


@router.get("/accounts/{account_id:path}/map.svg")
def draw_map(
    account_id: AccountId,
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    *,
    as_of: AsOf = None,
    layer: Annotated[list[Layer] | None, Query()] = None,
    focus: str | None = None,
    paper: Annotated[Literal["a4", "a3"] | None, Query()] = None,
) -> Response:
    """The map as a drawing (SVG): all ties, or those of some layers; in its own size, or that of a sheet of paper.

    `focus` leaves out all but a person (`p:` and the id) with those they are tied to, or a department (`d:`) with its
    people.
    """
    del page  # whoever has signed in
    found = account_map(graph, account_id, Scope(as_of or date.today()), constants)
    layers = list(Layer) if layer is None else layer
    if focus is not None:
        found = focused(found, focus, layers)
    drawn = drawing(found, layers)
    text = TEMPLATES.get_template("map.svg").render(
        map=found,
        drawing=drawn,
        layers=layers,
        looks=LOOKS,
        colours=_COLOURS,
        card=(CARD_WIDTH, CARD_HEIGHT),
        size=_size(drawn, paper),
        marks=marks,
        shortened=shortened,
        in_two_lines=in_two_lines,
    )
    return Response(_NOT_XML.sub("\ufffd", text), media_type="image/svg+xml", headers=HEADERS)


def _size(drawn: Drawing, paper: str | None) -> tuple[str, str]:
    """Width and height, as SVG has them; a sheet lies the way that the map is wide."""
    if paper is None:
        return f"{drawn.width:.0f}", f"{drawn.height:.0f}"
    wide, high = _PAPER[paper] if drawn.width >= drawn.height else reversed(_PAPER[paper])
    return f"{wide}mm", f"{high}mm"


def marks(person: KeyPerson) -> list[str]:
    """What else is to be known of somebody at a glance: powers, and what kind of seat it is."""
    said = {
        _("veto"): person.veto,
        _("approval"): person.approve,
        _("outsider"): person.outsider,
        _("empty seat"): person.placeholder,
    }
    return [word for word, holds in said.items() if holds]


@router.get("/accounts/{account_id:path}/map")
def show_map(
    account_id: AccountId, page: ThePage, graph: TheGraph, constants: TheConstants, as_of: AsOf = None
) -> Response:
    """The map in the whole window, and beside it the same people as a table for the keyboard."""
    scope = Scope(as_of or date.today(), (account_id,))
    found = account_map(graph, account_id, scope, constants)
    _, ranked = ask(graph, recommendations.ANALYTIC, scope, recommendations.ANALYTIC.options(), constants)
    return page.show(
        "map_page.html",
        map=found,
        ranked={one.person.id: one for one in ranked},
        tagged=_TAGGED,
        rows=rows(found),
        marks=marks,
        account_id=account_id,
        may_write=may_write_at(page.asker, graph, account_id),
        as_of=as_of,
        json=address("/api/accounts/{}/map", account_id, as_of=as_of),
    )
