"""Which accounts are worth carrying, through loaders, queries and routes."""

from datetime import date, timedelta
from typing import Any

from fastapi.testclient import TestClient

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.projects.conftest import TODAY


def screened(api: TestClient, headers: dict[str, str], **params: Any) -> Any:  # noqa: ANN401
    answer = api.get("/api/screening", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def say(api: TestClient, headers: dict[str, str], person: str, score: int, on: date = TODAY) -> None:
    body = {"observed_on": on.isoformat(), "closeness": score, "solution_acceptance": score, "price_acceptance": score}
    assert api.post(f"/api/people/{person}/assessments", json=body, headers=headers).status_code == 201


def test_investigate_then_qualify(api: TestClient, recurring: Graph) -> None:
    """Control comes each year, and nobody endorses us, until Liu is known to; the opportunity can be opened then."""
    li = bearer(recurring, "li")
    (found,) = screened(api, li)
    assert (found["account_id"], found["verdict"], found["project_type_id"]) == ("a", "investigate", "t1")
    assert [one["code"] for one in found["reasons"]] == ["decision_weight_known", "not_endorsed", "fitting_projects"]
    assert found["reasons"][0]["share"] == 0.333333
    assert [(one["code"], one["person_id"]) for one in found["ask_next"][:2]] == [
        ("stance_unknown", "a-liu"), ("stance_unknown", "a-new"),
    ]  # fmt: skip
    assert found["ask_next"][0]["probability_of_change"] == 0.25
    assert found["contact"]["id"] == "a-liu"
    say(api, li, "a-liu", 80)
    (found,) = screened(api, li)
    assert (found["verdict"], found["contact"]["id"], found["contact"]["stance"]) == ("qualify", "a-liu", "positive")
    assert found["amount"] == {"amount": 1002.0, "low": 1000.0, "high": 1004.0, "currency": "CNY"}
    assert found["window"] == found["proposal"]["window"]
    body = {"account_id": "a", "project_type_id": found["project_type_id"]}
    row = api.post("/api/proposals/acceptances", json=body, headers=li).json()
    assert row["name"] == found["proposal"]["name"]
    (found,) = screened(api, li)
    assert (found["verdict"], found["proposal"], found["reasons"][-1]["code"]) == ("qualify", None, "opportunity_open")


def test_one_account_is_answered_as_in_the_list(api: TestClient, recurring: Graph) -> None:
    admin = bearer(recurring, role=UserRole.ADMIN)
    both = screened(api, admin)
    assert sorted(one["account_id"] for one in both) == ["a", "b"]
    for one in both:
        alone = api.get(f"/api/accounts/{one['account_id']}/screening", headers=admin)
        assert (alone.status_code, alone.json()) == (200, one)
    assert [one["account_id"] for one in screened(api, admin, owner="far")] == ["b"]
    assert screened(api, admin, top=1) == both[:1]
    assert api.get("/api/accounts/nowhere/screening", headers=admin).status_code == 404
    assert api.get("/api/accounts/b/screening", headers=bearer(recurring, "li")).status_code == 404


def test_on_another_day(api: TestClient, recurring: Graph) -> None:
    """A year on what is known is still known; three years on it is stale, and nothing fitting began lately."""
    li = bearer(recurring, "li")
    say(api, li, "a-liu", 80)
    verdicts = {
        days: screened(api, li, as_of=(TODAY + timedelta(days=days)).isoformat())[0]["verdict"]
        for days in (-1, 0, 365, 730)
    }
    assert verdicts == {-1: "investigate", 0: "qualify", 365: "qualify", 730: "investigate"}
    for odd in ("0001-01-01", "9999-12-31"):
        (found,) = screened(api, li, as_of=odd)
        assert found["verdict"] == "investigate"
    alone = api.get("/api/accounts/a/screening", params={"known_at": "2000-01-01T00:00:00Z"}, headers=li).json()
    assert (alone["verdict"], alone["known_share"]) == ("investigate", 0)


def test_nobody_who_may_not_be_contacted_is_named(api: TestClient, recurring: Graph) -> None:
    """While control is in its tender, who took part in it before is not to be seen; who did not, may be."""
    li = bearer(recurring, "li")
    say(api, li, "a-wang", 90)
    assert screened(api, li)[0]["contact"]["id"] == "a-wang"
    body = {"no_contact_from": TODAY.isoformat(), "no_contact_to": (TODAY + timedelta(days=9)).isoformat()}
    assert api.patch("/api/projects/a-c0", json=body, headers=li | {"If-Match": "*"}).status_code == 200
    (found,) = screened(api, li)
    assert (found["verdict"], found["contact"], found["reasons"][-1]["code"]) == ("qualify", None, "no_contact")
    assert found["reasons"][-1]["person_ids"] == ["a-wang"]


def test_excluded(api: TestClient, recurring: Graph) -> None:
    """Everybody known is against us, and nothing of ours fits what they began."""
    li = bearer(recurring, "li")
    say(api, li, "a-liu", 20)
    recurring.driver.execute_query("MATCH (p:Project)-[r:OF_TYPE]->() WHERE p.id STARTS WITH 'a-' DELETE r")
    recurring.driver.execute_query(
        "MATCH (p:Project {id: 'a-c0'}), (t:ProjectType {id: 't3'}) CREATE (p)-[:OF_TYPE]->(t)"
    )
    (found,) = screened(api, li)
    assert (found["verdict"], found["contact"], found["project_type_id"]) == ("exclude", None, None)
    assert {one["code"] for one in found["ask_next"]} == {"stance_unknown", "projects_unknown"}
