"""acquaintances.csv: which of our people know which key people."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, read_query, write_query
from graph_models.fields import Id, Reference, Share
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import OnDay, Parameters, Row, Table


class AcquaintanceRow(Row):
    """One of ours knows one of theirs."""

    links: ClassVar[frozenset[str]] = frozenset({"user_id", "person_id"})

    user_id: Annotated[Id, Reference("User")]
    person_id: Annotated[Id, Reference("Person")]
    strength: Share | None = None


@write_query
def merge_acquaintances(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store which of ours know which of theirs."""
    ...


@read_query
def stored_acquaintances(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these acquaintances of ours, or of all those with the account's people?"""
    ...


@write_query
def remove_acquaintances(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove an acquaintance; nothing refers to one."""
    ...


TABLE = Table(
    "acquaintances.csv",
    AcquaintanceRow,
    merge_acquaintances,
    stored_acquaintances,
    remove_acquaintances,
    key=("user_id", "person_id"),
)
