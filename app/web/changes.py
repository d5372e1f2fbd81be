"""What changed at accounts since a day: for the weekly meeting."""

from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Annotated

from fastapi import Query, Response

from app.analytics import changes
from app.analytics.changes import DEFAULT_DAYS, ChangesOptions
from app.api import TheConstants, TheGraph
from app.questions import ask
from app.web.page import ThePage, address, pages
from app.web.scope import NOTHING_CHOSEN, ScopeChoices, offered
from graph_models.fields import Day
from graph_models.results import Change

router = pages()


class Choices(ScopeChoices):
    """Since when, and where."""

    since: Annotated[Day | None, NOTHING_CHOSEN] = None


@router.get("/changes")
def show_changes(
    page: ThePage, graph: TheGraph, constants: TheConstants, choices: Annotated[Choices, Query()]
) -> Response:
    """Attitudes, people, projects and opportunities that changed, by account."""
    today = date.today()
    since = choices.since or today - timedelta(days=DEFAULT_DAYS)
    scope = choices.scope(today)
    _, answer = ask(graph, changes.ANALYTIC, scope, ChangesOptions(since=since), constants)
    return page.show(
        "changes.html",
        by_account=_by_account(answer.changes),
        offered=offered(graph, today),
        since=since,
        spans=[(today - timedelta(days=days), days) for days in (7, 30, 90, 365)],
        chosen=choices.chosen(),
        remarks=answer.remarks,
        json=address("/api/changes", since=since, **choices.chosen()),
    )


def _by_account(found: list[Change]) -> list[tuple[str, list[Change]]]:
    """The accounts in the order of their largest effects, each with its changes in the order of the answer."""
    order = {one.account_id: -place for place, one in reversed(list(enumerate(found)))}
    found = sorted(found, key=lambda one: (-order[one.account_id], one.account_id))
    grouped = groupby(found, key=attrgetter("account_id"))
    return [(account_id, list(some)) for account_id, some in grouped]
