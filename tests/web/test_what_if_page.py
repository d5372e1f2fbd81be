"""What if: the page says what the API answers, a link says all of it, and nothing is stored."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from app.graph import Graph
from loaders.load import load
from tests.access.tokens import bearer
from tests.access.world import service
from tests.loaders.folders import write
from tests.neo4j_server import Server
from tests.web.conftest import NARROW, SignIn
from tests.web.stored import stored

WHAT_IF = "/accounts/lanjiang/what-if"


def figures(page: Page) -> dict[str, list[float | None]]:
    """Before, after and difference of each figure that the page shows."""
    found: dict[str, list[float | None]] = {}
    for one in page.locator("data.figure").all():
        value = one.get_attribute("value")
        found.setdefault(str(one.get_attribute("data-name")), []).append(float(value) if value else None)
    return found


def answered(answer: dict[str, Any]) -> dict[str, list[float | None]]:
    """The same of an answer of the API."""
    return {
        name: [answer[side][name] for side in ("before", "after", "difference")]
        for name in ("chance", "potential", "expected_wins")
    }


def settle(page: Page) -> None:
    """Wait until what was typed has been worked out."""
    page.wait_for_timeout(400)
    expect(page.locator("#busy.htmx-request")).to_have_count(0)


def ask(api: TestClient, graph: Graph, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post("/api/accounts/lanjiang/what-if", json=body, headers=bearer(graph, "li"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_page_says_what_the_api_answers(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """Of the same changes; the link reproduces it; nothing is stored."""
    before = stored(demo_graph)
    visitor = sign_in("li")
    page = visitor.open(WHAT_IF)
    assert [pair[2] for pair in figures(page).values()] == [0, 0, 0]
    assert page.evaluate("scrollY") == 0
    page.get_by_label("Wang Jianguo 王建国: closeness").fill("90")
    page.locator("tr[data-person=liu]").get_by_label("has a veto").check()
    page.locator("tr[data-person=ma]").get_by_label("leaves").check()
    page.get_by_label("Guo Liang 郭亮: price acceptance").fill("?")
    page.get_by_role("textbox", name="Full name", exact=True).fill("Zhang San")
    page.get_by_label("New person: closeness").fill("supporter")
    settle(page)
    body = {
        "changes": [
            {"person_id": "wang", "closeness": 90},
            {"person_id": "liu", "veto": True},
            {"person_id": "guo", "price_acceptance": None},
        ],
        "add": [{"name": "Zhang San", "closeness": 75}],
        "remove": ["ma"],
    }
    with service(neo4j_server) as api:
        asked = answered(ask(api, demo_graph, body))
    assert figures(page) == asked
    expect(page.locator(".moves")).to_contain_text("Zhang San: closeness ? → 75")
    as_json = page.request.get(visitor.origin + str(page.get_by_text("This scenario as JSON").get_attribute("href")))
    assert answered(as_json.json()) == asked
    link = page.get_by_label("This scenario as a link").input_value()
    assert page.url.split("/accounts")[1] == link.split("/accounts")[1]
    again = sign_in("li").open(f"{urlsplit(link).path}?{urlsplit(link).query}")
    assert figures(again) == asked
    assert again.get_by_label("This scenario as a link").input_value() == link
    first = {again.locator("tr.person").nth(row).get_attribute("data-person") for row in range(4)}
    assert first == {"wang", "liu", "guo", "ma"}
    assert visitor.wrong == []
    assert stored(demo_graph) == before


def test_winning_somebody_is_worth_what_the_recommendation_says(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    with service(neo4j_server) as api:
        answer = api.get("/api/recommendations", params={"account_id": "lanjiang"}, headers=bearer(demo_graph, "li"))
    best = answer.json()[0]
    page = sign_in("li").open("/accounts/lanjiang")
    page.get_by_role("link", name="What if they were won?").first.click()
    page.wait_for_url("**/what-if?win=*")
    gained = figures(page)["expected_wins"][2]
    assert gained is not None
    assert abs(gained - best["value"]["amount"]) < 0.05
    page.goto(page.url.split("?")[0])
    page.get_by_role("link", name=f"Win: {best['person']['name']}").click()
    page.wait_for_url("**/what-if?win=*")
    assert figures(page)["expected_wins"][2] == gained
    moved = page.locator(f"tr[data-person={best['person']['id']}]")
    expect(moved.locator(".moved")).to_be_visible()
    moved.get_by_role("button").click()
    settle(page)
    assert figures(page)["expected_wins"][2] == 0
    expect(moved.locator(".moved")).to_be_hidden()


def test_unknown_stays_unknown_until_it_is_touched(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open(WHAT_IF)
    row = page.locator("tr.person", has=page.locator(".stance.unknown")).first
    field = row.locator(".score").first
    expect(row.locator(".now").first).to_have_text("?")
    expect(field).to_have_value("")
    row.get_by_label("leaves").check()
    settle(page)
    assert "closeness" not in page.url
    field.press("ArrowUp")
    expect(field).to_have_value("55")
    row.get_by_role("button").click()
    expect(field).to_have_value("")
    settle(page)
    assert "?" not in page.url


def test_by_keyboard_alone(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open(WHAT_IF)
    page.locator("#show").focus()
    page.keyboard.type("wang")
    expect(page.locator("tr.person:visible")).to_have_count(1)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "closeness.wang":
            break
    page.keyboard.press("ArrowUp")
    page.wait_for_url("**closeness.wang=55*")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Wang Jianguo 王建国: closeness")).to_have_value("55")


def test_on_a_phone(demo_graph: Graph, sign_in: SignIn) -> None:
    """What it would change stays in sight of the last person's field; figures are taken as people write them."""
    page = sign_in("li", size=NARROW).open(WHAT_IF)
    last = page.locator("tr[data-person=zhao] input.score").first
    for typed in ("７５", "75%", "75"):
        last.fill(typed)
        page.wait_for_url("**closeness.zhao=75*")
        expect(last).to_be_in_viewport()
        expect(page.locator("#outcome table")).to_be_in_viewport()
        last.fill("")
        page.wait_for_url(lambda address: "zhao" not in address)
    first = page.locator("input.score").first
    first.press("ArrowUp")
    page.wait_for_url("**=*")
    settle(page)
    assert first.evaluate(
        "one => { const at = one.getBoundingClientRect();"
        " return document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2) === one }"
    )
    first.fill("")
    last.fill("a lot")
    expect(page.locator("#outcome .problem")).to_contain_text("Zhao Ning 赵宁 · closeness")
    expect(page.locator("#outcome .problem")).to_be_in_viewport()
    assert "closeness.zhao=a+lot" in page.url
    last.fill("")
    page.get_by_role("button", name="Somebody else joins").click()
    expect(page.get_by_label("Full name")).to_be_focused()


