"""Every answer over accounts; one more is one more name here."""

from app.analytics import changes, figures, potential, recommendations
from app.analytics.analytic import Analytic

ANALYTICS: tuple[Analytic, ...] = (
    recommendations.ANALYTIC,
    potential.ANALYTIC,
    figures.ANALYTIC,
    changes.ANALYTIC,
)
