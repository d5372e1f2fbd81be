"""The service on the graph of the demo, made once for the tests of a file: they leave what they add to each other."""

from datetime import date
from typing import NamedTuple

import pytest
from fastapi import FastAPI

from app.analytics.constants import Constants
from app.attitudes.stance_labels import derive_stance_labels
from app.demo.data import write_demo_folder
from app.graph import Graph
from app.main import create_app
from app.settings import LOCAL_HOSTS
from app.store.queries import dedicate, wipe_if_ours
from graph_models.vocabulary import UserRole
from loaders.load import load
from tests.access.tokens import bearer
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
    folder = tmp_path_factory.mktemp("demo")
    write_demo_folder(folder, date.today())
    assert not load(connection, [folder]).defects
    dedicate(connection, purpose="tests", loaded_on=date.today())
    derive_stance_labels(connection, Constants(), date.today())

    def connect() -> Graph:
        return Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password)

    app = create_app(connect, Constants(), {*LOCAL_HOSTS, "testserver"})  # as Schemathesis calls it
    return Service(app, connection, bearer(connection, role=UserRole.ADMIN))
