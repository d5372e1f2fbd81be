"""participants.csv: who took part in which project, in what role and with what powers in it."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, write_query
from graph_models.fields import Flag, Id, Reference, closed_list
from graph_models.vocabulary import BuyingRole
from loaders.table import Parameters, Row, Table


class ParticipantRow(Row):
    """A key person's part in a project."""

    links: ClassVar[frozenset[str]] = frozenset({"project_id", "person_id"})

    project_id: Annotated[Id, Reference("Project")]
    person_id: Annotated[Id, Reference("Person")]
    buying_role: Annotated[BuyingRole, closed_list(BuyingRole)] | None = None
    veto: Flag | None = None
    approve: Flag | None = None


@write_query
def merge_participants(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store who takes part in a project."""
    ...


TABLE = Table("participants.csv", ParticipantRow, merge_participants, key=("project_id", "person_id"))