def test_a_slider_does_the_same(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open(WHAT_IF)
    slider = page.locator("tr[data-person=wang] input[type=range]").first
    slider.evaluate("one => { one.value = 80; one.dispatchEvent(new Event('input', {bubbles: true})) }")
    page.wait_for_url("**closeness.wang=80*")


def test_without_scripts(demo_graph: Graph, sign_in: SignIn) -> None:
    """The form sends all its fields; the address that is answered holds only what is different."""
    page = sign_in("li", java_script_enabled=False).open(WHAT_IF)
    page.get_by_label("Wang Jianguo 王建国: closeness").fill("90")
    page.get_by_role("button", name="Work it out").click()
    assert page.url.endswith(f"{WHAT_IF}?closeness.wang=90")
    expect(page.locator(".moves")).to_contain_text("→ 90")


def test_what_cannot_be_is_said_beside_the_field(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open(f"{WHAT_IF}?closeness.wang=200&veto.liu=true")
    field = page.get_by_label("Wang Jianguo 王建国: closeness")
    assert field.get_attribute("aria-invalid") == "true"
    expect(field).to_have_value("200")
    expect(page.locator("tr[data-person=wang] .error")).to_contain_text("not a score")
    expect(page.locator("tr[data-person=liu]").get_by_label("has a veto")).to_be_checked()
    field.fill("20")
    settle(page)
    assert figures(page)["chance"]
    page.goto(page.url.split("?")[0] + "?closeness.nobody=5")
    expect(page.locator("#outcome")).to_contain_text("closeness.nobody: nobody is no key person")


def test_hostile_names(graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    """Names and ids that hold anything are text, and the link still says whom it is about."""
    names = ("<script>alert(1)</script>", "N" * 300, "مدير عام", "a&b=c.d:e/f?#%")
    files = {
        "accounts.csv": "id,name,currency\na/b?,<b>Account</b>,CNY\n",
        "people.csv": "id,account_id,name,veto\n" + "".join(f"{name[:200]},a/b?,{name},true\n" for name in names),
    }
    assert not load(graph, [write(tmp_path, files)]).defect_count
    for size in (None, NARROW):
        visitor = sign_in(**({"size": size} if size else {}))
        page = visitor.open("/accounts/a%2Fb%3F/what-if")
        for name in names:
            page.get_by_label(f"{name}: closeness").fill("40")
        settle(page)
        page = visitor.open(page.url.removeprefix(visitor.origin))
        for name in names:
            expect(page.get_by_label(f"{name}: closeness")).to_have_value("40")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert visitor.wrong == []
        assert visitor.problems() == []
