"""Questions about opportunities."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import DealRecord


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
