"""users.csv: our people, their teams and managers."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, write_query
from graph_models.fields import Amount, Id, Name, Reference, closed_list
from graph_models.vocabulary import UserRole
from loaders.table import Parameters, Row, Table


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


TABLE = Table("users.csv", UserRow, merge_users, label="User", parent="manager_id")
