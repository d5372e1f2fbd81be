"""relations.csv: who influences, knows, or is in conflict with whom."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from app.graph import Graph, read_query, write_query
from graph_models.fields import Id, Reference, Share, closed_list, refuse
from graph_models.records import ReferringRecord, StoredRow
from graph_models.vocabulary import RelationKind
from loaders.table import OnDay, Parameters, Row, Table


class RelationRow(Row):
    """A tie between two key people, from the one who influences or knows."""

    links: ClassVar[frozenset[str]] = frozenset({"from_person_id", "to_person_id", "kind"})

    from_person_id: Annotated[Id, Reference("Person")]
    to_person_id: Annotated[Id, Reference("Person")]
    kind: Annotated[RelationKind, closed_list(RelationKind)]
    strength: Share | None = None

    @model_validator(mode="after")
    def _joins_two_people(self) -> Self:
        if self.from_person_id == self.to_person_id:
            raise refuse("the same person as from_person_id", "to_person_id")
        return self


@write_query
def merge_relations(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store ties between people."""
    ...


@read_query
def stored_relations(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these ties, or of all those of the account's people?"""
    ...


@write_query
def remove_relations(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a tie; nothing refers to one."""
    ...


TABLE = Table(
    "relations.csv",
    RelationRow,
    merge_relations,
    stored_relations,
    remove_relations,
    key=("from_person_id", "to_person_id", "kind"),
)
