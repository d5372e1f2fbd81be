"""Questions about attitudes."""

from collections.abc import Sequence
from datetime import date, datetime

from app.graph import Graph, read_query
from graph_models.records import AttitudeRecord


@read_query
def attitudes(
    graph: Graph, *, account_ids: Sequence[str], as_of: date, known_at: datetime | None
) -> list[AttitudeRecord]:
    """What has been stated, by the day and as known at the moment (None: now), about attitudes towards us?"""
    ...
