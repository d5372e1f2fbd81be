"""The contract that every query keeps, and the one place that runs Cypher."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import gc
import importlib
import re
import socket
import struct
from threading import Thread
from typing import Any, cast

import pytest

import app.graph
from app.editing.queries import hold_accounts
from app.errors import Unavailable
from app.graph import CYPHER, QUERIES, Graph
from tests.neo4j_server import Server

importlib.import_module("app.cli")  # declares every query


def test_queries_keep_their_contract(demo_graph: Graph, subtests: pytest.Subtests) -> None:
    """Columns are the result model's fields, reads only read, and the database has nothing to remark."""
    for name, file in QUERIES.items():
        with subtests.test(name):
            assert re.match(r"// .*[?.]\n", file.text)
            with demo_graph.driver.session(notifications_min_severity="INFORMATION") as session:
                result = session.run(
                    cast("Any", f"EXPLAIN {file.text}"), dict.fromkeys((*file.parameters, *file.reach_parameters))
                )
                columns, summary = tuple(result.keys()), result.consume()
            assert columns == file.columns
            assert summary.query_type == (("rw" if file.columns else "w") if file.writes else "r")
            assert [status.status_description for status in summary.gql_status_objects if status.is_notification] == []
            used = set(re.findall(r"\$(\w+)", file.text))
            # Loaders' queries are all asked alike; those of tables without links have no use for the columns.
            assert used - set(file.reach_parameters) <= set(file.parameters) <= used | {"columns"}


def test_every_query_file_is_declared() -> None:
    """A query that nothing asks is dead."""
    files = {path.relative_to(CYPHER).with_suffix("").as_posix() for path in CYPHER.glob("*/*.cypher")}
    assert {name for name in files if not name.startswith("analyst/")} == set(QUERIES)


def test_a_transaction_that_takes_too_long_is_given_up(demo_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the database itself, so that it holds nothing; here it waits for somebody else's edit, which never ends."""
    monkeypatch.setattr(app.graph, "QUERY_SECONDS", 1.0)
    with demo_graph.driver.session() as session, session.begin_transaction() as somebody_else:
        somebody_else.run("MATCH (a:Account {id: 'lanjiang'}) SET a.editedAt = datetime()").consume()
        with pytest.raises(Unavailable, match="waiting for them took longer than 1 seconds"):
            demo_graph.write(lambda graph: hold_accounts(graph, account_ids=["lanjiang"]))
        with pytest.raises(Unavailable, match="took longer than 1 seconds"):
            hold_accounts(demo_graph, account_ids=["lanjiang"])


@pytest.mark.parametrize("uri", ["nonsense", "ftp://127.0.0.1:7474", "bolt://127.0.0.1:9", "bolt://no such host"])
def test_an_address_where_no_neo4j_is(uri: str) -> None:
    """One clear error, whatever is wrong with the address."""
    with pytest.raises(Unavailable, match=r"not a Neo4j address|does not answer"):
        Graph.connect(uri, "neo4j", "password")


def test_a_connection_that_breaks_right_after_the_handshake() -> None:
    """As when Neo4j is killed at that moment: mostly the driver lets the socket's own error pass. Several times, since
    it may also read what is not there before it finds out."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def agree_and_go() -> None:
            connection = listener.accept()[0]
            connection.recv(64)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
            connection.sendall(bytes((0, 0, 8, 5)))  # Bolt 5.8
            connection.close()

        for _ in range(5):
            server = Thread(target=agree_and_go)
            server.start()
            with pytest.raises(Unavailable, match="does not answer"):
                Graph.connect(f"bolt://127.0.0.1:{listener.getsockname()[1]}", "neo4j", "password")
            server.join()
    gc.collect()  # what the driver leaves behind is warned of here, not in some other test


def test_a_wrong_password(neo4j_server: Server) -> None:
    """It says so, and does not repeat the password."""
    with pytest.raises(Unavailable, match="NEO4J_PASSWORD") as caught:
        Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, "not-the-password")
    assert "not-the-password" not in caught.value.detail


def test_a_database_that_is_not_there(neo4j_server: Server) -> None:
    """The name is wrong, and the setting to look at is named."""
    with (
        Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password, "nowhere") as graph,
        pytest.raises(Unavailable, match="NEO4J_DATABASE"),
    ):
        graph.apply_schema()
