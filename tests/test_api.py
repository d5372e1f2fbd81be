"""The HTTP service, over HTTP, on a real graph: what it answers."""

import json
from collections.abc import Generator
from datetime import date, timedelta
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.graph import Graph
from app.store.queries import wipe_if_ours
from graph_models.results import Recommendation
from graph_models.vocabulary import UserRole
from tests.access.tokens import token
from tests.access.world import service
from tests.demo import load_demo
from tests.neo4j_server import Server


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Generator[TestClient]:
    """The service on the demo graph, as an administrator asks it; these tests change nothing."""
    wipe_if_ours(connection, "tests")
    load_demo(connection, tmp_path_factory.mktemp("demo"))
    with service(neo4j_server) as client:
        client.headers["Authorization"] = f"Bearer {token(connection, role=UserRole.ADMIN)}"
        yield client


def test_names_the_general_manager_and_the_director_of_b1(api: TestClient) -> None:
    """The worked case, with every field that others rely on."""
    first, second = api.get("/api/recommendations", params={"account_id": "lanjiang"}).json()
    assert "General manager" in first["person"]["title"]
    assert "Director of B1" in second["person"]["title"]
    assert [first["rank"], second["rank"]] == [1, 2]
    for item in (first, second):
        assert item["stance"] == "neutral"
        assert item["value"]["currency"] == "CNY"
        assert item["value"]["amount"] == pytest.approx(sum(reason["amount"] for reason in item["reasons"]))
        assert {axis["axis"] for axis in item["axes"]} == {"closeness", "solution_acceptance", "price_acceptance"}
        assert all(axis["current"] < axis["target"] == 75 for axis in item["axes"])
        assert item["through"][0].keys() >= {"kind", "id", "name", "strength", "path"}
        for way in item["through"]:
            assert len(way["path"]) == len(way["names"]) == len(way["ties"]) + 1
            assert all(tie["text"] for tie in way["ties"])
        assert [way["cost"] for way in item["through"]] == sorted(way["cost"] for way in item["through"])
        assert 1 <= len(item["ours"]) <= 3
        for colleague in item["ours"]:
            assert colleague["score"] == pytest.approx(sum(reason["points"] for reason in colleague["reasons"]))
        assert date.fromisoformat(item["by"]) > date.today()
    # Two general managers: who met him of late, and stands where he stands.
    assert first["ours"][0]["id"] == "sun"
    assert {reason["code"] for reason in first["ours"][0]["reasons"]} >= {"tie", "level"}
    met = next(way for way in first["through"] if way["id"] == "sun")["ties"][0]
    assert (met["kind"], met["stated"]) == ("contact", 0.4)
    assert 0 < met["computed"] < 1
    assert "veto_lifted" in {reason["code"] for reason in first["reasons"]}


def test_options_of_recommendations(api: TestClient) -> None:
    """How many, in what order, and which set."""
    everybody = api.get("/api/recommendations").json()
    assert api.get("/api/recommendations", params={"top": 1}).json() == everybody[:1]
    by_value = api.get("/api/recommendations", params={"by": "value", "account_id": "lanjiang"}).json()
    amounts = [item["value"]["amount"] for item in by_value]
    assert amounts == sorted(amounts, reverse=True)
    (best,) = api.get("/api/recommendations", params={"set": 2, "account_id": "lanjiang"}).json()
    assert {person["id"] for person in best["people"]} == {"wang", "liu"}
    assert best["value"]["amount"] > max(amounts)
    assert api.get("/api/recommendations", params={"owner": "li"}).json() == everybody
    assert api.get("/api/recommendations", params={"as_of": "1999-01-01", "owner": "li"}).json() == []


def test_potential_and_account(api: TestClient) -> None:
    """The account says what the portfolio says of it."""
    potential = api.get("/api/potential", params={"account_id": "lanjiang"}).json()
    (account,) = potential["accounts"]
    assert potential["low"] <= potential["estimate"] <= potential["high"] <= potential["spend"]
    assert sum(part["gap"] for part in account["parts"]) == pytest.approx(account["spend"] - account["estimate"])
    detail = api.get("/api/accounts/lanjiang").json()
    assert detail["standing"]["potential"] == account["estimate"]
    assert detail["blockers"][0]["person_id"] == "wang"
    assert {person["id"] for person in detail["people"]} == {part["person_id"] for part in account["parts"]}


