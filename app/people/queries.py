"""Questions about people."""

from app.graph import Graph, read_query
from graph_models.records import AccountOfPerson


@read_query
def account_of(graph: Graph, *, person_id: str) -> list[AccountOfPerson]:
    """Which account is this a key person of?"""
    ...
