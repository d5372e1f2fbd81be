"""Questions about names."""

from datetime import date

from app.graph import Graph, read_query
from graph_models.search import NameRecord


@read_query
def names(graph: Graph, *, account_id: str | None, today: date) -> list[NameRecord]:
    """Which accounts and key people are there, by name, everywhere or at one account?"""
    ...
