"""Calendar programs subscribe by a secret link, which can be revoked."""

# pyright: reportUnknownMemberType=false

from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from app.graph import Graph
from graph_models.vocabulary import UserRole
from loaders.load import load
from tests.access.tokens import bearer
from tests.access.world import service
from tests.loaders.folders import write
from tests.neo4j_server import Server
from tests.projects.conftest import FILES


@pytest.fixture
def recurring(graph: Graph, tmp_path: Path) -> Graph:
    """Two accounts whose projects recur."""
    assert load(graph, [write(tmp_path / "files", FILES)]).defects == []
    return graph


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on the tests' database."""
    del connection
    with service(neo4j_server) as client:
        yield client


def link(api: TestClient, headers: dict[str, str], **body: Any) -> dict[str, Any]:  # noqa: ANN401
    made = api.post("/api/calendar-links", json=body, headers=headers)
    assert made.status_code == 201, made.text
    return made.json() | {"path": urlsplit(made.json()["url"]).path}


def events(text: bytes) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_what_the_feed_holds(api: TestClient, recurring: Graph) -> None:
    """The same as the calendar of who made the link: whole days, each under a name that stays."""
    li = bearer(recurring, "li")
    path = link(api, li, name="phone")["path"]
    answer = api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    entries = api.get("/api/calendar", params={"owner": "li"}, headers=li).json()["entries"]
    found = events(answer.content)
    assert len(found) == len(entries) == 4
    for event, entry in zip(found, entries, strict=True):
        assert event.start.isoformat() == entry["from"]
        assert isinstance(event.start, date)
        assert (event.end - date.fromisoformat(entry["to"])).days == 1
        assert "Anshan Water" in event["summary"]
        assert entry["text"] in event["description"]
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == 4
    assert [str(event["uid"]) for event in events(api.get(path).content)] == uids
    assert Calendar.from_ical(answer.content)["x-wr-calname"] == "Winover: Li"


def test_each_sees_their_own(api: TestClient, recurring: Graph) -> None:
    """A rep the accounts that they own, an administrator of nobody all."""
    names = {
        who: {str(event["summary"]).split("(")[-1] for event in events(api.get(link(api, headers)["path"]).content)}
        for who, headers in {
            "li": bearer(recurring, "li"), "far": bearer(recurring, "far"),
            "admin": bearer(recurring, role=UserRole.ADMIN),
        }.items()
    }  # fmt: skip
    assert names == {
        "li": {"Anshan Water)"}, "far": {"Benxi Water)"}, "admin": {"Anshan Water)", "Benxi Water)"},
    }  # fmt: skip


def test_a_link_ends(api: TestClient, recurring: Graph) -> None:
    """Revoked like a token, it is not found; whoever no longer owns the account sees it no more."""
    li = bearer(recurring, "li")
    made = link(api, li)
    assert ("calendar", made["id"]) in [
        (one["kind"], one["id"]) for one in api.get("/api/tokens", headers=li).json()["items"]
    ]
    assert api.delete(f"/api/tokens/{made['id']}", headers=bearer(recurring, "far")).status_code == 404
    assert api.get(made["path"]).status_code == 200
    recurring.driver.execute_query("MATCH (:User {id: 'li'})-[s:SERVES]->() DELETE s")
    assert events(api.get(made["path"]).content) == []
    assert api.delete(f"/api/tokens/{made['id']}", headers=li).status_code == 204
    gone = api.get(made["path"])
    assert (gone.status_code, gone.headers["content-type"]) == (404, "application/problem+json")
    assert api.get("/calendar/winover_nothing.ics").status_code == 404


def test_a_link_opens_nothing_else(api: TestClient, recurring: Graph) -> None:
    """It is no token of an app, and a token is no link."""
    li = bearer(recurring, "li")
    secret = link(api, li)["path"].removeprefix("/calendar/").removesuffix(".ics")
    assert api.get("/api/accounts", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    token = li["Authorization"].removeprefix("Bearer ")
    assert api.get(f"/calendar/{token}.ics").status_code == 404


def test_who_may_make_one(api: TestClient, recurring: Graph) -> None:
    for headers, status in (
        ({}, 401), (bearer(recurring, "li", read_only=True), 403), (bearer(recurring, "li", account_ids=["a"]), 403),
    ):  # fmt: skip
        assert api.post("/api/calendar-links", json={}, headers=headers).status_code == status
    li = bearer(recurring, "li")
    for body in ({"expires_in_days": 0}, {"expires_in_days": 10_000}, {"name": ""}, {"other": 1}):
        assert api.post("/api/calendar-links", json=body, headers=li).status_code == 422


def test_texts_of_the_data_break_no_line(api: TestClient, recurring: Graph) -> None:
    """Names with commas, line breaks and what looks like a property stay texts."""
    recurring.driver.execute_query("MATCH (a:Account {id: 'a'}) SET a.name = 'A, B; \\\\ \nEND:VEVENT\r\nX-EVIL:1'")
    answer = api.get(link(api, bearer(recurring, "li"))["path"])
    found = events(answer.content)
    assert len(found) == 4
    assert all("X-EVIL" not in event for event in found)
    assert all("A, B; \\" in str(event["summary"]) for event in found)
