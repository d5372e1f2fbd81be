"""A commit whose acknowledgement gets lost is answered all the same, and done once."""

from collections.abc import Callable, Generator
from typing import Any

import pytest

from app.graph import Graph
from tests.faults.proxy import Cut, CuttingProxy
from tests.faults.service import Service, serving
from tests.neo4j_server import Server

As = Callable[..., dict[str, str]]

STATEMENT = {"observed_on": "2025-06-01", "closeness": 60, "note": "mark"}
MEETING = {
    "at": "2025-06-01T10:00:00Z", "channel": "visit", "user_ids": ["u1"], "person_ids": ["p1-0"], "summary": "mark",
    "assessments": [{"person_id": "p1-0", "closeness": 60, "note": "mark"}],
}  # fmt: skip
STATED = "MATCH (:User)-[:STATED]->(s:Assessment {note: 'mark'})-[:ABOUT]->() RETURN count(*)"
MET = "MATCH (i:Interaction {summary: 'mark'}), (s:Assessment {note: 'mark'}) RETURN count(*)"

# For each kind of write: the request, whether it has a key, and the query that counts how often it stands.
WRITES: dict[str, tuple[str, str, Any, bool, str]] = {
    "under a key": ("POST", "/api/people/p1-0/assessments", STATEMENT, True, STATED),
    "under an id": ("POST", "/api/people/p1-0/assessments", {"id": "x", **STATEMENT}, False, STATED),
    "a meeting": ("POST", "/api/meetings", MEETING, True, MET),
    "a change": ("PATCH", "/api/opportunities/o1", {"amount": 7}, True,
                 "MATCH (o:Opportunity {id: 'o1', amount: 7}) RETURN count(*)"),
    "a correction": ("POST", "/api/assessments/s1/corrections", STATEMENT, True,
                     "MATCH ({note: 'mark'})-[:SUPERSEDES]->(:Assessment {id: 's1'}) RETURN count(*)"),
    "a removal": ("DELETE", "/api/opportunities/o5", None, True,
                  "RETURN 1 - COUNT { (:Opportunity {id: 'o5'}) } AS removed"),
}  # fmt: skip
DONE = {"PATCH": 200, "POST": 201, "DELETE": 204}


@pytest.fixture(scope="module")
def proxy(neo4j_server: Server) -> Generator[CuttingProxy]:
    """The service's way to the database."""
    proxy = CuttingProxy(neo4j_server.bolt_uri)
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def service(
    connection: Graph, neo4j_server: Server, proxy: CuttingProxy, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Service]:
    """The service behind the proxy."""
    with serving(neo4j_server._replace(bolt_uri=proxy.uri), tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.mark.parametrize("how", Cut)
@pytest.mark.parametrize("what", WRITES)
def test_a_commit_in_doubt_is_settled(
    service: Service, proxy: CuttingProxy, seeded: Graph, as_: As, *, what: str, how: Cut
) -> None:
    """The service finds out by itself whether the write was done, and answers as if nothing had been."""
    method, path, body, keyed, query = WRITES[what]
    headers = as_("u1", key="k" if keyed else None, etag="*")
    proxy.cut(how, 1)
    answer = service.client.request(method, path, json=body, headers=headers)
    assert (answer.status_code, proxy.cuts) == (DONE[method], 1), answer.text
    assert _stands(seeded, query) == 1
    again = service.ask(method, path, body, headers)
    assert (again.status_code, again.content) == (answer.status_code, answer.content)
    assert _stands(seeded, query) == 1


def test_a_write_without_a_key_is_done_once_too(service: Service, proxy: CuttingProxy, seeded: Graph, as_: As) -> None:
    """Whoever cannot send it again need not: the service keeps a key of its own meanwhile."""
    for how in Cut:
        proxy.cut(how, 1)
        body = {**STATEMENT, "note": how.name}
        answer = service.client.post("/api/people/p1-0/assessments", json=body, headers=as_("u1"))
        assert (answer.status_code, proxy.cuts) == (201, 1), answer.text
        assert _stands(seeded, f"MATCH (s:Assessment {{note: '{how.name}'}}) RETURN count(*)") == 1


@pytest.mark.parametrize("how", [Cut.BEFORE_COMMIT, Cut.BEFORE_ANSWER])
@pytest.mark.parametrize("what", WRITES)
def test_a_commit_that_stays_in_doubt(
    service: Service, proxy: CuttingProxy, seeded: Graph, as_: As, *, what: str, how: Cut
) -> None:
    """While no commit is acknowledged the answer is 503; sent again on a whole connection, it stands once."""
    method, path, body, keyed, query = WRITES[what]
    headers = as_("u1", key="k" if keyed else None, etag="*")
    proxy.cut(how, 1_000)
    try:
        answer = service.client.request(method, path, json=body, headers=headers)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), answer.text
        assert proxy.cuts > 1, "it was not tried again"
    finally:
        proxy.cut(how, 0)
    assert _stands(seeded, query) == (how is Cut.BEFORE_ANSWER)
    again = service.ask(method, path, body, headers)
    assert again.status_code == DONE[method], again.text
    assert _stands(seeded, query) == 1
    assert service.ask(method, path, body, headers).content == again.content


def _stands(graph: Graph, query: Any) -> int:  # noqa: ANN401
    return graph.driver.execute_query(query, database_=graph.database).records[0][0]
