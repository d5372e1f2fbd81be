"""Questions about opportunities."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query, write_query
from graph_models.records import CalibrationRecord, DealRecord, DecidedRecord


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
def decided(graph: Graph, *, as_of: date) -> list[DecidedRecord]:
    """Which opportunities were won or lost by the day, whose project has participants, at every account?"""
    ...


@write_query
def keep_calibration(graph: Graph, *, calibration: str | None, as_of: date) -> None:
    """Keep this calibration, as JSON, in place of what was known of it before; none: there is none any more."""
    ...


@read_query
def calibration(graph: Graph, *, as_of: date) -> list[CalibrationRecord]:
    """What was known by the day of how far the chance can be believed, since an administrator looked?"""
    ...
