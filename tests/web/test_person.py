"""The page of a person: what it shows is what the API answers, to whom it may be shown, whatever the names are."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from app.access.tokens import make_token
from app.accounts.snapshots import Scope, snapshot
from app.analytics.attitude_history import agreed_over_time
from app.analytics.constants import Constants
from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server
from tests.web.conftest import NARROW, WIDE, SignIn

TODAY = date.today()
SCRIPT = "<script>alert(1)</script>"
LONG = "Maximilian" * 30
RIGHT_TO_LEFT = "مدير المشتريات عبد الرحمن"


def test_the_page_shows_what_the_api_answers(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    with service(neo4j_server) as api:
        answer = api.get("/api/people/wang", headers=bearer(demo_graph, "li")).json()
        said = api.get("/api/people/wang/assessments", headers=bearer(demo_graph, "li")).json()["items"]
        ranked = api.get("/api/recommendations", params={"account_id": "lanjiang"}, headers=bearer(demo_graph, "li"))
    page = sign_in("li").open("/people/wang")
    for one, row in zip(answer["consensus"], page.locator(".consensus tbody tr").all(), strict=True):
        expect(row).to_contain_text(f"{one['value']:.0f}")
        expect(row).to_contain_text(f"{one['age_days']} days ago")
    assert page.locator(".statements > li").count() == len(said)
    for one, row in zip(said, page.locator(".statements > li").all(), strict=True):
        expect(row).to_contain_text(one["user_name"])
        expect(row).to_contain_text(one["note"] or one["source"])
    (through,) = [one["through"] for one in ranked.json() if one["person"]["id"] == "wang"]
    assert [" → ".join(way["names"]) for way in through] == [
        " → ".join(way.locator("bdi").all_inner_texts()) for way in page.locator(".ways > li").all()
    ]
    # One ring, square or triangle a statement, on each of the three plots.
    assert [plot.locator("svg g").count() for plot in page.locator(".plots figure").all()] == [len(said)] * 3


def test_the_consensus_over_time_is_the_consensus_asked_as_of_each_day(demo_graph: Graph) -> None:
    constants = Constants()
    there = snapshot(demo_graph, "lanjiang", Scope(TODAY), constants, with_statements=True)
    days = agreed_over_time(there, "zhao", constants)
    assert len(days) > 2
    for day in days:
        then = snapshot(demo_graph, "lanjiang", Scope(day.on), constants)
        assert day.values == pytest.approx(then.consensus.value[then.rows["zhao"]].tolist(), nan_ok=True)


def test_whoever_is_not_of_the_team_sees_neither_notes_nor_contributors_nor_forms(
    demo_graph: Graph, sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    for role in (UserRole.ANALYST, UserRole.EXECUTIVE):
        with subtests.test(str(role)):
            page = sign_in(role=role).open("/people/wang")
            text = page.locator("main").inner_text()
            assert "Wants to see a plant" not in text
            # Those who know him are named among the ways to him; nobody is as having said something.
            assert "Chen Gang" not in page.locator("#known").inner_text()
            expect(page.locator(".statements")).to_contain_text("contributor withheld")
            assert page.locator("main form").count() == 0
            assert page.locator("main a[href*='/edit/']").count() == 0
            assert page.goto(page.url + "/assess").status == 403  # type: ignore[union-attr]


def test_a_token_that_only_reads_gets_no_form(demo_graph: Graph, neo4j_server: Server) -> None:
    made = make_token(
        demo_graph, "api", user_id="li", role=None, lasts=timedelta(minutes=5), name="reads", read_only=True
    )
    with service(neo4j_server) as api:
        reads = api.get("/people/wang", headers={"Authorization": f"Bearer {made.token}"}).text
        writes = api.get("/people/wang", headers=bearer(demo_graph, "li")).text
    assert "Wants to see a plant" in reads
    assert "assess-form" in writes
    assert "assess-form" not in reads
    assert "/edit/" not in reads


def test_somebody_who_left_is_still_a_page(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open("/people/deng")
    expect(page.locator("main")).to_contain_text("Works there no longer")
    then = sign_in("li").open(f"/people/deng?as_of={TODAY - timedelta(days=500)}")
    expect(then.get_by_role("heading", name="Where they stand")).to_be_visible()


def test_hostile_names_are_text_and_break_no_layout(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server, subtests: pytest.Subtests
) -> None:
    """On the lists of accounts, the pages of an account and a person, and the forms."""
    names = (SCRIPT, LONG, RIGHT_TO_LEFT)
    admin = bearer(demo_graph, role=UserRole.ADMIN)
    with service(neo4j_server) as api:
        for number, name in enumerate(names):
            for path, row in (
                ("accounts", {"id": f"bad{number}", "name": name}),
                ("departments", {"id": f"bad{number}-d", "account_id": f"bad{number}", "name": name}),
                (
                    "people",
                    {
                        "id": f"bad{number}-p",
                        "account_id": f"bad{number}",
                        "name": name,
                        "title": name,
                        "department_id": f"bad{number}-d",
                    },
                ),
            ):
                assert api.post(f"/api/{path}", json=row, headers=admin).status_code == 201
            said = {"observed_on": str(TODAY), "closeness": 60, "note": name, "source": name}
            assert api.post(f"/api/people/bad{number}-p/assessments", json=said, headers=admin).status_code == 201
    seen_on = dict.fromkeys(("/", "/screening", "/changes"), names) | {
        path.format(number): (name,)
        for number, name in enumerate(names)
        for path in (
            "/accounts/bad{}",
            "/accounts/bad{}/what-if",
            "/people/bad{}-p",
            "/people/bad{}-p/assess",
            "/accounts/bad{}/meeting",
            "/edit/people/bad{}-p",
            "/edit?account_id=bad{}",
        )
    }
    for size in (WIDE, NARROW):
        visitor = sign_in(size=size)
        visitor.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for path, expected in seen_on.items():
            with subtests.test(f"{path} {size}"):
                page = visitor.open(path)
                shown = page.locator("main").inner_text() + "".join(
                    one.input_value() for one in page.locator("main input[name=name]").all()
                )
                assert [name for name in expected if name not in shown] == []
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert visitor.wrong == []
