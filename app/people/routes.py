"""People over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.accounts.details import key_people, person_detail
from app.accounts.snapshots import snapshot
from app.api import TheConstants, TheGraph, TheMoment, problems
from app.errors import NotFound
from app.graph import Graph
from app.people.queries import account_of
from graph_models.details import KeyPerson, Page, PersonDetail
from graph_models.records import AccountOfPerson

router = APIRouter(prefix="/people", tags=["people"])

PersonId = Annotated[str, Path(description="Id of the person.", examples=["wang"])]


def find_person(graph: Graph, person_id: str) -> AccountOfPerson:
    """The person and their account.

    Raises:
        NotFound: there is no such person.
    """
    found = account_of(graph, person_id=person_id)
    if not found:
        msg = f"no person {person_id}"
        raise NotFound(msg)
    return found[0]


@router.get("", responses=problems(404))
def list_people(
    graph: TheGraph,
    constants: TheConstants,
    when: TheMoment,
    account_id: Annotated[str, Query(description="Key people of this account.", examples=["lanjiang"])],
) -> Page[KeyPerson]:
    """The key people of an account on the day, and where each stands."""
    return Page(items=key_people(snapshot(graph, account_id, when, constants), constants))


@router.get("/{person_id:path}", responses=problems(404))
def get_person(person_id: PersonId, graph: TheGraph, constants: TheConstants, when: TheMoment) -> PersonDetail:
    """One person: where they stand, who says so, and to whom they are tied."""
    person = find_person(graph, person_id)
    there = snapshot(graph, person.account_id, when, constants)
    if person_id not in there.rows:
        msg = f"{person_id} was no key person of {person.account_id} on {when.as_of}; ask as of another day"
        raise NotFound(msg)
    return person_detail(there, person_id, constants)
