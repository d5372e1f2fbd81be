"""Finds a person by id."""

from app.errors import NotFound
from app.graph import Graph
from app.language import gettext as _
from app.people.queries import account_of
from graph_models.records import AccountOfPerson


def find_person(graph: Graph, person_id: str) -> AccountOfPerson:
    """The person and their account.

    Raises:
        NotFound: there is no such person.
    """
    found = account_of(graph, person_id=person_id)
    if not found:
        msg = _("no person {id}").format(id=person_id)
        raise NotFound(msg)
    return found[0]
