"""People over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.accounts.details import key_people, person_detail
from app.accounts.snapshots import snapshot
from app.api import ETAG, Cursor, Limit, TheConstants, TheGraph, TheMoment, problems
from app.attitudes.contributors import contributor_names
from app.cursor import read_cursor, write_cursor
from app.editing.edit import etag, must_find
from app.errors import NotFound
from app.language import gettext as _
from app.people.lookup import find_person
from graph_models.details import KeyPerson, Page, PersonDetail
from loaders import people

router = APIRouter(prefix="/people", tags=["people"])

PersonId = Annotated[str, Path(description="Id of the person.", examples=["wang"])]


@router.get("", responses=problems(404))
def list_people(
    graph: TheGraph,
    constants: TheConstants,
    when: TheMoment,
    account_id: Annotated[str, Query(description="Key people of this account.", examples=["lanjiang"])],
    *,
    limit: Limit = 1_000,
    cursor: Cursor = None,
) -> Page[KeyPerson]:
    """The key people of an account on the day, and where each stands."""
    everybody = key_people(snapshot(graph, account_id, when, constants), constants)
    first, _ = read_cursor(cursor, int, str) or (0, "")
    page = everybody[max(first, 0) :][:limit]
    more = max(first, 0) + limit < len(everybody)
    return Page(items=page, next=write_cursor(str(max(first, 0) + limit), account_id) if more else None)


@router.get("/{person_id:path}", responses={200: {"headers": ETAG}, **problems(404)})
def get_person(
    person_id: PersonId, graph: TheGraph, constants: TheConstants, when: TheMoment, response: Response
) -> PersonDetail:
    """One person: where they stand, who says so, and to whom they are tied."""
    person = find_person(graph, person_id)
    there = snapshot(graph, person.account_id, when, constants, with_statements=True)
    if person_id not in there.rows:
        msg = _("{id} was no key person of {account} on {day}; ask as of another day")
        msg = msg.format(id=person_id, account=person.account_id, day=when.as_of)
        raise NotFound(msg)
    stored = must_find(graph, people.TABLE, {"id": person_id})
    response.headers["ETag"] = etag(stored)
    names = contributor_names(graph, person.account_id)
    return person_detail(there, person_id, names, constants, stored.row)
