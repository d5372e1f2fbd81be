"""What recurs, through loaders, queries and routes."""

from datetime import timedelta

from fastapi.testclient import TestClient

from app.graph import Graph
from tests.access.tokens import bearer
from tests.projects.conftest import TODAY


def test_recurring_projects(api: TestClient, recurring: Graph) -> None:
    """Control is regular, with its committee, an open seat and an incumbent; meters came once and are planned."""
    control, meters = api.get("/api/recurring-projects", headers=bearer(recurring, "li")).json()
    assert (control["account_id"], control["project_type_id"], control["wanted"], control["regular"]) == (
        "a", "t1", True, True,
    )  # fmt: skip
    assert control["status"] == "upcoming"
    assert [one["project_ids"] for one in control["occurrences"]] == [[f"a-c{year}"] for year in (4, 3, 2, 1, 0)]
    assert control["interval_days"] == {"typical": 365.0, "low": 365.0, "high": 365.0}
    due = (TODAY + timedelta(days=265)).isoformat()
    assert control["next"]["from"] <= due <= control["next"]["to"]
    assert 0.79 < control["next"]["probability"] < 0.85
    (seat,) = control["committee"]
    assert (seat["person_id"], seat["stance"], seat["times"], seat["likelihood"]) == ("a-wang", "neutral", 5, 1.0)
    (left,) = control["open_seats"]
    assert (left["person_id"], left["times"], [one["id"] for one in left["now"]]) == ("a-xu", 5, ["a-liu"])
    (rival,) = control["incumbents"]
    assert (rival["vendor_id"], rival["times"], control["loyalty"]) == ("rival", 5, 1.0)
    assert (meters["status"], meters["next"], meters["best_window"], meters["interval_days"]) == (
        "irregular", None, None, None,
    )  # fmt: skip
    assert meters["planned_on"] == (TODAY + timedelta(days=300)).isoformat()
    assert sorted(one["name"] for one in meters["offerings"]) == ["Meter", "Unused"]


def test_as_of_a_past_day(api: TestClient, recurring: Graph) -> None:
    """What had not begun is not known, and who had not left sits in the committee."""
    day = TODAY - timedelta(days=120)
    asked = {"as_of": day.isoformat(), "status": "due"}
    (control,) = api.get("/api/recurring-projects", params=asked, headers=bearer(recurring, "li")).json()
    assert len(control["occurrences"]) == 4
    assert control["planned_on"] is None
    (meters,) = api.get(
        "/api/recurring-projects", params=asked | {"status": "irregular"}, headers=bearer(recurring, "li")
    ).json()
    assert meters["planned_on"] == (TODAY + timedelta(days=300)).isoformat()
    assert sorted(seat["name"] for seat in control["committee"]) == ["Wang", "Xu"]
    assert control["open_seats"] == []
    assert {seat["stance"] for seat in control["committee"]} == {"unknown"}
    for odd in ("0001-01-01", "9999-12-31"):
        for path in ("recurring-projects", "white-space", "proposals", "calendar"):
            answer = api.get(f"/api/{path}", params={"as_of": odd}, headers=bearer(recurring, "li"))
            assert answer.status_code == 200, (path, odd, answer.text)


def test_filters(api: TestClient, recurring: Graph) -> None:
    li = bearer(recurring, "li")
    for asked, kinds in (
        ({"wanted": False}, []), ({"wanted": True, "top": 1}, ["t1"]), ({"status": "irregular"}, ["t2"]),
        ({"account_id": "a"}, ["t1", "t2"]), ({"owner": "far"}, []),
    ):  # fmt: skip
        answer = api.get("/api/recurring-projects", params=asked, headers=li).json()
        assert [one["project_type_id"] for one in answer] == kinds
    assert api.get("/api/recurring-projects", params={"account_id": "b"}, headers=li).status_code == 404
    assert api.get("/api/recurring-projects", params={"status": "soon"}, headers=li).status_code == 422


def test_white_space(api: TestClient, recurring: Graph) -> None:
    found = api.get("/api/white-space", headers=bearer(recurring, "li")).json()
    assert [kind["project_type_id"] for kind in found["types"]] == ["t1", "t2"]
    ((first, second),) = (row["cells"] for row in found["grid"])
    assert (first["status"], first["times"], second["status"], second["times"]) == ("upcoming", 5, "irregular", 1)
    assert [one["id"] for one in found["unused"]] == ["k2", "k9"]
    assert found["unserved"] == []


def test_calendar(api: TestClient, recurring: Graph) -> None:
    """In the order of days: the days to start, the window, the planned project."""
    found = api.get("/api/calendar", headers=bearer(recurring, "li")).json()
    kinds = [(one["kind"], one["project_type_id"]) for one in found["entries"]]
    assert sorted(kinds) == [("planned", "t2"), ("start_by", "t1"), ("start_by", "t2"), ("window", "t1")]
    assert [one["from"] for one in found["entries"]] == sorted(one["from"] for one in found["entries"])
    assert found["totals"] == [{"currency": "CNY", "entries": 2, "amount": 1402.0, "without_amount": 0}]


def test_what_was_cancelled_is_no_occurrence(api: TestClient, recurring: Graph) -> None:
    """From the day on which it ended so; and nobody won it."""
    li = bearer(recurring, "li")
    body = {"outcome": "cancelled", "ended_on": TODAY.isoformat()}
    assert api.patch("/api/projects/a-c0", json=body, headers=li | {"If-Match": "*"}).status_code == 200
    for as_of, times in ((TODAY, 4), (TODAY - timedelta(days=1), 5)):
        asked = {"as_of": as_of.isoformat()}
        found = api.get("/api/recurring-projects", params=asked, headers=li).json()
        (control,) = [one for one in found if one["project_type_id"] == "t1"]
        assert len(control["occurrences"]) == times
