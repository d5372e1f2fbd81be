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
    as_of: date,
) -> list[DealRecord]:
    """Which opportunities are there, open or closed: of the accounts, or of the owner or team, that are asked for?"""
    ...
