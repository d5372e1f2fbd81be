"""Every page, on the demo and on an empty graph: it opens without complaints, and everybody can read it."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.access.tokens import LINK_LASTS, make_token
from app.graph import Graph
from app.web.page import WANTED_COOKIE
from graph_models.vocabulary import UserRole
from tests.web.conftest import NARROW, WIDE, SignIn

PAGES = {
    "start": "/",
    "start, filtered": "/?light=red&sort=potential",
    "search": "/search?q=wang",
    "account": "/accounts/lanjiang",
    "what if": "/accounts/lanjiang/what-if?win=wang&add.1.name=Somebody&remove=ma",
    "import": "/import",
    "screening": "/screening",
    "screening, qualified": "/screening?verdict=qualify",
    "figures": "/figures",
    "figures, of a quarter": "/figures?period=2026-Q1&account_id=lanjiang",
    "calendar": "/calendar",
    "calendar, of an account": "/calendar?account_id=lanjiang&months=24&kind=window",
    "changes": "/changes",
    "changes, of an account": "/changes?since=2026-01-01&account_id=lanjiang",
    "person": "/people/wang",
    "person, unknown": "/people/a-head",
    "assessment": "/people/wang/assess",
    "meeting": "/accounts/lanjiang/meeting",
    "rows": "/edit?account_id=lanjiang",
    "edit": "/edit/people/wang",
    "add": "/edit/relations/new?account_id=lanjiang&from_person_id=wang",
    "map": "/accounts/lanjiang/map",
}
"""Of the demo; a page that is added stands here too."""
TO_BE_FILLED_IN = {"import", "meeting", "add", "rows"}
"""Forms that show no answer, or many (and then link to each)."""
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"size": WIDE, "color_scheme": "light", "locale": "en-US"},
    "narrow": {"size": NARROW, "color_scheme": "dark", "locale": "zh-CN"},
}
"""Both widths, themes and languages; pictures of them are kept."""
OF_NOTHING = (
    "/",
    "/import",
    "/figures",
    "/screening",
    "/calendar",
    "/changes",
    "/search?q=wang",
    "/search",
    "/accounts/new",
    "/edit",
)
"""What there is on an empty graph."""
_DAY_AS_DATA = re.compile(r"\d{4}-\d{2}-\d{2}")
"""People of no language write a day so in a sentence."""


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_opens_on_the_demo(
    demo_graph: Graph, sign_in: SignIn, screenshots: Path, subtests: pytest.Subtests, look: str
) -> None:
    """Nothing in the console, no violation of the policy, nothing wider than the window; everybody can read it."""
    options = LOOKS[look]
    visitor = sign_in(**options)
    for name, path in PAGES.items():
        with subtests.test(f"{name}, {look}"):
            page = visitor.open(path)
            page.screenshot(path=screenshots / f"{name.replace(', ', '-').replace(' ', '-')}-{look}.png")
            assert visitor.wrong == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.locator("h1").count() == 1
            assert page.locator("html").get_attribute("lang") == options["locale"].removesuffix("-US")
            assert visitor.problems() == []
            assert _DAY_AS_DATA.findall(page.locator("body").inner_text()) == []
            answers = page.locator("link[rel=alternate][type='application/json']").all()
            assert len(answers) == (name not in TO_BE_FILLED_IN)
            for answer in answers:
                assert page.request.get(visitor.origin + str(answer.get_attribute("href"))).ok


def test_pages_of_an_empty_graph_say_what_to_do_first(graph: Graph, sign_in: SignIn, subtests: pytest.Subtests) -> None:
    visitor = sign_in()
    for path in OF_NOTHING:
        with subtests.test(path):
            visitor.open(path)
            assert visitor.wrong == []
            assert visitor.problems() == []


def test_what_is_not_there_is_a_page_too(demo_graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    page = visitor.open("/accounts/nowhere")
    assert page.locator("h2").inner_text() == "Not found, or not for you to see"
    assert page.get_by_role("link", name="To my accounts").is_visible()


def test_an_address_of_nothing_is_a_page_for_browsers_only(graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in(locale="zh-CN")
    page = visitor.open("/nothing/here")
    assert page.locator("h2").inner_text() == "找不到，或您无权查看"
    for path, accept in (("/nothing/here", "*/*"), ("/api/nothing", "text/html")):
        answer = page.request.get(visitor.origin + path, headers={"Accept": accept})
        assert (answer.status, answer.json()["status"]) == (404, 404)


def test_who_has_not_signed_in_is_told_how(graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    visitor.page.context.clear_cookies()
    page = visitor.open("/accounts/lanjiang")
    assert page.url == f"{visitor.origin}/sign-in"


def test_signing_in_goes_on_to_the_page_that_was_asked_for(demo_graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    visitor.page.context.clear_cookies(name="winover_session")
    visitor.open("/calendar?account_id=lanjiang&kind=window")
    for wanted in ("/calendar?account_id=lanjiang&kind=window", "/"):  # once
        link = make_token(demo_graph, "link", user_id=None, role=UserRole.ADMIN, lasts=LINK_LASTS)
        page = visitor.open(f"/sign-in?token={link.token}")
        assert page.url == visitor.origin + wanted


def test_signing_in_goes_on_to_no_page_of_others(demo_graph: Graph, sign_in: SignIn) -> None:
    visitor = sign_in()
    for elsewhere in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        visitor.page.context.add_cookies(
            [{"name": WANTED_COOKIE, "value": elsewhere, "url": f"{visitor.origin}/sign-in"}]
        )
        link = make_token(demo_graph, "link", user_id=None, role=UserRole.ADMIN, lasts=LINK_LASTS)
        assert visitor.open(f"/sign-in?token={link.token}").url == f"{visitor.origin}/"
