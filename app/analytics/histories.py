"""Projects as series of occurrences, and what the gaps of other series look like."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.analytics.constants import Constants
from app.analytics.recurrence import NO_GAPS, Gaps, Similar, gaps_between, occurrences
from graph_models.calibration import CalibrationOut
from graph_models.records import ChanceRecord, HistoryRecord, ProjectTypeRecord, RefusalRecord

EVERY_TYPE = ""
"""The name under which the gaps of all types together are kept: no type has it."""
LEAST_ACCOUNTS = 3
"""Gaps are kept from so many accounts on: those of fewer would tell of single ones."""


@dataclass(frozen=True)
class Series:
    """The occurrences of one project type at one account."""

    account_id: str
    project_type_id: str
    days: tuple[date, ...]
    """First days, in the order of time."""


@dataclass(frozen=True)
class Histories:
    """The projects of accounts, and what their rhythm is compared with."""

    projects: Mapping[str, Sequence[HistoryRecord]] = field(default_factory=dict[str, Sequence[HistoryRecord]])
    """Past, running and planned ones by account, earlier first."""
    types: Mapping[str, ProjectTypeRecord] = field(default_factory=dict[str, ProjectTypeRecord])
    """Those that offerings of ours fit, and those of the projects."""
    type_count: int = 0
    """Of all project types, also those that are neither; where that was asked for."""
    pooled: Mapping[str, Gaps] = field(default_factory=dict[str, Gaps])
    """Gaps over all accounts by project type, as an administrator's command last found them."""
    open: Mapping[str, Sequence[ChanceRecord]] = field(default_factory=dict[str, Sequence[ChanceRecord]])
    """Open opportunities by account."""
    closed: Mapping[str, Sequence[ChanceRecord]] = field(default_factory=dict[str, Sequence[ChanceRecord]])
    """Opportunities that were won or lost, by account."""
    calibration: CalibrationOut | None = None
    """How far C can be believed, as an administrator's command last found."""
    refusals: Mapping[str, Sequence[RefusalRecord]] = field(default_factory=dict[str, Sequence[RefusalRecord]])
    """Refused proposals by account."""


def series_of(projects: Iterable[tuple[str, str, date]], constants: Constants) -> list[Series]:
    """The series of projects, given by account, project type and the day on which each started."""
    started: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for account_id, project_type_id, day in projects:
        started[account_id, project_type_id].append(day)
    return [
        Series(*names, tuple(days[burst[0]] for burst in occurrences(days, constants.burst_days)))
        for names, days in sorted(started.items())
    ]


def pool(series: Iterable[Series]) -> dict[str, Gaps]:
    """The gaps of all series together, and of each type; of what recurs at three accounts or more."""
    gaps: defaultdict[str, list[int]] = defaultdict(list)
    accounts: defaultdict[str, set[str]] = defaultdict(set)
    for one in series:
        if found := gaps_between(one.days):
            gaps[one.project_type_id] += found
            accounts[one.project_type_id].add(one.account_id)
    kept = {kind: Gaps.of(found) for kind, found in gaps.items() if len(accounts[kind]) >= LEAST_ACCOUNTS}
    every = [gap for found in gaps.values() for gap in found]
    together = len({account for some in accounts.values() for account in some}) >= LEAST_ACCOUNTS
    return {EVERY_TYPE: Gaps.of(every), **kept} if together else {}


def similar_to(series: Series, at_account: Iterable[Series], pooled: Mapping[str, Gaps]) -> Similar:
    """What is known of series that resemble this one: the others at its account, its type, and all."""
    others = [gap for one in at_account if one is not series for gap in gaps_between(one.days)]
    return Similar(
        account=Gaps.of(others),
        of_type=pooled.get(series.project_type_id, NO_GAPS),
        everything=pooled.get(EVERY_TYPE, NO_GAPS),
    )
