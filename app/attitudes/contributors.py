"""Who stated something, as far as whoever asks may know."""

from app.attitudes.queries import contributors
from app.graph import Graph


def contributor_names(graph: Graph, account_id: str) -> dict[str, str]:
    """The names of those who stated something about the account's people, by id; empty outside the account team."""
    return {found.id: found.name for found in contributors(graph, account_ids=[account_id])}
