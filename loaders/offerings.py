"""offerings.csv: what we sell, and which project types it fits."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, read_query, write_query
from graph_models.fields import Id, Ids, Name, Reference
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import Parameters, Row, Table, undated


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


@read_query
def stored_offerings(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these offerings, or of all of them?"""
    ...


@write_query
def remove_offerings(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove an offering; nothing refers to one."""
    ...


TABLE = Table("offerings.csv", OfferingRow, merge_offerings, undated(stored_offerings), remove_offerings)
