"""A real Neo4j for the whole run, and an empty graph for each test that asks for one."""

import os
from collections.abc import Generator

import pytest
from neo4j.exceptions import ConstraintError

from app.graph import Graph
from app.store.queries import wipe_if_ours
from graph_models.nodes import NODES
from graph_models.relationships import RELATIONSHIPS
from tests.copies import begin_with
from tests.demo import load_demo
from tests.neo4j_server import Server, find_server
from tests.service import serving

# Every Java that a test starts, in whatever process: the compiler that makes the fastest code and collecting garbage in
# many threads take more than they give back, even to the server that lives as long as the tests.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# Each test empties the graph: to plan every query again, after ten seconds, because there is so much more or less in it
# takes longer than the queries themselves. Not for ever: plans for an empty graph are slow in a full one.
_KEEP_PLANS = {"dbms.cypher.min_replan_interval": "10m"}
_TRIES = 5


def pytest_xdist_auto_num_workers() -> int | None:
    """How many processes for `--numprocesses=auto`? One database that is given cannot be shared; else xdist decides."""
    return 0 if "TEST_NEO4J_URI" in os.environ else None


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """The Neo4j of this run, or of this one of its processes."""
    with find_server(tmp_path_factory.mktemp("neo4j"), **_KEEP_PLANS) as server:
        yield server


@pytest.fixture(scope="session")
def connection(neo4j_server: Server) -> Generator[Graph]:
    """One driver for the whole run, on a database that is the tests' own."""
    with Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password) as graph:
        wipe_if_ours(graph, "tests")
        graph.apply_schema()
        _name_everything(graph)
        yield graph


def _name_everything(graph: Graph) -> None:
    """Let the database know every word of the model once: from then on it remarks on those that it has never heard."""
    for node in NODES:
        words = dict.fromkeys((field.alias for field in node.model_fields.values()), 0)
        query = "CREATE (n:$($label)) SET n = $words WITH n DELETE n"
        graph.driver.execute_query(query, label=node.__name__, words=words, database_=graph.database)
    for tie in RELATIONSHIPS:
        words = dict.fromkeys((field.alias for field in tie.model_fields.values()), 0)
        query = "CREATE (a:Store)-[r:$($kind)]->(b:Store) SET r = $words WITH a, r, b DELETE a, r, b"
        graph.driver.execute_query(query, kind=tie.rel_type, words=words, database_=graph.database)


@pytest.fixture
def graph(connection: Graph) -> Graph:
    """An empty graph."""
    for _ in range(_TRIES):
        try:
            wipe_if_ours(connection, "tests")
        except ConstraintError:  # what the page of a test before had asked for was still being written
            continue
        return connection
    raise AssertionError


@pytest.fixture
def demo_graph(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the demo, loaded for today."""
    begin_with(graph, "demo", lambda: load_demo(graph, tmp_path_factory.mktemp("demo")))
    return graph


@pytest.fixture(scope="session")
def app_url(neo4j_server: Server) -> Generator[str]:
    """Our service on the tests' database, in a thread of its own; its origin as Neo4j Browser must name it."""

    def connect() -> Graph:
        return Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password)

    with serving(connect) as origin:
        yield origin
