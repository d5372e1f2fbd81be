"""What every edit does beside its own: it keeps others out meanwhile, and leaves a receipt."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.graph import Graph, write_query
from graph_models.records import ReceiptRecord


@write_query
def hold_accounts(graph: Graph, *, account_ids: Sequence[str]) -> None:
    """Let nobody else edit these accounts until the transaction ends."""
    ...


@write_query
def hold_reference_data(graph: Graph) -> None:
    """Let nobody else edit what belongs to no account, or add under an id of their choice, meanwhile."""
    ...


@write_query
def hold_referenced(graph: Graph, *, ids: Mapping[str, Sequence[str]]) -> None:
    """Let nobody remove these, by label, until the transaction ends; what is of an account is held with that."""
    ...


@write_query
def begin_receipt(graph: Graph, *, id: str, fingerprint: str, expires_at: datetime) -> list[ReceiptRecord]:  # noqa: A002
    """Begin a write, or learn what it answered when it was done before."""
    ...


@write_query
def keep_receipt(graph: Graph, *, id: str, answer: str, account_ids: Sequence[str]) -> None:  # noqa: A002
    """Note what a write answers."""
    ...
