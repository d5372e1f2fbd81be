"""Whom to win over next, on what, through whom, by when, and what it is worth?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

import numpy as np

from app.analytics import texts
from app.analytics.consensus import AXES, Floats
from app.analytics.constants import Constants
from app.analytics.introductions import Introductions, reach
from app.analytics.scores import axis_weights, stances
from app.analytics.snapshot import Snapshot
from app.analytics.winning import CHANNELS, Outlook, Stake, gains, outlook, set_gains
from graph_models.records import OpportunityRecord, PersonRecord
from graph_models.results import Amount, AxisTarget, BestSet, PersonBrief, Reason, Recommendation, Remark
from graph_models.vocabulary import Stance

By = Literal["expected", "value"]

_NOTHING = 1e-9
"""A gain in C below this is floating-point noise."""
_MOST_CANDIDATES = 20


def recommend(
    snapshots: Sequence[Snapshot], constants: Constants, *, by: By = "expected", top: int | None = None
) -> list[Recommendation]:
    """Whom to win over next at these accounts, best first.

    Ranked by value × ease (`expected`) or by value. Amounts of different currencies are not comparable: the currency
    in which most is at stake comes first, and people whose worth in money is unknown last, by their share of C.
    Nobody whose winning adds nothing is named, nor anybody who decides in a project in its no-contact period.
    """
    found = [candidate for snapshot in snapshots for candidate in _candidates(snapshot, constants)]
    at_stake: dict[str | None, float] = {}
    for candidate in found:
        if candidate.amount is not None:
            at_stake[candidate.currency] = at_stake.get(candidate.currency, 0.0) + candidate.amount

    def order(candidate: "_Candidate") -> tuple[object, ...]:
        ease = candidate.ease if by == "expected" else 1.0
        worth = candidate.chance if candidate.amount is None else candidate.amount
        return (
            candidate.amount is None,
            -at_stake.get(candidate.currency, 0.0) if candidate.amount is not None else 0.0,
            # Rounded, so that noise in the last digit does not decide between equals; ids come last.
            float(f"{-worth * ease:.9g}"),
            candidate.person.name,
            candidate.person.title or "",
            candidate.person.account_id,
            candidate.person.id,
        )

    found.sort(key=order)
    return [candidate.recommendation(rank) for rank, candidate in enumerate(found[:top], start=1)]


@dataclass(frozen=True)
class _Candidate:
    """Somebody whose winning adds something."""

    snapshot: Snapshot
    row: int
    stance: Stance
    outlook: Outlook
    amount: float | None
    currency: str | None
    chance: float
    channel_amounts: Sequence[float | None]
    channel_chances: Sequence[float]
    ease: float
    steps: int | None
    introductions: Introductions
    axes: Sequence[AxisTarget]
    constants: Constants

    @property
    def person(self) -> PersonRecord:
        return self.snapshot.people[self.row]

    def recommendation(self, rank: int) -> Recommendation:
        """The full answer; worked out only for those that are shown."""
        return Recommendation(
            rank=rank,
            account_id=self.snapshot.account.id,
            person=brief(self.person),
            stance=self.stance,
            value=Amount(amount=self.amount, currency=self.currency),
            chance_gain=self.chance,
            ease=self.ease,
            reasons=[
                Reason(
                    code=code,
                    text=_reason(code, self.stance, amount, chance, self.currency),
                    amount=amount,
                    chance=chance,
                )
                for code, amount, chance in zip(CHANNELS, self.channel_amounts, self.channel_chances, strict=True)
                if chance > _NOTHING
            ],
            axes=list(self.axes),
            through=self.introductions.to(self.person.id)[1],
            by=_by(self.snapshot, self.outlook, self.row),
            unknowns=list(_unknowns(self)),
        )


def _candidates(snapshot: Snapshot, constants: Constants) -> Iterable[_Candidate]:
    """Everybody at one account whom it is worth and fair to win."""
    if not snapshot.people:
        return
    ahead = outlook(snapshot, constants)
    added = gains(ahead)
    total = added.chance.sum(axis=0)
    stance = stances(snapshot.consensus.value, constants)
    introductions = Introductions(snapshot, stance)
    silent = not_to_be_contacted(snapshot, ahead)
    distances = _distances(snapshot.consensus.value, constants)
    # Reasons sum to the value to the last digit that is shown.
    money = None if added.money is None else np.round(added.money, 2)
    for row, person in enumerate(snapshot.people):
        if total[row] <= _NOTHING or person.id in silent:
            continue
        amounts = None if money is None else [float(part) for part in money[:, row]]
        if amounts is not None and not any(amounts):
            if all(stake.money for stake in ahead.stakes):
                continue
            # What the person has a say in is of unknown worth.
            amounts = None
        steps, _ = introductions.to(person.id)
        yield _Candidate(
            snapshot=snapshot,
            row=row,
            stance=stance[row],
            outlook=ahead,
            amount=None if amounts is None else round(sum(amounts), 2),
            currency=ahead.currency,
            chance=float(total[row]),
            channel_amounts=amounts or [None] * len(CHANNELS),
            channel_chances=[float(part) for part in added.chance[:, row]],
            ease=float((1 - distances[row] / 100) * reach(steps, constants)),
            steps=steps,
            introductions=introductions,
            axes=_axes(snapshot.consensus.value[row], constants),
            constants=constants,
        )


def not_to_be_contacted(snapshot: Snapshot, ahead: Outlook) -> dict[str, OpportunityRecord]:
    """Who decides in a project whose no-contact period (tender rules) includes the day of the snapshot?"""
    silent: dict[str, OpportunityRecord] = {}
    for stake in ahead.stakes:
        opportunity = stake.opportunity
        if opportunity is None or (opportunity.no_contact_from is None and opportunity.no_contact_to is None):
            continue
        begins = opportunity.no_contact_from or date.min
        ends = opportunity.no_contact_to or date.max
        if begins <= snapshot.as_of <= ends:
            for row in map(int, stake.committee.members):
                silent.setdefault(snapshot.people[row].id, opportunity)
    return silent


def _distances(attitudes: Floats, constants: Constants) -> Floats:
    """How far each person is from won, 0–100: the axis-weighted mean of target − attitude where it is below.

    An unknown attitude counts at the mean of those known on its axis at the account, or half-way to the target where
    nobody is known.
    """
    known = ~np.isnan(attitudes)
    count = known.sum(axis=0)
    halfway = np.full(len(AXES), constants.target / 2)
    means = np.divide(np.nan_to_num(attitudes).sum(axis=0), count, out=halfway, where=count > 0)
    counted = np.where(known, attitudes, means)
    weights = axis_weights(constants)
    return np.maximum(constants.target - counted, 0) @ weights / weights.sum()


def _axes(attitudes: Floats, constants: Constants) -> list[AxisTarget]:
    """Which attitudes to raise, the furthest first and the unknown before them."""
    targets = [
        AxisTarget(axis=axis, current=None if np.isnan(value) else float(value), target=constants.target)
        for axis, value in zip(AXES, attitudes, strict=True)
        if not value >= constants.target
    ]
    return sorted(targets, key=lambda target: -1.0 if target.current is None else target.current)


def _by(snapshot: Snapshot, ahead: Outlook, row: int) -> date | None:
    """The first day on which something is decided that the person has a say in, or can sway."""
    days = [
        day
        for stake in ahead.stakes
        if stake.opportunity is not None
        and (row in stake.committee.members or ahead.field.sway[stake.committee.members, row].any())
        for day in (stake.opportunity.expected_on, stake.opportunity.starts_on)
        if day is not None and day >= snapshot.as_of
    ]
    return min(days, default=None)


def _reason(code: str, stance: Stance, amount: float | None, chance: float, currency: str | None) -> str:
    worth = f"{texts.percent(chance)} of the chance" if amount is None else texts.money(amount, currency)
    now = "has not been assessed" if stance is Stance.UNKNOWN else f"is {stance}"
    return {
        "own_weight": f"Has a say in the decision and {now}: {worth}.",
        "others_swayed": f"Sways others who decide: {worth}.",
        "veto_lifted": f"Can veto it and {now}: {worth}.",
        "approval_gained": f"Can approve it alone and {now}: {worth}.",
    }[code]


def _unknowns(candidate: _Candidate) -> Iterable[Remark]:
    """What would make this advice surer."""
    snapshot, row = candidate.snapshot, candidate.row
    person = candidate.person
    missing = [texts.axis(axis) for axis, known in zip(AXES, snapshot.consensus.known[row], strict=True) if not known]
    if person.placeholder:
        yield Remark(code="name_unknown", text="Who holds this seat is not known.")
    if len(missing) == len(AXES):
        yield Remark(code="never_assessed", text="Nobody has said where this person stands.")
    elif missing:
        yield Remark(code="attitude_unknown", text=f"Not known: {' and '.join(missing)}.")
    if snapshot.consensus.stale(candidate.constants)[row].any():
        days = candidate.constants.stale_days
        yield Remark(code="stale", text=f"The newest statement about an attitude is over {days} days old.")
    if candidate.steps is None:
        yield Remark(code="no_introduction", text="No way to this person is known, through us or a supporter.")
    if candidate.amount is None:
        yield Remark(
            code="money_unknown", text="What is at stake here, or how the people who decide stand, is not known."
        )
    for stake in candidate.outlook.stakes:
        yield from _unknowns_of(stake)


def _unknowns_of(stake: Stake) -> Iterable[Remark]:
    opportunity = stake.opportunity
    if opportunity is None:
        yield Remark(code="no_opportunity", text="No opportunity is open; the value is of this year's expected spend.")
        return
    if opportunity.amount is None:
        yield Remark(code="amount_unknown", text=f"The amount of {opportunity.name} is not known.")
    elif opportunity.probability is None:
        text = f"The probability of {opportunity.name} is not known; its whole amount is counted."
        yield Remark(code="probability_unknown", text=text)
    if not opportunity.committee:
        text = f"Who decides about {opportunity.name} is not known; all key people are counted."
        yield Remark(code="committee_unknown", text=text)


def best_sets(
    snapshots: Sequence[Snapshot], size: int, constants: Constants, *, top: int | None = None
) -> list[BestSet]:
    """The `size` people of each account who are worth most when won together, the most valuable set first.

    Exact over up to twenty candidates: those whose winning alone adds most. Fewer people are named where fewer have
    anything to add.
    """
    results: list[tuple[tuple[object, ...], BestSet]] = []
    for snapshot in snapshots:
        if not snapshot.people:
            continue
        ahead = outlook(snapshot, constants)
        alone = gains(ahead).chance.sum(axis=0)
        silent = not_to_be_contacted(snapshot, ahead)
        rows = [row for row in map(int, np.argsort(-alone, kind="stable")) if snapshot.people[row].id not in silent]
        candidates = sorted(row for row in rows[:_MOST_CANDIDATES] if alone[row] > _NOTHING)
        if not candidates:
            continue
        sets = np.array(list(combinations(candidates, min(size, len(candidates)))), dtype=np.int64)
        chance, money = set_gains(ahead, sets)
        best = int(np.argmax(np.round(chance if money is None else money, 9)))
        amount = None if money is None else round(float(money[best]), 2)
        result = BestSet(
            rank=0,
            account_id=snapshot.account.id,
            people=[brief(snapshot.people[int(row)]) for row in sets[best]],
            value=Amount(amount=amount, currency=ahead.currency),
            chance_gain=float(chance[best]),
        )
        order = (
            amount is None,
            ahead.currency or "",
            -(chance[best] if amount is None else amount),
            snapshot.account.name,
        )
        results.append((order, result))
    results.sort(key=lambda item: item[0])
    return [result.model_copy(update={"rank": rank}) for rank, (_, result) in enumerate(results[:top], start=1)]


def brief(person: PersonRecord) -> PersonBrief:
    """Who it is."""
    return PersonBrief(id=person.id, name=person.name, title=person.title, department=person.department)
