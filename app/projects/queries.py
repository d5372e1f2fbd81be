"""Questions about projects."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.graph import Graph, read_query, write_query
from graph_models.records import (
    HistoriesRecord,
    IdRecord,
    ProjectRecord,
    StartRecord,
)


@read_query
def between(graph: Graph, *, account_ids: Sequence[str], first: date, last: date) -> list[ProjectRecord]:
    """Which projects of these accounts began or ended between the two days?"""
    ...


@read_query
def histories(
    graph: Graph, *, account_ids: Sequence[str], as_of: date, today: date, horizon: date
) -> list[HistoriesRecord]:
    """What is known as of the day of the projects of these accounts, and with what are they compared? One row."""
    ...


@read_query
def starts(graph: Graph, *, as_of: date) -> list[StartRecord]:
    """When did projects of each type start, at every account?"""
    ...


@write_query
def keep_pooled_gaps(graph: Graph, *, rows: Sequence[Mapping[str, Any]], as_of: date) -> None:
    """Keep these gaps in place of all that was known of them before."""
    ...


@write_query
def refuse(
    graph: Graph,
    *,
    id: str,  # noqa: A002  (the name of the property)
    account_id: str,
    project_type_id: str,
    after: date | None,
    project_id: str | None,
    until: date,
    reason: str,
    refused_on: date,
    user_id: str | None,
) -> None:
    """Remember that the proposal after this occurrence was refused, why, and by whom."""
    ...


@write_query
def take_back_refusal(graph: Graph, *, id: str) -> None:  # noqa: A002  (the name of the property)
    """Forget that the proposal was refused."""
    ...


@read_query
def refusal_account(graph: Graph, *, id: str) -> list[IdRecord]:  # noqa: A002  (the name of the property)
    """At which account was the proposal that was refused so?"""
    ...
