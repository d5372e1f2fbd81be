"""The map of an account: who is there, where they stand towards us, how they are tied, and where on the map."""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Annotated

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, ConfigDict, Field

from app.access.asker import Asker
from app.accounts.details import key_people
from app.accounts.map_layout import Place, lay_out
from app.accounts.queries import departments, forget_places, keep_places, places
from app.accounts.routes import AccountId
from app.accounts.snapshots import Scope, snapshot
from app.analytics.constants import Constants
from app.api import TheAsker, TheConstants, TheGraph, TheMoment, problems, reach_header
from app.editing.edit import must_be_of_team, must_find
from app.editing.queries import hold_accounts
from app.errors import FieldError, Invalid
from app.graph import Graph
from app.language import gettext as _
from graph_models.details import AccountMap, DepartmentOnMap, PersonOnMap
from graph_models.fields import Id
from loaders import accounts

router = APIRouter(prefix="/accounts", tags=["accounts"])

MAX_PEOPLE = 2_000
Pixels = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]


class PositionBody(BaseModel):
    """Where somebody's card stands: its middle, in pixels of a map in full size."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    person_id: Id
    x: Pixels
    """To the right."""
    y: Pixels
    """Downwards."""


class PositionsBody(BaseModel):
    """Where some people's cards stand from now on, for everybody who sees the map."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"positions": [{"person_id": "wang", "x": 240, "y": 80}]}]},
    )

    positions: list[PositionBody] = Field(max_length=MAX_PEOPLE)


def account_map(graph: Graph, account_id: str, scope: Scope, constants: Constants) -> AccountMap:
    """Who is there, in which department, where do they stand, and how are they tied to each other?

    Raises:
        NotFound: there is no such account, or the asker may not see it.
    """
    there = snapshot(graph, account_id, scope, constants)
    boxes = departments(graph, account_id=account_id, as_of=scope.as_of)
    people = key_people(there, constants)
    ties = sorted(
        (tie for tie in there.ties if tie.from_id in there.rows and tie.to_id in there.rows),
        key=attrgetter("kind", "from_id", "to_id"),
    )
    layout = lay_out(boxes, people, ties, _kept(graph, account_id))
    return AccountMap(
        account_id=there.account.id,
        account_name=there.account.name,
        as_of=there.as_of,
        departments=[DepartmentOnMap(**dict(one), **vars(layout.boxes[one.id])) for one in boxes],
        people=[PersonOnMap(**dict(one), x=layout.places[one.id][0], y=layout.places[one.id][1]) for one in people],
        ties=ties,
    )


def _kept(graph: Graph, account_id: str) -> Mapping[str, Place]:
    return {
        one.person_id: (one.x, one.y)
        for one in places(graph, account_id=account_id)
        if one.x is not None and one.y is not None
    }


@router.get("/{account_id:path}/map", responses=problems(404))
def get_map(account_id: AccountId, graph: TheGraph, constants: TheConstants, when: TheMoment) -> AccountMap:
    """Who is there, in which department, where do they stand, and how are they tied to each other?"""
    return account_map(graph, account_id, when, constants)


@router.put("/{account_id:path}/map/positions", status_code=status.HTTP_204_NO_CONTENT, responses=problems(404))
def place_people(
    account_id: AccountId, body: PositionsBody, graph: TheGraph, asker: TheAsker, constants: TheConstants
) -> Response:
    """Put people's cards somewhere. With the first of them everybody else on the map keeps their place, too."""

    def work(graph: Graph) -> None:
        _hold(graph, account_id, asker)
        known = {one.person_id for one in places(graph, account_id=account_id)}
        _check(body, known)
        shown = account_map(graph, account_id, Scope(date.today()), constants).people
        everybody = {one.id: (one.x, one.y) for one in shown}
        everybody |= {one.person_id: (one.x, one.y) for one in body.positions}
        rows = [{"person_id": id_, "x": x, "y": y} for id_, (x, y) in everybody.items()]
        keep_places(graph, account_id=account_id, places=rows)

    graph.write(work)
    return Response(status_code=204, headers=reach_header(graph))


@router.delete("/{account_id:path}/map/positions", status_code=status.HTTP_204_NO_CONTENT, responses=problems(404))
def arrange_anew(account_id: AccountId, graph: TheGraph, asker: TheAsker) -> Response:
    """Forget where people's cards were put: the map is arranged by who is there and how they are tied."""

    def work(graph: Graph) -> None:
        _hold(graph, account_id, asker)
        forget_places(graph, account_id=account_id)

    graph.write(work)
    return Response(status_code=204, headers=reach_header(graph))


def _hold(graph: Graph, account_id: str, asker: Asker) -> None:
    """Let nobody else write at the account meanwhile; refuse whoever may not."""
    must_find(graph, accounts.TABLE, {"id": account_id})
    asker.must_write()
    must_be_of_team(graph, [account_id])
    hold_accounts(graph, account_ids=[account_id])


def _check(body: PositionsBody, known: set[str]) -> None:
    """Refuse a place for somebody who is not there, and two for one."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, one in enumerate(body.positions):
        if one.person_id not in known:
            errors.append(FieldError(f"positions.{number}.person_id", _("no key person of this account")))
        if one.person_id in seen:
            errors.append(FieldError(f"positions.{number}.person_id", _("a second place for the same person")))
        seen.add(one.person_id)
    if errors:
        raise Invalid.of(errors)
