"""accounts.csv: the key accounts."""

from collections.abc import Sequence

from app.graph import Graph, write_query
from graph_models.fields import Id, Name
from loaders.table import Parameters, Row, Table


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


TABLE = Table("accounts.csv", AccountRow, merge_accounts, label="Account", required=True)
