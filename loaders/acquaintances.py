"""acquaintances.csv: which of our people know which key people."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.graph import Graph, write_query
from graph_models.fields import Id, Reference, Share
from loaders.table import Parameters, Row, Table


class AcquaintanceRow(Row):
    """One of ours knows one of theirs."""

    links: ClassVar[frozenset[str]] = frozenset({"user_id", "person_id"})

    user_id: Annotated[Id, Reference("User")]
    person_id: Annotated[Id, Reference("Person")]
    strength: Share | None = None


@write_query
def merge_acquaintances(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store which of ours know which of theirs."""
    ...


TABLE = Table("acquaintances.csv", AcquaintanceRow, merge_acquaintances, key=("user_id", "person_id"))
