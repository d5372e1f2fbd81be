"""What changed, and what is to come: the pages say what the API answers, for what their address says."""

from datetime import date

import pytest
from playwright.sync_api import expect

from app.graph import Graph
from tests.neo4j_server import Server
from tests.web.conftest import SignIn
from tests.web.test_screening_page import answers


def test_changes_by_account(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    visitor = sign_in()
    page = visitor.open("/changes?since=2026-01-01&account_id=lanjiang")
    found = answers(demo_graph, neo4j_server, "/api/changes", since="2026-01-01", account_id="lanjiang")["changes"]
    rows = page.locator(".changes tbody tr")
    assert rows.count() == len(found) > 3
    for one, row in zip(found, rows.all(), strict=True):
        expect(row).to_contain_text(one["text"])
        expect(row).to_contain_text(one["effect_on"])
        if one["effect_on"] == "projects":  # their budget is nobody's gain
            expect(row.locator(".up, .down")).to_have_count(0)
    page.get_by_role("link", name="7 days").click()
    page.wait_for_url("**account_id=lanjiang*")
    assert "since=2026-01-01" not in page.url


def test_a_day_that_is_none_is_said_to_be(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in().open("/changes?since=yesterday")
    expect(page.locator(".problem")).to_contain_text("since")


@pytest.mark.parametrize("months", [3, 24])
def test_the_calendar(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server, months: int) -> None:
    """Every entry of the answer, in its order; nothing that begins after the last day."""
    page = sign_in().open(f"/calendar?months={months}")
    answer = answers(demo_graph, neo4j_server, "/api/calendar", months=months)
    rows = page.locator(".month tbody tr")
    assert rows.count() == len(answer["entries"])
    for one, row in zip(answer["entries"], rows.all(), strict=True):
        expect(row).to_contain_text(one["name"])
        expect(row).to_contain_text(one["account_name"])
        assert date.fromisoformat(one["from"]) <= date.fromisoformat(answer["last"])


def test_one_kind_of_entry(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in().open("/calendar?months=24")
    every = page.locator(".month tbody tr").count()
    page.get_by_label("Kind").select_option("window")
    page.wait_for_url("**kind=window**")
    kinds = page.locator(".month tbody .tag").all_inner_texts()
    assert set(kinds) <= {"expected"}
    assert len(kinds) < every
    page.evaluate("dispatchEvent(new Event('beforeunload'))")  # the next page is under way
    expect(page.locator("html")).to_have_class("leaving")
    page.evaluate("dispatchEvent(new Event('pageshow'))")  # and this one is gone back to
    expect(page.locator("html")).not_to_have_class("leaving")
