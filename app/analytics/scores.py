"""How do attitudes add up to a person's score, and where does the person stand?"""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple, Self

import numpy as np

from app.analytics import texts
from app.analytics.consensus import AXES, Consensus, Floats
from app.analytics.constants import Constants
from graph_models.vocabulary import Stance

_ROUNDING = 1e-9
"""Sums of weighted attitudes are compared with thresholds up to this."""


def axis_weights(constants: Constants) -> Floats:
    """The weights of the three axes, in their order, as given."""
    return np.array([constants.axis_weights[axis] for axis in AXES], dtype=np.float64)


def scores(attitudes: Floats, constants: Constants) -> Floats:
    """The axis-weighted mean of each person's known axes, 0–1; NaN where no axis is known.

    Args:
        attitudes: shape (people, 3), 0–100, NaN where unknown.
        constants: the axis weights.
    """
    known = ~np.isnan(attitudes)
    weights = np.where(known, axis_weights(constants), 0.0)
    total = weights.sum(axis=1)
    weighted = (weights * np.where(known, attitudes, 0.0)).sum(axis=1)
    return np.divide(weighted, 100 * total, out=np.full(len(attitudes), np.nan), where=total > 0)


def stances(attitudes: Floats, constants: Constants) -> list[Stance]:
    """Where each person stands.

    Unknown if no axis is known; positive if the score is at least 0.625 and no known axis below 37.5; negative if the
    score is below 0.375; else neutral.
    """
    score = scores(attitudes, constants)
    unfriendly = np.any(attitudes < constants.positive_floor - _ROUNDING, axis=1)
    result: list[Stance] = []
    for value, has_unfriendly_axis in zip(score.tolist(), unfriendly.tolist(), strict=True):
        if isnan(value):
            result.append(Stance.UNKNOWN)
        elif value >= constants.positive_score - _ROUNDING and not has_unfriendly_axis:
            result.append(Stance.POSITIVE)
        elif value < constants.negative_score - _ROUNDING:
            result.append(Stance.NEGATIVE)
        else:
            result.append(Stance.NEUTRAL)
    return result


class Stances(NamedTuple):
    """Where each person stands, by person."""

    now: Sequence[Stance]
    """As far as anything is known."""
    firm: Sequence[Stance]
    """With what is stale counted as unknown."""

    @classmethod
    def of(cls, consensus: Consensus, constants: Constants) -> Self:
        """Those of the people of a consensus."""
        return cls(stances(consensus.value, constants), stances(consensus.firm(constants), constants))

    def stale(self, row: int) -> bool:
        """Is what is known of this person too old to say?"""
        return self.firm[row] is Stance.UNKNOWN is not self.now[row]

    def words(self, row: int) -> str:
        """Where this person stands for sure, as the rest of a sentence."""
        return texts.stands(self.firm[row], stale=self.stale(row))


def won(attitudes: Floats, constants: Constants) -> Floats:
    """The attitudes after winning each person: every axis at max(current, target)."""
    return np.fmax(attitudes, constants.target)
