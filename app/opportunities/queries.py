"""Questions about opportunities."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import OpportunityRecord


@read_query
def open_opportunities(
    graph: Graph, *, account_ids: Sequence[str], as_of: date, horizon: date
) -> list[OpportunityRecord]:
    """Which opportunities are open at these accounts on the day, expected by the horizon, and who decides?"""
    ...
