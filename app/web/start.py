"""The first page: my accounts, and what to do next at each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.accounts.snapshots import Scope, snapshots
from app.analytics.analytic import Options
from app.analytics.constants import Constants
from app.analytics.periods import months_after
from app.analytics.portfolio import AT_A_GLANCE
from app.analytics.standing import potential_of
from app.api import TheConstants, TheGraph
from app.graph import Graph
from app.questions import ask
from app.search.matching import place_of_name
from app.web.page import ThePage, address, pages
from graph_models.portfolio import AccountAtAGlance
from graph_models.results import Amount
from graph_models.vocabulary import Axis, Light, Stance

router = pages()
GROWTH_MONTHS = 12
"""Growth is that of the potential since so long ago."""


@dataclass(frozen=True)
class Row:
    """An account in the table."""

    account: AccountAtAGlance
    growth: Amount | None
    """Of the potential; None where it follows."""

    @property
    def unknown(self) -> int:
        """Of how many people is nothing known that still counts?"""
        return self.account.not_assessed + self.account.stale


def _coming(row: Row) -> date | None:
    window, covered = row.account.next_window, row.account.next_opportunity
    return window.window.from_ if window else covered.by if covered else None


def _to_win(row: Row) -> Amount | None:
    return row.account.win_next and row.account.win_next.value


def _potential(row: Row) -> Amount:
    stands = row.account.standing
    return Amount(amount=stands.potential, currency=stands.potential_currency)


AMOUNTS: Mapping[str, Callable[[Row], Amount | None]] = {
    "": _to_win,
    "potential": _potential,
    "growth": lambda row: row.growth,
}
"""The orders that compare money."""
SORTS: Mapping[str, Callable[[Row], Any]] = {
    "light": lambda row: list(Light).index(row.account.light),
    "name": lambda row: place_of_name(row.account.account_name),
    "potential": lambda row: _potential(row).amount,
    "growth": lambda row: row.growth and row.growth.amount,
    "window": _coming,
    "unknown": lambda row: row.unknown,
}
"""Beside the order of the answer itself: where most is to be gained by winning one person."""
LARGEST_FIRST = frozenset(("", "potential", "growth", "unknown"))


def ordered(rows: Sequence[Row], sort: str) -> list[Row]:
    """The rows in an order, or with a `-` before its name in the reverse one; what is unknown comes last in both.

    Amounts of different currencies are not compared: those of the commonest come first.
    """
    name = sort.removeprefix("-")
    place = SORTS.get(name)
    if place is not None:
        known = [row for row in rows if place(row) is not None]
        known.sort(key=place, reverse=is_descending(sort))
        rows = known + [row for row in rows if place(row) is None]
    amount = AMOUNTS.get(name)
    return _by_currency(rows, amount) if amount else list(rows)


def _by_currency(rows: Sequence[Row], amount: Callable[[Row], Amount | None]) -> list[Row]:
    def currency(row: Row) -> str | None:
        found = amount(row)
        return None if found is None or found.amount is None else found.currency or ""

    count = Counter(map(currency, rows))
    return sorted(rows, key=lambda row: (currency(row) is None, -count[currency(row)], currency(row) or ""))


def is_descending(sort: str) -> bool:
    """Does the largest come first?"""
    return (sort.removeprefix("-") in LARGEST_FIRST) != sort.startswith("-")


class Choices(BaseModel):
    """Which accounts, and in which order; all of it stands in the address of the page."""

    light: str = Field(default="", max_length=20)
    axis: str = Field(default="", max_length=30)
    stance: str = Field(default="", max_length=20)
    industry: str = Field(default="", max_length=300)
    region: str = Field(default="", max_length=300)
    owner: str = Field(default="", max_length=300)
    sort: str = Field(default="", max_length=20)

    @property
    def filters(self) -> Mapping[str, str]:
        """Without the order."""
        return self.model_dump(exclude={"sort"})


@router.get("/")
def show_start(
    page: ThePage, graph: TheGraph, constants: TheConstants, choices: Annotated[Choices, Query()]
) -> Response:
    """Where do my accounts stand, and what is next at each?"""
    today = date.today()
    everything: list[AccountAtAGlance] = ask(graph, AT_A_GLANCE, Scope(today), Options(), constants)[1]
    chosen, sort = choices.filters, choices.sort
    # What was a year ago takes as long to find out as all the rest: it follows, unless the order depends on it.
    growth = _growth(graph, constants, today) if sort.removeprefix("-") == "growth" else None
    rows = [Row(one, growth.get(one.account_id) if growth else None) for one in everything if _fits(one, chosen)]
    rows = ordered(rows, sort)
    of_any_light = [one.light for one in everything if _fits(one, {**chosen, "light": ""})]
    return page.show(
        "start.html",
        rows=rows,
        total=len(everything),
        lights=[(light, of_any_light.count(light)) for light in Light],
        chosen=chosen,
        sort=sort,
        is_descending=is_descending,
        growth_follows=growth is None,
        lists={
            "light": list(Light),
            "axis": list(Axis),
            "stance": list(Stance),
            "industry": sorted({one.industry for one in everything if one.industry}),
            "region": sorted({one.region for one in everything if one.region}),
            "owner": sorted({owner for one in everything for owner in one.owners}),
        },
        json=address("/api/portfolio", **{name: value for name, value in chosen.items() if name != "owner"}),
    )


def _fits(one: AccountAtAGlance, chosen: Mapping[str, Any]) -> bool:
    has = {
        "light": [one.light],
        "axis": [one.weakest_axis],
        "stance": [one.win_next.stance if one.win_next else None],
        "industry": [one.industry],
        "region": [one.region],
        "owner": one.owners,
    }
    return all(not value or value in has[name] for name, value in chosen.items())


@router.get("/growth")
def show_growth(page: ThePage, graph: TheGraph, constants: TheConstants) -> Response:
    """How much more potential is there at each account than a year ago? For the page that is open."""
    return page.show("start_growth.html", growth=_growth(graph, constants, date.today()))


def _growth(graph: Graph, constants: Constants, today: date) -> Mapping[str, Amount]:
    """How much more potential is there than a year ago, by account? Unknown where it is now, or was then."""

    def potential(day: date) -> Mapping[str, Amount]:
        return {one.account.id: potential_of(one, constants) for one in snapshots(graph, Scope(day), constants)}

    then = potential(months_after(today, -GROWTH_MONTHS))
    return {id_: _grown(now, then.get(id_)) for id_, now in potential(today).items()}


def _grown(now: Amount, then: Amount | None) -> Amount:
    before = then.amount if then is not None and now.currency == then.currency else None
    amount = None if now.amount is None or before is None else now.amount - before
    return Amount(amount=amount, currency=now.currency)
