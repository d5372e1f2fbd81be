"""Where do my accounts stand, and what is next at each?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import isnan

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.consensus import AXES, Floats
from app.analytics.constants import Constants
from app.analytics.lights import light
from app.analytics.our_people import Colleagues
from app.analytics.potential import axis_percentages, estimate_from
from app.analytics.recommendations import Candidate, candidates, ranked
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import Stake
from app.analytics.standing import standing_of
from app.analytics.winning import outlook
from graph_models.portfolio import AccountAtAGlance, AccountGlance, NextOpportunity, NextWindow, PortfolioAccount
from graph_models.results import Amount
from graph_models.vocabulary import Axis, Light, StakeKind, Stance

_NOBODY = Colleagues()


def portfolio_account(snapshot: Snapshot, constants: Constants, ours: Colleagues = _NOBODY) -> PortfolioAccount:
    """One account at a glance: its light, what it is worth, and what to do next, with whom of ours."""
    seen, best = _glance(snapshot, constants, ours)
    return PortfolioAccount(**dict(seen), win_next=best and best.recommendation(rank=1))


def account_at_a_glance(snapshot: Snapshot, constants: Constants) -> AccountAtAGlance:
    """The same without what takes longest to find out: through whom to win the person, and who of ours should go."""
    seen, best = _glance(snapshot, constants, _NOBODY)
    return AccountAtAGlance(**dict(seen), win_next=best and best.next_person)


def _glance(snapshot: Snapshot, constants: Constants, ours: Colleagues) -> tuple[AccountGlance, Candidate | None]:
    ahead = outlook(snapshot, constants)
    percentages = axis_percentages(snapshot, constants)
    potential = Amount(amount=estimate_from(percentages, snapshot, constants), currency=snapshot.currency)
    shown, reason = light(snapshot, ahead.stakes, constants)
    known = ~np.isnan(snapshot.consensus.value)
    stale = snapshot.consensus.stale(constants)
    soonest = min(snapshot.expected, key=lambda one: (one.window.from_, one.kind.name, one.kind.id), default=None)
    seen = AccountGlance(
        account_id=snapshot.account.id,
        account_name=snapshot.account.name,
        industry=snapshot.account.industry,
        region=snapshot.account.region,
        city_tier=snapshot.account.city_tier,
        owners=sorted(owner.name for owner in snapshot.account.owners),
        light=shown,
        reason=reason,
        standing=standing_of(ahead, potential),
        weakest_axis=_weakest(percentages),
        people=len(snapshot.people),
        not_assessed=int((~known.any(axis=1)).sum()),
        stale=int((known.any(axis=1) & ~(known & ~stale).any(axis=1)).sum()),
        next_window=NextWindow(project_type_id=soonest.kind.id, project_type=soonest.kind.name, window=soonest.window)
        if soonest
        else None,
        next_opportunity=_next_opportunity(ahead.stakes, snapshot.as_of),
    )
    return seen, next(iter(ranked(candidates(snapshot, ahead, constants, ours))), None)


def _next_opportunity(stakes: Sequence[Stake], day: date) -> NextOpportunity | None:
    found = [
        NextOpportunity(id=stake.id, name=stake.name, by=stake.by(day))
        for stake in stakes
        if stake.kind is StakeKind.OPPORTUNITY and stake.id is not None
    ]
    return min(found, key=lambda one: (one.by or date.max, one.name, one.id), default=None)


def _weakest(percentages: Floats) -> Axis | None:
    """The axis on which the account's percentage is lowest; of equals the first."""
    known = [(mean, place) for place, mean in enumerate(percentages.tolist()) if not isnan(mean)]
    return AXES[min(known)[1]] if known else None


class PortfolioOptions(Options):
    """Which accounts."""

    light: Light | None = Field(default=None, description="Only accounts with this light.")
    axis: Axis | None = Field(default=None, description="Only accounts where this attitude is the lowest.")
    stance: Stance | None = Field(
        default=None, description="Only accounts where the one person to win over next stands so."
    )


def _at_a_glance(asked: Asked) -> list[AccountAtAGlance]:
    return [account_at_a_glance(snapshot, asked.constants) for snapshot in asked.snapshots]


def _answer(asked: Asked) -> list[PortfolioAccount]:
    options: PortfolioOptions = asked.options
    ours = Colleagues(asked.our_people)
    found = (portfolio_account(snapshot, asked.constants, ours) for snapshot in asked.snapshots)
    return [
        one
        for one in found
        if options.light in (None, one.light)
        and options.axis in (None, one.weakest_axis)
        and (options.stance is None or (one.win_next is not None and one.win_next.stance is options.stance))
    ]


def _place(one: PortfolioAccount | AccountAtAGlance) -> tuple[object, ...]:
    """Where most is to be gained by winning one person first; amounts of different currencies are not compared."""
    best = one.win_next
    amount = best.value.amount if best else None
    return (
        best is None, amount is None, (best.value.currency or "") if best else "",
        -(amount or 0) * best.ease if best else 0, -best.chance_gain * best.ease if best else 0,
        one.account_name, one.account_id,
    )  # fmt: skip


def _rows(answer: Sequence[PortfolioAccount]) -> Iterable[tuple[str, ...]]:
    for one in answer:
        stands, best = one.standing, one.win_next
        unknown = [f"{one.not_assessed} of {one.people} never assessed"] if one.not_assessed else []
        unknown += [f"{one.stale} stale"] if one.stale else []
        yield (
            one.account_id,
            f"{one.light}\n{one.reason}",
            f"Potential {texts.money(stands.potential, stands.potential_currency)}\n"
            f"Expected wins {texts.money(stands.expected_wins, stands.currency)}",
            _coming(one),
            f"{best.person.name} ({best.stance})\n{texts.money(best.value.amount, best.value.currency)}"
            if best
            else "–",
            ", ".join(unknown) or "–",
        )


def _coming(one: PortfolioAccount) -> str:
    if one.next_window:
        return f"{one.next_window.project_type}\n{one.next_window.window.from_} to {one.next_window.window.to}"
    covered = one.next_opportunity
    return f"{covered.name}\nopen{f', by {covered.by}' if covered.by else ''}" if covered else "–"


def _notes(_: Asked, answer: Sequence[PortfolioAccount]) -> Iterable[str]:
    if not answer:
        yield "No account matches."
        return
    count = {shown: sum(one.light is shown for one in answer) for shown in Light}
    yield ", ".join(f"{number} {shown}" for shown, number in count.items() if number) + "."


ANALYTIC = Analytic(
    name="portfolio",
    command="portfolio",
    question="Where do my accounts stand, and what is next at each?",
    answer=_answer,
    result=list[PortfolioAccount],
    headers=("Account", "Light", "Worth", "Next window", "Win over next", "Not known"),
    rows=_rows,
    notes=_notes,
    options=PortfolioOptions,
    place=_place,
    looks_at_projects=True,
    names_our_people=True,
)

AT_A_GLANCE = replace(
    ANALYTIC,
    answer=_at_a_glance,
    result=list[AccountAtAGlance],
    names_our_people=False,
)
"""The same for a page that shows hundreds of accounts and nobody through whom; without options."""
