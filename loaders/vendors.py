"""vendors.csv: who wins projects; one of them is us."""

from collections.abc import Sequence

from app.graph import Graph, read_query, write_query
from graph_models.fields import Flag, Id, Name
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import Parameters, Row, Table, undated


class VendorRow(Row):
    """A vendor."""

    id: Id
    name: Name
    is_us: Flag


@write_query
def merge_vendors(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store vendors."""
    ...


@read_query
def stored_vendors(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these vendors, or of all of them?"""
    ...


@write_query
def remove_vendors(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a vendor unless others refer to it: what does?"""
    ...


TABLE = Table("vendors.csv", VendorRow, merge_vendors, undated(stored_vendors), remove_vendors, label="Vendor")