def test_the_map_of_an_account(api: TestClient) -> None:
    """Everybody in a department that there was, with the ties between those who were there; as it was 500 days ago."""
    now = api.get("/api/accounts/lanjiang/map").json()
    before = api.get("/api/accounts/lanjiang/map", params={"as_of": str(date.today() - timedelta(500))}).json()
    b1 = {"id": "lj-b1", "name": "B1 Treatment plants 制水部", "parent_id": "lj-b"}
    for found in (now, before):
        departments = [one["id"] for one in found["departments"]]
        people = {one["id"]: one for one in found["people"]}
        assert any(b1.items() <= one.items() for one in found["departments"])
        assert {one["department_id"] for one in found["people"]} <= {*departments, None}  # a consultant is in none
        assert found["ties"]
        assert {tie[end] for tie in found["ties"] for end in ("from_id", "to_id")} <= people.keys()
    assert "lj-it" in {one["id"] for one in before["departments"]} - {one["id"] for one in now["departments"]}
    detail = api.get("/api/accounts/lanjiang").json()
    assert [{name: one[name] for name in one if name not in "xy"} for one in now["people"]] == detail["people"]
    wang = next(one for one in now["people"] if one["id"] == "wang")
    assert (wang["department_id"], wang["stance"], wang["veto"]) == ("lj-gm", "neutral", True)


def test_pages_of_accounts(api: TestClient) -> None:
    """Pages follow each other in the order of names and end with null."""
    whole = api.get("/api/accounts").json()
    first = api.get("/api/accounts", params={"limit": 1}).json()
    second = api.get("/api/accounts", params={"limit": 1, "cursor": first["next"]}).json()
    assert whole["next"] is None
    assert first["items"] + second["items"] == whole["items"]
    assert second["next"] is None
    assert api.get("/api/accounts", params={"cursor": "nonsense"}).status_code == 422


def test_what_if_of_a_recommendation_is_its_value(api: TestClient) -> None:
    """Winning somebody by hand does what the recommendation says; and nothing is stored."""
    before = api.get("/api/recommendations").content
    (best, *_) = api.get("/api/recommendations", params={"account_id": "lanjiang"}).json()
    change = {"person_id": best["person"]["id"]} | {axis["axis"]: axis["target"] for axis in best["axes"]}
    answer = api.post("/api/accounts/lanjiang/what-if", json={"changes": [change]}).json()
    assert answer["difference"]["expected_wins"] == pytest.approx(best["value"]["amount"], abs=0.05)
    assert answer["difference"]["potential"] == pytest.approx(
        answer["after"]["potential"] - answer["before"]["potential"]
    )
    assert api.get("/api/recommendations").content == before


