"""offerings.csv: what we sell, and which project types it fits."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, write_query
from graph_models.fields import Id, Ids, Name, Reference
from loaders.table import Parameters, Row, Table


class OfferingRow(Row):
    """An offering of ours."""

    links: ClassVar[frozenset[str]] = frozenset({"project_type_ids"})

    id: Id
    name: Name
    project_type_ids: Annotated[Ids, Reference("ProjectType")]


@write_query
def merge_offerings(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store offerings with the project types that they fit."""
    ...


TABLE = Table("offerings.csv", OfferingRow, merge_offerings)
