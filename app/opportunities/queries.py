"""Questions about opportunities."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import ChanceRecord, DealRecord


@read_query
def deals(
    graph: Graph,
    *,
    account_ids: Sequence[str] | None,
    owner: str | None,
    of_team: str | None,
    industry: str | None,
    region: str | None,
    city_tier: str | None,
    since: date,
    as_of: date,
) -> list[DealRecord]:
    """Which opportunities are open, or were opened or closed since, of the accounts, owner or team asked for?"""
    ...


@read_query
def chances(graph: Graph, *, account_ids: Sequence[str], as_of: date) -> list[ChanceRecord]:
    """Which opportunities at these accounts are open on the day, or were won or lost by then?"""
    ...
