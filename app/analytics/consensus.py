"""What do many contributors' dated statements say together about each person's attitudes? (DOMAIN: consensus)"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analytics.constants import Constants
from graph_models.vocabulary import Axis

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AXES = tuple(Axis)


@dataclass(frozen=True)
class Statements:
    """Statements towards us as columns, one row each, in any order."""

    person: Ints
    """Index of the person it is about."""
    contributor: Ints
    """A number for who stated it; those that nobody signed share one."""
    age_days: Floats
    """Days from the observation to the day asked for, ≥ 0."""
    values: Floats
    """Attitudes 0–100 by axis, NaN where not mentioned; shape (statements, 3)."""
    confidence: Floats
    """0–1 as given, NaN where not."""
    cap: Floats
    """Highest confidence that the source allows, 0–1."""


@dataclass(frozen=True)
class Consensus:
    """Per person and axis, arrays of shape (people, 3)."""

    value: Floats
    """0–100; NaN where nobody said anything."""
    spread: Floats
    """Highest minus lowest contributor; NaN for fewer than two."""
    age_days: Floats
    """Age of the newest statement; NaN where there is none."""
    contributors: Ints

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where is there any statement that counts?"""
        return ~np.isnan(self.value)

    def part(self, start: int, end: int) -> "Consensus":
        """That of some of the people."""
        return Consensus(
            self.value[start:end], self.spread[start:end], self.age_days[start:end], self.contributors[start:end]
        )

    def stale(self, constants: Constants) -> NDArray[np.bool_]:
        """Where is even the newest statement too old to bound anything?"""
        return self.known & (self.age_days > constants.stale_days)

    def firm(self, constants: Constants) -> Floats:
        """The values that are not stale, NaN elsewhere."""
        return np.where(self.stale(constants), np.nan, self.value)


def consensus(statements: Statements, people: int, constants: Constants) -> Consensus:
    """The weighted mean, per person and axis, of each contributor's latest statement that mentions the axis.

    weight = min(confidence, cap of the source) × 0.5^(age / half-life). Statements of one contributor on one day are
    averaged. Statements of no weight say nothing.

    Args:
        statements: for any number of people of any number of accounts at once.
        people: how many people there are; indexes run below it.
        constants: half-life and the confidence of a statement that gives none.
    """
    shape = (people, len(AXES))
    value, spread, age = (np.full(shape, np.nan) for _ in range(3))
    contributors = np.zeros(shape, dtype=np.int64)
    given = np.where(np.isnan(statements.confidence), constants.default_confidence, statements.confidence)
    confidence = np.minimum(given, statements.cap)
    order = np.lexsort((statements.age_days, statements.contributor, statements.person))
    for axis in range(len(AXES)):
        of_axis = statements.values[:, axis]
        rows = order[~np.isnan(of_axis[order]) & (confidence[order] > 0)]
        if not rows.size:
            continue
        latest = _latest(statements.person[rows], statements.contributor[rows], statements.age_days[rows])
        rows, starts = rows[latest.of_latest_day], latest.starts
        count = np.diff(np.append(starts, rows.size))
        # Sums of more than two are taken in an order that the values alone decide, so that reordering changes no digit.
        if count.max() > 2:
            rows = rows[np.lexsort((confidence[rows], of_axis[rows], np.repeat(np.arange(count.size), count)))]
        said = np.add.reduceat(of_axis[rows], starts) / count
        trust = np.add.reduceat(confidence[rows], starts) / count
        days = statements.age_days[rows][starts]
        who = statements.person[rows][starts]
        first = np.flatnonzero(np.diff(who, prepend=-1))
        found = who[first]
        contributors[found, axis] = np.diff(np.append(first, who.size))
        age[found, axis] = np.minimum.reduceat(days, first)
        # Only ratios of weights matter; counted from the newest, they do not vanish with age.
        older = days - np.repeat(age[found, axis], contributors[found, axis])
        weight = trust * 0.5 ** (older / constants.half_life_days)
        if contributors[found, axis].max() > 2:
            by_value = np.lexsort((weight, said, who))
            said, weight = said[by_value], weight[by_value]
        value[found, axis] = np.add.reduceat(weight * said, first) / np.add.reduceat(weight, first)
        width = np.maximum.reduceat(said, first) - np.minimum.reduceat(said, first)
        spread[found, axis] = np.where(contributors[found, axis] > 1, width, np.nan)
    return Consensus(value, spread, age, contributors)


@dataclass(frozen=True)
class _Latest:
    of_latest_day: NDArray[np.bool_]
    """Which rows are of their contributor's latest day?"""
    starts: Ints
    """Where each contributor begins among those rows."""


def _latest(person: Ints, contributor: Ints, age_days: Floats) -> _Latest:
    """Of rows sorted by person, contributor and age: those of each contributor's latest day."""
    begins = (np.diff(person, prepend=-1) != 0) | (np.diff(contributor, prepend=-2) != 0)
    group = np.cumsum(begins) - 1
    kept = age_days == age_days[np.flatnonzero(begins)][group]
    return _Latest(kept, np.flatnonzero(np.diff(group[kept], prepend=-1)).astype(np.int64))
