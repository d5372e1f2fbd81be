"""Places on the map over HTTP: the same for everyone, kept between visits and loads, and written by the team alone."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import service
from tests.demo import load_demo
from tests.neo4j_server import Server

MAP = "/api/accounts/lanjiang/map"
POSITIONS = f"{MAP}/positions"

Places = dict[str, tuple[float, float]]


@pytest.fixture
def api(demo_graph: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on the demo, as Li asks it, who serves Lanjiang."""
    with service(neo4j_server) as client:
        client.headers.update(bearer(demo_graph, "li"))
        yield client


def places(api: TestClient, **asked: Any) -> Places:  # noqa: ANN401
    """Where everybody stands."""
    answer = api.get(MAP, **asked)
    assert answer.status_code == 200
    return {one["id"]: (one["x"], one["y"]) for one in answer.json()["people"]}


def put(api: TestClient, *positions: tuple[str, float, float]) -> int:
    """Put some people somewhere."""
    rows = [{"person_id": id_, "x": x, "y": y} for id_, x, y in positions]
    return api.put(POSITIONS, json={"positions": rows}).status_code


def test_what_was_dragged_stays_for_everyone(api: TestClient, demo_graph: Graph, tmp_path: Path) -> None:
    """And so do the places of those whom nobody dragged; a load changes none."""
    before = places(api)
    assert put(api, ("wang", -500, 250.5)) == 204
    moved = before | {"wang": (-500, 250.5)}
    assert places(api) == moved
    assert put(api, ("wang", -500, 250.5)) == 204
    load_demo(demo_graph, tmp_path)
    assert places(api, headers=bearer(demo_graph, role=UserRole.ADMIN)) == moved
    new = api.post("/api/people", json={"account_id": "lanjiang", "name": "Somebody new", "department_id": "lj-b1"})
    grown = places(api)
    assert grown.keys() - moved.keys() == {new.json()["id"]}
    assert {id_: grown[id_] for id_ in moved} == moved


def test_arranged_anew(api: TestClient) -> None:
    before = places(api)
    put(api, ("wang", 5_000, 5_000))
    assert api.delete(POSITIONS).status_code == 204
    assert places(api) == before
    assert api.delete(POSITIONS).status_code == 204


def test_a_department_is_a_box_around_its_people(api: TestClient) -> None:
    put(api, ("wang", -4_000, 0))
    found = api.get(MAP).json()
    (box,) = [one for one in found["departments"] if one["id"] == "lj-gm"]
    people = [one for one in found["people"] if one["department_id"] == "lj-gm"]
    assert people
    for one in people:
        assert abs(one["x"] - box["x"]) < box["width"] / 2
        assert abs(one["y"] - box["y"]) < box["height"] / 2


@pytest.mark.parametrize(
    ("position", "field"),
    [
        ({"person_id": "nobody", "x": 0, "y": 0}, "positions.0.person_id"),
        ({"person_id": "bh-head", "x": 0, "y": 0}, "positions.0.person_id"),
        ({"person_id": "wang", "x": "far", "y": 0}, "positions.0.x"),
        ({"person_id": "wang", "x": 1e9, "y": 0}, "positions.0.x"),
        ({"person_id": "wang", "x": None, "y": 0}, "positions.0.x"),
        ({"person_id": "wang", "x": 0}, "positions.0.y"),
        ({"person_id": "wang", "x": 0, "y": 0, "z": 0}, "positions.0.z"),
    ],
)
def test_what_is_no_place(api: TestClient, position: dict[str, Any], field: str) -> None:
    before = places(api)
    answer = api.put(POSITIONS, json={"positions": [position]})
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert places(api) == before


def test_nobody_stands_in_two_places(api: TestClient) -> None:
    assert put(api, ("wang", 0, 0), ("wang", 1, 1)) == 422


def test_only_the_team_arranges(api: TestClient, demo_graph: Graph) -> None:
    """Who sees every account but is of no team, a token that only reads, and who may not see the account at all."""
    body = {"positions": [{"person_id": "wang", "x": 0, "y": 0}]}
    for headers, status in (
        (bearer(demo_graph, role=UserRole.ANALYST), 403),
        (bearer(demo_graph, "li", read_only=True), 403),
        (bearer(demo_graph, "li", account_ids=["beihe"]), 404),
    ):
        assert api.put(POSITIONS, json=body, headers=headers).status_code == status
        assert api.delete(POSITIONS, headers=headers).status_code == status
    assert api.put("/api/accounts/nowhere/map/positions", json=body).status_code == 404
