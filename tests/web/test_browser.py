"""Neo4j Browser as an analyst sees it: the guide, the style and a saved question, in a real Chromium."""

import re
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from app.graph import Graph
from app.web.guide import HERE, node_styles, saved_questions
from graph_models.nodes import NODES
from graph_models.relationships import RELATIONSHIPS
from graph_models.vocabulary import Stance
from tests.neo4j_server import Server
from tests.web.conftest import cannot, new_context

STANCES = {stance.value.capitalize() for stance in Stance}
SIGNS = {"Positive": "+", "Neutral": "=", "Negative": "−", "Unknown": "?"}
FRAME = "[data-testid=frame]"
NODE = f"{FRAME} circle.b-outline"
TEXTS = {saved.name: saved.text for saved in saved_questions()}


class Drawn(NamedTuple):
    """A node as it is drawn."""

    label: str
    """The stance of a person, else the label."""
    color: str
    border: str
    radius: float
    caption: str


@pytest.fixture
def page(chromium: Browser) -> Generator[Page]:
    """A fresh page that reaches this machine and nothing else."""
    context = new_context(chromium, viewport={"width": 1500, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_the_style_knows_every_label_and_relationship_type() -> None:
    """Has the style a rule for all that the graph may hold, with the model's caption, and can the Browser read it?"""
    style = node_styles()
    text = (HERE / "browser.grass").read_text(encoding="utf-8")
    assert set(style) == {node.__name__ for node in NODES} | STANCES
    for node in NODES:
        assert style[node.__name__]["caption"] == f"'{{{node.caption}}}'"
    for stance in STANCES:
        assert style[stance]["caption"] == f"'{SIGNS[stance]} {{name}}'"
        assert text.index("node.Person ") < text.index(f"node.{stance} ")  # the later rule wins
    types = set(re.findall(r"^relationship\.(\w+) \{$", text, re.MULTILINE))
    assert types == {relationship.rel_type for relationship in RELATIONSHIPS}
    # The Browser's parser knows no comments, and one colon a line.
    assert all(re.fullmatch(r"|\}|[\w.]+ \{|  [\w-]+: [^:;]+;", line) for line in text.splitlines())


def test_play_opens_the_guide_whose_arrows_run_saved_questions(
    page: Page, demo_graph: Graph, neo4j_server: Server, app_url: str, screenshots: Path
) -> None:
    """Can an analyst walk through the guide, and does its arrow draw the map?"""
    _log_in(page, neo4j_server)
    _run(page, f":play {app_url}/guide.html")
    slide = page.locator(f"{FRAME} [data-testid=carousel]")
    expect(slide.locator("h3")).to_have_text("Whom to win over next")
    _settle(page)
    page.screenshot(path=screenshots / "guide.png")
    headings: list[str] = []
    shown: list[str] = []
    for _ in range(7):
        page.click("[data-testid=nextSlide]")
        headings.append(slide.locator("h3").inner_text())
        shown += slide.locator("pre.runnable").all_text_contents()
    assert [heading[:2] for heading in headings] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert set(shown) <= set(TEXTS.values())  # nothing that the Browser takes for a script was cut out
    assert slide.locator("[data-populate]").count() == len(TEXTS)
    for _ in range(6):
        page.click("[data-testid=previousSlide]")
    slide.locator("pre.runnable i").click()
    page.wait_for_selector(NODE)
    assert {drawn.label for drawn in _drawn(page)} >= {"Department", "Positive", "Neutral", "Negative", "Unknown"}


def test_a_link_opens_the_guide_beside_the_results(
    page: Page, demo_graph: Graph, neo4j_server: Server, app_url: str, screenshots: Path
) -> None:
    """Does the link that the demo prints open the guide before anybody has logged in, and does it stay?"""
    _log_in(page, neo4j_server, cmd="guide", arg=f"{app_url}/guide.html")
    drawer = page.locator("[data-testid=guidesDrawer]")
    drawer.locator("pre.runnable i").first.click()
    expect(page.locator(FRAME).first).to_contain_text("node.Person")
    for _ in range(4):
        page.click("[data-testid=guideNextSlide]")
    drawer.locator("pre.runnable i").click()
    page.wait_for_selector(NODE)
    _settle(page)
    page.screenshot(path=screenshots / "veto.png")
    expect(drawer.locator("h3")).to_have_text("4. Who comes first")
    assert {(drawn.label, drawn.caption) for drawn in _drawn(page)} >= {
        ("Neutral", "= Wang Jianguo 王建国"),
        ("Positive", "+ Zhao Ning 赵宁"),
        ("User", "Sun Qiang 孙强"),
    }


def test_kinds_of_nodes_look_different_at_first_sight(
    page: Page, demo_graph: Graph, neo4j_server: Server, app_url: str, screenshots: Path
) -> None:
    """Does the style give every kind of node its own look, by more than colour where people are concerned?"""
    _log_in(page, neo4j_server)
    _run(page, f":style {app_url}/browser.grass")
    expect(page.locator(FRAME).first).to_contain_text("node.Person")
    drawn: list[Drawn] = []
    for name in ("map_of_an_account", "open_opportunities", "incumbents", "who_serves_whom"):
        _run(page, ":clear")
        expect(page.locator(FRAME)).to_have_count(0)
        _run(page, TEXTS[name])
        page.wait_for_selector(NODE)
        drawn += _drawn(page)
        _take_full_screen(page, screenshots / f"{name}.png")
    looks = {node.label: (node.color, node.border, node.radius) for node in drawn}
    assert set(looks) >= STANCES | {
        "Account", "Department", "Project", "ProjectType", "Opportunity", "User", "Team", "Vendor",
    }  # fmt: skip
    assert len({color for color, _, _ in looks.values()}) == len(looks)
    style = node_styles()
    for label, (color, border, _) in looks.items():
        assert (color, border) == (style[label]["color"], style[label]["border-color"])
    for node in drawn:
        assert node.caption.startswith(SIGNS.get(node.label, ""))


def _log_in(page: Page, server: Server, **parameters: str) -> None:
    if server.browser_url is None:
        cannot("this Neo4j has no Browser; name it in TEST_NEO4J_BROWSER_URL")
    bolt = urlsplit(server.bolt_uri)
    query = {"dbms": f"{bolt.scheme}://{server.username}@{bolt.netloc}"} | parameters
    page.goto(f"{server.browser_url}?{urlencode(query, safe=':/@')}")
    page.fill("[data-testid=password]", server.password)
    page.click("[data-testid=connect]")
    expect(page.locator(FRAME).last).to_contain_text("You are connected")
    if not parameters:
        _run(page, ":clear")
        expect(page.locator(FRAME)).to_have_count(0)


def _run(page: Page, text: str) -> None:
    page.click("[data-testid=activeEditor] .monaco-editor")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def _settle(page: Page) -> None:
    """Wait until the frame and its picture stand still."""
    where = """() => [
      document.querySelector('[data-testid=frame]').getBoundingClientRect().bottom,
      ...[...document.querySelectorAll('g.node')].map(node => node.getAttribute('transform')),
    ].join()"""
    before = ""
    while (now := page.evaluate(where)) != before:
        before = now
        page.wait_for_timeout(300)


def _take_full_screen(page: Page, picture: Path) -> None:
    button = page.locator(FRAME).first.locator("button[title*=ullscreen]")
    button.click()
    page.wait_for_timeout(300)
    page.locator("button[aria-label=zoom-to-fit]").first.click()
    _settle(page)
    page.screenshot(path=picture)
    button.click()


def _drawn(page: Page) -> list[Drawn]:
    """The nodes of the newest picture."""
    found = page.evaluate(
        """() => {
          const picture = document.querySelector('[data-testid=frame] svg:has(circle.b-outline)')
          return [...picture.querySelectorAll('g.node')].map(node => {
            const circle = node.querySelector('circle.b-outline')
            const words = [...node.querySelectorAll('text.caption')].map(text => text.textContent.trim())
            return [
              circle.__data__.labels, circle.getAttribute('fill'), circle.getAttribute('stroke'),
              circle.__data__.radius, words.join(' '),
            ]
          })
        }"""
    )
    return [
        Drawn(next((label for label in labels if label in STANCES), labels[0]), color, border, radius, caption)
        for labels, color, border, radius, caption in found
    ]
