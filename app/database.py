"""Which Neo4j does this process use? The one that NEO4J_URI names, otherwise the embedded server."""

from app.graph import Graph
from app.local_neo4j import LocalNeo4j
from app.settings import Settings


def open_graph(settings: Settings, local: LocalNeo4j | None = None) -> Graph:
    """Connect to the configured database; the embedded server is started if it is down, and left running.

    Args:
        settings: where the database is.
        local: another embedded server than that of the data directory.

    Raises:
        Unavailable: there is no database to be had; the message says what to do.
        Conflict: the data directory holds something that Winover did not make.
    """
    if settings.neo4j_uri:
        password = settings.neo4j_password.get_secret_value()
        return Graph.connect(settings.neo4j_uri, settings.neo4j_username, password, settings.neo4j_database)
    server = local or embedded(settings)
    status = server.start()
    return Graph.connect(status.uri or "", status.username, server.password)


def embedded(settings: Settings, store: str = "default") -> LocalNeo4j:
    """The embedded server of one store in the data directory."""
    return LocalNeo4j(settings.data_dir / store, settings.cache_dir)
