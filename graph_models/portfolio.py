"""Accounts side by side: where each stands, and what to do next there."""

from datetime import date

from graph_models.recurrence import WindowOut
from graph_models.results import Amount, Number, PersonBrief, Recommendation, Result, Standing
from graph_models.vocabulary import Axis, Light, Stance


class NextWindow(Result):
    """The first that is expected or planned and that no opportunity covers."""

    project_type_id: str
    project_type: str
    window: WindowOut


class NextOpportunity(Result):
    """The open opportunity that is decided, begins or falls silent first."""

    id: str
    name: str
    by: date | None
    """Null where no such day is known, or all have passed."""


class AccountGlance(Result):
    """One account at a glance."""

    account_id: str
    account_name: str
    industry: str | None
    region: str | None
    city_tier: str | None
    owners: list[str]
    light: Light
    reason: str
    """The light in one sentence."""
    standing: Standing
    weakest_axis: Axis | None
    """The attitude that is lowest over its key people; null where none is known."""
    people: int
    not_assessed: int
    """Key people of whom no attitude is known …"""
    stale: int
    """… and of whom all that is known is too old."""
    next_window: NextWindow | None
    """Null where nothing is expected or planned within the horizon, or opportunities cover all of it."""
    next_opportunity: NextOpportunity | None
    """Null where none is open."""


class NextPerson(Result):
    """The one person to win over next, and not yet through whom."""

    person: PersonBrief
    stance: Stance
    value: Amount
    """Expected wins after winning the person, less those before."""
    chance_gain: Number
    ease: Number
    by: date | None


class AccountAtAGlance(AccountGlance):
    """One account at a glance, with whom to win over next there."""

    win_next: NextPerson | None


class PortfolioAccount(AccountGlance):
    """One account at a glance, with what to do next there."""

    win_next: Recommendation | None
    """The one person to win over next; null where there is nobody to recommend."""
