"""accounts.csv: the key accounts."""

from collections.abc import Sequence

from app.graph import Graph, read_query, write_query
from graph_models.fields import Id, Name
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import Parameters, Row, Table, undated


class AccountRow(Row):
    """A key account."""

    id: Id
    name: Name
    industry: Name | None = None
    region: Name | None = None
    city_tier: Name | None = None
    currency: Name | None = None


@write_query
def merge_accounts(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store accounts."""
    ...


@read_query
def stored_accounts(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these accounts, of this one, or of all of them?"""
    ...


@write_query
def remove_accounts(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove an account unless others refer to it: what does?"""
    ...


TABLE = Table(
    "accounts.csv",
    AccountRow,
    merge_accounts,
    undated(stored_accounts),
    remove_accounts,
    label="Account",
    required=True,
)
