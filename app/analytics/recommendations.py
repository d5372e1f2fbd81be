"""Whom to win over next, on what, through whom, by when, and what it is worth?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import repeat
from math import isnan
from operator import itemgetter
from typing import Literal

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.best_sets import best_sets
from app.analytics.consensus import AXES, Floats
from app.analytics.constants import Constants
from app.analytics.introductions import Introductions, reach
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.our_people import Colleagues, OurPeople
from app.analytics.ranking import NOTHING, brief, worth
from app.analytics.recommendation_table import notes, rows
from app.analytics.scores import axis_weights, stances
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import Stake
from app.analytics.tie_strength import contacts_of
from app.analytics.winning import CHANNELS, Outlook, gains, outlook
from app.language import gettext as _
from app.language import marked
from graph_models.portfolio import NextPerson
from graph_models.records import PersonRecord
from graph_models.results import (
    Amount,
    AxisTarget,
    BestSet,
    Reason,
    Recommendation,
    Remark,
)
from graph_models.vocabulary import Axis, CommitteeSource, StakeKind, Stance

By = Literal["expected", "value"]
_NOBODY = Colleagues()


def recommend(
    snapshots: Sequence[Snapshot],
    constants: Constants,
    *,
    by: By = "expected",
    top: int | None = None,
    axis: Axis | None = None,
    stance: Stance | None = None,
    ours: Colleagues = _NOBODY,
) -> list[Recommendation]:
    """Whom to win over next at these accounts, best first, and who of ours should go.

    Of an axis: on whom it is to be raised; of a stance: who stands so. For the order see `ranked`. Nobody whose winning
    adds nothing is named, nor anybody who decides in a project in its no-contact period.
    """
    found = [
        candidate
        for snapshot in snapshots
        for candidate in candidates(snapshot, outlook(snapshot, constants), constants, ours)
        if (stance in (None, candidate.stance)) and (axis is None or candidate.is_below_target(axis))
    ]
    return [candidate.recommendation(rank) for rank, candidate in enumerate(ranked(found, by)[:top], start=1)]


def ranked(candidates: Iterable["Candidate"], by: By = "expected") -> "list[Candidate]":
    """The best first: by value × ease (`expected`) or by value.

    Amounts of different currencies are not comparable: the currency in which most people have a worth comes first, and
    people whose worth in money is unknown last, by their share of C.
    """
    found = list(candidates)
    common = Counter(candidate.currency for candidate in found if candidate.amount is not None)

    def order(candidate: Candidate) -> tuple[object, ...]:
        ease = candidate.ease if by == "expected" else 1.0
        person = candidate.person
        return (
            *worth(candidate.amount, candidate.currency, candidate.chance_gain, ease, common),
            # Ids come last: they decide only between namesakes in the same place.
            person.name, person.title or "", person.department or "", candidate.account.snapshot.account.name,
            person.account_id, person.id,
        )  # fmt: skip

    return sorted(found, key=order)


@dataclass(frozen=True)
class _Account:
    """What all candidates of an account share."""

    snapshot: Snapshot
    constants: Constants
    outlook: Outlook
    stances: Sequence[Stance]
    introductions: Introductions
    our_people: OurPeople

    @cached_property
    def attitudes(self) -> Sequence[Sequence[float | None]]:
        """By person and axis; None where unknown."""
        rows: list[list[float]] = self.snapshot.consensus.value.tolist()
        return [[None if isnan(value) else value for value in row] for row in rows]

    @cached_property
    def stale(self) -> Sequence[bool]:
        """Of whom is some attitude too old?"""
        return np.any(self.snapshot.consensus.stale(self.constants), axis=1).tolist()

    @cached_property
    def deadlines(self) -> Sequence[tuple[date, Sequence[bool]]]:
        """Days by which something is to be prepared, the first first, and who has a say in it or sways it."""
        found = [
            (day, self.outlook.has_a_say(stake))
            for stake in self.outlook.stakes
            if (day := stake.by(self.snapshot.as_of))
        ]
        return sorted(found, key=itemgetter(0))

    @cached_property
    def unknowns(self) -> Sequence[Remark]:
        """What is unknown about what is at stake."""
        stakes = self.outlook.stakes
        months = self.constants.horizon_months
        return [remark for stake in stakes for remark in _unknowns_of(stake, months, alone=len(stakes) == 1)]


@dataclass(frozen=True)
class Candidate:
    """Somebody whose winning adds something, as far as it decides their place in the ranking."""

    account: _Account
    row: int
    amount: float | None
    chance_gain: float
    """To C, 0–1."""
    channel_amounts: Sequence[float | None]
    channel_chances: Sequence[float]
    ease: float
    steps: int | None

    @property
    def person(self) -> PersonRecord:
        return self.account.snapshot.people[self.row]

    @property
    def stance(self) -> Stance:
        return self.account.stances[self.row]

    def is_below_target(self, axis: Axis) -> bool:
        """Is this attitude to be raised, or not known?"""
        value = self.account.attitudes[self.row][AXES.index(axis)]
        return value is None or value < self.account.constants.target

    @property
    def currency(self) -> str | None:
        return self.account.outlook.currency

    @property
    def value(self) -> Amount:
        """Expected wins after winning the person, less those before."""
        return Amount(amount=self.amount, currency=self.currency)

    @property
    def by(self) -> date | None:
        """The first day by which something is to be prepared in which the person has a say."""
        return next((day for day, has_a_say in self.account.deadlines if has_a_say[self.row]), None)

    @property
    def next_person(self) -> NextPerson:
        """The answer where only one person of each account is shown."""
        return NextPerson(
            person=brief(self.person),
            stance=self.stance,
            value=self.value,
            chance_gain=self.chance_gain,
            ease=self.ease,
            by=self.by,
        )

    def recommendation(self, rank: int) -> Recommendation:
        """The full answer; worked out only for those that are shown."""
        snapshot, stance = self.account.snapshot, self.stance
        return Recommendation(
            rank=rank,
            account_id=snapshot.account.id,
            person=brief(self.person),
            stance=stance,
            value=self.value,
            chance_gain=self.chance_gain,
            ease=self.ease,
            reasons=[
                Reason(
                    code=code, text=_reason(code, stance, amount, chance, self.currency), amount=amount, chance=chance
                )
                for code, amount, chance in zip(CHANNELS, self.channel_amounts, self.channel_chances, strict=True)
                if chance
            ],
            axes=_axes(self.account.attitudes[self.row], self.account.constants.target),
            through=self.account.introductions.to(self.person.id),
            ours=self.account.our_people.to(self.person),
            by=self.by,
            unknowns=list(_unknowns(self)),
        )


def candidates(
    snapshot: Snapshot, ahead: Outlook, constants: Constants, ours: Colleagues = _NOBODY
) -> Iterable[Candidate]:
    """Everybody at one account whom it is worth and fair to win, given what lies ahead there, in no order."""
    if not snapshot.people:
        return
    added = gains(ahead)
    chances = np.where(added.chance > NOTHING, added.chance, 0.0)
    stance = stances(snapshot.consensus.value, constants)
    silent = not_to_be_contacted(snapshot, ahead, constants)
    contacts = contacts_of(snapshot, constants)
    account = _Account(
        snapshot,
        constants,
        ahead,
        stance,
        Introductions(snapshot, contacts, stance, constants, silent),
        OurPeople(snapshot, contacts, ours, _project_types(ahead), constants),
    )
    all_in_money = all(ahead.money)
    by_person = zip(
        snapshot.people,
        chances.T.tolist(),
        repeat(None) if added.money is None else _cents(added.money, chances).T.tolist(),
        (1 - _distances(snapshot.consensus.value, constants) / 100).tolist(),
        strict=False,
    )
    for row, (person, parts, amounts, nearness) in enumerate(by_person):
        if not any(parts) or person.id in silent:
            continue
        if amounts is not None and not any(amounts):
            if all_in_money:
                continue
            # What the person has a say in is of unknown worth.
            amounts = None  # noqa: PLW2901
        shown: Sequence[float | None] = amounts or [None] * len(CHANNELS)
        if not all_in_money:
            shown = [amount or None for amount in shown]
        steps = account.introductions.steps(person.id)
        yield Candidate(
            account=account,
            row=row,
            amount=None if amounts is None else round(sum(amounts), 2),
            chance_gain=sum(parts),
            channel_amounts=shown,
            channel_chances=parts,
            ease=nearness * reach(steps, constants),
            steps=steps,
        )


def _project_types(ahead: Outlook) -> frozenset[str]:
    """What is at stake."""
    return frozenset(stake.project_type_id for stake in ahead.stakes if stake.project_type_id is not None)


def _cents(money: Floats, chances: Floats) -> Floats:
    """Parts of a value, rounded first, so that the reasons sum to the value to the last digit that is shown."""
    return np.where(chances, np.round(money, 2), 0.0)


def _distances(attitudes: Floats, constants: Constants) -> Floats:
    """How far each person is from won, 0–100: the axis-weighted mean of target − attitude where it is below.

    An unknown attitude counts at the mean of those known on its axis at the account, or half-way to the target where
    nobody is known.
    """
    known = ~np.isnan(attitudes)
    count = known.sum(axis=0)
    halfway = np.full(len(AXES), constants.target / 2)
    means = np.divide(np.where(known, attitudes, 0.0).sum(axis=0), count, out=halfway, where=count > 0)
    counted = np.where(known, attitudes, means)
    weights = axis_weights(constants)
    return np.maximum(constants.target - counted, 0) @ weights / weights.sum()


def _axes(attitudes: Sequence[float | None], target: float) -> list[AxisTarget]:
    """Which attitudes to raise, the furthest first and the unknown before them."""
    targets = [
        AxisTarget(axis=axis, current=value, target=target)
        for axis, value in zip(AXES, attitudes, strict=True)
        if value is None or value < target
    ]
    return sorted(targets, key=lambda target: -1.0 if target.current is None else target.current)


_REASONS = {
    "own_weight": marked("Has a say and {stands}: {worth}."),
    "others_swayed": marked("Sways others who decide: {worth}."),
    "veto_lifted": marked("Can veto it and {stands}: {worth}."),
    "approval_gained": marked("Can approve it alone and {stands}: {worth}."),
}


def _reason(code: str, stance: Stance, amount: float | None, chance: float, currency: str | None) -> str:
    if amount is None:
        worth = _("{share} of the chance").format(share=texts.percent(chance))
    else:
        worth = texts.money(amount, currency)
    stands = _("has not been assessed") if stance is Stance.UNKNOWN else texts.stands(stance)
    return _(_REASONS[code]).format(stands=stands, worth=worth)


def _unknowns(candidate: Candidate) -> Iterable[Remark]:
    """What would make this advice surer."""
    account, row = candidate.account, candidate.row
    missing = [texts.axis(axis) for axis, value in zip(AXES, account.attitudes[row], strict=True) if value is None]
    if candidate.person.placeholder:
        yield Remark(code="name_unknown", text=_("Who holds this seat is not known."))
    if len(missing) == len(AXES):
        yield Remark(code="never_assessed", text=_("Nobody has said where this person stands."))
    elif missing:
        text = _("Nobody has stated {axes}.").format(axes=_(" or ").join(missing))
        yield Remark(code="attitude_unknown", text=text)
    if account.stale[row]:
        text = _("The newest statement about an attitude is over {days} days old.")
        yield Remark(code="stale", text=text.format(days=account.constants.stale_days))
    if candidate.steps is None:
        yield Remark(code="no_introduction", text=_("No way to this person is known, through us or a supporter."))
    if any(stake.money for stake in account.outlook.stakes) and not any(account.outlook.money):
        text = _("What is at stake is in different currencies, which are not added.")
        yield Remark(code="currencies_differ", text=text)
    elif candidate.amount is None:
        text = _("What is at stake here, or how the people who decide stand, is not known.")
        yield Remark(code="money_unknown", text=text)
    yield from account.unknowns


def _unknowns_of(stake: Stake, months: int, *, alone: bool) -> Iterable[Remark]:
    if stake.kind is StakeKind.SPEND:
        none = _("and nothing expected") if alone else _("and the amount of nothing that is expected is known")
        known = _("is what the value is of") if stake.money else _("is not known either")
        text = _("No opportunity is to close within {months} months, {none}; this year's expected spend {known}.")
        yield Remark(code="no_opportunity", text=text.format(months=months, none=none, known=known))
        return
    if stake.amount is None:
        yield Remark(code="amount_unknown", text=_("The amount of {name} is not known.").format(name=stake.name))
    elif stake.probability is None:
        text = _("The probability of {name} is not known; its whole amount is counted.")
        yield Remark(code="probability_unknown", text=text.format(name=stake.name))
    if stake.seated_by is CommitteeSource.EVERYBODY:
        text = _("Who decides about {name} is not known; all key people are counted.")
        yield Remark(code="committee_unknown", text=text.format(name=stake.name))
    elif stake.seated_by is CommitteeSource.EARLIER:
        text = _("Who will decide about {name} is guessed from who took part in earlier ones.")
        yield Remark(code="committee_expected", text=text.format(name=stake.name))


class RecommendationOptions(Options):
    """How to rank, and whether to look for a set."""

    by: By = Field(default="expected", description="Rank by `expected` (value × ease) or by `value` alone.")
    axis: Axis | None = Field(default=None, description="Only people on whom this attitude is to be raised.")
    stance: Stance | None = Field(default=None, description="Only people who stand so.")
    set: int | None = Field(
        default=None,
        ge=1,
        le=3,
        description="Instead of single people, the best set of so many at each account, whatever their axis or stance.",
    )


def _answer(asked: Asked) -> list[Recommendation] | list[BestSet]:
    options: RecommendationOptions = asked.options
    if options.set is not None:
        return best_sets(asked.snapshots, options.set, asked.constants, top=options.top)
    return recommend(
        asked.snapshots,
        asked.constants,
        by=options.by,
        top=options.top,
        axis=options.axis,
        stance=options.stance,
        ours=Colleagues(asked.our_people),
    )


ANALYTIC = Analytic(
    name="recommendations",
    command="next",
    question="Whom to win over next, on what, through whom, by when, and what it is worth?",
    answer=_answer,
    result=list[Recommendation] | list[BestSet],
    headers=("", "Who, worth what, by when", "Why, on what, through whom, and what is not known"),
    rows=rows,
    notes=notes,
    options=RecommendationOptions,
    looks_at_projects=True,
    names_our_people=True,
)
