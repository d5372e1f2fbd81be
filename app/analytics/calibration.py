"""How far can the chance C be believed? What closed opportunities say, and a correction fitted to them.

C is calibrated by logistic recalibration (Cox 1958; Platt 1999): logit p = intercept + slope × logit C, fitted by
maximum likelihood to won or lost, with Platt's smoothed outcomes. How good a probability is, the Brier score (1950)
says: the mean of (p − outcome)², lower is better. The fitted one is scored on what it was not fitted to: each
opportunity by a fit to all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from app.analytics.consensus import Floats
from app.analytics.win_rates import WinRate
from graph_models.calibration import CalibrationOut, ReliabilityBin

LEAST_OPPORTUNITIES = 30
"""Fewer closed opportunities with a known committee calibrate nothing."""
LEAST_ACCOUNTS = 3
"""So many accounts must have some: what is kept would tell of single ones."""
_BINS = 5
_EDGE = 0.01
"""C of 0 and of 1 have no logit; they count as this far from it."""
_ROUNDS = 50


@dataclass(frozen=True)
class Decided:
    """An opportunity that was won or lost, and C of its committee on the day before."""

    account_id: str
    chance: float
    won: bool


def calibrated(chance: float, calibration: CalibrationOut) -> float:
    """The probability that C stands for, 0–1."""
    logits = _logits(np.array([chance], dtype=np.float64))
    return float(_probability(logits, calibration.intercept, calibration.slope)[0])


def fit_calibration(decided: Sequence[Decided]) -> CalibrationOut | None:
    """What closed opportunities say of C; None: too few of them, or of too few accounts."""
    if len(decided) < LEAST_OPPORTUNITIES or len({one.account_id for one in decided}) < LEAST_ACCOUNTS:
        return None
    ordered = sorted(decided, key=lambda one: (one.chance, one.won))
    chances = np.array([one.chance for one in ordered], dtype=np.float64)
    won = np.array([one.won for one in ordered], dtype=np.float64)
    logits = _logits(chances)
    intercept, slope = _fit(logits, won)
    return CalibrationOut(
        opportunities=len(ordered),
        intercept=intercept,
        slope=slope,
        brier=float(np.mean((chances - won) ** 2)),
        brier_calibrated=float(np.mean((_left_out(logits, won) - won) ** 2)),
        brier_base_rate=float(np.mean(((float(won.sum()) - won) / (len(won) - 1) - won) ** 2)),
        bins=[
            _bin(chances[rows], _probability(logits[rows], intercept, slope), won[rows])
            for rows in np.array_split(np.arange(len(won)), _BINS)
        ],
    )


def _logits(chances: Floats) -> Floats:
    clipped = np.clip(chances, _EDGE, 1 - _EDGE)
    return np.log(clipped / (1 - clipped))


def _probability(logits: Floats, intercept: float, slope: float) -> Floats:
    return 1 / (1 + np.exp(-(intercept + slope * logits)))


def _fit(logits: Floats, won: Floats) -> tuple[float, float]:
    """Intercept and slope, by Newton's method; where a higher C was won less often, C says nothing: slope 0."""
    wins, losses = float(won.sum()), float((1 - won).sum())
    outcomes: Floats = np.where(won > 0, (wins + 1) / (wins + 2), 1 / (losses + 2))
    columns: Floats = np.column_stack([np.ones(len(logits)), logits])
    intercept = slope = 0.0
    for _ in range(_ROUNDS):
        p = _probability(logits, intercept, slope)
        curvature = (columns * (p * (1 - p))[:, None]).T @ columns + 1e-9 * np.eye(2)
        step: list[float] = np.clip(np.linalg.solve(curvature, columns.T @ (outcomes - p)), -2, 2).tolist()
        intercept, slope = intercept + step[0], slope + step[1]
        if max(map(abs, step)) < 1e-10:
            break
    if slope <= 0:
        rate = float(outcomes.mean())
        return log(rate / (1 - rate)), 0.0
    return intercept, slope


def _left_out(logits: Floats, won: Floats) -> Floats:
    """The calibrated probability of each opportunity, by a fit to all others."""
    found: Floats = np.zeros(len(won), dtype=np.float64)
    for row in range(len(won)):
        fitted = _fit(np.delete(logits, row), np.delete(won, row))
        found[row : row + 1] = _probability(logits[row : row + 1], *fitted)
    return found


def _bin(chances: Floats, probabilities: Floats, won: Floats) -> ReliabilityBin:
    wins = int(won.sum())
    low, high = WinRate(wins, len(won) - wins).interval
    return ReliabilityBin(
        opportunities=len(won),
        chance=float(chances.mean()),
        calibrated=float(probabilities.mean()),
        won=float(won.mean()),
        low=low,
        high=high,
    )
