"""vendors.csv: who wins projects; one of them is us."""

from collections.abc import Sequence

from app.graph import Graph, write_query
from graph_models.fields import Flag, Id, Name
from loaders.table import Parameters, Row, Table


class VendorRow(Row):
    """A vendor."""

    id: Id
    name: Name
    is_us: Flag


@write_query
def merge_vendors(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store vendors."""
    ...


TABLE = Table("vendors.csv", VendorRow, merge_vendors, label="Vendor")
