"""How an answer over accounts is declared; API, command line and docs follow from the declaration."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.periods import Comparison
from app.analytics.snapshot import Snapshot
from graph_models.records import ColleagueRecord, DealRecord, ProjectRecord
from graph_models.vocabulary import Axis


class Options(BaseModel):
    """What may be asked of an answer beside which accounts and when; the description is its help text."""

    model_config = ConfigDict(frozen=True)

    top: int | None = Field(default=None, ge=1, le=10_000, description="Only the first so many.")


@dataclass(frozen=True)
class Span:
    """What lies between the two days that an answer compares; `Asked.snapshots` are of the later one."""

    comparison: Comparison
    before: Sequence[Snapshot]
    """The accounts as they stood on the last day of the earlier period, which may be others."""
    deals: Sequence[DealRecord]
    """Opportunities that are open, or were opened or closed since the earlier period began."""
    projects: Sequence[ProjectRecord]
    """Projects that began or ended in the period."""
    evidence: frozenset[tuple[str, Axis]]
    """Attitudes, as person and axis, that somebody stated in the period soon after a dated contact."""


@dataclass(frozen=True)
class Asked:
    """The accounts that a question is about, as they stood on the day, and what else was asked."""

    snapshots: Sequence[Snapshot]
    as_of: date
    fiscal_year: int
    owner: str | None
    options: Any
    """Of the analytic's own type."""
    constants: Constants
    limited: bool = False
    """There may be accounts that the question is about and whoever asks may not see."""
    span: Span | None = None
    """Of an analytic that compares."""
    histories: Histories | None = None
    """Of an analytic that looks at projects."""
    our_people: Sequence[ColleagueRecord] = ()
    """Of an analytic that names who of ours should go."""


@dataclass(frozen=True)
class Analytic:
    """One question over accounts."""

    name: str
    """Its path in the API."""
    command: str
    """Its name on the command line."""
    question: str
    """In plain words; the help text."""
    answer: Callable[[Asked], Any]
    result: Any
    """The type of the answer."""
    headers: tuple[str, ...]
    """Of the table that is shown to people."""
    rows: Callable[[Any], Iterable[tuple[str, ...]]]
    """An answer as rows of that table."""
    notes: Callable[[Asked, Any], Iterable[str]]
    """What people must know beside the table, given what was asked and the answer."""
    options: type[Options] = Options
    compares: Callable[[Any, date, Constants], Comparison | None] = lambda _options, _as_of, _constants: None
    """Which periods it compares, given the options and the day; None: it is about one day only."""
    looks_at_projects: bool = False
    """Does it need the projects of the accounts? Its snapshots then have their rhythms, and what is to be expected."""
    place: Callable[[Any], Any] | None = None
    """Where an item of the answer comes in its order, if the answer is a list and each item is about one account only:
    then the accounts are looked at in batches. None: they are looked at together."""
    names_our_people: bool = False
    """Does it need who of ours serves the accounts, and what they have won?"""
