"""Whom does it take? The smallest sets of people whose winning lifts C to where it is likely to pass."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, combinations
from math import comb

import numpy as np

from app.analytics.best_sets import who_add_most
from app.analytics.chance import Committee
from app.analytics.consensus import Floats, Ints
from app.analytics.ranking import NOTHING
from app.analytics.winning import NOBODY, Outlook, chance_once_won, rises

_AT_ONCE = 20_000
_MOST_GIVEN = 100

_Chance = Callable[[Ints], Floats]
"""C once each of the sets of people is won."""


@dataclass(frozen=True)
class SmallestSets:
    """All sets of the smallest size that suffices, those that lift C most first."""

    sets: list[list[int]] | None
    """Rows of people, at most a hundred sets; empty where C is there already, None where winning does not suffice."""
    count: int = 0
    """How many such sets there are."""
    most: float | None = None
    """C once everybody is won who may be contacted; None where nobody's score is known."""
    exact: bool = True
    """Every set was looked at, not only those of the twenty who add most."""


def smallest_sets(ahead: Outlook, committee: Committee, silent: Collection[int], least: float) -> SmallestSets:
    """The smallest sets of people whose winning lifts C of a committee to `least`.

    C never falls when somebody is won, so sizes are tried from one up; a size is skipped at which even the best rise of
    each score by itself would not suffice.

    Args:
        ahead: the account.
        committee: who decides.
        silent: rows of people who may not be contacted now.
        least: C to reach, 0–1.
    """
    fill = ahead.field.fill(committee)
    if fill is None or not committee.members.size:
        return SmallestSets(None)
    least -= NOTHING
    chance = partial(chance_once_won, ahead, committee, fill)
    if chance(NOBODY)[0] >= least:
        return SmallestSets([], most=float(chance(NOBODY)[0]))
    lifts = ahead.field.sway * rises(ahead, fill)  # by how much winning each person lifts everybody's score
    useful = np.flatnonzero(lifts[committee.deciding].max(axis=0) > NOTHING)
    rows = useful[~np.isin(useful, list(silent))]
    most = float(chance(rows[None, :])[0])
    if most < least:
        return SmallestSets(None, most=most)
    candidates = who_add_most(lambda sets: chance(sets) - chance(NOBODY), rows)
    if chance(candidates[None, :])[0] < least:
        return SmallestSets([_one_by_one(chance, rows, least)], count=1, most=most, exact=False)
    before = ahead.field.settled(fill)
    found: list[tuple[float, list[int]]] = []
    count = 0
    needed, others = _needed(chance, candidates, least)
    for size in range(max(len(needed), 1), len(candidates) + 1):
        if _bound(committee, before, lifts[:, candidates], size) >= least:
            found, count = _of_size(chance, needed, others, size, least)
        if found:
            break
    return SmallestSets([some for _, some in found], count, most, len(candidates) == len(rows))


def _bound(committee: Committee, before: Floats, lifts: Floats, size: int) -> float:
    """No set of so many lifts C higher: each veto, and the assent, rises as far as any of them could lift it."""

    def best(rows: Floats) -> Floats:
        return np.sort(rows, axis=-1)[..., -size:].sum(axis=-1)

    veto = np.prod(before[committee.vetoes] + best(lifts[committee.vetoes]))
    if committee.approvals.size:
        assent = 1 - np.prod(1 - before[committee.approvals] - best(lifts[committee.approvals]))
    else:
        shares = committee.weights / committee.weights.sum()
        assent = shares @ before[committee.members] + best(shares @ lifts[committee.members])
    return float(veto * assent)


def _needed(chance: _Chance, rows: Ints, least: float) -> tuple[Ints, Ints]:
    """Without whom not even all others suffice, and the others."""
    all_but_one = np.array([np.delete(rows, index) for index in range(len(rows))], dtype=np.int64)
    without = chance(all_but_one)
    return rows[without < least], rows[without >= least]


def _of_size(
    chance: _Chance, needed: Ints, others: Ints, size: int, least: float
) -> tuple[list[tuple[float, list[int]]], int]:
    """A hundred of the sets of the size that lift C that far, those that lift it most, and how many there are."""
    sets = _sets(len(others), size - len(needed))
    best: list[tuple[float, list[int]]] = []
    count = 0
    for start in range(0, len(sets), _AT_ONCE):
        chosen = others[sets[start : start + _AT_ONCE]]
        some = np.sort(np.hstack([np.tile(needed, (len(chosen), 1)), chosen]), axis=1)
        lifted = chance(some)
        enough = np.flatnonzero(lifted >= least)
        count += len(enough)
        most = enough[np.argsort(-np.round(lifted[enough], 9), kind="stable")[:_MOST_GIVEN]]
        found = zip(np.round(lifted[most], 9).tolist(), some[most].tolist(), strict=True)
        best = sorted([*best, *found], key=lambda one: (-one[0], one[1]))[:_MOST_GIVEN]
    return best, count


@lru_cache(maxsize=32)
def _sets(rows: int, size: int) -> Ints:
    """Every set of so many of the first rows; shape (sets, size)."""
    every = chain.from_iterable(combinations(range(rows), size))
    return np.fromiter(every, np.int64, comb(rows, size) * size).reshape(comb(rows, size), size)


def _one_by_one(chance: _Chance, rows: Ints, least: float) -> list[int]:
    """A set that suffices, if perhaps not the smallest: always whoever adds most to those before."""
    chosen: list[int] = []
    while not chosen or chance(np.array([chosen], dtype=np.int64))[0] < least:
        left = [row for row in rows.tolist() if row not in chosen]
        chances = chance(np.array([[*chosen, row] for row in left], dtype=np.int64))
        chosen.append(left[int(np.argmax(np.round(chances, 9)))])
    return sorted(chosen)
