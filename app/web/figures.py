"""The figures of accounts run well, between two days, each with what caused it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from app.accounts.queries import account_page
from app.analytics import figures
from app.analytics.figures import FiguresOptions
from app.analytics.periods import FiscalPeriod
from app.api import TheConstants, TheGraph
from app.language import gettext as _
from app.questions import ask
from app.web.page import ThePage, address, pages
from app.web.plots import Bars, Scale, bars, waterfall
from app.web.scope import NOTHING_CHOSEN, ScopeChoices
from app.web.wording import word
from graph_models.fields import Day
from graph_models.results import CurrencyFigures, Figures, GrowthCause, PotentialGrowth, Rate
from graph_models.vocabulary import Axis

router = pages()
WIDTH = 480.0
_MOST_ACCOUNTS = 12
_EVERY_ACCOUNT = 10_000


class Choices(ScopeChoices):
    """Which periods, and where."""

    period: Annotated[FiscalPeriod | None, NOTHING_CHOSEN] = None
    earlier: Annotated[FiscalPeriod | None, NOTHING_CHOSEN] = None
    since: Annotated[Day | None, NOTHING_CHOSEN] = None


@dataclass(frozen=True)
class Movement:
    """How the attitudes on one axis changed, in money."""

    axis: Axis
    up: float
    down: float
    newly_known: float


@dataclass(frozen=True)
class Drawn:
    """The figures of one currency with their plots."""

    figures: CurrencyFigures
    growth: Bars
    movements: Sequence[Movement]
    conversion: Bars


@router.get("/figures")
def show_figures(
    page: ThePage, graph: TheGraph, constants: TheConstants, choices: Annotated[Choices, Query()]
) -> Response:
    """How did potential, conversion and win rate grow, and what caused it?"""
    today = date.today()
    options = FiguresOptions(period=choices.period, earlier=choices.earlier, since=choices.since)
    _asked, answer = ask(graph, figures.ANALYTIC, choices.scope(today), options, constants)
    listed = account_page(graph, after_name=None, after_id=None, owner=None, as_of=today, limit=_EVERY_ACCOUNT)
    names = {one.id: one.name for one in listed}
    chosen = {"period": choices.period, "earlier": choices.earlier, "since": choices.since}
    return page.show(
        "figures.html",
        answer=answer,
        drawn=[_drawn(one, names) for one in answer.currencies],
        rates=_rates(answer),
        rate_scale=Scale(0, 1, WIDTH),
        names=names,
        width=WIDTH,
        periods=_periods(today, choices),
        chosen=chosen,
        where=choices.chosen(),
        json=address("/api/figures", **chosen, **choices.chosen()),
    )


def _drawn(one: CurrencyFigures, names: dict[str, str]) -> Drawn:
    origins = [origin for origin in one.origins if origin.origin != "all"]
    return Drawn(
        one,
        _growth(one.potential, names),
        [_movement(one.potential.causes, axis) for axis in Axis],
        bars([(word(origin.origin), origin.conversion_growth) for origin in origins], WIDTH),
    )


def _growth(growth: PotentialGrowth, names: dict[str, str]) -> Bars:
    """By account, the largest first; the others in one."""
    by_account: defaultdict[str | None, float] = defaultdict(float)
    for cause in growth.causes:
        by_account[cause.account_id] += cause.amount
    order = sorted(
        by_account, key=lambda id_: (id_ is None, -abs(by_account[id_]), names.get(id_ or "", ""), id_ or "")
    )
    parts = [(names.get(id_ or "", id_ or _("others")), by_account[id_]) for id_ in order[:_MOST_ACCOUNTS]]
    if rest := order[_MOST_ACCOUNTS:]:
        parts.append((_("others"), sum(by_account[id_] for id_ in rest)))
    return waterfall((_("before"), growth.before), parts, _("now"), WIDTH)


def _movement(causes: Sequence[GrowthCause], axis: Axis) -> Movement:
    moved = [cause.amount for cause in causes if cause.axis is axis and cause.code == "attitude_moved"]
    known = [cause.amount for cause in causes if cause.axis is axis and cause.code == "newly_known"]
    return Movement(axis, sum(one for one in moved if one > 0), sum(one for one in moved if one < 0), sum(known))


def _rates(answer: Figures) -> list[tuple[str, Rate]]:
    return [(_("now"), answer.win_rate.now), (_("earlier"), answer.win_rate.earlier)]


def _periods(today: date, choices: Choices) -> list[str]:
    """Fiscal years and quarters to choose from: this year and the two before, and what is chosen."""
    years = range(today.year + 1, today.year - 3, -1)
    known = [name for year in years for name in (str(year), *(f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1)))]
    return list(dict.fromkeys([*filter(None, (choices.period, choices.earlier)), *known]))
