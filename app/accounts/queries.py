"""Questions about accounts."""

from collections.abc import Sequence
from datetime import date, datetime

from app.graph import Graph, read_query
from graph_models.details import AccountBrief, DepartmentOut
from graph_models.records import AccountFacts, FoundRecord

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
def any_account(graph: Graph) -> list[FoundRecord]:
    """Is there any account?"""
    ...
