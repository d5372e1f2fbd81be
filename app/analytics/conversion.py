"""What opportunities brought in a period, by origin, and what changed that: conversion, win rate, sales cycle."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np

from app.analytics import texts
from app.analytics.periods import Comparison, Period, months_after
from app.analytics.win_rates import WinRate, closed_in, win_rate, win_rate_causes
from app.language import gettext as _
from graph_models.records import DealRecord
from graph_models.results import (
    DealCause,
    DealSum,
    HatchedAhead,
    OriginFigures,
    Rate,
    RateCause,
    SalesCycle,
    SalesCycleGrowth,
    WinRateGrowth,
)
from graph_models.vocabulary import Origin, Outcome

T = TypeVar("T")

AHEAD_MONTHS = 24
"""How far ahead hatched opportunities are counted: the next two years."""
ORIGINS = (*(origin.value for origin in Origin), "unknown", "all")


def is_open(deal: DealRecord, as_of: date) -> bool:
    """Is the opportunity open on the day? One that closed later was."""
    return (deal.opened_on is None or deal.opened_on <= as_of) and (
        deal.outcome is None or (deal.closed_on is not None and deal.closed_on > as_of)
    )


def is_of(deal: DealRecord, origin: str) -> bool:
    """Is the opportunity of this one of `ORIGINS`?"""
    return origin in ("all", deal.origin or "unknown")


def _sum(deals: Iterable[DealRecord]) -> DealSum:
    amounts = [deal.amount for deal in deals]
    known = [amount for amount in amounts if amount is not None]
    return DealSum(number=len(amounts), amount=sum(known), without_amount=len(amounts) - len(known))


def origin_figures(
    origin: str, all_deals: Sequence[DealRecord], comparison: Comparison, top: int | None
) -> OriginFigures:
    """How many of one origin were opened and won, how much more than earlier, and which ones made the difference?"""
    deals = [deal for deal in all_deals if is_of(deal, origin)]

    def opened(period: Period) -> DealSum:
        return _sum(d for d in deals if d.opened_on is not None and d.opened_on in period)

    now, then = (closed_in(deals, period, Outcome.WON) for period in (comparison.period, comparison.earlier))
    won, won_earlier = _sum(now), _sum(then)
    causes = [(deal, sign * (deal.amount or 0.0)) for sign, some in ((1, now), (-1, then)) for deal in some]
    causes = sorted(
        (cause for cause in causes if cause[0].amount), key=lambda cause: (-abs(cause[1]), cause[0].name, cause[0].id)
    )
    return OriginFigures(
        origin=origin,
        opened=opened(comparison.period),
        opened_earlier=opened(comparison.earlier),
        won=won,
        won_earlier=won_earlier,
        conversion_growth=won.amount - won_earlier.amount,
        conversion_growth_with_evidence=sum(amount for deal, amount in causes if deal.evidence),
        causes=first(
            top,
            [
                DealCause(
                    code="won" if amount > 0 else "won_earlier",
                    text=_won_text(deal),
                    opportunity_id=deal.id,
                    account_id=deal.account_id,
                    amount=amount,
                    evidence=deal.evidence,
                )
                for deal, amount in causes
            ],
            lambda rest: DealCause(
                **others(len(rest)),
                opportunity_id=None,
                account_id=None,
                amount=sum(cause.amount for cause in rest),
                evidence=None,
            ),
        ),
    )


def _won_text(deal: DealRecord) -> str:
    text = _("{name} ({account}), won on {day}.")
    if not deal.evidence:
        text = _("{name} ({account}), won on {day}; no dated contact behind it.")
    return text.format(name=deal.name, account=deal.account_name, day=texts.day(deal.closed_on))


def hatched_ahead(deals: Iterable[DealRecord], as_of: date) -> HatchedAhead:
    """What that was hatched is open on the day: expected within two years, overdue, or without a day?"""
    until = months_after(as_of, AHEAD_MONTHS)
    still_open = [deal for deal in deals if deal.origin == Origin.HATCHED and is_open(deal, as_of)]
    return HatchedAhead(
        until=until,
        expected=_sum(d for d in still_open if d.closed_on is not None and as_of < d.closed_on <= until),
        overdue=_sum(d for d in still_open if d.closed_on is not None and d.closed_on <= as_of),
        undated=_sum(d for d in still_open if d.closed_on is None),
    )


def win_rate_growth(deals: Sequence[DealRecord], comparison: Comparison, top: int | None) -> WinRateGrowth:
    """How often did we win, how much more often than earlier, and which accounts made the difference?"""
    now, earlier = win_rate(deals, comparison.period), win_rate(deals, comparison.earlier)
    proven = [deal for deal in deals if deal.evidence or deal.outcome != Outcome.WON]
    names = {deal.account_id: deal.account_name for deal in deals}
    counts = {
        name: Counter((deal.account_id, deal.outcome) for deal in closed_in(deals, period, Outcome.WON, Outcome.LOST))
        for name, period in (("now", comparison.period), ("earlier", comparison.earlier))
    }
    causes = sorted(
        win_rate_causes(deals, comparison).items(), key=lambda cause: (-abs(cause[1]), names[cause[0]], cause[0])
    )
    return WinRateGrowth(
        now=_rate(now),
        earlier=_rate(earlier),
        growth=_less(now.rate, earlier.rate),
        growth_with_evidence=_less(win_rate(proven, comparison.period).rate, win_rate(proven, comparison.earlier).rate),
        causes=first(
            top,
            [
                RateCause(
                    code="won_and_lost",
                    text=_("{account}: {won} won and {lost} lost, earlier {won_earlier} and {lost_earlier}.").format(
                        account=names[id_],
                        won=counts["now"][id_, "won"],
                        lost=counts["now"][id_, "lost"],
                        won_earlier=counts["earlier"][id_, "won"],
                        lost_earlier=counts["earlier"][id_, "lost"],
                    ),
                    account_id=id_,
                    share=share,
                )
                for id_, share in causes
                if share
            ],
            lambda rest: RateCause(**others(len(rest)), account_id=None, share=sum(cause.share for cause in rest)),
        ),
    )


def _rate(rate: WinRate) -> Rate:
    low, high = rate.interval
    return Rate(won=rate.won, lost=rate.lost, rate=rate.rate, low=low, high=high)


def sales_cycle_growth(deals: Iterable[DealRecord], comparison: Comparison) -> SalesCycleGrowth:
    """How long did it take from opening to winning, and how much longer than earlier?"""
    now, earlier = (_sales_cycle(closed_in(deals, p, Outcome.WON)) for p in (comparison.period, comparison.earlier))
    return SalesCycleGrowth(now=now, earlier=earlier, growth=_less(now.median, earlier.median))


def _sales_cycle(won: Iterable[DealRecord]) -> SalesCycle:
    days = [(deal.closed_on - deal.opened_on).days for deal in won if deal.closed_on and deal.opened_on]
    if not days:
        return SalesCycle(number=0, median=None, low=None, high=None)
    low, median, high = np.quantile(days, (0.25, 0.5, 0.75))
    return SalesCycle(number=len(days), median=float(median), low=float(low), high=float(high))


def _less(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else now - then


def others(count: int) -> dict[str, Any]:
    """Code and text of the causes that are not shown one by one."""
    return {"code": "others", "text": _("{number} others together.").format(number=count)}


def first(top: int | None, causes: list[T], together: Callable[[list[T]], T]) -> list[T]:
    """The first so many, and what the others sum to."""
    if top is None or len(causes) <= top:
        return causes
    return [*causes[:top], together(causes[top:])]
