"""The first look at accounts: what the page says is what the API answers; proposals are opened, refused, taken back."""

from typing import Any

from playwright.sync_api import expect

from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server
from tests.web.conftest import SignIn


def answers(graph: Graph, server: Server, path: str, **params: Any) -> Any:  # noqa: ANN401
    with service(server) as api:
        return api.get(path, params=params, headers=bearer(graph, role=UserRole.ADMIN)).json()


def test_every_verdict_with_its_reasons(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    page = sign_in().open("/screening")
    for one in answers(demo_graph, neo4j_server, "/api/screening"):
        card = page.locator(".screened", has_text=one["account_name"])
        expect(card.locator(".verdict")).to_contain_text(one["verdict"])
        for said in (*one["reasons"], *one["ask_next"]):
            expect(card).to_contain_text(said["text"])
    page.get_by_role("link", name="exclude").click()
    page.wait_for_url("**verdict=exclude*")


def without_opportunities(graph: Graph) -> None:
    """What is open hides what is proposed."""
    graph.driver.execute_query(
        "MATCH (o:Opportunity) WHERE o.outcome IS NULL DETACH DELETE o", database_=graph.database
    )


def reasons_of_refusal(graph: Graph, server: Server) -> list[str]:
    found = answers(graph, server, "/api/proposals", account_id="lanjiang", refused=True)
    return [one["refusal"]["reason"] for one in found if one["refusal"]]


def open_ones(graph: Graph, server: Server) -> list[str]:
    listed = answers(graph, server, "/api/opportunities", account_id="lanjiang")["items"]
    return [one["name"] for one in listed if one["outcome"] is None]


def test_an_opportunity_is_opened_and_removed_again(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    without_opportunities(demo_graph)
    page = sign_in().open("/screening")
    page.get_by_role("button", name="Open the opportunity").press("Enter")
    expect(page.locator(".done")).to_contain_text("Opened:")
    (name,) = open_ones(demo_graph, neo4j_server)
    expect(page.locator(".done")).to_contain_text(name)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert open_ones(demo_graph, neo4j_server) == []


def test_a_proposal_is_refused_and_considered_again(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    without_opportunities(demo_graph)
    page = sign_in().open("/screening")
    page.get_by_text("Refuse it").click()
    page.get_by_label("Why not").fill("<b>Framework</b> until 2029")
    page.get_by_role("button", name="Refuse", exact=True).click()
    expect(page.locator(".done")).to_contain_text("Refused.")
    assert reasons_of_refusal(demo_graph, neo4j_server) == ["<b>Framework</b> until 2029"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert reasons_of_refusal(demo_graph, neo4j_server) == []
