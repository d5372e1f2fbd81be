"""A small graph, and the service on it."""

from collections.abc import Generator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.analytics.constants import Constants
from app.graph import Graph
from app.main import create_app
from loaders.load import load
from tests.loaders.folders import EVERYTHING, write
from tests.neo4j_server import Server


@pytest.fixture
def filled(graph: Graph, tmp_path: Path) -> Graph:
    """Every kind of row: account a1, which li owns and chen manages, and a2, which nobody serves."""
    assert not load(graph, [write(tmp_path, EVERYTHING)]).defects
    return graph


@pytest.fixture
def api(filled: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on that graph."""

    def connect() -> Graph:
        return Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password)

    with TestClient(create_app(connect, Constants()), base_url="http://localhost") as client:
        yield client
