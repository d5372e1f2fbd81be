"""Questions about accounts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.graph import Graph, read_query, write_query
from graph_models.details import AccountBrief, DepartmentOut
from graph_models.records import AccountFacts, FoundRecord, PlaceRecord

EVERY_ACCOUNT = 2**31
"""A limit that leaves out nobody."""


@read_query
def facts(
    graph: Graph,
    *,
    account_ids: Sequence[str] | None,
    owner: str | None,
    of_team: str | None,
    industry: str | None,
    region: str | None,
    city_tier: str | None,
    as_of: date,
    known_at: datetime | None,
    every_statement: bool,
    fiscal_year: int,
    horizon: date,
    projects_since: date,
    after: str | None = None,
    limit: int = EVERY_ACCOUNT,
) -> list[AccountFacts]:
    """What is known on the day, as recorded by the moment (None: now), of the accounts asked for (None: all)?

    Of the first `limit` accounts whose id comes after this one.
    """
    ...


@read_query
def account_page(
    graph: Graph, *, after_name: str | None, after_id: str | None, owner: str | None, as_of: date, limit: int
) -> list[AccountBrief]:
    """Which accounts follow, in the order of names, the one named (None: from the first)?"""
    ...


@read_query
def departments(graph: Graph, *, account_id: str, as_of: date) -> list[DepartmentOut]:
    """Which departments does this account have on the day?"""
    ...


@read_query
def places(graph: Graph, *, account_id: str) -> list[PlaceRecord]:
    """Where on the map of this account did somebody put each of its key people?"""
    ...


@write_query
def keep_places(graph: Graph, *, account_id: str, places: Sequence[Mapping[str, Any]]) -> None:
    """Keep where on the map of this account these people stand."""
    ...


@write_query
def forget_places(graph: Graph, *, account_id: str) -> None:
    """Forget where on the map of this account anybody stands."""
    ...


@read_query
def any_account(graph: Graph) -> list[FoundRecord]:
    """Is there any account?"""
    ...
