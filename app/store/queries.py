"""What this database is for, so that nothing is ever wiped that is not ours to wipe."""

from datetime import date

from app.errors import Conflict
from app.graph import Graph, read_query, write_query
from graph_models.records import DeletedRecord, StoreRecord


@read_query
def purpose(graph: Graph) -> list[StoreRecord]:
    """Is the database empty, and what is it for?"""
    ...


@write_query
def delete_some(graph: Graph) -> list[DeletedRecord]:
    """Delete some relationships or, once there are none, some nodes; how many were there?"""
    ...


@write_query
def dedicate(graph: Graph, *, purpose: str, loaded_on: date | None) -> None:
    """Say what the database is for, and for which day it was loaded."""
    ...


def wipe_if_ours(graph: Graph, ours: str) -> None:
    """Empty a database that is empty or carries our purpose, and dedicate it.

    Raises:
        Conflict: it holds anything else; nothing was touched.
    """
    store = purpose(graph)[0]
    if not store.empty and store.purpose != ours:
        msg = (
            f"the database holds data that was not loaded for {ours}, so it is left alone; "
            "give another with NEO4J_URI or WINOVER_DATA_DIR"
        )
        raise Conflict(msg)
    while delete_some(graph)[0].deleted:
        pass
    dedicate(graph, purpose=ours, loaded_on=None)
