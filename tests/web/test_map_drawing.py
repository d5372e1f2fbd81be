"""The map as a drawing: well-formed whatever names hold, and everything that it should show."""

import xml.etree.ElementTree as ET
from collections.abc import Generator

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.graph import Graph
from app.web.map_drawing import Layer, bow, in_two_lines, shortened
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    "'\"&]]>--><!--{{ 7 * 7 }}{% raw %}",
    "شركة المياه الوطنية",
    "\ufffe\uffff not a character",
    "long " * 60,
    "\u202eturned round",
]


@pytest.fixture
def api(demo_graph: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on the demo, as an administrator asks it."""
    with service(neo4j_server) as client:
        client.headers.update(bearer(demo_graph, "li"))
        yield client


def drawn(api: TestClient, **asked: object) -> ET.Element:
    """The drawing of Lanjiang."""
    answer = api.get("/accounts/lanjiang/map.svg", params=asked)  # pyright: ignore[reportArgumentType]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    return ET.fromstring(answer.text)  # noqa: S314  (our own)


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """Groups of this class."""
    return [one for one in root.iter(f"{SVG}g") if name in one.get("class", "").split()]


def texts(element: ET.Element) -> list[str]:
    """All that is written in it."""
    return [one.text or "" for one in element.iter(f"{SVG}text")]


def test_everybody_is_drawn(api: TestClient) -> None:
    """With name, attitudes, stance by sign and shape, and powers; what is unknown is a question mark."""
    root = drawn(api)
    found = api.get("/api/accounts/lanjiang/map").json()
    cards = of_class(root, "person")
    assert len(cards) == len(found["people"])
    assert len(of_class(root, "department")) == len(found["departments"])
    signs = {"positive": "+", "neutral": "=", "negative": "−", "unknown": "?"}
    for person, one in zip(found["people"], cards, strict=True):
        assert person["name"] in str(one.findtext(f"{SVG}title"))
        written = texts(one)
        assert written[0] == signs[person["stance"]]
        assert ("veto" in written[-1], "approval" in written[-1]) == (person["veto"], person["approve"])
        unknown = sum(person[axis] is None for axis in ("closeness", "solution_acceptance", "price_acceptance"))
        assert written[1:].count("?") == unknown
        assert ("placeholder" in one.get("class", "")) == person["placeholder"]
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert found["account_name"] in str(title.text)
    assert f"{len(found['people'])} key people" in str(desc.text)


def test_layers_are_chosen_and_told_apart(api: TestClient) -> None:
    ties = api.get("/api/accounts/lanjiang/map").json()["ties"]
    root = drawn(api)
    looks: set[tuple[str | None, str | None]] = set()
    for layer in Layer:
        groups = of_class(root, layer)
        assert len(groups) == sum(tie["kind"].lower() == layer for tie in ties) > 0
        line = groups[0].find(f"{SVG}path")
        assert line is not None
        end = line.get("marker-end")
        looks.add((line.get("stroke-dasharray"), end and end.split("-")[0]))
        assert {name for name in Layer if of_class(drawn(api, layer=layer), name)} == {layer}
    assert len(looks) == len(Layer)


def test_paper(api: TestClient) -> None:
    """A sheet lies the way that the map is wide."""
    for paper, sizes in (("a4", {"297mm", "210mm"}), ("a3", {"420mm", "297mm"})):
        root = drawn(api, paper=paper)
        assert {root.get("width"), root.get("height")} == sizes
        assert root.get("viewBox") == drawn(api).get("viewBox")
    assert api.get("/accounts/lanjiang/map.svg", params={"paper": "a0"}).status_code == 422


def test_hostile_names_are_text(api: TestClient) -> None:
    """Shortened on the card, and whole in its title."""
    for name in HOSTILE:
        answer = api.post("/api/people", json={"account_id": "lanjiang", "name": name, "title": name})
        assert answer.status_code == 201
    root = drawn(api)
    assert {one.tag for one in root.iter()} == {
        SVG + name for name in ("svg", "title", "desc", "defs", "marker", "path", "rect", "circle", "text", "g")
    }
    titles = "\n".join(str(one.text) for one in root.iter(f"{SVG}title"))
    for name in HOSTILE:
        assert name.strip().replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") in titles
    assert max(map(len, texts(root))) < 80


def test_who_may_not_see_the_account(api: TestClient, demo_graph: Graph) -> None:
    headers = bearer(demo_graph, "li", account_ids=["beihe"])
    for path in ("/accounts/lanjiang/map.svg", "/accounts/lanjiang/map"):
        assert api.get(path, headers=headers).status_code == 404


def test_no_line_runs_beneath_a_third_card() -> None:
    """It is bowed as little as leads round; where all is full, or nobody is between, it is straight."""
    start, end = (0.0, 0.0), (0.0, 300.0)
    assert bow(start, end, []) == 0
    assert bow(start, end, [(224.0, 150.0)]) == 0
    by = bow(start, end, [(0.0, 150.0), (224.0, 150.0)])
    assert 92 < abs(by) / 2 < 132
    assert bow(start, end, [(40.0 * step, 150.0) for step in range(-20, 20)]) == 0
    assert bow(start, end, [(-60.0, 150.0)]) < 0 < bow(start, end, [(60.0, 150.0)])


def test_the_others_are_left_out(api: TestClient) -> None:
    """Somebody with those they are tied to by the layers, or a department with its people; boxes of nobody neither."""
    found = api.get("/api/accounts/lanjiang/map").json()
    names = {one["id"]: one["name"] for one in found["people"]}

    def shown(root: ET.Element) -> set[str]:
        return {
            id_ for one in of_class(root, "person") for id_ in names if names[id_] in str(one.findtext(f"{SVG}title"))
        }

    for layer in ("reports_to", "conflicts_with"):
        ends = [(tie["from_id"], tie["to_id"]) for tie in found["ties"] if tie["kind"].lower() == layer]
        root = drawn(api, focus="p:ma", layer=layer)
        assert shown(root) == {"ma"} | {id_ for pair in ends if "ma" in pair for id_ in pair}
        assert len(of_class(root, layer)) == sum("ma" in pair for pair in ends) > 0
    root = drawn(api, focus="d:lj-gm")
    assert shown(root) == {"wang", "tang"}
    assert len(of_class(root, "department")) == 1
    for focus, status in (("p:nobody", 404), ("d:wang", 404), ("wang", 422)):
        assert api.get("/accounts/lanjiang/map.svg", params={"focus": focus}).status_code == status


def test_both_halves_of_a_name_are_on_the_card(api: TestClient) -> None:
    """A name in two scripts takes two lines."""
    wang = next(one for one in of_class(drawn(api), "person") if "王建国" in str(one.findtext(f"{SVG}title")))
    assert {"Wang Jianguo", "王建国"} <= set(texts(wang))
    assert in_two_lines("Wang Jianguo 王建国", 400, 14) == ["Wang Jianguo 王建国"]
    assert in_two_lines("w" * 99, 136, 14) == [shortened("w" * 99, 136, 14)]


@given(st.text(max_size=60), st.integers(20, 400))
def test_shortened_to_a_beginning(text: str, width: int) -> None:
    short = shortened(text, width, 12)
    assert short == text or (short.endswith("…") and text.startswith(short.removesuffix("…")))
    assert shortened("short", 400, 12) == "short"
    assert len(shortened("w" * 1_000, width, 12)) < width
