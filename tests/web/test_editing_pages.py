"""Adding and editing what is stored: by keyboard alone, told when somebody else was first, and losing nothing."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Dialog, Page, expect

from app.access.queries import end_sessions
from app.access.tokens import LINK_LASTS, make_token
from app.editing.resources import RESOURCES
from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server
from tests.web.conftest import SignIn
from tests.web.keyboard import tab_to

_PERSON = re.compile(r":\d+/people/[^/]+$")
_EDIT = re.compile('href="(/edit/[^"]+)"')


def _save(page: Page) -> None:
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")


def _accept(dialog: Dialog) -> None:
    dialog.accept()


def _rows(api: TestClient, graph: Graph, resource: str) -> list[dict[str, object]]:
    headers = bearer(graph, "li")
    return api.get(f"/api/{resource}", params={"account_id": "lanjiang", "limit": 1000}, headers=headers).json()[
        "items"
    ]


def test_every_form_opens_and_every_field_has_a_label(
    demo_graph: Graph, sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    """One for every table, to add a row and to change one."""
    visitor = sign_in()
    for resource in RESOURCES:
        of = "" if resource.is_reference_data else "?account_id=lanjiang"
        page = visitor.open(f"/edit{of}")
        first = page.locator(f"a[href^='/edit/{resource.name}/']:not([href*='/new'])").first.get_attribute("href")
        for path in (f"/edit/{resource.name}/new{of}", first):
            with subtests.test(path):
                visitor.open(str(path))
                assert visitor.wrong == []
                assert visitor.problems() == []
                assert page.locator("#edit form.edit-form").count() == 1
                # No column shows its bare name.
                labels = " ".join(page.locator("#edit label, #edit legend").all_inner_texts())
                assert "_" not in labels


def test_add_people_and_what_joins_them_by_keyboard_alone(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    visitor = sign_in("li")
    page = visitor.open("/accounts/lanjiang")
    tab_to(page, page.get_by_role("link", name="Add a person").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/people/new*")
    tab_to(page, page.locator("[name=name]"))
    page.keyboard.type("Yang Mei")
    tab_to(page, page.get_by_label("Department"))
    page.keyboard.type("D Fin")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type("Controller")
    tab_to(page, page.get_by_label("Can veto alone"))
    page.keyboard.type("yes")
    _save(page)
    page.wait_for_url(_PERSON)
    expect(page.get_by_role("heading", level=1)).to_have_text("Yang Mei")
    expect(page.locator(".head")).to_contain_text("Controller · D Finance")
    expect(page.locator(".head .power")).to_have_text("veto")
    expect(page.locator("#known")).to_contain_text("unknown is not neutral")

    tab_to(page, page.get_by_role("link", name="Add a tie"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/relations/new*")
    # Who it is about is chosen already.
    expect(page.get_by_label("From", exact=False).first.locator("option:checked")).to_contain_text("Yang Mei")
    tab_to(page, page.locator("select[name=to_person_id]"))
    page.keyboard.type("Guo")
    tab_to(page, page.locator("select[name=kind]"))
    page.keyboard.type("infl")
    tab_to(page, page.locator("input[name=strength]"))
    page.keyboard.type("0.6")
    _save(page)
    page.wait_for_url(_PERSON)
    expect(page.locator(".ties", has_text="influences")).to_contain_text("Guo Liang")
    with service(neo4j_server) as api:
        (tie,) = [
            one
            for one in _rows(api, demo_graph, "relations")
            if one["to_person_id"] == "guo" and one["strength"] == 0.6
        ]
        assert tie["kind"] == "influences"


@pytest.mark.parametrize(
    ("resource", "typed", "stored"),
    [
        ("departments", {"name": "E Legal", "from": "2026-01-01"}, {}),
        (
            "projects",
            {"name": "Sixth plant", "project_type_id": "t1", "started_on": "2027-03-01", "budget": "1,500,000"},
            {"budget": "1500000"},
        ),
        (
            "opportunities",
            {"name": "Sixth plant", "amount": "90万", "origin": "hatched", "probability": "40%"},
            {"amount": "900000", "probability": "0.4"},
        ),
    ],
)
def test_add_and_change(
    demo_graph: Graph,
    sign_in: SignIn,
    neo4j_server: Server,
    *,
    resource: str,
    typed: dict[str, str],
    stored: dict[str, str],
) -> None:
    """What is typed is what the API answers; what is emptied is unknown, and what is not touched stays."""
    page = sign_in("li").open(f"/edit/{resource}/new?account_id=lanjiang")

    def fill(values: dict[str, str]) -> None:
        for name, value in values.items():
            place = page.locator(f"#edit [name={name}]")
            if place.evaluate("place => place.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)

    fill(typed)
    _save(page)
    page.wait_for_url("**/accounts/lanjiang")
    with service(neo4j_server) as api:
        (row,) = [one for one in _rows(api, demo_graph, resource) if one["name"] == typed["name"]]
        for name, value in (typed | stored).items():
            assert str(row[name]).removesuffix(".0") == value
        page.goto(page.url.split("/accounts")[0] + f"/edit/{resource}/{row['key']}")
        *_, last = typed
        fill({"name": "Another name", last: ""})
        _save(page)
        page.wait_for_url("**/accounts/lanjiang")
        (after,) = [one for one in _rows(api, demo_graph, resource) if one["key"] == row["key"]]
        assert after | {"etag": ""} == row | {"etag": "", "name": "Another name", last: None}


def test_what_is_wrong_stands_beside_the_field(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open("/edit/people/new?account_id=lanjiang")
    page.locator("[name=name]").fill("Yang Mei")
    page.locator("[name=works_from]").fill("2026-05-01")
    page.locator("[name=works_to]").fill("2026-04-01")
    page.get_by_role("button", name="Save").click()
    place = page.locator("[name=works_to]")
    expect(place).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{place.get_attribute('aria-describedby').split()[-1]}")).to_contain_text("before")  # type: ignore[union-attr]
    expect(page.locator("[name=name]")).to_have_value("Yang Mei")
    expect(page.locator("#edit .error")).to_contain_text("Works there from")  # as the form calls that column
    expect(place).to_be_focused()
    # Whoever loads the page anew is asked, since what was typed is stored nowhere; once it is given up, no more.
    asked: list[str] = []

    def hear(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", hear)
    page.reload()
    page.locator("[name=title]").press_sequentially("Controller")
    page.get_by_role("link", name="Back, without saving").click()
    page.wait_for_url("**/accounts/lanjiang")
    assert asked == ["beforeunload"]


def test_what_is_shown_can_be_edited_there_and_leads_back(
    demo_graph: Graph, neo4j_server: Server, subtests: pytest.Subtests
) -> None:
    """On the account, its map and a person; whoever may not write is offered nothing."""
    offered = {
        "/accounts/lanjiang": {"people", "projects", "opportunities", "acquaintances"},
        "/accounts/lanjiang/map": {"people", "departments", "relations"},
        "/people/wang": {"people", "projects", "participants", "relations", "acquaintances"},
    }
    with service(neo4j_server) as api:
        for path, resources in offered.items():
            with subtests.test(path):
                links = _EDIT.findall(api.get(path, headers=bearer(demo_graph, "li")).text)
                assert {link.split("/")[2] for link in links} == resources
                one_each = {link.split("/")[2] + str("/new" in link): unescape(link) for link in links}
                for link in one_each.values():
                    form = api.get(link, headers=bearer(demo_graph, "li"))
                    assert form.status_code == 200
                    assert f'<a href="{path}" data-leave>' in form.text
                assert not _EDIT.search(api.get(path, headers=bearer(demo_graph, role=UserRole.ANALYST)).text)
        elsewhere = api.get("/edit/people/wang?back=//elsewhere.example", headers=bearer(demo_graph, "li")).text
        assert '<a href="/" data-leave>' in elsewhere


def test_the_second_of_two_is_told_and_nothing_is_lost(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    """What only the other changed stays theirs; of what both did, both are shown, and mine is saved if I say so."""
    first, second = (sign_in(user).open("/edit/people/xu") for user in ("li", "zhou"))
    first.locator("[name=title]").fill("Director of automation")
    first.locator("[name=email]").fill("xu@lanjiang.example")
    first.get_by_role("button", name="Save").click()
    first.wait_for_url(_PERSON)
    second.locator("[name=title]").fill("Chief of automation")
    second.locator("[name=works_from]").fill("2020-01-01")
    second.get_by_role("button", name="Save").click()
    told = second.locator("#edit .problem")
    expect(told).to_contain_text("Somebody else changed this meanwhile")
    expect(told).to_be_in_viewport()
    expect(told.locator("tr", has_text="Title")).to_contain_text("Chief of automation")
    expect(told.locator("tr", has_text="Title")).to_contain_text("Director of automation")
    expect(second.locator("[name=title]")).to_have_value("Chief of automation")
    expect(second.locator("[name=works_from]")).to_have_value("2020-01-01")
    expect(second.locator("[name=email]")).to_have_value("xu@lanjiang.example")
    second.get_by_role("button", name="Save mine over theirs").click()
    second.wait_for_url(_PERSON)
    with service(neo4j_server) as api:
        after = api.get("/api/people/xu", headers=bearer(demo_graph, "li")).json()
    assert (after["title"], after["email"], after["works_from"]) == (
        "Chief of automation",
        "xu@lanjiang.example",
        "2020-01-01",
    )


def test_the_second_of_two_takes_theirs(demo_graph: Graph, sign_in: SignIn) -> None:
    first, second = (sign_in("li").open("/edit/departments/lj-d") for _ in range(2))
    for page, name in ((first, "D Treasury"), (second, "D Money")):
        page.locator("[name=name]").fill(name)
    first.get_by_role("button", name="Save").click()
    first.wait_for_url("**/accounts/lanjiang")
    second.get_by_role("button", name="Save").click()
    second.get_by_role("link", name="Take theirs").click()
    second.goto(second.url.split("/accounts")[0] + "/edit/departments/lj-d")
    expect(second.locator("[name=name]")).to_have_value("D Treasury")


def test_deleted_and_put_back(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """By keyboard alone; what others refer to stays, and is told why."""
    visitor = sign_in("li")
    page = visitor.open("/edit?account_id=lanjiang")
    page.on("dialog", _accept)
    with service(neo4j_server) as api:
        for resource in ("relations", "participants", "spend", "interactions", "opportunities"):
            before = {str(one["key"]): one for one in _rows(api, demo_graph, resource)}
            key = min(before)
            page = visitor.open(f"/edit/{resource}/{key}?account_id=lanjiang")
            tab_to(page, page.get_by_role("button", name="Delete"))
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="Undo")).to_be_focused()
            assert {str(one["key"]) for one in _rows(api, demo_graph, resource)} == before.keys() - {key}
            page.keyboard.press("Enter")
            page.wait_for_url("**/accounts/lanjiang")
            assert {str(one["key"]): one for one in _rows(api, demo_graph, resource)} == before
    page = visitor.open("/edit/people/wang")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#messages")).to_contain_text("This cannot be done as things stand")
    expect(page.locator("#messages")).to_contain_text("end it with a date in “Works there until”")
    expect(page.locator("#messages .problem")).to_be_in_viewport()
    expect(page.locator("[name=name]")).to_have_value("Wang Jianguo 王建国")


def test_the_server_goes_away_mid_edit(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open("/edit/people/xu")
    page.locator("[name=title]").fill("Chief of automation")
    page.route("**/edit/**", lambda route: route.abort())
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("Nothing that you typed is lost")
    expect(page.locator("[name=title]")).to_have_value("Chief of automation")
    page.unroute("**/edit/**")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(_PERSON)
    expect(page.locator(".head")).to_contain_text("Chief of automation")


def test_a_change_is_undone_from_the_page_that_follows(demo_graph: Graph, sign_in: SignIn) -> None:
    """By keyboard; offered once, and for what was changed only."""
    visitor = sign_in("li")
    page = visitor.open("/edit/people/xu")
    stored = {
        one.get_attribute("name"): one.input_value() for one in page.locator(".edit-form :is(input, select)").all()
    }
    page.locator("[name=title]").fill("Chief of automation")
    page.locator("[name=email]").fill("xu@elsewhere.example")
    _save(page)
    page.wait_for_url(_PERSON)
    expect(page.locator(".head")).to_contain_text("Chief of automation")
    tab_to(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(page.locator(".head")).not_to_contain_text("Chief of automation")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    visitor.open("/edit/people/xu")
    now = {one.get_attribute("name"): one.input_value() for one in page.locator(".edit-form :is(input, select)").all()}
    assert {**now, "etag": "", "was": ""} == {**stored, "etag": "", "was": ""}
    assert visitor.wrong == []


def test_an_undo_overwrites_nothing_of_others(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open("/edit/people/xu")
    page.locator("[name=title]").fill("Chief of automation")
    _save(page)
    page.wait_for_url(_PERSON)
    other = sign_in("zhou").open("/edit/people/xu")
    other.locator("[name=title]").fill("Chief of everything")
    _save(other)
    other.wait_for_url(_PERSON)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**/edit/people/xu*")
    expect(page.locator("[name=title]")).to_have_value("Chief of everything")


def test_a_session_that_ends_mid_edit_loses_nothing(demo_graph: Graph, sign_in: SignIn) -> None:
    """Signed in again in another tab, the same form is saved."""
    visitor = sign_in("li")
    page = visitor.open("/edit/people/xu")
    page.locator("[name=title]").fill("Chief of automation")
    end_sessions(demo_graph, user_id="li")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("Your sign-in has ended")
    with page.expect_popup() as other:
        page.get_by_role("link", name="Sign in in another tab").click()
    link = make_token(demo_graph, "link", user_id="li", role=None, lasts=LINK_LASTS)
    other.value.goto(f"{visitor.origin}/sign-in?token={link.token}")
    page.evaluate("dispatchEvent(new Event('focus'))")  # as coming back to the tab does
    expect(page.locator("#messages")).to_be_empty()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(_PERSON)
    expect(page.locator(".head")).to_contain_text("Chief of automation")


def test_an_account_is_added_and_edited(demo_graph: Graph, sign_in: SignIn) -> None:
    """Whoever opens it owns it."""
    page = sign_in("li").open("/accounts/new")
    page.locator("[name=name]").fill("Donghu Gas")
    page.get_by_label("Currency").fill("CNY")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/accounts/*-*")
    expect(page.locator(".head")).to_contain_text("Li Min")
    expect(page.locator("main")).to_contain_text("Nobody is known at this account yet")
    id_ = page.url.rpartition("/")[2]
    page.goto(page.url.split("/accounts")[0] + f"/edit/accounts/{id_}")
    page.get_by_label("Region").fill("North")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/accounts/{id_}")
    expect(page.locator(".head")).to_contain_text("North")


def test_whoever_may_not_write_gets_no_form(demo_graph: Graph, sign_in: SignIn, subtests: pytest.Subtests) -> None:
    paths = ("/edit/people/wang", "/edit/people/new?account_id=lanjiang", "/edit?account_id=lanjiang", "/edit")
    visitor = sign_in(role=UserRole.ANALYST)
    for path in (*paths, "/accounts/lanjiang/meeting", "/edit/vendors/new"):
        with subtests.test(path):
            page = visitor.open(path)
            expect(page.locator("main h2")).to_have_text("You may not do this")
            assert page.locator("main form").count() == 0
