"""C and what winning people adds, once more: the definitions word by word, in lists and loops, default constants."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from itertools import permutations
from statistics import fmean, median
from typing import NamedTuple

import numpy as np

from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord, PartRecord

Scores = Sequence[float]
CHANNELS = ("own_weight", "others_swayed", "veto_lifted", "approval_gained")


class Deciding(NamedTuple):
    """Rows of those who decide, how much each weighs, veto and approval holders among them, and the money at stake."""

    members: list[int]
    weights: list[float]
    vetoes: list[int]
    approvals: list[int]
    money: float


def attitudes(snapshot: Snapshot, row: int) -> list[float]:
    """What is known of a person."""
    return [float(value) for value in snapshot.consensus.value[row] if not np.isnan(value)]


def own_scores(snapshot: Snapshot) -> list[float | None]:
    """The mean of the known attitudes, 0–1."""
    known = [attitudes(snapshot, row) for row in range(len(snapshot.people))]
    return [fmean(values) / 100 if values else None for values in known]


def won_score(snapshot: Snapshot, row: int) -> float:
    """The score once every attitude is at least 75."""
    return fmean(75.0 if np.isnan(value) else max(float(value), 75.0) for value in snapshot.consensus.value[row]) / 100


def deciding(snapshot: Snapshot) -> list[Deciding]:
    """The open opportunities, and the planned projects of wanted types that are open; or else the year's spend."""
    found: list[Deciding] = []
    for opportunity in snapshot.opportunities:
        probability = 1.0 if opportunity.probability is None else opportunity.probability
        kind, money = opportunity.project_type_id, (opportunity.amount or 0) * probability
        said = {seat.person_id: (1.0, seat.veto, seat.approve) for seat in opportunity.committee}
        found.append(committee(snapshot, said or earlier(snapshot, kind, None), kind, money))
    planned = [one for kind in snapshot.rhythms if kind != "pipes" for one in open_ones(snapshot, kind)]
    budgets = [budget(snapshot, one) for one in planned]
    for one, money in zip(planned, budgets, strict=True):
        found.append(committee(snapshot, earlier(snapshot, one.project_type_id, one), one.project_type_id, money))
    if not snapshot.opportunities and not any(budgets):
        found.append(committee(snapshot, {}, None, snapshot.spend.amount if snapshot.spend else 0.0))
    return found


def open_ones(snapshot: Snapshot, kind: str) -> list[HistoryRecord]:
    """Planned within a year and not decided; each opportunity of the type is about the first of these that is left."""
    covered = sum(one.project_type_id == kind for one in snapshot.opportunities)
    left = [one for one in snapshot.rhythms[kind].planned if not one.decided]
    return [one for one in left[covered:] if one.started_on <= snapshot.as_of + timedelta(365)]


def budget(snapshot: Snapshot, planned: HistoryRecord) -> float:
    """Its own, else the median of the earlier ones that are known; 0 where none is."""
    known = [one.budget for one in begun(snapshot, planned.project_type_id) if one.budget]
    return planned.budget or (median(known) if known else 0.0)


def begun(snapshot: Snapshot, kind: str | None) -> list[HistoryRecord]:
    """Projects of the type that have begun, the first first."""
    rhythm = snapshot.rhythms.get(kind or "")
    return rhythm.projects if rhythm else []


Said = Mapping[str, tuple[float, bool | None, bool | None]]
"""By person: how much they weigh, and what was said of their veto and approval in projects."""


def earlier(snapshot: Snapshot, kind: str | None, planned: HistoryRecord | None) -> Said:
    """Who took part before, weighing the share of the projects they were in, half after three years; or is named.

    The share is that which is shown, to six decimals.
    """
    projects = begun(snapshot, kind)
    weights = [0.5 ** ((projects[-1].started_on - one.started_on).days / 1095) for one in projects]
    found: dict[str, tuple[float, bool | None, bool | None]] = {}
    for person in snapshot.people:
        parts = [
            part for one in (*projects, planned) if one for part in one.participants if part.person_id == person.id
        ]
        if not parts:
            continue
        there = [person.id in {part.person_id for part in one.participants} for one in projects]
        share = sum(weight for weight, was in zip(weights, there, strict=True) if was) / (sum(weights) or 1)
        named = planned is not None and person.id in {part.person_id for part in planned.participants}
        found[person.id] = (1.0 if named else round(share, 6), last_said(parts, "veto"), last_said(parts, "approve"))
    return found


def last_said(parts: Sequence[PartRecord], power: str) -> bool | None:
    """Of a power; None: nothing."""
    said = [getattr(part, power) for part in parts if getattr(part, power) is not None]
    return said[-1] if said else None


