"""Questions about projects."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import BegunProjectRecord


@read_query
def begun(graph: Graph, *, account_ids: Sequence[str], first: date, last: date) -> list[BegunProjectRecord]:
    """Which projects did these accounts begin between the two days?"""
    ...
