"""Questions about accounts."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import AccountRecord


@read_query
def accounts(
    graph: Graph, *, account_ids: Sequence[str] | None, owner: str | None, as_of: date, fiscal_year: int
) -> list[AccountRecord]:
    """Which accounts are asked for (None: all), with the year's expected spend and their owners on the day?"""
    ...
