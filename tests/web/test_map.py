"""The interactive map in a real browser: what is seen, what is chosen, and places that stay for everyone."""

from pathlib import Path
from struct import unpack
from typing import Any

from playwright.sync_api import Page, expect

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.web.conftest import SignIn, Visitor
from tests.web.keyboard import tab_to

MAP = "/accounts/lanjiang/map"
_CY = "document.querySelector('.map-canvas')._cyreg.cy"


_INSIDE = """(node => { const { x1, y1, x2, y2 } = node.renderedBoundingBox();
    return x1 >= 0 && y1 >= 0 && x2 <= node.cy().width() && y2 <= node.cy().height(); })"""


def _pixels(picture: Path) -> int:
    """How many a PNG has, as its header says."""
    width, height = unpack(">II", picture.read_bytes()[16:24])
    return width * height


def open_map(visitor: Visitor, path: str = MAP) -> Page:
    """The page, once its map is drawn."""
    page = visitor.open(path)
    page.locator("[data-map][data-ready]").wait_for()
    return page


def cy(page: Page, expression: str) -> Any:  # noqa: ANN401
    """What the library says of what it draws."""
    return page.evaluate(f"{_CY}.{expression}")


def until(page: Page, condition: str) -> None:
    """Wait for something that the library says; the page's policy forbids to ask for it in the page."""
    for _ in range(100):
        if cy(page, condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def place(page: Page, id_: str) -> tuple[float, float]:
    """Where somebody stands on the map."""
    at = cy(page, f"getElementById('p:{id_}').position()")
    return round(at["x"]), round(at["y"])


def drag(page: Page, id_: str, right: int, down: int) -> None:
    """Drag somebody's card."""
    at = cy(page, f"getElementById('p:{id_}').renderedPosition()")
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + at["x"], box["y"] + at["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def test_layers(demo_graph: Graph, sign_in: SignIn) -> None:
    """Switched on and off; the drawing that is saved has the same ones."""
    page = open_map(sign_in())
    assert cy(page, "edges('.reports_to:visible').length") > 0
    assert cy(page, "edges('.knows:visible').length") == 0
    page.get_by_label("knows").check()
    page.get_by_label("reports to").uncheck()
    assert cy(page, "edges('.knows:visible').length") > 0
    assert cy(page, "edges('.reports_to:visible').length") == 0
    link = page.locator("[data-svg]").get_attribute("href") or ""
    assert "layer=knows" in link
    assert "reports_to" not in link


def test_search_finds_and_chooses(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in())
    search = page.get_by_label("Search on the map")
    search.fill("nobody at all")
    expect(page.locator(".map-status")).to_have_text("Nobody of this name is on the map.")
    for typed in ("wnag jianguo", "jianguowang", "总经理"):  # misspelt, the other way round, by title
        search.fill(typed)
        expect(page.locator(".map-status")).to_contain_text("found: ")
        until(page, "getElementById('p:wang').hasClass('found')")
    search.fill("wang jianguo")
    expect(page.locator(".map-status")).to_have_text("found: 1")
    assert cy(page, "nodes('.found').map(node => node.id())") == ["p:wang"]
    assert cy(page, "edges().not('.faded').length") == 0
    page.evaluate(f"void {_CY}.zoom(0.2)")
    assert "王建国" in cy(page, "getElementById('p:wang').style('label')")
    search.press("Enter")
    expect(page.locator(".map-status")).to_contain_text("veto")
    expect(page.locator(".map-status a")).to_have_attribute("href", "/people/wang")
    near = set(cy(page, "nodes('.person').not('.faded').map(node => node.id())"))
    until(page, "animated() === false")
    page.evaluate(f"void {_CY}.zoom(0.2)")
    named = "getElementById('{}').style('label')"
    assert all(" " in cy(page, named.format(id_)) for id_ in near)  # a sign and a name, also from afar
    assert near == {"p:wang"} | set(
        cy(page, "getElementById('p:wang').connectedEdges(':visible').connectedNodes().map(n => n.id())")
    )
    assert cy(page, "nodes('.person.faded').length") > 0
    page.locator(".map-canvas").press("Escape")
    assert cy(page, "elements('.faded').length") == 0


def test_the_others_can_be_hidden(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in())
    page.locator("tr[data-show='d:lj-gm']").click()
    page.locator(".map-more summary").click()
    page.get_by_label("Hide the others when one is chosen").check()
    # What is seen follows the classes with the next drawing.
    until(page, "nodes('.person').filter(node => node.visible()).length === 2")
    assert set(cy(page, "nodes('.person').not('.gone').map(node => node.data('of'))")) == {"wang", "tang"}
    saved = page.locator("[data-svg]")
    assert "focus=d%3Alj-gm" in (saved.get_attribute("href") or "")
    page.locator("tr[data-show='p:guo']").click()
    assert "focus=p%3Aguo" in (saved.get_attribute("href") or "")
    # Neighbours by another layer come into view.
    page.get_by_label("knows").check()
    until(page, "nodes('.person').not('.gone').length > 2")
    until(page, f"animated() === false && {_CY}.nodes('.person').not('.gone').every({_INSIDE})")
    page.locator(".map-more summary").click()
    with page.expect_download() as small:
        page.get_by_role("button", name="Save as PNG").click()
    page.keyboard.press("Escape")
    page.locator(".map-canvas").press("Escape")
    assert "focus" not in (saved.get_attribute("href") or "")
    page.locator(".map-more summary").click()
    with page.expect_download() as whole:
        page.get_by_role("button", name="Save as PNG").click()
    assert _pixels(small.value.path()) < _pixels(whole.value.path())


def test_places_stay_for_everyone(demo_graph: Graph, sign_in: SignIn) -> None:
    """After a reload, for another user, and back by undo."""
    visitor = sign_in("li")
    page = open_map(visitor)
    before = place(page, "wang")
    with page.expect_response(lambda answer: answer.url.endswith("/positions")) as stored:
        drag(page, "wang", 120, -30)
    assert stored.value.status == 204
    expect(page.locator(".map-status")).to_have_text("Stored for everyone.")
    after = place(page, "wang")
    assert after[0] > before[0]
    assert place(open_map(visitor), "wang") == after
    assert place(open_map(sign_in("chen")), "wang") == after
    drag(page, "wang", 0, 90)
    page.keyboard.press("Control+z")  # the keys go where the pointer went
    with page.expect_response(lambda answer: answer.url.endswith("/positions")):
        pass
    assert place(page, "wang") == after
    assert place(open_map(sign_in("chen")), "wang") == after
    assert visitor.wrong == []


def test_arranged_anew_and_back(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in("li"))
    before = place(page, "wang")
    with page.expect_response(lambda answer: answer.url.endswith("/positions")):
        drag(page, "wang", 200, 40)
    moved = place(page, "wang")
    page.locator(".map-more summary").click()
    with page.expect_response(lambda answer: answer.request.method == "GET" and answer.url.endswith("/map")):
        page.get_by_role("button", name="Arrange anew, by departments").click()
    until(page, f"getElementById('p:wang').position().x.toFixed() === '{before[0]}'")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.get_by_role("button", name="Undo").click()
    assert place(page, "wang") == moved
    expect(page.locator(".map-more")).not_to_have_attribute("open", "")  # closed by a click elsewhere
    page.locator(".map-more summary").click()
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.get_by_role("button", name="Arrange by ties").click()
    assert place(page, "wang") != moved


def test_nothing_is_lost_while_the_server_is_away(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in("li"))
    page.context.set_offline(True)
    drag(page, "wang", 150, 0)
    expect(page.locator(".map-status")).to_contain_text("Not stored yet")
    moved = place(page, "wang")
    page.context.set_offline(False)
    expect(page.locator(".map-status")).to_have_text("Stored for everyone.", timeout=15_000)
    assert place(open_map(sign_in("li")), "wang") == moved


def test_who_only_looks_drags_nothing(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in(role=UserRole.ANALYST))
    assert page.get_by_role("button", name="Undo").count() == 0
    before = place(page, "wang")
    drag(page, "wang", 100, 0)
    assert place(page, "wang") == before


def test_the_way_to_whoever_is_recommended(demo_graph: Graph, sign_in: SignIn) -> None:
    """On hover and on focus of a recommendation; ours stand beside the map meanwhile."""
    visitor = sign_in()
    page = open_map(visitor, "/accounts/lanjiang")
    wang = page.locator("[data-person=wang]")
    people = cy(page, "nodes('.person').length")
    wang.hover()
    until(page, "edges('.path').length > 0")
    assert cy(page, "edges('.path').last().target().id()") == "p:wang"
    assert cy(page, "nodes('.ours').map(node => node.data('name'))") == ["Sun Qiang 孙强"]
    assert cy(page, "nodes('.person').length") == people
    expect(page.locator(".map-status")).to_have_text("The way: Sun Qiang 孙强 → Wang Jianguo 王建国")
    page.locator("h1").hover()
    until(page, "elements('.path, .ours, .faded').length === 0")
    wang.get_by_role("link", name="Wang").first.focus()
    until(page, "edges('.path').length > 0")
    # In the table beside the map too.
    page = open_map(visitor)
    row = page.locator("tr[data-show='p:wang']")
    expect(row).to_contain_text("no. 1")
    row.hover()
    until(page, "edges('.path').last().target().id() === 'p:wang'")
    assert cy(page, "edges('.path').map(edge => edge.style('label'))") == ["1"]
    assert visitor.wrong == []


def test_the_table_by_keyboard(demo_graph: Graph, sign_in: SignIn) -> None:
    """Arrows move, open and close; Enter shows the row's person on the map, whose page is a Tab away."""
    page = open_map(sign_in())
    focused = "document.activeElement.closest('tr')?.dataset.show"
    page.locator(".tree tr[tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "d:lj-gm"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "p:wang"
    page.keyboard.press("Enter")
    expect(page.locator(".map-status")).to_contain_text("Wang Jianguo")
    expect(page.locator("tr[data-show='p:wang']")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == "d:lj-gm"
    page.keyboard.press("ArrowLeft")
    expect(page.locator("tr[data-show='d:lj-gm']")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("tr[data-show='p:wang']")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "p:wang"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/wang")


def test_keys_move_the_map(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in())
    canvas = page.locator(".map-canvas")
    pan, zoom = cy(page, "pan()"), cy(page, "zoom()")
    canvas.press("ArrowRight")
    assert cy(page, "pan().x") == pan["x"] - 40
    canvas.press("+")
    assert cy(page, "zoom()") > zoom
    canvas.press("0")
    until(page, f"zoom().toFixed(3) === ({zoom}).toFixed(3)")


def test_everything_of_the_map_by_keyboard_alone(demo_graph: Graph, sign_in: SignIn) -> None:
    """Find and choose somebody, hide the rest, switch layers, move a card and take that back, save the drawing."""
    visitor = sign_in("li")
    page = open_map(visitor)
    tab_to(page, page.get_by_label("Search on the map"))
    page.keyboard.type("wang jianguo")
    page.keyboard.press("Enter")
    expect(page.locator(".map-status")).to_contain_text("Wang Jianguo")
    tab_to(page, page.get_by_label("knows"))
    page.keyboard.press("Space")
    until(page, "edges('.knows').filter(edge => edge.visible()).length > 0")
    tab_to(page, page.locator(".map-canvas"))
    before = place(page, "wang")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Shift+ArrowRight")
    assert place(page, "wang") == (before[0] + 40, before[1])
    tab_to(page, page.get_by_role("button", name="Undo"))
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Enter")
    assert place(page, "wang") == before
    tab_to(page, page.locator(".map-more summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Hide the others when one is chosen"))
    page.keyboard.press("Space")
    until(page, "nodes('.person').filter(node => !node.visible()).length > 0")
    tab_to(page, page.get_by_role("link", name="Save as SVG"))
    with page.expect_download():
        page.keyboard.press("Enter")
    assert visitor.wrong == []


def test_many_people_are_seen_from_afar(demo_graph: Graph, sign_in: SignIn) -> None:
    """So far away that no card can be read, the stance is the card; nearer, sketches; nearer still, all of it."""
    page = open_map(sign_in())
    seen = "getElementById('p:wang').style('background-image')"
    stance = page.locator("tr[data-show='p:wang'] .stance").get_attribute("class") or ""
    pictures = set[str]()
    for zoom in (0.2, 0.5, 1):
        page.evaluate(f"void {_CY}.zoom({zoom})")
        pictures.add(str(cy(page, seen)))
        # Shape and sign by the stance, as in the legend.
        shape = {"positive": "ellipse", "neutral": "rectangle", "negative": "diamond"}.get(
            stance.split()[-1], "ellipse"
        )
        assert cy(page, "getElementById('p:wang').style('shape')") == (shape if zoom == 0.2 else "round-rectangle")
        assert bool(cy(page, "getElementById('p:wang').style('label')")) == (zoom == 0.2)
    assert len(pictures) == 3
    # Drawing changes nothing: else all of it would be drawn anew in each frame while the map is moved.
    page.evaluate(f"void {_CY}.zoom(0.2)")
    until(page, "getElementById('p:wang').hasClass('farther')")
    page.wait_for_timeout(500)
    page.evaluate(f"void {_CY}.on('style', () => (document.body.dataset.restyled = 'true'))")
    page.locator(".map-canvas").press("ArrowRight")
    page.wait_for_timeout(500)
    assert page.locator("body").get_attribute("data-restyled") is None


def test_saved_and_printed(demo_graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    """As SVG from the server, as PNG, and on paper the drawing instead of the canvas."""
    visitor = sign_in()
    page = open_map(visitor)
    page.locator(".map-more summary").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as SVG").click()
    saved.value.save_as(tmp_path / "map.svg")
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PNG").click()
    saved.value.save_as(tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert (tmp_path / "map.png").stat().st_size > 50_000
    expect(page.locator(".map-print")).to_have_js_property("complete", value=True)
    expect(page.locator(".map-print")).not_to_have_js_property("naturalWidth", 0)
    page.emulate_media(media="print")
    expect(page.locator(".map-print")).to_be_visible()
    expect(page.locator(".map-canvas")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert visitor.wrong == []


def test_lines_go_round_the_cards_of_others(demo_graph: Graph, sign_in: SignIn) -> None:
    """Also once somebody has been moved in between."""
    page = open_map(sign_in("li"))
    line = "edges('.reports_to').filter(edge => edge.source().id() === 'p:zhao').first()"
    for x, bowed in ((0, True), (2_000, False)):
        places = {"wang": (0, 0), "tang": (x, 150), "zhao": (0, 300)}
        for id_, (right, down) in places.items():
            page.evaluate(f"void {_CY}.getElementById('p:{id_}').position({{ x: {right} - 5000, y: {down} - 5000 }})")
        until(page, f"{line}.hasClass('bowed') === {str(bowed).lower()}")
        # Half-way, the curve is beside the card.
        aside = abs(cy(page, f"{line}.midpoint().x") + 5000)
        assert (aside > 92) == bowed


def test_on_a_narrow_screen_with_touch(demo_graph: Graph, sign_in: SignIn) -> None:
    """One finger scrolls the page and not the map; a row brings the map into view; no column is cut off."""
    page = open_map(sign_in(size=(390, 844), has_touch=True, is_mobile=True))
    inside = page.locator(".map-people .inside")
    assert inside.evaluate("box => box.scrollWidth <= box.clientWidth")
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    pan = cy(page, "pan()")
    x, y = box["x"] + 40, box["y"] + box["height"] - 60
    touch = page.context.new_cdp_session(page)
    for kind, points in [("touchStart", [0]), *(("touchMove", [20 * step]) for step in range(1, 9)), ("touchEnd", [])]:
        at = [{"x": x, "y": y - up} for up in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})  # pyright: ignore[reportUnknownMemberType]
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") > 50
    assert cy(page, "pan()") == pan
    page.locator("tr[data-show='p:fang'] td").nth(2).click()
    expect(page.locator(".map-frame")).to_be_in_viewport(ratio=0.5)
    at = cy(page, "getElementById('p:fang').renderedPosition()")
    page.locator(".map-canvas").tap(position=at)
    page.wait_for_timeout(300)
    expect(page.locator(".map-frame")).to_be_in_viewport(ratio=0.5)
    expect(page.locator(".map-status")).to_contain_text("Fang Hui")


def test_the_theme_is_followed(demo_graph: Graph, sign_in: SignIn) -> None:
    page = open_map(sign_in(color_scheme="light"))
    light = cy(page, "nodes('.department').first().style('background-color')")
    page.emulate_media(color_scheme="dark")
    until(page, f"nodes('.department').first().style('background-color') !== '{light}'")


def test_an_account_without_anybody(demo_graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    demo_graph.driver.execute_query("CREATE (:Account {id: 'a/b', name: '<b>Empty'})")
    page = visitor.open("/accounts/a%2Fb/map")
    expect(page.get_by_role("heading", level=2)).to_have_text("Nobody is known at this account yet")
    assert open_map(visitor, "/accounts/a%2Fb").locator(".map-canvas").count() == 1
    assert visitor.wrong == []
