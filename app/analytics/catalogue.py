"""Every answer over accounts; one more is one more name here."""

from app.analytics import (
    calendar,
    changes,
    decisions,
    figures,
    portfolio,
    potential,
    proposals,
    recommendations,
    recurring,
    screening,
    white_space,
)
from app.analytics.analytic import Analytic

ANALYTICS: tuple[Analytic, ...] = (
    recommendations.ANALYTIC,
    decisions.ANALYTIC,
    portfolio.ANALYTIC,
    potential.ANALYTIC,
    figures.ANALYTIC,
    changes.ANALYTIC,
    recurring.ANALYTIC,
    proposals.ANALYTIC,
    calendar.ANALYTIC,
    white_space.ANALYTIC,
    screening.ANALYTIC,
)
