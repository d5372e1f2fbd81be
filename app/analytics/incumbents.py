"""To whom did earlier projects go, how loyal is the account to them, and at what price?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from app.analytics.committees import Bursts
from app.analytics.competition import gap_to
from app.analytics.constants import Constants
from app.analytics.scores import scores
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord, VendorRecord
from graph_models.recurrence import Incumbent, Seat
from graph_models.results import CompetitorGap


def incumbents(snapshot: Snapshot, bursts: Bursts, committee: Sequence[Seat], constants: Constants) -> list[Incumbent]:
    """Who won these occurrences or parts of them, most often first, and how does the committee stand towards them?"""
    won: defaultdict[str, list[date]] = defaultdict(list)
    vendors: dict[str, VendorRecord] = {}
    for burst in bursts:
        for vendor in _vendors(burst):
            vendors[vendor.id] = vendor
            won[vendor.id].append(burst[0].started_on)
    found = [
        Incumbent(
            vendor_id=vendor.id,
            name=vendor.name,
            is_us=vendor.is_us,
            times=len(won[vendor.id]),
            last_on=won[vendor.id][-1],
            gap=None if vendor.is_us else _gap(snapshot, vendor.id, committee, constants),
        )
        for vendor in vendors.values()
    ]
    return sorted(found, key=lambda one: (-one.times, -one.last_on.toordinal(), one.name, one.vendor_id))


def loyalty(bursts: Bursts) -> float | None:
    """Of the occurrences with a known vendor after the first: the share in which a vendor of the one before won again.

    Returns:
        0–1; None where fewer than two have a known vendor.
    """
    known = [ids for burst in bursts if (ids := {vendor.id for vendor in _vendors(burst)})]
    stayed = [bool(one & other) for one, other in pairwise(known)]
    return sum(stayed) / len(stayed) if stayed else None


def price_to_budget(bursts: Bursts) -> float | None:
    """The mean, over projects to which we sold something, of what we sold ÷ the budget, where the currency is one."""
    ratios: list[float] = []
    for project in (project for burst in bursts for project in burst):
        units = {project.currency, *(one.currency for one in project.sold)}
        if project.budget and project.sold and len(units) == 1 and None not in units:
            ratios.append(sum(one.amount for one in project.sold) / project.budget)
    return sum(ratios) / len(ratios) if ratios else None


def _vendors(burst: Sequence[HistoryRecord]) -> list[VendorRecord]:
    """To whom an occurrence went, each once."""
    return list({project.vendor.id: project.vendor for project in burst if project.vendor}.values())


def _gap(snapshot: Snapshot, vendor_id: str, committee: Sequence[Seat], constants: Constants) -> CompetitorGap | None:
    """How the committee stands towards a competitor, over those of whom both attitudes are known, else theirs alone."""
    rival = next((one for one in snapshot.competitors if one.vendor_id == vendor_id), None)
    if rival is None:
        return None
    among = np.zeros(len(snapshot.people), dtype=np.bool_)
    among[[snapshot.rows[seat.person_id] for seat in committee]] = True
    return gap_to(rival, scores(snapshot.consensus.value, constants), np.ones(len(among)), among, constants)
