"""coverage.csv: which of our people serve which account."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from app.graph import Graph, read_query, write_query
from graph_models.fields import Day, Id, Reference, closed_list
from graph_models.records import ReferringRecord, StoredRow
from graph_models.vocabulary import CoverageRole
from loaders.table import OnDay, Parameters, Row, Table, check_order


class CoverageRow(Row):
    """A time in which one of our people serves an account; another time is another row."""

    links: ClassVar[frozenset[str]] = frozenset({"user_id", "account_id", "role", "from_"})

    user_id: Annotated[Id, Reference("User")]
    account_id: Annotated[Id, Reference("Account")]
    role: Annotated[CoverageRole, closed_list(CoverageRole)]
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        check_order(self.from_, self.to, "to", "from")
        return self


@write_query
def merge_coverage(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store who serves which account."""
    ...


@read_query
def stored_coverage(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these times of service, or of all those for the account?"""
    ...


@write_query
def remove_coverage(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a time of service; nothing refers to one."""
    ...


TABLE = Table(
    "coverage.csv",
    CoverageRow,
    merge_coverage,
    stored_coverage,
    remove_coverage,
    key=("user_id", "account_id", "role", "from_"),
)
