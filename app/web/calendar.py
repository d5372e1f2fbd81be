"""What is to come, by month: windows, planned projects, opportunities, and days to start by."""

from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from app.analytics import calendar
from app.analytics.calendar import CalendarOptions
from app.analytics.proposals import MONTHS_AHEAD
from app.api import TheConstants, TheGraph
from app.questions import ask
from app.web.page import ThePage, address, pages
from app.web.plots import Days
from app.web.scope import ScopeChoices, offered
from graph_models.recurrence import CalendarEntry
from graph_models.vocabulary import CalendarKind

router = pages()

_WIDTH = 240.0
"""Of the months ahead, as drawn beside each entry."""


class Choices(ScopeChoices):
    """How far ahead, what, and where."""

    months: int = Field(default=12, ge=1, le=MONTHS_AHEAD)
    kind: str = Field(default="", max_length=20)


@router.get("/calendar")
def show_calendar(
    page: ThePage, graph: TheGraph, constants: TheConstants, choices: Annotated[Choices, Query()]
) -> Response:
    """What is to come at my accounts?"""
    today = date.today()
    scope = choices.scope(today)
    options = CalendarOptions(months=choices.months)
    _, answer = ask(graph, calendar.ANALYTIC, scope, options, constants)
    shown = [one for one in answer.entries if choices.kind in ("", one.kind)]

    def month_of(entry: CalendarEntry) -> date:
        return max(entry.from_, answer.first).replace(day=1)

    return page.show(
        "calendar.html",
        answer=answer,
        by_month=[(month, list(some)) for month, some in groupby(shown, key=month_of)],
        days=Days(answer.first, answer.last, _WIDTH),
        months=choices.months,
        kind=choices.kind,
        kinds=list(CalendarKind),
        offered=offered(graph, today),
        chosen=choices.chosen(),
        json=address("/api/calendar", months=choices.months, **choices.chosen()),
    )
