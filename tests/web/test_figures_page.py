"""The figures: what the page says is what the API answers, and every number opens into its causes."""

import re

from playwright.sync_api import expect

from app.analytics import texts
from app.graph import Graph
from tests.neo4j_server import Server
from tests.web.conftest import SignIn
from tests.web.test_screening_page import answers


def test_the_numbers_are_those_of_the_answer(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    answer = answers(demo_graph, neo4j_server, "/api/figures")
    (one,) = answer["currencies"]
    page = sign_in().open("/figures")
    growth = page.locator("section", has=page.get_by_role("heading", name=re.compile("Growth of the potential")))
    expect(growth.locator("h2")).to_contain_text("+" + texts.money(one["potential"]["growth"], "CNY"))
    expect(growth.locator("h2")).to_contain_text("+" + texts.money(one["potential"]["growth_with_evidence"], "CNY"))
    for plot, table in ((0, "details tbody tr"), (1, ".fits tbody tr")):
        drawn = growth.locator("svg").nth(plot).locator(".amount").all_text_contents()
        told = growth.locator(".figure > div").nth(plot).locator(table).all()
        assert drawn
        assert set(drawn) <= {cell for row in told for cell in row.locator("td").all_text_contents()}
    expect(growth.locator("svg").first).to_contain_text(texts.money(one["potential"]["now"], "CNY"))
    causes = growth.locator("details", has_text=re.compile("[0-9]+ cause"))
    causes.locator("summary").press("Enter")
    rows = causes.locator("tbody tr")
    assert rows.count() == len(one["potential"]["causes"])
    for cause, row in zip(one["potential"]["causes"], rows.all(), strict=True):
        expect(row).to_contain_text(cause["text"])
    rate = page.get_by_role("row", name=re.compile("^this period 2 0 "))
    expect(rate).to_contain_text(f"{100 * answer['win_rate']['now']['low']:.0f}%")


def test_a_period_is_chosen_and_lives_in_the_address(demo_graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    page = visitor.open("/figures?account_id=lanjiang")
    page.get_by_label("Fiscal period").select_option("2026-Q1")
    page.wait_for_url("**period=2026-Q1**")
    assert "account_id=lanjiang" in page.url
    expect(page.locator("h1")).to_have_text("Jan 1, 2026 to Mar 31, 2026")
    expect(page.locator(".tag", has_text="Lanjiang")).to_be_visible()
    page.get_by_label("or since a day").fill("2026-03-01")
    page.get_by_label("up to a day").fill("2026-05-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2026-03-01**")
    expect(page.locator("h1")).to_have_text("Mar 2, 2026 to May 1, 2026")
    page.get_by_role("link", name="All accounts").click()
    page.wait_for_url(lambda address: "account_id" not in address)
    assert "since=2026-03-01" in page.url


def test_what_cannot_be_compared_is_said(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in().open("/figures?period=2026&since=2026-01-01")
    expect(page.locator(".problem")).to_contain_text("either a day or fiscal periods")
