"""participants.csv: who took part in which project, in what role and with what powers in it."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, read_query, write_query
from graph_models.fields import Flag, Id, Reference, closed_list
from graph_models.records import ReferringRecord, StoredRow
from graph_models.vocabulary import BuyingRole
from loaders.table import OnDay, Parameters, Row, Table


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


@read_query
def stored_participants(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these parts in projects, or of all those in the account's projects or of its people?"""
    ...


@write_query
def remove_participants(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a part in a project; nothing refers to one."""
    ...


TABLE = Table(
    "participants.csv",
    ParticipantRow,
    merge_participants,
    stored_participants,
    remove_participants,
    key=("project_id", "person_id"),
)
