"""Attitudes are recorded, corrected and withdrawn; nothing that was said is ever changed."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.loaders.folders import nodes

SAID = {"observed_on": "2026-05-01", "closeness": 80, "source": "own meeting", "note": "Showed us the plan."}


@pytest.fixture
def li(filled: Graph) -> dict[str, str]:
    """Who serves a1."""
    return bearer(filled, "li")


def test_who_says_so(api: TestClient, filled: Graph, li: dict[str, str]) -> None:
    """Oneself where nobody is named; in the name of others only their managers and administrators."""
    assert api.post("/api/people/xu/assessments", json=SAID, headers=li).json()["user_id"] == "li"
    as_chen = api.post("/api/people/xu/assessments", json=SAID | {"user_id": "chen"}, headers=li)
    assert (as_chen.status_code, as_chen.json()["errors"][0]["field"]) == (403, "user_id")
    chen, admin = bearer(filled, "chen"), bearer(filled, role=UserRole.ADMIN)
    for headers, user_id in ((chen, "li"), (admin, "li"), (admin, "chen")):
        told = api.post("/api/people/xu/assessments", json=SAID | {"user_id": user_id}, headers=headers)
        assert (told.status_code, told.json()["user_id"]) == (201, user_id)
    assert api.post("/api/people/xu/assessments", json=SAID, headers=admin).json()["user_id"] is None


def test_a_correction_takes_the_place_of_what_it_corrects(api: TestClient, li: dict[str, str]) -> None:
    """From then on; what was known before stays known as of then, and withdrawing it brings the earlier one back."""
    first = api.post("/api/people/xu/assessments", json=SAID, headers=li).json()
    assert _closeness(api, li) == 80
    wrong = api.post(f"/api/assessments/{first['id']}/corrections", json=SAID | {"closeness": 20}, headers=li)
    assert (wrong.status_code, wrong.json()["supersedes"], wrong.json()["person_id"]) == (201, first["id"], "xu")
    assert _closeness(api, li) == 20
    assert _closeness(api, li, known_at=first["recorded_at"]) == 80
    assert api.get(f"/api/assessments/{first['id']}", headers=li).json()["superseded_by"] == wrong.json()["id"]

    again = api.post(f"/api/assessments/{first['id']}/corrections", json=SAID, headers=li)
    assert (again.status_code, wrong.json()["id"] in again.json()["detail"]) == (409, True)
    assert api.post(f"/api/assessments/{first['id']}/withdrawal", json={"reason": "x"}, headers=li).status_code == 409

    withdrawn = api.post(f"/api/assessments/{wrong.json()['id']}/withdrawal", json={"reason": "Typing."}, headers=li)
    assert (withdrawn.status_code, withdrawn.json()["withdrawal_reason"]) == (200, "Typing.")
    assert _closeness(api, li) == 80
    assert _closeness(api, li, known_at=wrong.json()["recorded_at"]) == 20
    repeated = api.post(f"/api/assessments/{wrong.json()['id']}/withdrawal", json={"reason": "Typing."}, headers=li)
    assert repeated.status_code == 409
    gone = api.post(f"/api/assessments/{first['id']}/withdrawal", json={"reason": "Not she."}, headers=li)
    assert gone.status_code == 200
    assert _closeness(api, li) is None
    listed = api.get("/api/people/xu/assessments", headers=li).json()["items"]
    assert {said["id"] for said in listed} == {first["id"], wrong.json()["id"]}


def test_only_whose_statement_it_is(api: TestClient, filled: Graph, li: dict[str, str]) -> None:
    """A colleague of the same team neither corrects nor withdraws it; a manager may."""
    said = api.post("/api/people/xu/assessments", json=SAID, headers=bearer(filled, "chen")).json()
    for path, body in (("corrections", SAID), ("withdrawal", {"reason": "x"})):
        assert api.post(f"/api/assessments/{said['id']}/{path}", json=body, headers=li).status_code == 403
    of_li = api.post("/api/people/xu/assessments", json=SAID, headers=li).json()
    chen = bearer(filled, "chen")
    assert api.post(f"/api/assessments/{of_li['id']}/withdrawal", json={"reason": "x"}, headers=chen).status_code == 200


def test_a_whole_meeting(api: TestClient, filled: Graph, li: dict[str, str]) -> None:
    """The contact and what was learnt of each person, seen on its day; sent again it is recorded once."""
    meeting: dict[str, Any] = {
        "id": "m1", "at": "2026-06-01T09:00:00+08:00", "channel": "visit", "user_ids": ["li", "chen"],
        "person_ids": ["wang", "xu"], "summary": "Budget round",
        "assessments": [{"person_id": "wang", "closeness": 60}, {"person_id": "xu", "price_acceptance": "mentor"}],
    }  # fmt: skip
    told = api.post("/api/meetings", json=meeting, headers=li)
    assert told.status_code == 201
    assert [(one["person_id"], one["observed_on"], one["user_id"]) for one in told.json()["assessments"]] == [
        ("wang", "2026-06-01", "li"),
        ("xu", "2026-06-01", "li"),
    ]
    assert api.get("/api/interactions/m1", headers=li).json()["person_ids"] == ["wang", "xu"]
    before = nodes(filled, "editedAt", "lastUsedAt")
    assert api.post("/api/meetings", json=meeting, headers=li).json() == told.json()
    assert nodes(filled, "editedAt", "lastUsedAt") == before


REFUSED_MEETINGS: list[tuple[dict[str, Any], str]] = [
    ({"assessments": [{"person_id": "wang", "closeness": 60}, {"person_id": "xu"}]}, "assessments.1.closeness"),
    ({"assessments": [{"person_id": "nobody", "closeness": 60}]}, "assessments.0.person_id"),
    ({"assessments": [{"person_id": "wang", "closeness": 101}]}, "assessments.0.closeness"),
    ({"assessments": [{"person_id": "wang", "closeness": 1, "user_id": "chen"}]}, "assessments.0.user_id"),
    ({"assessments": [{"person_id": "wang", "closeness": 1, "id": "s2"}]}, "assessments.0.id"),
    ({"person_ids": ["nobody"]}, "person_ids"),
    ({"user_ids": []}, "user_ids"),
    ({"id": "i1"}, "id"),
]


def test_a_meeting_is_recorded_whole_or_not_at_all(
    api: TestClient, filled: Graph, li: dict[str, str], subtests: pytest.Subtests
) -> None:
    """What is wrong is named with the number of the statement that it is in."""
    meeting = {"at": "2026-06-01T09:00:00Z", "channel": "visit", "user_ids": ["li"], "person_ids": ["wang"]}
    before = nodes(filled, "editedAt", "lastUsedAt")
    for change, field in REFUSED_MEETINGS:
        with subtests.test(field, change=change):
            refused = api.post("/api/meetings", json=meeting | change, headers=li)
            assert refused.status_code in (403, 422)
            assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert nodes(filled, "editedAt", "lastUsedAt") == before


def test_an_executive_sees_the_figures_and_not_the_note(api: TestClient, filled: Graph, li: dict[str, str]) -> None:
    """The statement counts; what was noted, and who noted it, is withheld, and it says so."""
    said = api.post("/api/people/xu/assessments", json=SAID, headers=li).json()
    executive = bearer(filled, role=UserRole.EXECUTIVE)
    seen = api.get(f"/api/assessments/{said['id']}", headers=executive).json()
    assert seen == said | {"note": None, "user_id": None, "user_name": None, "withheld": True}
    assert _closeness(api, executive) == _closeness(api, li) == 80
    assert api.post("/api/people/xu/assessments", json=SAID, headers=executive).status_code == 403


def _closeness(api: TestClient, headers: dict[str, str], **more: str) -> float | None:
    return api.get("/api/people/xu", params=more, headers=headers).json()["closeness"]
