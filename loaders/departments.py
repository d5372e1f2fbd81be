"""departments.csv: the departments of the accounts."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from app.graph import Graph, write_query
from graph_models.fields import Day, Id, Name, Reference
from loaders.table import Parameters, Row, Table, check_order


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


TABLE = Table("departments.csv", DepartmentRow, merge_departments, label="Department", parent="parent_id")
