"""The HTTP service, over HTTP, on a real graph: what it records and loads."""

from collections.abc import Generator
from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import token
from tests.access.world import service
from tests.neo4j_server import Server


@pytest.fixture(scope="module")
def anybody(connection: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on the tests' database."""
    with service(neo4j_server) as client:
        yield client


@pytest.fixture
def api(anybody: TestClient, demo_graph: Graph) -> TestClient:
    """The service on the demo graph, as an administrator asks it."""
    anybody.headers["Authorization"] = f"Bearer {token(demo_graph, role=UserRole.ADMIN)}"
    return anybody


def test_record_an_assessment(api: TestClient) -> None:
    """A recorded statement counts at once; sent again it is recorded once; its id with other content is refused."""
    body = {
        "id": "recorded-1", "user_id": "li", "observed_on": date.today().isoformat(), "closeness": "supporter",
        "solution_acceptance": 80, "price_acceptance": 90, "confidence": 1, "source": "own meeting",
    }  # fmt: skip
    before = api.get("/api/people/wang").json()
    created = api.post("/api/people/wang/assessments", json=body)
    assert created.status_code == 201
    assert created.json()["closeness"] == 75
    assert api.post("/api/people/wang/assessments", json=body).json() == created.json()
    assert api.post("/api/people/wang/assessments", json=body | {"closeness": 10}).status_code == 422
    statements = api.get("/api/people/wang/assessments", params={"limit": 1}).json()
    assert statements["items"][0]["id"] == "recorded-1"
    assert statements["next"]
    after = api.get("/api/people/wang").json()
    assert after["closeness"] > before["closeness"]
    moment = created.json()["recorded_at"]
    earlier = (date.fromisoformat(moment[:10]) - timedelta(days=1)).isoformat() + "T00:00:00Z"
    # The demo's statements without a moment of their own were recorded today as well.
    assert api.get("/api/people/wang", params={"known_at": earlier}).json()["closeness"] != after["closeness"]


def test_load_files(api: TestClient) -> None:
    """What the loader reports; a dry run stores nothing."""
    files = [
        ("files", ("accounts.csv", b"id,name\nnew,New\nbad,\n", "text/csv")),
        ("files", ("people.csv", b"id,account_id,name\nnew-1,new,Somebody\n", "text/csv")),
    ]
    dry = api.post("/api/imports", params={"dry_run": True}, files=files).json()
    assert api.get("/api/accounts/new").status_code == 404
    wet = api.post("/api/imports", files=files).json()
    assert dry | {"dry_run": False} == wet
    assert wet["defect_count"] == 1
    assert wet["defects"][0] == {
        "file": "accounts.csv", "line": 3, "column": "name", "value": None, "reason": "empty, but it is required",
    }  # fmt: skip
    assert api.get("/api/accounts/new").json()["people"][0]["id"] == "new-1"
    assert api.post("/api/imports", files=[("files", ("notes.txt", b"x", "text/plain"))]).status_code == 422


def test_a_foreign_page_can_neither_read_nor_write(api: TestClient) -> None:
    """A name that is not ours (DNS rebinding) and a form of another site (request forgery) are refused."""
    assert api.get("/api/accounts", headers={"Host": "evil.example"}).status_code == 400
    files = [("files", ("accounts.csv", b"id,name\nx,X\n", "text/csv"))]
    refused = api.post("/api/imports", files=files, headers={"Origin": "http://evil.example"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert api.get("/api/accounts/x").status_code == 404
    assert api.post("/api/imports", files=files, headers={"Origin": "http://localhost:8000"}).status_code == 200


def test_an_id_may_hold_a_slash(api: TestClient) -> None:
    """Ids come from other systems."""
    files = [
        ("files", ("accounts.csv", b"id,name\na/b,AB\n", "text/csv")),
        ("files", ("people.csv", b"id,account_id,name\np/1,a/b,Somebody\n", "text/csv")),
    ]
    assert api.post("/api/imports", files=files).json()["defect_count"] == 0
    assert api.get("/api/accounts/a%2Fb").json()["people"][0]["id"] == "p/1"
    assert api.get("/api/people/p%2F1/assessments").json() == {"items": [], "next": None}
    what_if = api.post("/api/accounts/a%2Fb/what-if", json={"changes": [{"person_id": "p/1", "closeness": 50}]})
    assert what_if.status_code == 200


def test_what_is_recorded_later_is_not_known_now(api: TestClient) -> None:
    """`known_at` is now where it is left out: a moment that has not come tells nothing yet."""
    later = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
    line = f"future-1,qiu,{date.today().isoformat()},90,{later}\n"
    table = "id,person_id,observed_on,closeness,recorded_at\n" + line
    report = api.post("/api/imports", files=[("files", ("assessments.csv", table.encode(), "text/csv"))]).json()
    if report["defect_count"]:  # refused as being in the future: nothing to leave out
        assert report["defects"][0]["column"] == "recorded_at"
    assert api.get("/api/people/qiu").json()["closeness"] is None
    assert api.get("/api/people/qiu/assessments").json()["items"] == []
