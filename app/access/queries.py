"""Questions about tokens and whom they act for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.graph import Graph, read_query, write_query
from graph_models.access import AskerRecord, TokenRecord
from graph_models.records import DeletedRecord, IdRecord


@read_query
def asker(graph: Graph, *, hash: str, kind: str, today: date) -> list[AskerRecord]:  # noqa: A002  (the column's name)
    """Whom does this token act for, in which role, and which accounts do they and those below them serve today?"""
    ...


@write_query
def create_token(graph: Graph, *, id: str, properties: Mapping[str, Any]) -> None:  # noqa: A002
    """Store a token."""
    ...


@write_query
def start_session(graph: Graph, *, link_hash: str, hash: str, expires_at: datetime) -> list[IdRecord]:  # noqa: A002
    """Turn a one-time link into a session, once; none: it was used, or has expired."""
    ...


@read_query
def user_of_claim(graph: Graph, *, email: str | None, id: str | None) -> list[IdRecord]:  # noqa: A002
    """Who of ours has this e-mail address, in any case, or this id? Two, if several share the address."""
    ...


@write_query
def touch_token(graph: Graph, *, id: str) -> None:  # noqa: A002
    """Note that a token was used."""
    ...


@read_query
def tokens(
    graph: Graph, *, user_id: str | None, everybody: bool, kinds: Sequence[str], after: str | None, limit: int
) -> list[TokenRecord]:
    """Which tokens act for this user, or for everybody?"""
    ...


@write_query
def revoke_token(graph: Graph, *, id: str, user_id: str | None, everybody: bool) -> list[DeletedRecord]:  # noqa: A002
    """Forget a token of this user, or of anybody's."""
    ...


@write_query
def end_session(graph: Graph, *, hash: str) -> list[DeletedRecord]:  # noqa: A002
    """Sign one browser out."""
    ...


@write_query
def end_sessions(graph: Graph, *, user_id: str | None) -> list[DeletedRecord]:
    """Sign a user out everywhere."""
    ...


@write_query
def forget_expired(graph: Graph) -> list[DeletedRecord]:
    """Forget the tokens and receipts that are past their time."""
    ...
