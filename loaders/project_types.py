"""project_types.csv: the kinds of project that accounts run."""

from collections.abc import Sequence

from app.graph import Graph, write_query
from graph_models.fields import Id, Name
from loaders.table import Parameters, Row, Table


class ProjectTypeRow(Row):
    """A kind of project."""

    id: Id
    name: Name


@write_query
def merge_project_types(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store project types."""
    ...


TABLE = Table("project_types.csv", ProjectTypeRow, merge_project_types, label="ProjectType")
