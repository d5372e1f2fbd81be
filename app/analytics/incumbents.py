"""To whom did earlier projects go, how loyal is the account to them, and at what price?"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from app.analytics.constants import Constants
from app.analytics.scores import scores
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord
from graph_models.recurrence import Incumbent, Seat
from graph_models.results import CompetitorGap


def incumbents(
    snapshot: Snapshot, projects: Sequence[HistoryRecord], committee: Sequence[Seat], constants: Constants
) -> list[Incumbent]:
    """Who won these projects, most often first, and how does the expected committee stand towards them and us?"""
    won: defaultdict[str, list[HistoryRecord]] = defaultdict(list)
    for project in projects:
        if project.vendor:
            won[project.vendor.id].append(project)
    found = [
        Incumbent(
            vendor_id=vendor.id,
            name=vendor.name,
            is_us=vendor.is_us,
            times=len(some),
            last_on=max(project.started_on for project in some),
            gap=None if vendor.is_us else _gap(snapshot, vendor.id, committee, constants),
        )
        for some in won.values()
        if (vendor := some[0].vendor)
    ]
    return sorted(found, key=lambda one: (-one.times, -one.last_on.toordinal(), one.name, one.vendor_id))


def loyalty(projects: Sequence[HistoryRecord]) -> float | None:
    """Of the projects with a known vendor after the first: the share that went to the same vendor as the one before.

    Args:
        projects: in the order of time.

    Returns:
        0–1; None where fewer than two have a known vendor.
    """
    vendors = [project.vendor.id for project in projects if project.vendor]
    stayed = [one == other for one, other in pairwise(vendors)]
    return sum(stayed) / len(stayed) if stayed else None


def price_to_budget(projects: Sequence[HistoryRecord]) -> float | None:
    """What we sold to these projects ÷ their budgets, over those of which both are known in one currency."""
    sold = budget = 0.0
    for project in projects:
        same = [one.amount for one in project.sold if one.currency == project.currency]
        if project.budget and same and len(same) == len(project.sold):
            sold += sum(same)
            budget += project.budget
    return sold / budget if budget else None


def _gap(snapshot: Snapshot, vendor_id: str, committee: Sequence[Seat], constants: Constants) -> CompetitorGap | None:
    """How the committee stands towards a competitor, over those of whom both attitudes are known, else theirs alone."""
    rival = next((one for one in snapshot.competitors if one.vendor_id == vendor_id), None)
    rows = [snapshot.rows[seat.person_id] for seat in committee]
    if rival is None or not rows:
        return None
    theirs, ours = (scores(one.value[rows], constants) for one in (rival.consensus, snapshot.consensus))
    known = ~np.isnan(theirs)
    both = known & ~np.isnan(ours)
    counted = both if both.any() else known
    if not counted.any():
        return None
    score = float(theirs[counted].mean())
    own = float(ours[both].mean()) if both.any() else None
    return CompetitorGap(
        vendor_id=vendor_id,
        name=rival.name,
        score=score,
        own_score=own,
        gap=None if own is None else own - score,
        people=int(counted.sum()),
    )
