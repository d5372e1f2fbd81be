"""A small graph, and the service on it."""

from collections.abc import Generator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.graph import Graph
from tests.access.world import service
from tests.loaders.everything import begin_with_everything
from tests.neo4j_server import Server


@pytest.fixture
def filled(graph: Graph, tmp_path: Path) -> Graph:
    """Every kind of row: account a1, which li owns and chen manages, and a2, which nobody serves."""
    begin_with_everything(graph, tmp_path)
    return graph


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on the tests' database."""
    with service(neo4j_server) as client:
        yield client
