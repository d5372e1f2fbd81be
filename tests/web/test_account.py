"""The page of an account: what it shows is what the API answers, and what is new is new to whoever looks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from app.graph import Graph
from app.reach import EVERYTHING
from app.users.queries import visit
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server
from tests.web.conftest import NARROW, WIDE, SignIn
from tests.web.keyboard import tab_to

TODAY = date.today()


def test_the_ranked_list_is_the_one_of_the_api(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    with service(neo4j_server) as api:
        answer = api.get("/api/recommendations", params={"account_id": "lanjiang"}, headers=bearer(demo_graph, "li"))
    page = sign_in("li").open("/accounts/lanjiang")
    shown = page.locator(".next")
    assert [one["person"]["id"] for one in answer.json()] == [one.get_attribute("data-person") for one in shown.all()]
    for one, place in zip(answer.json(), shown.all(), strict=True):
        for reason in one["reasons"]:
            expect(place).to_contain_text(reason["text"])


def test_the_light_and_what_the_money_consists_of(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server, subtests: pytest.Subtests
) -> None:
    """Every number opens, by keyboard too, at both widths, and of an account of which little is known."""
    for size, id_ in ((WIDE, "lanjiang"), (NARROW, "lanjiang"), (WIDE, "beihe")):
        with subtests.test(f"{id_} {size}"):
            with service(neo4j_server) as api:
                answer = api.get(f"/api/accounts/{id_}", headers=bearer(demo_graph, "li")).json()
            visitor = sign_in("li", size=size)
            page = visitor.open(f"/accounts/{id_}")
            expect(page.locator(".light-reason")).to_contain_text(answer["light"])
            expect(page.locator(".light-reason")).to_contain_text(answer["light_reason"])
            for name, place in (("Potential", "#potential"), ("Expected wins", "#expected-wins")):
                tab_to(page, page.locator(".head summary").filter(has_text=name))
                page.keyboard.press("Enter")
                expect(page.locator(place)).to_be_visible()
                shown = page.locator(".head summary strong").filter(visible=True)
                expect(page.locator(f"{place} tfoot strong")).to_have_text(
                    shown.nth(0 if name == "Potential" else 1).inner_text()
                )
                if name == "Expected wins":  # C is no more than a digit sure
                    expect(page.locator(f"{place} td .band").first).to_be_visible()
                    assert "%" not in page.locator(f"{place} td:nth-child(4)").first.inner_text()
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert visitor.problems() == []
                page.keyboard.press("Escape")
                expect(page.locator(place)).to_be_hidden()


def test_whoever_may_not_write_here_is_offered_no_form(demo_graph: Graph, sign_in: SignIn) -> None:
    """Analysts see the figures; the links that remain lead to pages that open for them."""
    visitor = sign_in(role=UserRole.ANALYST)
    page = visitor.open("/accounts/lanjiang")
    links = {str(one.get_attribute("href")) for one in page.locator("main a[href^='/']").all()}
    assert not [
        one for one in links if one.startswith(("/edit", "/accounts/lanjiang/meeting")) or one.endswith("/assess")
    ]
    for link in sorted(links):
        assert page.request.get(visitor.origin + link).status == 200


def test_one_screen_to_prepare_a_meeting(demo_graph: Graph, sign_in: SignIn) -> None:
    """At 1440 × 900 nothing of the page itself scrolls, and every part is in view."""
    page = sign_in().open("/accounts/lanjiang")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for name in ("Whom to win over", "Map", "Can it pass?", "What recurs", "Our people and theirs", "What changed"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_in_viewport()


def test_what_changed_since_my_last_visit(demo_graph: Graph, sign_in: SignIn) -> None:
    """Since the last day before today on which this user looked; whoever never looked sees a month."""
    visitor = sign_in("li")
    page = visitor.open("/accounts/lanjiang")
    news = page.locator(".news-card")
    expect(news).to_contain_text("Since ")
    expect(news).not_to_contain_text("Since you were here")
    visit(demo_graph, user_id="li", account_id="beihe", today=TODAY - timedelta(days=3))
    expect(visitor.open("/accounts/beihe").locator(".news-card")).to_contain_text("Since you were here on")


def test_a_visit_is_one_a_day(demo_graph: Graph) -> None:
    """The day before stays what it was, however often somebody looks today; an account out of reach is not noted."""
    days = [TODAY - timedelta(days=ago) for ago in (9, 9, 4, 0, 0)]
    found = [visit(demo_graph, user_id="li", account_id="lanjiang", today=day)[0].before for day in days]
    assert found == [None, None, days[0], days[2], days[2]]
    nobody = demo_graph.within(replace(EVERYTHING, accounts=()))
    assert visit(nobody, user_id="li", account_id="lanjiang", today=TODAY) == []
    assert visit(demo_graph, user_id="nobody", account_id="lanjiang", today=TODAY) == []
