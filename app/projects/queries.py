"""Questions about projects."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import ProjectRecord


@read_query
def between(graph: Graph, *, account_ids: Sequence[str], first: date, last: date) -> list[ProjectRecord]:
    """Which projects of these accounts began or ended between the two days?"""
    ...