def test_what_if_adds_removes_and_gives_powers(api: TestClient) -> None:
    """People come and go, powers too."""
    body = {
        "add": [{"name": "New head", "closeness": 100, "solution_acceptance": 100, "price_acceptance": 100}],
        "remove": ["wang"],
        "changes": [{"person_id": "liu", "veto": True}],
    }
    answer = api.post("/api/accounts/lanjiang/what-if", json=body).json()
    assert answer["difference"]["potential"] > 0
    nobody = api.post("/api/accounts/lanjiang/what-if", json={"changes": [{"person_id": "nobody"}]})
    assert nobody.status_code == 422
    assert nobody.json()["errors"][0]["field"] == "changes.0"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"closeness": 101}, "closeness"),
        ({"closeness": None}, "closeness"),
        ({"observed_on": "2999-01-01"}, "observed_on"),
        ({"observed_on": "yesterday"}, "observed_on"),
        ({"observed_on": "2000-01-01"}, "person_id"),  # did not work there yet
        ({"user_id": "nobody"}, "user_id"),
        ({"vendor_id": "nobody"}, "vendor_id"),
        ({"colour": "red"}, "colour"),
        ({"note": "x" * 1_000_000}, "note"),
    ],
)
def test_refused_assessment_names_the_field(api: TestClient, change: dict[str, Any], field: str) -> None:
    """What was wrong, and where; and nothing is stored."""
    before = api.get("/api/people/wang/assessments").json()
    body = {"observed_on": date.today().isoformat(), "closeness": 50} | change
    answer = api.post("/api/people/wang/assessments", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert api.get("/api/people/wang/assessments").json() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/accounts/nobody"),
        ("GET", "/api/people/nobody"),
        ("GET", "/api/people/nobody/assessments"),
        ("GET", "/api/recommendations?account_id=nobody"),
        ("GET", "/api/potential?owner=nobody"),
        ("GET", "/api/no-such-thing"),
    ],
)
def test_not_found_is_a_problem_document(api: TestClient, method: str, path: str) -> None:
    """404 in one form everywhere."""
    answer = api.request(method, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() == {"type", "title", "status", "detail", "errors"}


def test_openapi_declares_what_clients_need(api: TestClient) -> None:
    """Stable operation ids, every error declared with its document, and examples where something is sent."""
    document = api.get("/openapi.json").json()
    operations = [(path, operation) for path, methods in document["paths"].items() for operation in methods.values()]
    ids = [operation["operationId"] for _, operation in operations]
    assert len(set(ids)) == len(ids)
    assert set(ids) >= {"recommendations", "potential", "ask_what_if", "record_assessment", "get_account"}
    for path, operation in operations:
        if path.startswith("/api"):
            assert {"422", "503"} <= operation["responses"].keys()
            assert "application/problem+json" in operation["responses"]["503"]["content"]
    for name in ("AssessmentBody", "WhatIfBody", "Recommendation"):
        assert document["components"]["schemas"][name]["examples"]
    example = document["components"]["schemas"]["Recommendation"]["examples"][0]
    assert Recommendation.model_validate(example).model_dump(mode="json") == example
    assert "password" not in json.dumps(document).lower()


def test_openapi_is_made_before_the_first_request(connection: Graph, neo4j_server: Server) -> None:
    """Made by several first requests at once it fails, and so would they."""
    del connection
    with service(neo4j_server) as client:
        assert cast("FastAPI", client.app).openapi_schema


def test_health_and_docs(api: TestClient) -> None:
    """The service says how it is, and its docs need nothing from elsewhere."""
    assert api.get("/healthz").json() == {"status": "ok", "database": None}
    assert api.get("/readyz").json() == {"status": "ok", "database": "ok"}
    page = api.get("/docs").text
    for asset in ("/docs-assets/swagger-ui-bundle.js", "/docs-assets/swagger-ui.css"):
        assert asset in page
        assert api.get(asset).status_code == 200
    assert "https://" not in page


def test_neo4j_browser_may_fetch_guide_and_style(api: TestClient) -> None:
    """The pre-flight is allowed with any header."""
    for path in ("/guide.html", "/browser.grass"):
        allowed = api.options(path, headers={"Origin": "http://localhost:7474"})
        assert allowed.status_code == 204
        assert api.get(path).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/recommendations?asof=2020-01-01", 422),
        ("/api/recommendations?as_of=9999-12-31", 200),
        ("/api/potential?as_of=0001-01-01", 200),
        ("/api/accounts/lanjiang?as_of=20260101", 422),
        ("/api/potential?known_at=0001-01-01T00:00:00%2B14:00", 422),
        ("/api/potential?known_at=1700000000", 422),
        ("/api/potential?known_at=2026-01-01", 200),
        ("/api/people/wang/assessments?cursor=WyJ4IiwieSJd", 422),
        ("/api/accounts?cursor=%F0%9F%98%80", 422),
        ("/api/accounts?owner=nobody", 404),
        ("/api/accounts?limit=0", 422),
        ("/api/recommendations?set=4", 422),
        ("/api/recommendations?by=luck", 422),
        ("/api/people", 422),
    ],
)
def test_odd_questions_have_clear_answers(api: TestClient, path: str, status: int) -> None:
    """Never an internal error; what is wrong is named."""
    answer = api.get(path)
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.json()["errors"][0]["field"] in path or path == "/api/people"


@pytest.mark.parametrize("name", ["..", "a" * 300, "notes.txt", "accounts.csv/..", "ACCOUNTS.CSV"])
def test_a_file_of_another_name_is_refused(api: TestClient, name: str) -> None:
    """Before anything is written anywhere."""
    assert api.post("/api/imports", files=[("files", (name, b"id,name\n", "text/csv"))]).status_code == 422


def test_a_malformed_body_and_a_wrong_method(api: TestClient) -> None:
    """In words for people; and the methods that there are."""
    broken = api.post("/api/accounts/lanjiang/what-if", content=b"{", headers={"Content-Type": "application/json"})
    assert broken.json()["errors"] == [{"field": "body", "reason": "not JSON"}]
    listed = api.post("/api/accounts/lanjiang/what-if", json=[])
    assert listed.json()["errors"] == [{"field": "body", "reason": "not a JSON object"}]
    wrong = api.delete("/api/meetings")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")


def test_errors_are_described_as_they_are_sent(api: TestClient) -> None:
    """The problem document stands under its media type, and nowhere else."""
    document = api.get("/openapi.json").json()
    errors = [
        response["content"]
        for methods in document["paths"].values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
        if status in {"400", "404", "409", "422"}
    ]
    assert errors
    for content in errors:
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
