"""Can it pass: who decides, who stands in the way, and whom does it take?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.constants import Constants
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.ranking import brief
from app.analytics.scores import Stances
from app.analytics.smallest_sets import SmallestSets, smallest_sets
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import Stake, of_everybody
from app.analytics.standing import blockers, chance_result
from app.analytics.winning import Outlook, outlook
from app.language import gettext as _
from app.language import marked, ngettext
from graph_models.decisions import Decision, Member, SinglePoint, SmallestSetsOut
from graph_models.results import Amount, ChanceResult, PersonBrief
from graph_models.vocabulary import CommitteeSource, StakeKind


def decisions(snapshot: Snapshot, constants: Constants, *, everybody: bool = False) -> list[Decision]:
    """What is to be decided at the account, each with its committee, its chance C, and whom it takes.

    Args:
        snapshot: with what is expected to come.
        constants: of scores, influence, and C to reach.
        everybody: also the account as a whole, as if all its key people decided.
    """
    ahead = outlook(snapshot, constants)
    held_back = not_to_be_contacted(snapshot, ahead, constants)
    account = _Account(
        snapshot=snapshot,
        constants=constants,
        ahead=ahead,
        stances=Stances.of(snapshot.consensus, constants),
        silent=frozenset(snapshot.rows[id_] for id_ in held_back),
    )
    there = any(stake.kind is StakeKind.SPEND for stake in ahead.stakes)
    whole = [of_everybody(snapshot, constants)] if everybody and not there else []
    decided = (stake for stake in ahead.stakes if stake.amount or stake.kind is not StakeKind.SPEND or snapshot.people)
    return [account.decision(stake) for stake in (*decided, *whole)]


@dataclass(frozen=True)
class _Account:
    """What all decisions of an account share."""

    snapshot: Snapshot
    constants: Constants
    ahead: Outlook
    stances: Stances
    silent: frozenset[int]

    def decision(self, stake: Stake) -> Decision:
        """Everything about one of them."""
        chance = self.ahead.field.chance(stake.committee)
        shown = chance_result([chance], self.ahead.calibration)
        wins = None if stake.money is None or chance.value is None else stake.money.amount * chance.value
        currency = stake.amount.currency if stake.amount else self.snapshot.currency
        points = list(self._single_points(stake))
        smallest = smallest_sets(self.ahead, stake.committee, self.silent, self.constants.passing_chance)
        return Decision(
            account_id=self.snapshot.account.id,
            account_name=self.snapshot.account.name,
            kind=stake.kind,
            id=stake.id,
            name=stake.name,
            project_type_id=stake.project_type_id,
            amount=Amount(amount=stake.amount.amount if stake.amount else None, currency=currency),
            probability=stake.probability,
            expected_wins=Amount(amount=wins, currency=currency),
            by=stake.by(self.snapshot.as_of),
            chance=shown,
            seated_by=stake.seated_by,
            committee=self._members(stake),
            blockers=blockers(self.snapshot, [stake], self.stances),
            single_points=points,
            smallest=SmallestSetsOut(
                chance=self.constants.passing_chance,
                sets=None if smallest.sets is None else [self._people(some) for some in smallest.sets],
                count=smallest.count,
                exact=smallest.exact,
                text=self._whom_it_takes(stake, smallest),
            ),
            reason=_reason(stake, shown, points),
        )

    def _people(self, rows: Iterable[int]) -> list[PersonBrief]:
        return [brief(self.snapshot.people[row]) for row in rows]

    def _members(self, stake: Stake) -> list[Member]:
        committee = stake.committee
        fill = self.ahead.field.fill(committee)
        settled = self.ahead.field.settled(0.0 if fill is None else fill)
        shares = committee.weights / committee.weights.sum()
        vetoes, approvals = set(committee.vetoes.tolist()), set(committee.approvals.tolist())
        members = [
            Member(
                person=brief(self.snapshot.people[row]),
                stance=self.stances.now[row],
                score=None if np.isnan(self.ahead.field.own[row]) else float(settled[row]),
                share=float(share),
                veto=row in vetoes,
                approve=row in approvals,
            )
            for row, share in zip(map(int, committee.members), shares, strict=True)
        ]
        return sorted(members, key=lambda one: (not one.veto, not one.approve, -one.share, one.person.name))

    def _single_points(self, stake: Stake) -> Iterable[SinglePoint]:
        committee = stake.committee
        for row in map(int, committee.vetoes):
            yield self._single_point(row, "veto", _("{name} can veto it, and {stands}."))
        if committee.approvals.size == 1:
            row = int(committee.approvals[0])
            yield self._single_point(row, "only_approver", _("{name} alone can approve it, and {stands}."))

    def _single_point(self, row: int, code: str, text: str) -> SinglePoint:
        person = self.snapshot.people[row]
        said = text.format(name=person.name, stands=self.stances.words(row))
        return SinglePoint(code=code, text=said, person_id=person.id)

    def _whom_it_takes(self, stake: Stake, smallest: SmallestSets) -> str:
        least = texts.percent(self.constants.passing_chance)
        if not stake.committee.members.size:
            return _("Nobody who decides is known.")
        if smallest.most is None:
            return _("How those who decide stand is not known of anybody, so nothing can be said.")
        if smallest.sets is None:
            most = texts.percent(smallest.most)
            below = _("just under {least}") if most == least else _("{most}, less than {least}")
            text = _("Everybody won it comes to {most}: it takes more than winning people.")
            if self.silent:
                text = _(
                    "Everybody won, but for those who may not be contacted now, it comes to {most}: "
                    "it takes more than winning people."
                )
            return text.format(most=below.format(most=most, least=least))
        if not smallest.sets:
            return _("Nobody needs to be won: it is at {least} or above already.").format(least=least)
        others = smallest.count - 1
        like_it = ngettext(", or one other such set", ", or {number} other such sets", others) if others else ""
        return _("{number} to win for {least}: {who}{others}{searched}.").format(
            number=len(smallest.sets[0]),
            least=least,
            who=texts.listed([self.snapshot.people[row].name for row in smallest.sets[0]]),
            others=like_it.format(number=others),
            searched="" if smallest.exact else _(" (searched among those who add most)"),
        )


_BANDS = {
    "unknown": marked("How those who decide stand is not known{between}."),
    "low": marked("The chance is low{between}."),
    "medium": marked("The chance is medium{between}."),
    "high": marked("The chance is high{between}."),
}
_GUESSED = {
    CommitteeSource.EARLIER: marked("Who decides is guessed from earlier ones."),
    CommitteeSource.EVERYBODY: marked("Who decides is not known; all key people are counted."),
}


def _reason(stake: Stake, chance: ChanceResult, points: Sequence[SinglePoint]) -> str:
    if not stake.committee.members.size:
        return _("Nobody who decides is known.")
    low, high = texts.percent(chance.low), texts.percent(chance.high)
    between = "" if low == high else _(" (C between {low} and {high})").format(low=low, high=high)
    text = _(_BANDS[chance.band])
    if chance.calibrated is not None:
        text = _("The chance is about {chance}, as closed opportunities say{between}.")
    guessed = _GUESSED.get(stake.seated_by)
    return texts.sentences(
        text.format(between=between, chance=texts.percent(chance.calibrated)),
        _(guessed) if guessed else "",
        *(point.text for point in points),
    )


class DecisionOptions(Options):
    """Which decisions."""

    kind: StakeKind | None = Field(default=None, description="Only opportunities, only expected windows, or spend.")
    everybody: bool = Field(
        default=False, description="Also each account as a whole, as if all its key people decided."
    )


def _answer(asked: Asked) -> list[Decision]:
    options: DecisionOptions = asked.options
    return [
        decision
        for snapshot in asked.snapshots
        for decision in decisions(snapshot, asked.constants, everybody=options.everybody)
        if options.kind in (None, decision.kind)
    ]


def _place(one: Decision) -> tuple[object, ...]:
    """What most hangs on first; amounts of different currencies are not compared."""
    amount = one.amount.amount
    return (
        amount is None, one.amount.currency or "", -(amount or 0), one.account_name, one.name, one.kind,
        one.account_id, one.id or "",
    )  # fmt: skip


def _rows(answer: Sequence[Decision]) -> Iterable[tuple[str, ...]]:
    for one in answer:
        powers = {(True, True): " (veto, approves)", (True, False): " (veto)", (False, True): " (approves)"}
        members = [
            f"{member.person.name}: {member.stance}, {texts.percent(member.share)}"
            + powers.get((member.veto, member.approve), "")
            for member in one.committee[:_SHOWN]
        ]
        more = len(one.committee) - _SHOWN
        yield (
            one.account_id,
            f"{one.name}\n{texts.money(one.amount.amount, one.amount.currency)}" + (f"\nby {one.by}" if one.by else ""),
            one.reason,
            "\n".join(members) + (f"\nand {more} more" if more > 0 else "") or "–",
            one.smallest.text,
        )


_SHOWN = 8


def _notes(_: Asked, answer: Sequence[Decision]) -> Iterable[str]:
    if not answer:
        yield "Nothing is to be decided: no opportunity is open, none is expected, and no spend is known."
    else:
        fitted = any(one.chance.calibrated is not None for one in answer)
        yield "C: how those who decide stand, with what unknown attitudes leave open; " + (
            "calibrated on closed opportunities." if fitted else "uncalibrated, so it is shown as a band."
        )


ANALYTIC = Analytic(
    name="decisions",
    command="decisions",
    question="Can it pass: who decides, who stands in the way, and whom does it take?",
    answer=_answer,
    result=list[Decision],
    headers=("Account", "What", "Can it pass?", "Who decides", "Whom it takes"),
    rows=_rows,
    notes=_notes,
    options=DecisionOptions,
    place=_place,
    looks_at_projects=True,
)
