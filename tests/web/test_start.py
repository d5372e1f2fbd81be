"""The first page, the search, and the choices of language and theme."""

import re

import pytest
from playwright.sync_api import expect

from app.analytics.constants import Constants
from app.analytics.portfolio import account_at_a_glance
from app.graph import Graph
from app.web.start import Row, ordered
from tests.access.tokens import bearer
from tests.access.world import service
from tests.graphs.build import Person, account
from tests.neo4j_server import Server
from tests.web.conftest import SignIn
from tests.web.keyboard import tab_to


def test_the_table_is_the_portfolio(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """In its order: where most is to be gained by winning one person first; lights with their sentence."""
    with service(neo4j_server) as api:
        answer = api.get("/api/portfolio", headers=bearer(demo_graph, "li")).json()
    page = sign_in("li").open("/")
    rows = page.locator("table.accounts tbody tr")
    assert rows.count() == len(answer) > 0
    for one, row in zip(answer, rows.all(), strict=True):
        expect(row).to_contain_text(one["account_name"])
        expect(row).to_contain_text(one["reason"])
        expect(row.locator(".light")).to_contain_text(one["light"])
        expect(row).to_contain_text(one["win_next"]["person"]["name"])
        coming = row.locator("[data-label='Next window']")
        expect(coming).to_contain_text(one["next_opportunity"]["name"] if one["next_opportunity"] else "nothing")


def test_growth_follows(demo_graph: Graph, sign_in: SignIn) -> None:
    """The potential of the worked case grew in the last year; where it was not known then it is unknown, not 0."""
    page = sign_in().open("/")
    row = page.get_by_role("row", name=re.compile("Lanjiang"))
    expect(row.locator(".up")).to_contain_text("+CN¥")
    sorted_by_it = sign_in().open("/?sort=growth")
    assert (
        sorted_by_it.get_by_role("row", name=re.compile("Lanjiang")).locator(".up").inner_text()
        == row.locator(".up").inner_text()
    )


def test_filters_and_order_live_in_the_address(demo_graph: Graph, sign_in: SignIn) -> None:
    """A choice applies at once; the address alone shows the same to anybody."""
    visitor = sign_in()
    page = visitor.open("/")
    page.get_by_label("Next person stands").select_option(label="unknown")
    page.wait_for_url("**stance=unknown**")
    names = page.locator("table.accounts tbody strong")
    expect(names).to_have_text([re.compile("Beihe")])
    expect(page.get_by_text("1 of 2 accounts")).to_be_visible()
    page.get_by_role("columnheader", name="Potential").get_by_role("link").click()
    page.wait_for_url("**sort=potential**")
    assert "stance=unknown" in page.url
    again = sign_in().open(page.url.removeprefix(visitor.origin))
    assert again.locator("table.accounts tbody strong").all_inner_texts() == names.all_inner_texts()
    nothing = visitor.open("/?region=nowhere")
    expect(nothing.get_by_text("No account matches.")).to_be_visible()


def test_filters_by_keyboard_alone(demo_graph: Graph, sign_in: SignIn) -> None:
    """Going through a list loads nothing; the button does. Lights count what the other filters leave."""
    visitor = sign_in()
    page = visitor.open("/?stance=unknown")
    tab_to(page, page.get_by_label("Light"))
    for _ in ("red", "amber"):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Light")).to_be_focused()
    assert page.url.endswith("/?stance=unknown")
    tab_to(page, page.get_by_role("button", name="Filter"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/?light=amber&stance=unknown")
    red = page.locator("main .row a.plain").first
    expect(red).to_contain_text("1")
    red.click()
    page.wait_for_url("**/?light=red&stance=unknown")
    expect(page.locator("table.accounts tbody tr")).to_have_count(1)


def test_an_order_and_its_reverse(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in().open("/?sort=name")
    names = page.locator("table.accounts tbody strong")
    forwards = names.all_inner_texts()
    head = page.get_by_role("columnheader", name="Account", exact=False).first
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("link").click()
    page.wait_for_url("**sort=-name*")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert names.all_inner_texts() == forwards[::-1]
    assert len(forwards) > 1


def test_amounts_of_different_currencies_are_not_compared() -> None:
    """Those of the commonest currency come first, in their order; what is unknown comes last."""

    def row(name: str, score: float | None, spend: float, currency: str) -> Row:
        there = account(Person("An", score), spend=spend, name=name, currency=currency)
        return Row(account_at_a_glance(there, Constants()), growth=None)

    rows = [row("Euro", 50, 900, "EUR"), row("Unknown", None, 1, "CNY"), row("Small", 50, 1, "CNY")]
    rows.append(row("Large", 50, 2, "CNY"))
    for sort, names in {
        "": ["Small", "Large", "Euro", "Unknown"],
        "potential": ["Large", "Small", "Euro", "Unknown"],
        "-potential": ["Small", "Large", "Euro", "Unknown"],
        "no such order": ["Euro", "Unknown", "Small", "Large"],
    }.items():
        assert [one.account.account_name for one in ordered(rows, sort)] == names


def test_search_by_keyboard_alone(demo_graph: Graph, sign_in: SignIn) -> None:
    """A slash, some pinyin, the first that is found."""
    page = sign_in().open("/")
    page.keyboard.press("/")
    page.keyboard.type("wangjianguo")
    expect(page.locator("#found a").first).to_contain_text("王建国")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#found a")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=wangjianguo")
    expect(page.get_by_role("link", name="王建国")).to_be_visible()


def test_language_and_theme_are_kept(demo_graph: Graph, sign_in: SignIn) -> None:
    """The switch outweighs what the browser prefers; the page stays the one that it was."""
    visitor = sign_in(locale="en-US", color_scheme="light")
    page = visitor.open("/?region=Central+China")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert page.url.endswith("/?region=Central+China")
    page.locator("button.to-dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert visitor.open("/search").locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"])
def test_a_choice_leads_to_no_other_site(demo_graph: Graph, neo4j_server: Server, back: str) -> None:
    with service(neo4j_server) as api:
        answer = api.post("/preferences", data={"back": back, "theme": "dark"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_signing_out(demo_graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    page = visitor.open("/")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert visitor.open("/").url.endswith("/sign-in")


def test_the_server_does_not_answer(demo_graph: Graph, sign_in: SignIn) -> None:
    """What was typed stays, and the page says what happened."""
    page = sign_in().open("/")
    page.route("**/search/results*", lambda route: route.abort())
    page.get_by_label("Search accounts and people").fill("wang")
    expect(page.locator("#messages")).to_contain_text("The server does not answer")
    assert page.get_by_label("Search accounts and people").input_value() == "wang"
