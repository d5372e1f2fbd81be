"""What does a first look at an account know, and which verdict follows from it? (DOMAIN: screening)

- *exclude*: at least half of the decision weight is known, nobody known endorses us, and the types of the projects that
  are known are none that offerings of ours fit.
- *qualify*: fitting projects began in at least two of the last three years, and somebody endorses us.
- *investigate*: anything else.

A stance is known if an attitude is that is not stale: as for every bound, what is stale counts as unknown. Who is
positive endorses us, whatever their weight. The last three years are thrice twelve months that end on the day; projects
count by the day they began, and the types need not be the same in both years. Where no project's type is known, or no
offering of ours is, nothing says that they do not buy what we offer. Nor is an account excluded that plans a fitting
project.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from math import fsum

from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.periods import Period, months_after
from app.analytics.potential import decision_shares
from app.analytics.recurrence import occurrences
from app.analytics.scores import Stances
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord
from graph_models.screening import Verdict
from graph_models.vocabulary import Stance

YEARS = 3
ENOUGH_YEARS = 2
ENOUGH_KNOWN = 0.5
_ROUNDING = 1e-9
"""Sums of shares are compared with a half up to this."""
_RECURS = 2
"""Occurrences from which on a type recurs, however irregularly."""


@dataclass(frozen=True)
class Evidence:
    """All that the verdict depends on."""

    known_share: float
    """Of the decision weight."""
    endorsed: bool
    history_known: bool
    """The type of some project is known, and so is what we offer."""
    fits: bool
    """Some project ever begun, or planned, is of a type that we fit."""
    years: int
    """In how many of the last three fitting projects began."""

    @property
    def half_known(self) -> bool:
        """Is at least half of the decision weight known?"""
        return self.known_share >= ENOUGH_KNOWN - _ROUNDING


def verdict(known: Evidence) -> Verdict:
    """The verdict that follows."""
    if known.years >= ENOUGH_YEARS and known.endorsed:
        return Verdict.QUALIFY
    if known.half_known and not known.endorsed and known.history_known and not known.fits:
        return Verdict.EXCLUDE
    return Verdict.INVESTIGATE


@dataclass(frozen=True)
class UnservedType:
    """A type that recurs at the account and that no offering of ours fits, as far as known."""

    project_type_id: str
    years: frozenset[int]
    """Those of the last three in which it began, 0 being the latest."""
    times: int


@dataclass(frozen=True)
class Past:
    """What projects an account began, seen by what we offer."""

    periods: Sequence[Period]
    """The last three years, the latest first."""
    fitting: Sequence[frozenset[str]]
    """In each of them, the types begun that offerings of ours fit."""
    open_years: frozenset[int]
    """Those of which it is not known whether anything fitting began: no project is known, or not what type it was."""
    ever: frozenset[str]
    """Fitting types ever begun."""
    planned: frozenset[str]
    """Fitting types planned."""
    others: frozenset[str]
    """Types begun that nothing of ours fits, as far as known."""
    unserved: Sequence[UnservedType]
    """Those of them that recur, the most frequent first."""
    begun: int
    """How many projects are known that began."""
    untyped: int
    """Of how many of them the type is not known."""
    offerings_known: bool

    @property
    def years(self) -> frozenset[int]:
        """Those in which something fitting began."""
        return frozenset(number for number, kinds in enumerate(self.fitting) if kinds)


@dataclass(frozen=True)
class FirstLook:
    """An account as screening sees it."""

    snapshot: Snapshot
    shares: Sequence[float]
    """Of the decision weight, by person."""
    stances: Sequence[Stance]
    """By person; unknown where all that is known is stale."""
    stale: Sequence[Stance]
    """By person: the stance that is unknown only because it is stale, else unknown."""
    past: Past

    @cached_property
    def endorsing(self) -> list[int]:
        """Rows of those who endorse us."""
        return [row for row, stance in enumerate(self.stances) if stance is Stance.POSITIVE]

    @cached_property
    def unknown(self) -> list[int]:
        """Rows of those whose stance is unknown."""
        return [row for row, stance in enumerate(self.stances) if stance is Stance.UNKNOWN]

    @cached_property
    def evidence(self) -> Evidence:
        """What the verdict depends on."""
        past = self.past
        pairs = zip(self.shares, self.stances, strict=True)
        return Evidence(
            known_share=fsum(share for share, stance in pairs if stance is not Stance.UNKNOWN),
            endorsed=bool(self.endorsing),
            history_known=past.offerings_known and past.begun > past.untyped,
            fits=bool(past.ever or past.planned),
            years=len(past.years),
        )


def first_look(snapshot: Snapshot, histories: Histories, constants: Constants) -> FirstLook:
    """What is known of an account, as far as screening goes."""
    known = Stances.of(snapshot.consensus, constants)
    return FirstLook(
        snapshot=snapshot,
        shares=decision_shares(snapshot, constants).tolist(),
        stances=known.firm,
        stale=[now if known.stale(row) else Stance.UNKNOWN for row, now in enumerate(known.now)],
        past=_past(histories, histories.projects.get(snapshot.account.id, ()), snapshot.as_of, constants),
    )


def last_years(as_of: date) -> list[Period]:
    """Thrice twelve months that end on the day, the latest first."""
    ends = [months_after(as_of, -12 * number) for number in range(YEARS + 1)]
    return [Period(min(begin + timedelta(days=1), end), end) for end, begin in pairwise(ends)]


def _past(histories: Histories, projects: Sequence[HistoryRecord], as_of: date, constants: Constants) -> Past:
    wanted = {kind.id for kind in histories.types.values() if kind.offerings}
    begun = [one for one in projects if one.started_on <= as_of]
    periods = last_years(as_of)
    in_year = [[one.project_type_id for one in begun if one.started_on in year] for year in periods]
    fitting = [frozenset(kind for kind in kinds if kind in wanted) for kinds in in_year]
    types = _types(begun)
    others = types - wanted
    return Past(
        periods=periods,
        fitting=fitting,
        open_years=frozenset(
            number for number, kinds in enumerate(in_year) if not fitting[number] and (not kinds or None in kinds)
        ),
        ever=types & wanted,
        planned=_types(one for one in projects if one.started_on > as_of) & wanted,
        others=others,
        unserved=_unserved(others, begun, in_year, histories, constants),
        begun=len(begun),
        untyped=sum(one.project_type_id is None for one in begun),
        offerings_known=bool(wanted),
    )


def _types(projects: Iterable[HistoryRecord]) -> frozenset[str]:
    return frozenset(one.project_type_id for one in projects if one.project_type_id is not None)


def _unserved(
    others: Iterable[str],
    begun: Iterable[HistoryRecord],
    in_year: Sequence[Sequence[str | None]],
    histories: Histories,
    constants: Constants,
) -> list[UnservedType]:
    days = {kind: list[date]() for kind in others}
    for one in begun:
        if one.project_type_id in days:
            days[one.project_type_id].append(one.started_on)
    found = [
        UnservedType(
            kind,
            frozenset(number for number, kinds in enumerate(in_year) if kind in kinds),
            len(occurrences(started, constants.burst_days)),
        )
        for kind, started in days.items()
    ]
    recurring = [one for one in found if one.times >= _RECURS]
    return sorted(
        recurring,
        key=lambda one: (
            -len(one.years), -one.times, histories.types[one.project_type_id].name, one.project_type_id,
        ),
    )  # fmt: skip
