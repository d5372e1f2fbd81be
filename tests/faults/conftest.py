"""The service on the tests' database, filled anew for each test, and those who write."""

from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.copies import begin_with
from tests.faults.seed import fill
from tests.faults.service import Service, serving
from tests.neo4j_server import Server

Headers = Mapping[str, str]


@pytest.fixture(scope="module")
def service(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """The service, in a process of its own."""
    with serving(neo4j_server, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture
def seeded(graph: Graph, tmp_path: Path) -> Graph:
    """The graph of `tests.faults.seed`."""
    begin_with(graph, "faults", lambda: fill(graph, tmp_path / "seed"))
    return graph


@pytest.fixture
def as_(seeded: Graph) -> Callable[..., dict[str, str]]:
    """The headers of a user's request, or of an administrator's without one; more headers by their names."""

    def headers(user_id: str | None = None, *, key: str | None = None, etag: str | None = None) -> dict[str, str]:
        shown = bearer(seeded, user_id, None if user_id else UserRole.ADMIN)
        return shown | ({"Idempotency-Key": key} if key else {}) | ({"If-Match": etag} if etag else {})

    return headers
