"""The service on the graph of the demo, made once for the tests of a file: they leave what they add to each other."""

from typing import NamedTuple

import pytest
from fastapi import FastAPI

from app.analytics.constants import Constants
from app.graph import Graph
from app.main import create_app
from app.settings import LOCAL_HOSTS
from app.store.queries import wipe_if_ours
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.demo import load_demo
from tests.neo4j_server import Server


class Service(NamedTuple):
    """A service that is not started yet, and its graph."""

    app: FastAPI
    graph: Graph
    headers: dict[str, str]
    """An administrator asks."""


@pytest.fixture(scope="module")
def service(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The service on the graph of the demo."""
    wipe_if_ours(connection, "tests")
    load_demo(connection, tmp_path_factory.mktemp("demo"))

    def connect() -> Graph:
        return Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password)

    app = create_app(connect, Constants(), {*LOCAL_HOSTS, "testserver"})  # as Schemathesis calls it
    return Service(app, connection, bearer(connection, role=UserRole.ADMIN))
