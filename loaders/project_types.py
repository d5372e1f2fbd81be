"""project_types.csv: the kinds of project that accounts run."""

from collections.abc import Sequence

from app.graph import Graph, read_query, write_query
from graph_models.fields import Id, Name
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import Parameters, Row, Table, undated


class ProjectTypeRow(Row):
    """A kind of project."""

    id: Id
    name: Name


@write_query
def merge_project_types(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store project types."""
    ...


@read_query
def stored_project_types(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these project types, or of all of them?"""
    ...


@write_query
def remove_project_types(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a project type unless others refer to it: what does?"""
    ...


TABLE = Table(
    "project_types.csv",
    ProjectTypeRow,
    merge_project_types,
    undated(stored_project_types),
    remove_project_types,
    label="ProjectType",
)
