"""Questions about accounts."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.details import AccountBrief
from graph_models.records import AccountRecord, FoundRecord


@read_query
def accounts(
    graph: Graph, *, account_ids: Sequence[str] | None, owner: str | None, as_of: date, fiscal_year: int
) -> list[AccountRecord]:
    """Which accounts are asked for (None: all), with the year's expected spend and their owners on the day?"""
    ...


@read_query
def account_page(
    graph: Graph, *, after_name: str | None, after_id: str | None, owner: str | None, as_of: date, limit: int
) -> list[AccountBrief]:
    """Which accounts follow, in the order of names, the one named (None: from the first)?"""
    ...


@read_query
def any_account(graph: Graph) -> list[FoundRecord]:
    """Is there any account?"""
    ...
