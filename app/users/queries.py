"""Questions about our people."""

from app.graph import Graph, read_query
from graph_models.records import IdRecord, OwnerRecord


@read_query
def user(graph: Graph, *, user_id: str) -> list[OwnerRecord]:
    """Who of ours has this id?"""
    ...


@read_query
def team(graph: Graph, *, name: str) -> list[IdRecord]:
    """Which team of ours has this name?"""
    ...
