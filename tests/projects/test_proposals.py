"""Proposals are accepted as opportunities, or refused with a reason that is remembered; once, by the account team."""

from typing import Any

from fastapi.testclient import TestClient

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.projects.conftest import TODAY

Headers = dict[str, str]
CONTROL = {"account_id": "a", "project_type_id": "t1"}


def proposed(api: TestClient, headers: Headers, **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return api.get("/api/proposals", params=asked, headers=headers).json()


def test_what_is_proposed(api: TestClient, recurring: Graph) -> None:
    """The next control in its window, and the planned meters; of other accounts nothing."""
    found = {one["project_type_id"]: one for one in proposed(api, bearer(recurring, "li"))}
    assert set(found) == {"t1", "t2"}
    control, meters = found["t1"], found["t2"]
    assert {one["account_id"] for one in found.values()} == {"a"}
    assert control["amount"] == {"amount": 1002.0, "low": 1000.0, "high": 1004.0, "currency": "CNY"}
    assert [(seat["name"], seat["veto"], seat["times"]) for seat in control["committee"]] == [("Wang", True, 5)]
    assert control["first_to_see"]["person_id"] == "a-wang"
    assert (meters["name"], meters["planned_project_id"], meters["amount"]["amount"]) == ("Meters II", "a-m1", 400.0)


def test_accepting_opens_the_opportunity(api: TestClient, recurring: Graph) -> None:
    """As proposed but for what is said otherwise; then it is no longer proposed, and a second time is a conflict."""
    li = bearer(recurring, "li")
    (control,) = [one for one in proposed(api, li) if one["project_type_id"] == "t1"]
    made = api.post("/api/proposals/acceptances", json=CONTROL | {"amount": 5000, "currency": "USD"}, headers=li)
    assert made.status_code == 201, made.text
    row = made.json()
    assert (row["name"], row["origin"], row["amount"], row["currency"], row["user_id"], row["opened_on"]) == (
        control["name"], control["origin"], 5000.0, "USD", "li", TODAY.isoformat(),
    )  # fmt: skip
    assert control["window"]["from"] <= row["closed_on"] <= control["window"]["to"]
    stored = api.get(made.headers["location"], headers=li)
    assert (stored.json(), stored.headers["etag"]) == (row, made.headers["etag"])
    assert [one["project_type_id"] for one in proposed(api, li)] == ["t2"]
    again = api.post("/api/proposals/acceptances", json=CONTROL, headers=li)
    assert (again.status_code, row["id"] in again.json()["detail"]) == (409, True)


def test_accepting_a_planned_one_aims_at_the_project(api: TestClient, recurring: Graph) -> None:
    li = bearer(recurring, "li")
    body = {"account_id": "a", "project_type_id": "t2"}
    row = api.post("/api/proposals/acceptances", json=body, headers=li).json()
    assert (row["name"], row["project_id"], row["amount"]) == ("Meters II", "a-m1", 400.0)


def test_one_of_several_planned(api: TestClient, recurring: Graph) -> None:
    """The one that is named is refused or opened; one that is not proposed is not found."""
    li = bearer(recurring, "li")
    body = {"account_id": "a", "project_type_id": "t2", "planned_project_id": "a-m1"}
    other = api.post("/api/proposals/acceptances", json=body | {"planned_project_id": "a-m9"}, headers=li)
    assert (other.status_code, "a-m9" in other.json()["detail"]) == (404, True)
    refused = api.post("/api/proposals/refusals", json=body | {"reason": "No"}, headers=li)
    assert refused.json()["planned_project_id"] == "a-m1"
    opened = api.post("/api/proposals/acceptances", json=body, headers=li)
    assert (opened.status_code, opened.json()["project_id"]) == (201, "a-m1")


def test_a_key_opens_one(api: TestClient, recurring: Graph) -> None:
    """Sent again, the same is answered; with another body it is refused."""
    headers = bearer(recurring, "li") | {"Idempotency-Key": "once"}
    first, again = (api.post("/api/proposals/acceptances", json=CONTROL, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    other = api.post("/api/proposals/acceptances", json=CONTROL | {"amount": 1}, headers=headers)
    assert other.status_code == 422
    opportunities = api.get("/api/opportunities", params={"account_id": "a"}, headers=headers).json()["items"]
    assert len(opportunities) == 1


def test_a_refusal_is_remembered_and_taken_back(api: TestClient, recurring: Graph) -> None:
    li = bearer(recurring, "li")
    refused = api.post("/api/proposals/refusals", json=CONTROL | {"reason": "Framework"}, headers=li)
    assert refused.status_code == 201, refused.text
    said = refused.json()["refusal"]
    assert (said["reason"], said["refused_on"], said["user"]) == (
        "Framework", TODAY.isoformat(), {"id": "li", "name": "Li"},
    )  # fmt: skip
    assert [one["project_type_id"] for one in proposed(api, li)] == ["t2"]
    assert {one["project_type_id"] for one in proposed(api, li, refused=True)} == {"t1", "t2"}
    again = api.post("/api/proposals/refusals", json=CONTROL | {"reason": "No money"}, headers=li)
    assert (again.status_code, "refused on" in again.json()["detail"]) == (409, True)
    figures = bearer(recurring, role=UserRole.EXECUTIVE)
    (seen,) = [one["refusal"] for one in proposed(api, figures, refused=True) if one["refusal"]]
    assert (seen["reason"], seen["user"], seen["refused_on"]) == (None, None, TODAY.isoformat())
    address = f"/api/proposals/refusals/{said['id']}"
    assert api.delete(address, headers=bearer(recurring, "far")).status_code == 404
    assert api.delete(address, headers=li).status_code == 204
    assert len(proposed(api, li)) == 2
    assert api.delete(address, headers=li).status_code == 404


def test_accepting_what_was_refused(api: TestClient, recurring: Graph) -> None:
    """One may think better of it: the refusal is gone then."""
    li = bearer(recurring, "li")
    api.post("/api/proposals/refusals", json=CONTROL | {"reason": "Framework"}, headers=li)
    row = api.post("/api/proposals/acceptances", json=CONTROL, headers=li).json()
    api.delete(f"/api/opportunities/{row['id']}", headers=li | {"If-Match": "*"})
    assert [one["refusal"] for one in proposed(api, li, refused=True)] == [None, None]


def test_bad_requests_are_told_why(api: TestClient, recurring: Graph) -> None:
    li, far = bearer(recurring, "li"), bearer(recurring, "far")
    for body, status, word in (
        ({"account_id": "a", "project_type_id": "t3"}, 404, "nothing is proposed"),
        ({"account_id": "b", "project_type_id": "t1"}, 422, "account_id"),
        ({"account_id": "zz", "project_type_id": "t1"}, 422, "account_id"),
        ({"account_id": "a", "project_type_id": "t9"}, 422, "project_type_id"),
        (CONTROL | {"user_id": "nobody"}, 422, "user_id"),
        (CONTROL | {"closed_on": "1999-01-01"}, 422, "closed_on"),
        (CONTROL | {"amount": -1}, 422, "amount"),
        (CONTROL | {"currency": "USD"}, 422, "amount too"),
        (CONTROL | {"stage": "x"}, 422, "stage"),
    ):
        answer = api.post("/api/proposals/acceptances", json=body, headers=li)
        assert (answer.status_code, word in answer.text) == (status, True), answer.text
    for reason in ({}, {"reason": ""}, {"reason": None}):
        assert api.post("/api/proposals/refusals", json=CONTROL | reason, headers=li).status_code == 422
    analyst = bearer(recurring, role=UserRole.ANALYST)
    for headers, status in ((analyst, 403), (bearer(recurring, "li", read_only=True), 403), (far, 422), ({}, 401)):
        for path, body in (("acceptances", CONTROL), ("refusals", CONTROL | {"reason": "x"})):
            assert api.post(f"/api/proposals/{path}", json=body, headers=headers).status_code == status
    assert api.get("/api/opportunities", params={"account_id": "a"}, headers=li).json()["items"] == []
    assert len(proposed(api, li)) == 2


def test_what_was_refused_keeps_its_account_and_type(api: TestClient, recurring: Graph) -> None:
    """They cannot be removed under it, and say why."""
    li, admin = bearer(recurring, "li"), bearer(recurring, role=UserRole.ADMIN)
    api.post("/api/proposals/refusals", json=CONTROL | {"reason": "Framework"}, headers=li)
    for path in ("project-types/t1", "users/li", "accounts/a"):
        answer = api.delete(f"/api/{path}", headers=admin | {"If-Match": "*"})
        assert (answer.status_code, "refused proposals" in answer.text) == (409, True), answer.text
