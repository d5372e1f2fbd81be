"""users.csv: our people, their teams and managers."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, read_query, write_query
from graph_models.fields import Amount, Id, Name, Reference, closed_list
from graph_models.records import ReferringRecord, StoredRow
from graph_models.vocabulary import UserRole
from loaders.table import Parameters, Row, Table, undated


class UserRow(Row):
    """One of our people."""

    links: ClassVar[frozenset[str]] = frozenset({"team", "manager_id"})

    id: Id
    name: Name
    email: Name | None = None
    role: Annotated[UserRole, closed_list(UserRole)] | None = None
    team: Name | None = None
    manager_id: Annotated[Id | None, Reference("User")] = None
    quota: Amount | None = None
    currency: Name | None = None


@write_query
def merge_users(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store our people with their team and manager."""
    ...


@read_query
def stored_users(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these of our people, or of all of them?"""
    ...


@write_query
def remove_users(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove one of our people, and the team that nobody else is in, unless others refer to them: what does?"""
    ...


TABLE = Table("users.csv", UserRow, merge_users, undated(stored_users), remove_users, label="User", parent="manager_id")
