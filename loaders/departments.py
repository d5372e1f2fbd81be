"""departments.csv: the departments of the accounts."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from app.graph import Graph, read_query, write_query
from graph_models.fields import Day, Id, Name, Reference
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import OnDay, Parameters, Row, Table, check_order


class DepartmentRow(Row):
    """A department, perhaps part of another of the same account."""

    links: ClassVar[frozenset[str]] = frozenset({"account_id", "parent_id"})

    id: Id
    account_id: Annotated[Id, Reference("Account")]
    name: Name
    parent_id: Annotated[Id | None, Reference("Department", same_account=True)] = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        check_order(self.from_, self.to, "to", "from")
        return self


@write_query
def merge_departments(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store departments with the account and department that they are part of."""
    ...


@read_query
def stored_departments(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these departments, or of all those of the account?"""
    ...


@write_query
def remove_departments(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a department unless others refer to it: what does?"""
    ...


TABLE = Table(
    "departments.csv",
    DepartmentRow,
    merge_departments,
    stored_departments,
    remove_departments,
    label="Department",
    parent="parent_id",
)
