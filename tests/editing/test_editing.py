"""Everything that can be loaded can be edited over HTTP, under the loaders' checks."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.editing.resources import RESOURCES, Writers
from app.graph import Graph
from graph_models.vocabulary import UserRole
from loaders.load import TABLES
from tests.access.tokens import bearer
from tests.loaders.folders import everything

# For each resource: a row to add, a column to change, and what it is changed to.
ROWS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "accounts": ({"name": "New", "region": "North"}, "region", None),
    "spend": ({"account_id": "a1", "fiscal_year": 2030, "project_type_id": "t2", "amount": 5}, "amount", 6.5),
    "departments": ({"account_id": "a1", "name": "New", "parent_id": "d1", "from": "2026-01-01"}, "from", None),
    "people": (
        {"account_id": "a1", "name": "New", "title": "Head", "veto": True, "veto_types": ["t1"]}, "title", "Chief",
    ),
    "relations": (
        {"from_person_id": "wang", "to_person_id": "xu", "kind": "influences", "strength": 1}, "strength", 0.5,
    ),
    "projects": (
        {"account_id": "a1", "project_type_id": "t1", "name": "New", "started_on": "2026-01-01"}, "budget", 10.0,
    ),
    "participants": ({"project_id": "c2", "person_id": "wang"}, "buying_role", "user"),
    "opportunities": ({"account_id": "a1", "name": "New", "amount": 1, "user_id": "li"}, "user_id", "chen"),
    "interactions": (
        {"at": "2026-01-01T10:00:00Z", "channel": "call", "user_ids": ["li"], "person_ids": ["wang"]},
        "person_ids", ["liu", "wang"],
    ),
    "acquaintances": ({"user_id": "li", "person_id": "xu"}, "strength", 0.1),
    "coverage": ({"user_id": "chen", "account_id": "a1", "role": "owner"}, "to", "2030-01-01"),
    "users": ({"name": "New", "team": "North", "manager_id": "li"}, "manager_id", "chen"),
    "project-types": ({"name": "New"}, "name", "Newer"),
    "offerings": ({"name": "New", "project_type_ids": ["t1"]}, "project_type_ids", ["t1", "t2"]),
    "vendors": ({"name": "New", "is_us": False}, "name", "Newer"),
}  # fmt: skip


def test_every_table_is_a_resource() -> None:
    """A table more is a resource more; statements are recorded and not edited."""
    assert {resource.table.file for resource in RESOURCES} == {table.file for table in TABLES} - {"assessments.csv"}
    assert set(ROWS) == {resource.name for resource in RESOURCES}


def test_rows_from_their_creation_to_their_removal(api: TestClient, filled: Graph, subtests: pytest.Subtests) -> None:
    """Added, read, listed, changed under its version, and removed again as if it had never been."""
    admin = bearer(filled, role=UserRole.ADMIN)
    for name in ROWS:
        with subtests.test(name):
            _live_through(api, filled, name, admin)


def _live_through(api: TestClient, filled: Graph, name: str, admin: dict[str, str]) -> None:
    row, column, value = ROWS[name]
    before = _rows(filled)
    made = api.post(f"/api/{name}", json=row, headers=admin)
    assert made.status_code == 201, made.text
    address, version = made.headers["location"], made.headers["etag"]
    assert made.json()["etag"] == version
    assert {key: made.json()[key] for key in row} == row
    if name not in ("accounts", "people"):
        assert api.get(address, headers=admin).json() == made.json()
        about = {"account_id": "a1"} if "account_id" in _parameters(api, f"/api/{name}") else {}
        assert made.json() in _all(api, f"/api/{name}", about, admin)
    assert api.get(address, headers=admin).headers["etag"] == version

    unversioned = api.patch(address, json={column: value}, headers=admin)
    assert unversioned.status_code == 428
    changed = api.patch(address, json={column: value}, headers=admin | {"If-Match": version})
    assert changed.json() == made.json() | {column: value, "etag": changed.headers["etag"]}
    assert changed.headers["etag"] != version
    stale = {"If-Match": version}
    assert api.patch(address, json={column: row.get(column)}, headers=admin | stale).status_code == 412
    assert api.delete(address, headers=admin | stale).status_code == 412
    assert api.delete(address, headers=admin).status_code == 428
    removed = api.delete(address, headers=admin | {"If-Match": changed.headers["etag"]})
    assert (removed.status_code, removed.content) == (204, b"")
    assert api.get(address, headers=admin).status_code == 404
    assert _rows(filled) == before


def test_rows_of_a_day(api: TestClient, filled: Graph) -> None:
    """With a day only what held on it, by list and by key; without one everything that is stored."""
    admin = bearer(filled, role=UserRole.ADMIN)
    row = {"account_id": "a1", "name": "New", "from": "2026-03-01", "to": "2026-04-30"}
    address = api.post("/api/departments", json=row, headers=admin).headers["location"]
    for day, there in {
        None: True,
        "2026-02-28": False,
        "2026-03-01": True,
        "2026-04-30": True,
        "2026-05-01": False,
    }.items():
        asked = {"known_at": "2020-01-01T00:00:00Z"} | ({} if day is None else {"as_of": day})
        assert api.get(address, params=asked, headers=admin).status_code == (200 if there else 404)
        rows = _all(api, "/api/departments", {"account_id": "a1", **asked}, admin)
        assert ("New" in [found["name"] for found in rows]) == there
    assert api.get(address, params={"as_of": "yesterday"}, headers=admin).status_code == 422


WRITERS = {
    Writers.TEAM: {"rep": True, "manager": True, "analyst": False},
    Writers.MANAGERS: {"rep": False, "manager": True, "analyst": False},
    Writers.ADMINISTRATORS: {"rep": False, "manager": False, "analyst": False},
}


def test_who_writes(api: TestClient, filled: Graph, subtests: pytest.Subtests) -> None:
    """The account team, managers of it, or administrators."""
    askers = {
        "rep": bearer(filled, "li"),
        "manager": bearer(filled, "chen"),
        "analyst": bearer(filled, role=UserRole.ANALYST),  # acts for nobody, who could own an account
    }
    for resource in RESOURCES:
        row = ROWS[resource.name][0]
        for role, may in WRITERS[resource.writers].items():
            with subtests.test(resource.name, role=role):
                before = _rows(filled)
                answer = api.post(f"/api/{resource.name}", json=row, headers=askers[role])
                if may:
                    # Where the key is not an id, the row that the first of them added is there already.
                    assert answer.status_code == 201
                else:
                    assert answer.status_code == 403
                    assert _rows(filled) == before


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("departments", {"account_id": "a2"}, "account_id", "a2: unknown"),
    ("departments", {"account_id": "nowhere"}, "account_id", "nowhere: unknown"),
    ("departments", {"name": ""}, "name", "empty"),
    ("departments", {"to": "2000-01-01"}, "to", "before from"),
    ("departments", {"to": "soon"}, "to", "not a date; write it like 2026-03-31"),
    ("departments", {"colour": "red"}, "colour", "there is no such field"),
    ("people", {"department_id": "nowhere"}, "department_id", "nowhere: unknown"),
    ("people", {"veto": False}, "veto_types", "given although veto is not true"),
    ("people", {"reports_to": "nobody"}, "reports_to", "unknown"),
    ("relations", {"to_person_id": "wang"}, "to_person_id", "the same person as from_person_id"),
    ("relations", {"kind": "loves"}, "kind", "not one of influences, conflicts_with, knows"),
    ("projects", {"budget": -1}, "budget", "negative; amounts are 0 or more"),
    ("participants", {"person_id": "nobody"}, "person_id", "nobody: unknown"),
    ("opportunities", {"probability": 2}, "probability", "not between 0 and 1"),
    ("interactions", {"person_ids": ["wang", "nobody"]}, "person_ids", "nobody: unknown"),
    ("interactions", {"at": "noon"}, "at", "not a date or time"),
    ("spend", {"fiscal_year": 26}, "fiscal_year", "not a fiscal year; write it like 2026"),
]


def test_the_loaders_checks_and_reasons(api: TestClient, filled: Graph, subtests: pytest.Subtests) -> None:
    """What a file would be refused for, a request is refused for, and nothing is stored."""
    before, li = _rows(filled), bearer(filled, "li")
    for name, change, field, reason in REFUSED:
        with subtests.test(name, change=change):
            refused = api.post(f"/api/{name}", json=ROWS[name][0] | change, headers=li)
            assert refused.status_code == 422
            assert refused.headers["content-type"] == "application/problem+json"
            errors = [error["field"] for error in refused.json()["errors"] if error["reason"].startswith(reason)]
            assert field in errors
    assert _rows(filled) == before


REFUSED_CHANGES: list[tuple[str, dict[str, Any], str]] = [
    ("departments/d2", {"from": "2031-01-01"}, "to"),
    ("departments/d1", {"parent_id": "d2"}, "parent_id"),
    ("people/wang", {"reports_to": "xu"}, "reports_to"),
    ("people/wang", {"veto": False}, "veto_types"),
    ("people/wang", {"name": None}, "name"),
    ("people/wang", {"id": "other"}, "id"),
    ("people/wang", {"account_id": "a2"}, "account_id"),
    ("projects/c1", {"ended_on": "2020-01-01"}, "ended_on"),
]


def test_a_change_is_checked_against_what_is_stored(api: TestClient, filled: Graph, subtests: pytest.Subtests) -> None:
    """Rules over several columns hold for the whole row, not only for those that are sent."""
    before, li = _rows(filled), bearer(filled, "li") | {"If-Match": "*"}
    for address, change, field in REFUSED_CHANGES:
        with subtests.test(address, change=change):
            refused = api.patch(f"/api/{address}", json=change, headers=li)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert _rows(filled) == before


def test_only_what_is_sent_changes(api: TestClient, filled: Graph) -> None:
    """The other columns, and what hangs on the row, stay; null makes unknown."""
    li = bearer(filled, "li") | {"If-Match": "*"}
    before = api.patch("/api/people/wang", json={}, headers=li).json()
    after = api.patch("/api/people/wang", json={"title": "Chairman", "email": None}, headers=li).json()
    assert after | {"etag": None} == before | {"title": "Chairman", "email": None, "etag": None}
    moved = api.patch("/api/people/wang", json={"department_id": "d2", "works_to": "2040-01-01"}, headers=li).json()
    assert moved | {"etag": None} == after | {"department_id": "d2", "works_to": "2040-01-01", "etag": None}
    assert len(api.get("/api/people/wang/assessments", headers=li).json()["items"]) == 1


def test_history_is_ended_and_not_removed(api: TestClient, filled: Graph) -> None:
    """Who was assessed stays, and the answer says what to do instead."""
    li = bearer(filled, "li") | {"If-Match": "*"}
    before = _rows(filled)
    refused = api.delete("/api/people/wang", headers=li)
    assert refused.status_code == 409
    for words in ("assessments", "interactions", "works_to"):
        assert words in refused.json()["detail"]
    assert _rows(filled) == before
    ended = api.patch("/api/people/wang", json={"works_to": "2026-01-31"}, headers=li)
    assert ended.json()["works_to"] == "2026-01-31"
    assert "wang" not in [person["id"] for person in _all(api, "/api/people", {"account_id": "a1"}, li)]


def test_who_opens_an_account_owns_it(api: TestClient, filled: Graph) -> None:
    """So that it does not vanish from their sight; and one opened by mistake can be removed."""
    li = bearer(filled, "li")
    made = api.post("/api/accounts", json={"id": "a3", "name": "Third"}, headers=li)
    assert made.status_code == 201
    assert [owner["id"] for owner in api.get("/api/accounts/a3", headers=li).json()["owners"]] == ["li"]
    assert api.get("/api/accounts/a3", headers=bearer(filled, "chen")).status_code == 200
    assert api.delete("/api/accounts/a3", headers=li | {"If-Match": made.headers["etag"]}).status_code == 204
    assert api.get("/api/accounts/a3", headers=li).status_code == 404


def test_an_id_of_somebody_else_is_not_taken_over(api: TestClient, filled: Graph) -> None:
    """To create under the id of a row that one cannot see does not touch that row."""
    before = _rows(filled)
    li = bearer(filled, "li")
    for name, row in (
        ("accounts", {"id": "a2", "name": "Mine"}),
        ("accounts", {"id": "a2", "name": "Beihe Supply"}),
        ("opportunities", {"id": "o2", "account_id": "a1", "name": "Mine"}),
    ):
        assert api.post(f"/api/{name}", json=row, headers=li).status_code == 422
    assert _rows(filled) == before


def test_a_removed_user_is_locked_out(api: TestClient, filled: Graph) -> None:
    """Their tokens end with them."""
    admin = bearer(filled, role=UserRole.ADMIN)
    made = api.post("/api/users", json={"id": "guest", "name": "Guest"}, headers=admin)
    guest, as_admin = bearer(filled, "guest"), bearer(filled, "guest", UserRole.ADMIN)
    assert api.get("/api/session", headers=guest).json()["role"] == "rep"
    assert api.delete("/api/users/guest", headers=admin | {"If-Match": made.headers["etag"]}).status_code == 204
    assert api.get("/api/session", headers=guest).status_code == 401
    assert api.get("/api/session", headers=as_admin).status_code == 401


def _parameters(api: TestClient, path: str) -> set[str]:
    operation = api.get("/openapi.json").json()["paths"][path]["get"]
    return {parameter["name"] for parameter in operation["parameters"]}


def _all(api: TestClient, path: str, about: dict[str, str], headers: dict[str, str]) -> list[dict[str, Any]]:
    """Every item of a list, one a page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page: Response = api.get(
            path, params={**about, **cursor, "limit": 1} if path != "/api/people" else about, headers=headers
        )
        found += page.json()["items"]
        if not page.json()["next"]:
            return found
        cursor = {"cursor": page.json()["next"]}


def _rows(graph: Graph) -> Any:  # noqa: ANN401
    """The whole graph without what signing in and writing leave behind."""
    nodes, ties = everything(graph, "editedAt")
    return {node: n for node, n in nodes.items() if node[0] not in {"Token", "Receipt", "ReferenceData"}}, ties
