"""Which people of an account are worth most when won together?"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from app.analytics.consensus import Floats, Ints
from app.analytics.constants import Constants
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.ranking import NOTHING, brief, significant, worth
from app.analytics.snapshot import Snapshot
from app.analytics.winning import outlook, set_gains
from graph_models.results import Amount, BestSet

MOST_CANDIDATES = 20
"""Among so many the search for sets is exact."""


def best_sets(
    snapshots: Sequence[Snapshot], size: int, constants: Constants, *, top: int | None = None
) -> list[BestSet]:
    """The `size` people of each account who are worth most when won together, the most valuable set first.

    Exact over up to twenty candidates: those who add most, alone or to all others. Fewer people are named where one
    more would add nothing.
    """
    found = [best for snapshot in snapshots if (best := _best_set(snapshot, size, constants)) is not None]
    common = Counter(best.currency for best in found if best.amount is not None)
    found.sort(
        key=lambda best: (
            *worth(best.amount, best.currency, best.chance, 1.0, common),
            best.snapshot.account.name,
            best.snapshot.account.id,
        )
    )
    return [
        BestSet(
            rank=rank,
            account_id=best.snapshot.account.id,
            people=[brief(best.snapshot.people[row]) for row in best.rows],
            value=Amount(amount=best.amount, currency=best.currency),
            chance_gain=best.chance,
        )
        for rank, best in enumerate(found[:top], start=1)
    ]


@dataclass(frozen=True)
class _Set:
    snapshot: Snapshot
    rows: Sequence[int]
    amount: float | None
    currency: str | None
    chance: float


def _best_set(snapshot: Snapshot, size: int, constants: Constants) -> _Set | None:
    if not snapshot.people:
        return None
    ahead = outlook(snapshot, constants)
    silent = not_to_be_contacted(snapshot, ahead, constants)
    rows = [row for row, person in enumerate(snapshot.people) if person.id not in silent]

    in_money = all(ahead.money)

    def gain(sets: Ints) -> Floats:
        chance, money = set_gains(ahead, sets)
        return money if money is not None and in_money else chance

    candidates = who_add_most(gain, np.array(rows, dtype=np.int64)).tolist()
    best: _Set | None = None
    most = (0.0, 0.0)
    for count in range(1, min(size, len(candidates)) + 1):
        sets = np.array(list(combinations(candidates, count)), dtype=np.int64)
        chance, money = set_gains(ahead, sets)
        # By money, then by what adds only to C, as where the worth is not known; of equals the first in the order of
        # names, and the smaller set.
        nothing = [0.0] * len(sets)
        worths = nothing if money is None else _counted(money)
        chances = nothing if money is not None and in_money else _counted(chance)
        gains = list(zip(worths, chances, strict=True))
        first = gains.index(max(gains))
        if gains[first] > most:
            most = gains[first]
            known = money is not None and (in_money or most[0] > 0)
            amount = round(float(money[first]), 2) if money is not None and known else None
            best = _Set(snapshot, sets[first].tolist(), amount, ahead.currency, float(chance[first]))
    return best


def _counted(gains: Floats) -> list[float]:
    """Without noise."""
    return [significant(gain) if gain > NOTHING else 0.0 for gain in gains.tolist()]


def who_add_most(gain: Callable[[Ints], Floats], rows: Ints, most: int = MOST_CANDIDATES) -> Ints:
    """At most so many of the rows: those who add most, alone or to all others.

    Two who can each stop it are worth nothing alone.

    Args:
        gain: of winning sets of people, shape (sets, k), to what is to be raised.
        rows: people.
        most: how many.
    """
    if len(rows) <= most:
        return rows
    all_but_one = np.array([np.delete(rows, index) for index in range(len(rows))], dtype=np.int64)
    adds = np.maximum(gain(rows[:, None]), gain(rows[None, :]) - gain(all_but_one))
    order = np.argsort([-significant(value) for value in adds], kind="stable")
    return np.sort(rows[order[:most]])
