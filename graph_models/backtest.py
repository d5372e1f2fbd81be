"""How good predictions of the next occurrence have been."""

from graph_models.results import Number, Result


class Interval(Result):
    """A 95 % interval by cluster bootstrap: series are drawn, with all their predictions."""

    low: Number
    high: Number


class MethodScore(Result):
    """One way of predicting, over all predictions; means, each with its interval."""

    crps: Number
    """Continuous ranked probability score in days: the lower, the better; of a certain prediction its error."""
    crps_interval: Interval
    coverage80: Number
    """Share of the next occurrences that fell into the central 80 % interval."""
    coverage80_interval: Interval
    hit90: Number
    """Share of the next occurrences that fell into the likeliest window of 90 days."""
    hit90_interval: Interval
    claimed90: Number
    """Mean probability that was claimed for that window: near `hit90` where probabilities can be believed."""


class BacktestPart(Result):
    """Scores of the methods over some predictions."""

    series: int
    """Account and project type pairs that were predicted at least once."""
    predictions: int
    methods: dict[str, MethodScore]
    """`winover`, and the baselines: `exponential` with the series' mean gap; `median_mad`, a normal distribution of the
    median gap ± the median absolute deviation; `annual` ± 60 days; `pooled`, the gaps of all other series."""


class Backtest(BacktestPart):
    """Rolling origin: each occurrence after three predicted from what was known on the day of the one before."""

    regular: BacktestPart
    """Of series that were regular when the prediction was made."""
    projects: int = 0
    """Projects that were read and have begun."""
    planned: int = 0
    """Projects that begin later; nothing can be said of them yet."""
    refused: int = 0
    """Rows that `winover load` would refuse too, for what stands in them; they are left out."""
