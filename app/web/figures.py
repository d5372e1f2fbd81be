"""The figures of accounts run well, between two days, each with what caused it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from app.analytics import figures
from app.analytics.figures import FiguresOptions
from app.analytics.periods import FiscalPeriod
from app.analytics.texts import day
from app.api import TheConstants, TheGraph
from app.language import gettext as _
from app.questions import ask
from app.web.page import ThePage, address, pages
from app.web.plots import Bars, Scale, bars, waterfall
from app.web.scope import NOTHING_CHOSEN, ScopeChoices, offered
from app.web.wording import word
from graph_models.fields import Day
from graph_models.results import CurrencyFigures, Figures, GrowthCause, PotentialGrowth, Rate
from graph_models.vocabulary import Axis

router = pages()
WIDTH = 320.0
_MOST_ACCOUNTS = 12


class Choices(ScopeChoices):
    """Which periods, and where."""

    period: Annotated[FiscalPeriod | None, NOTHING_CHOSEN] = None
    earlier: Annotated[FiscalPeriod | None, NOTHING_CHOSEN] = None
    since: Annotated[Day | None, NOTHING_CHOSEN] = None
    as_of: Annotated[Day | None, NOTHING_CHOSEN] = None


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
    moved: Bars
    conversion: Bars


@router.get("/figures")
def show_figures(
    page: ThePage, graph: TheGraph, constants: TheConstants, choices: Annotated[Choices, Query()]
) -> Response:
    """How did potential, conversion and win rate grow, and what caused it?"""
    today = date.today()
    options = FiguresOptions(period=choices.period, earlier=choices.earlier, since=choices.since)
    _asked, answer = ask(graph, figures.ANALYTIC, choices.scope(choices.as_of or today), options, constants)
    listed = offered(graph, today)
    chosen = {
        "period": choices.period,
        "earlier": choices.earlier,
        "since": choices.since,
        "as_of": choices.as_of,
    }
    return page.show(
        "figures.html",
        answer=answer,
        drawn=[_drawn(one, answer, listed.names) for one in answer.currencies],
        rates=_rates(answer),
        rate_scale=Scale(0, 1, WIDTH),
        offered=listed,
        today=today,
        width=WIDTH,
        periods=_periods(today, choices),
        chosen=chosen,
        where=choices.chosen(),
        json=address("/api/figures", **chosen, **choices.chosen()),
    )


def _drawn(one: CurrencyFigures, answer: Figures, names: Mapping[str, str]) -> Drawn:
    origins = [origin for origin in one.origins if origin.origin != "all"]
    movements = [_movement(one.potential.causes, axis) for axis in Axis]
    return Drawn(
        one,
        _growth(one.potential, names, (answer.earlier.last, answer.period.last)),
        movements,
        _moved(movements),
        bars([(word(origin.origin), origin.conversion_growth) for origin in origins], WIDTH),
    )


def _growth(growth: PotentialGrowth, names: Mapping[str, str], days: tuple[date, date]) -> Bars:
    """From one day to the other by account, the largest first; the others in one."""
    by_account: defaultdict[str | None, float] = defaultdict(float)
    for cause in growth.causes:
        by_account[cause.account_id] += cause.amount
    order = sorted(
        by_account, key=lambda id_: (id_ is None, -abs(by_account[id_]), names.get(id_ or "", ""), id_ or "")
    )
    parts = [(names.get(id_ or "", id_ or _("others")), by_account[id_]) for id_ in order[:_MOST_ACCOUNTS]]
    if rest := order[_MOST_ACCOUNTS:]:
        parts.append((_("others"), sum(by_account[id_] for id_ in rest)))
    before, now = map(day, days)
    return waterfall((before, growth.before), parts, now, WIDTH)


def _movement(causes: Sequence[GrowthCause], axis: Axis) -> Movement:
    moved = [cause.amount for cause in causes if cause.axis is axis and cause.code == "attitude_moved"]
    known = [cause.amount for cause in causes if cause.axis is axis and cause.code == "newly_known"]
    return Movement(axis, sum(one for one in moved if one > 0), sum(one for one in moved if one < 0), sum(known))


def _moved(movements: Sequence[Movement]) -> Bars:
    """What moved each attitude, as far as anything did."""
    parts = [
        (_("{name}, {what}").format(name=word(one.axis), what=what), amount)
        for one in movements
        for what, amount in ((_("up"), one.up), (_("down"), one.down), (_("newly known"), one.newly_known))
        if amount
    ]
    return bars(parts, WIDTH)


def _rates(answer: Figures) -> list[tuple[str, Rate]]:
    return [(_("this period"), answer.win_rate.now), (_("earlier period"), answer.win_rate.earlier)]


def _periods(today: date, choices: Choices) -> list[str]:
    """Fiscal years and quarters to choose from: this year and the two before, and what is chosen."""
    years = range(today.year + 1, today.year - 3, -1)
    known = [name for year in years for name in (str(year), *(f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1)))]
    return list(dict.fromkeys([*filter(None, (choices.period, choices.earlier)), *known]))
