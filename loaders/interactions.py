"""interactions.csv: contacts between our people and theirs."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, read_query, write_query
from graph_models.fields import Id, Ids, Moment, Name, Note, Reference
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import OnDay, Parameters, Row, Table


class InteractionRow(Row):
    """A dated contact and who took part in it."""

    links: ClassVar[frozenset[str]] = frozenset({"user_ids", "person_ids"})

    id: Id
    at: Moment
    channel: Name
    summary: Note | None = None
    user_ids: Annotated[Ids, Reference("User")]
    person_ids: Annotated[Ids, Reference("Person")]


@write_query
def merge_interactions(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store contacts with those who took part."""
    ...


@read_query
def stored_interactions(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these contacts, or of all those with the account's people?"""
    ...


@write_query
def remove_interactions(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a contact; nothing refers to one."""
    ...


TABLE = Table("interactions.csv", InteractionRow, merge_interactions, stored_interactions, remove_interactions)
