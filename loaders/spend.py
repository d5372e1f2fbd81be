"""spend.csv: what an account is expected to spend in a fiscal year, in total or by project type."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, read_query, write_query
from graph_models.fields import Amount, Id, Name, Reference, Year
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import OnDay, Parameters, Row, Table


class SpendRow(Row):
    """A row without a project type is the year's total."""

    links: ClassVar[frozenset[str]] = frozenset({"account_id", "project_type_id"})

    account_id: Annotated[Id, Reference("Account")]
    fiscal_year: Year
    amount: Amount
    currency: Name | None = None
    project_type_id: Annotated[Id | None, Reference("ProjectType")] = None

    def parameters(self) -> Parameters:
        """With an id made of the row's key, in a form that no two keys share."""
        parts = (self.account_id, str(self.fiscal_year), self.project_type_id or "")
        return {**super().parameters(), "id": "/".join(part.replace("/", "//") for part in parts)}


@write_query
def merge_spend(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store expected spend."""
    ...


@read_query
def stored_spend(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of this expected spend, or of all that of the account?"""
    ...


@write_query
def remove_spend(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove an expected spend; nothing refers to one."""
    ...


TABLE = Table(
    "spend.csv", SpendRow, merge_spend, stored_spend, remove_spend, key=("account_id", "fiscal_year", "project_type_id")
)