def committee(snapshot: Snapshot, said: Said, kind: str | None, money: float) -> Deciding:
    """These people, or everybody where there is none; powers as said, else as held, in such a project."""
    found = Deciding([], [], [], [], money)
    for row, person in enumerate(snapshot.people):
        if said and person.id not in said:
            continue
        weight, veto, approve = said.get(person.id, (1.0, None, None))
        found.members.append(row)
        found.weights.append(weight)
        if veto or (veto is None and person.veto and (not person.veto_types or kind in person.veto_types)):
            found.vetoes.append(row)
        if approve or (approve is None and person.approve):
            found.approvals.append(row)
    return found


def counted(snapshot: Snapshot, what: Deciding) -> list[float]:
    """Own scores with unknown ones at the mean of those known in the committee, else of all known, else halfway."""
    own = own_scores(snapshot)
    known = [score for row in what.members if (score := own[row]) is not None] or [s for s in own if s is not None]
    return [(fmean(known) if known else 0.5) if score is None else score for score in own]


def after_influence(snapshot: Snapshot, own: Scores) -> list[float]:
    """x′ = 0.6 × own + 0.4 × strength-weighted mean of the influencers' x′, by repetition."""
    rows = {person.id: row for row, person in enumerate(snapshot.people)}
    enemies = {frozenset((tie.from_id, tie.to_id)) for tie in snapshot.ties if tie.kind == "CONFLICTS_WITH"}
    influencers: dict[int, dict[int, float]] = {}
    for tie in snapshot.ties:
        if tie.kind == "INFLUENCES" and frozenset((tie.from_id, tie.to_id)) not in enemies:
            strength = 0.5 if tie.strength is None else tie.strength
            influencers.setdefault(rows[tie.to_id], {})[rows[tie.from_id]] = strength
    x = list(own)
    for _ in range(60):  # 0.4^60 is nothing
        x = [
            0.6 * own[row] + 0.4 * sum(s * x[i] for i, s in by.items()) / sum(by.values())
            if (by := influencers.get(row))
            else own[row]
            for row in range(len(own))
        ]
    return x


def chance(what: Deciding, x: Mapping[str, Scores] | Scores) -> float:
    """C = V × A. Where a mapping is given, each part of it takes the scores named for it."""
    scores = x if isinstance(x, Mapping) else {"veto": x, "approval": x, "mean": x}
    veto = 1.0
    for row in what.vetoes:
        veto *= scores["veto"][row]
    if what.approvals:
        refusal = 1.0
        for row in what.approvals:
            refusal *= 1 - scores["approval"][row]
        return veto * (1 - refusal)
    weighed = sum(weight * scores["mean"][row] for row, weight in zip(what.members, what.weights, strict=True))
    return veto * weighed / sum(what.weights)


def settled_after(snapshot: Snapshot, what: Deciding, won: Collection[int]) -> list[float]:
    """Everybody's score after influence, once these are won."""
    own = counted(snapshot, what)
    return after_influence(
        snapshot, [max(score, won_score(snapshot, row)) if row in won else score for row, score in enumerate(own)]
    )


def gain(snapshot: Snapshot, what: Deciding, won: Collection[int]) -> float:
    """What winning these people together adds to C."""
    return chance(what, settled_after(snapshot, what, won)) - chance(what, settled_after(snapshot, what, ()))


def money_gain(snapshot: Snapshot, won: Collection[int]) -> float:
    """What winning these people together adds to expected wins."""
    return sum(what.money * gain(snapshot, what, won) for what in deciding(snapshot))


def channels(snapshot: Snapshot, what: Deciding, person: int) -> dict[str, float]:
    """What winning the person adds to C by channel: the mean over all 24 orders in which the channels may open."""
    before, after = settled_after(snapshot, what, ()), settled_after(snapshot, what, (person,))

    def worth(opened: Collection[str]) -> float:
        def seen(own_channel: str) -> list[float]:
            others = after if "others_swayed" in opened else before
            mine = after if own_channel in opened else before
            return [mine[row] if row == person else score for row, score in enumerate(others)]

        parts = {"veto": seen("veto_lifted"), "approval": seen("approval_gained"), "mean": seen("own_weight")}
        return chance(what, parts)

    total = dict.fromkeys(CHANNELS, 0.0)
    orders = list(permutations(CHANNELS))
    for order in orders:
        for count, channel in enumerate(order):
            total[channel] += worth(order[: count + 1]) - worth(order[:count])
    return {channel: value / len(orders) for channel, value in total.items()}
