"""How far the chance C can be believed, as closed opportunities say."""

from graph_models.results import Number, Result


class ReliabilityBin(Result):
    """Opportunities of similar C: what was said, and how many of them were won."""

    opportunities: int
    chance: Number
    """C, the mean over them."""
    calibrated: Number
    """The fitted probability, the mean over them."""
    won: Number
    """The share that was won, with its Wilson 95 % interval."""
    low: Number
    high: Number


class CalibrationOut(Result):
    """A correction of C that was fitted to closed opportunities: logit p = intercept + slope × logit C."""

    opportunities: int
    """Won or lost, with a known committee of whom somebody's attitude was known."""
    intercept: Number
    slope: Number
    brier: Number
    """Of C as it is: the mean of (C − outcome)², lower is better."""
    brier_calibrated: Number
    """Of the fitted probability, each opportunity by a fit to all others."""
    brier_base_rate: Number
    """Of the share won among all others."""
    bins: list[ReliabilityBin]
    """The reliability table, from the lowest C to the highest."""
