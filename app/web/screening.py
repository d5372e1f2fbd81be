"""Which accounts are worth carrying, and what would decide it."""

from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import Form, Query, Response
from pydantic import Field

from app.analytics import screening
from app.analytics.analytic import Options
from app.api import TheConstants, TheGraph
from app.editing.edit import remove
from app.editing.receipts import Request
from app.editing.resources import resource_named
from app.projects.proposals import accept, decline, reconsider
from app.questions import ask
from app.web.page import ThePage, address, pages
from app.web.scope import ScopeChoices, offered
from graph_models.fields import Id, Name
from graph_models.screening import Screening, Verdict

router = pages()
_SIGNS = {Verdict.QUALIFY: "✓", Verdict.INVESTIGATE: "?", Verdict.EXCLUDE: "✕"}


class Choices(ScopeChoices):
    """Which verdict, and where."""

    verdict: str = Field(default="", max_length=20)


@router.get("/screening")
def show_screening(
    page: ThePage, graph: TheGraph, constants: TheConstants, choices: Annotated[Choices, Query()]
) -> Response:
    """A first look at each account: is it worth carrying, why, and what to find out next?"""
    today = date.today()
    _, found = ask(graph, screening.ANALYTIC, choices.scope(today), Options(), constants)
    answer: list[Screening] = found
    counts = Counter(one.verdict for one in answer)
    return page.show(
        "screening.html",
        found=[one for one in answer if choices.verdict in ("", one.verdict)],
        counts=[(verdict, counts[verdict]) for verdict in Verdict],
        signs=_SIGNS,
        total=len(answer),
        verdict=choices.verdict,
        chosen=choices.chosen(),
        offered=offered(graph, today),
        json=address("/api/screening", **choices.chosen()),
    )


@router.post("/screening/acceptances")
def open_opportunity(
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    account_id: Annotated[Id, Form()],
    project_type_id: Annotated[Id, Form()],
    *,
    key: Annotated[str, Form(max_length=100)],
) -> Response:
    """Open the opportunity that is proposed; sent again under the same key it is opened once."""
    given = {"account_id": account_id, "project_type_id": project_type_id}
    done = accept(graph, given, Request(page.asker, "accept proposal", given, key), constants)
    return page.show("screening_done.html", opportunity=done.body, given=given, refusal_id=None)


@router.post("/screening/refusals")
def refuse_proposal(
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    account_id: Annotated[Id, Form()],
    project_type_id: Annotated[Id, Form()],
    *,
    reason: Annotated[Name, Form()],
    key: Annotated[str, Form(max_length=100)],
) -> Response:
    """Refuse it with the reason."""
    given = {"account_id": account_id, "project_type_id": project_type_id, "reason": reason}
    done = decline(graph, given, Request(page.asker, "refuse proposal", given, key), constants)
    refusal_id = done.body["refusal"]["id"]
    return page.show("screening_done.html", opportunity=None, given=given, refusal_id=refusal_id)


@router.post("/screening/undo")
def undo(
    page: ThePage,
    graph: TheGraph,
    opportunity_id: Annotated[str, Form()] = "",
    version: Annotated[str, Form()] = "",
    refusal_id: Annotated[str, Form()] = "",
) -> Response:
    """Remove the opportunity that was just opened, unless somebody has changed it since; or take the refusal back."""
    if opportunity_id:
        request = Request(page.asker, f"remove opportunity {opportunity_id}", None, None, if_match=version)
        remove(graph, resource_named("opportunities"), {"id": opportunity_id}, request)
    else:
        reconsider(graph, refusal_id, Request(page.asker, f"reconsider {refusal_id}", None, None))
    return page.show("screening_undone.html")
