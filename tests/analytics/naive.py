"""C and what winning people adds, once more: the definitions word by word, in lists and loops, default constants."""

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations
from statistics import fmean
from typing import NamedTuple

import numpy as np

from app.analytics.snapshot import Snapshot

Scores = Sequence[float]
CHANNELS = ("own_weight", "others_swayed", "veto_lifted", "approval_gained")


class Deciding(NamedTuple):
    """Rows of those who decide, of veto and of approval holders among them, and the money at stake."""

    members: list[int]
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
    """The open opportunities or, without any, the year's spend."""
    found: list[Deciding] = []
    for opportunity in snapshot.opportunities:
        seats = {seat.person_id: seat for seat in opportunity.committee}
        rows = [row for row, person in enumerate(snapshot.people) if person.id in seats or not seats]
        vetoes: list[int] = []
        approvals: list[int] = []
        for row in rows:
            person = snapshot.people[row]
            seat = seats.get(person.id)
            veto = person.veto and (not person.veto_types or opportunity.project_type_id in person.veto_types)
            approve = person.approve
            if seat is not None:
                veto = veto if seat.veto is None else seat.veto
                approve = approve if seat.approve is None else seat.approve
            vetoes += [row] * veto
            approvals += [row] * approve
        probability = 1.0 if opportunity.probability is None else opportunity.probability
        found.append(Deciding(rows, vetoes, approvals, (opportunity.amount or 0) * probability))
    if not found:
        rows = list(range(len(snapshot.people)))
        vetoes = [row for row in rows if snapshot.people[row].veto and not snapshot.people[row].veto_types]
        approvals = [row for row in rows if snapshot.people[row].approve]
        found.append(Deciding(rows, vetoes, approvals, snapshot.spend.amount if snapshot.spend else 0.0))
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
    return veto * fmean(scores["mean"][row] for row in what.members)


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
