"""How often do we win, and what changed that?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from app.analytics.periods import Comparison, Period
from graph_models.records import DealRecord
from graph_models.vocabulary import Outcome

_Z = 1.959963984540054  # of the normal distribution at 97.5 %


@dataclass(frozen=True)
class WinRate:
    """Opportunities that closed in a period as won or lost."""

    won: int
    lost: int

    @property
    def rate(self) -> float | None:
        """Won ÷ (won + lost), 0–1; None where none closed."""
        closed = self.won + self.lost
        return self.won / closed if closed else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval by Wilson's score (Wilson 1927); from 0 to 1 where none closed."""
        closed = self.won + self.lost
        if not closed:
            return 0.0, 1.0
        share, square = self.won / closed, _Z * _Z / closed
        middle = (share + square / 2) / (1 + square)
        half = _Z / (1 + square) * sqrt(share * (1 - share) / closed + square / (4 * closed))
        return max(0.0, middle - half), min(1.0, middle + half)


def closed_in(deals: Iterable[DealRecord], period: Period, *outcomes: Outcome) -> list[DealRecord]:
    """Those that closed in the period with one of these outcomes."""
    return [
        deal for deal in deals if deal.outcome in outcomes and deal.closed_on is not None and deal.closed_on in period
    ]


def win_rate(deals: Iterable[DealRecord], period: Period) -> WinRate:
    """How many of those that closed in the period were won?"""
    outcomes = Counter(deal.outcome for deal in closed_in(deals, period, Outcome.WON, Outcome.LOST))
    return WinRate(outcomes[Outcome.WON], outcomes[Outcome.LOST])


def win_rate_causes(deals: Sequence[DealRecord], comparison: Comparison) -> Mapping[str, float]:
    """What each account's won and lost opportunities add to the change of the win rate; they sum to it.

    An account adds what it won above the rate of both periods together, per closed opportunity of the period, less the
    same of the earlier one. Empty where either period has no rate.
    """
    now, then = (closed_in(deals, p, Outcome.WON, Outcome.LOST) for p in (comparison.period, comparison.earlier))
    if not now or not then:
        return {}
    both = sum(deal.outcome == Outcome.WON for deal in [*now, *then]) / (len(now) + len(then))
    parts: dict[str, float] = dict.fromkeys((deal.account_id for deal in [*now, *then]), 0.0)
    for deal in now:
        parts[deal.account_id] += ((deal.outcome == Outcome.WON) - both) / len(now)
    for deal in then:
        parts[deal.account_id] -= ((deal.outcome == Outcome.WON) - both) / len(then)
    return parts
