"""What is an account worth, weighted by its people's attitudes? (客户潜力产出)

potential = Σ over axes of spend × account's percentage on the axis × axis weight. It is attitude-weighted spend, not a
forecast, and is never added to a pipeline.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked
from app.analytics.chance import decision_weight
from app.analytics.consensus import AXES, Floats
from app.analytics.constants import Constants
from app.analytics.currencies import NO_RATES, CurrencyOptions, Rates, missing_rates
from app.analytics.periods import Comparison, compare_days
from app.analytics.scores import axis_weights
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from app.language import ngettext
from graph_models.fields import Day
from graph_models.results import AccountPotential, Potential, PotentialAxis, PotentialPart, PotentialTotal, Remark


def account_potential(snapshot: Snapshot, constants: Constants) -> AccountPotential:
    """What is the potential of this account, with its interval and each person's gap on each axis?

    The percentage on an axis is the mean over those whose attitude is known, weighted by decision weight. For low and
    high, unknown and stale attitudes count 0 and 100.
    """
    spend = snapshot.spend.amount if snapshot.spend else None
    value = snapshot.consensus.value
    weights = axis_weights(constants)
    shares = decision_shares(snapshot, constants)
    means = _axis_means(value, shares)
    firm = snapshot.consensus.firm(constants)
    nobody = not snapshot.people

    def worth(percentages: Floats) -> float | None:
        return None if spend is None else spend * float(weights @ percentages / weights.sum()) / 100

    def gap(row: int, axis: int) -> float | None:
        percentage = means[axis] if np.isnan(value[row, axis]) else value[row, axis]
        if spend is None or np.isnan(percentage):
            return None
        return float(spend * weights[axis] / weights.sum() * shares[row] * (1 - percentage / 100))

    return AccountPotential(
        account_id=snapshot.account.id,
        currency=snapshot.spend.currency if snapshot.spend else snapshot.account.currency,
        spend=spend,
        estimate=estimate_from(means, snapshot, constants),
        low=worth(np.zeros(len(AXES)) if nobody else shares @ np.nan_to_num(firm, nan=0.0)),
        high=worth(np.full(len(AXES), 100.0) if nobody else shares @ np.nan_to_num(firm, nan=100.0)),
        axes=[
            PotentialAxis(
                axis=name,
                percentage=None if np.isnan(percentage) else float(percentage),
                weight=float(weight),
                amount=None if spend is None or np.isnan(percentage) else float(spend * weight * percentage / 100),
            )
            for name, percentage, weight in zip(AXES, means, weights / weights.sum(), strict=True)
        ],
        parts=[
            PotentialPart(
                person_id=person.id,
                axis=name,
                score=None if np.isnan(value[row, axis]) else float(value[row, axis]),
                share=float(shares[row]),
                gap=gap(row, axis),
            )
            for axis, name in enumerate(AXES)
            for row, person in enumerate(snapshot.people)
        ],
        unknowns=list(_unknowns(snapshot, constants)),
    )


def estimate(snapshot: Snapshot, constants: Constants) -> float | None:
    """The estimate of `account_potential` alone."""
    return estimate_from(axis_percentages(snapshot, constants), snapshot, constants)


def estimate_from(means: Floats, snapshot: Snapshot, constants: Constants) -> float | None:
    """The same from the `axis_percentages` of the account."""
    weights = axis_weights(constants)
    # An axis that weighs nothing need not be known.
    if snapshot.spend is None or (np.isnan(means) & (weights > 0)).any():
        return None
    return snapshot.spend.amount * float(weights @ np.where(np.isnan(means), 0.0, means) / weights.sum()) / 100


def decision_shares(snapshot: Snapshot, constants: Constants) -> Floats:
    """Each person's share in the account's decision; they sum to 1."""
    weights = np.array([decision_weight(p.buying_roles, constants) for p in snapshot.people], dtype=np.float64)
    if not weights.sum():
        weights = np.ones(len(weights))
    return weights / weights.sum() if len(weights) else weights


def axis_percentages(snapshot: Snapshot, constants: Constants) -> Floats:
    """The account's percentage on each axis, 0–100, in their order; NaN where nobody is known."""
    return _axis_means(snapshot.consensus.value, decision_shares(snapshot, constants))


def _axis_means(value: Floats, shares: Floats) -> Floats:
    """The account's percentage on each axis, 0–100; NaN where nobody is known."""
    known = ~np.isnan(value)
    total = shares @ known
    return np.divide(shares @ np.where(known, value, 0.0), total, out=np.full(len(AXES), np.nan), where=total > 0)


def _unknowns(snapshot: Snapshot, constants: Constants) -> Iterable[Remark]:
    if snapshot.spend is None and snapshot.account.spend:
        yield Remark(
            code="mixed_currencies", text=_("The expected spend is in several currencies, which are not added.")
        )
    elif snapshot.spend is None:
        yield Remark(code="spend_unknown", text=_("The expected spend of this fiscal year is not known."))
    if not snapshot.people:
        yield Remark(code="no_key_people", text=_("No key person of this account is known."))
        return
    known = snapshot.consensus.known
    for axis, name in enumerate(AXES):
        missing = int((~known[:, axis]).sum())
        if missing:
            text = _("{axis} of {missing} of {people} people is not known.").format(
                axis=texts.axis(name).capitalize(), missing=missing, people=len(snapshot.people)
            )
            yield Remark(code=f"{name}_unknown", text=text)
    stale = int(snapshot.consensus.stale(constants).any(axis=1).sum())
    if stale:
        text = ngettext(
            "What is known of one of them is over {days} days old.",
            "What is known of {number} people is over {days} days old.",
            stale,
        )
        yield Remark(code="stale", text=text.format(number=stale, days=constants.stale_days))


def limited_reach() -> Remark:
    """Said whether there are other accounts or not, so that it does not tell."""
    text = _("Only accounts that you may see are counted; there may be others.")
    return Remark(code="limited_reach", text=text)


def portfolio_potential(
    snapshots: Sequence[Snapshot],
    fiscal_year: int,
    quota: tuple[float, str | None] | None,
    constants: Constants,
    rates: Rates = NO_RATES,
) -> Potential:
    """What is the potential of these accounts, each and in total per currency?

    Args:
        snapshots: the accounts.
        fiscal_year: the year whose spend they hold.
        quota: amount and currency of the owner's quota, where one owner is asked for.
        constants: axis weights and buying-role multipliers.
        rates: into which currency amounts are converted; those without a rate stand apart.
    """
    accounts = [converted(account_potential(snapshot, constants), rates) for snapshot in snapshots]
    currencies = sorted({account.currency for account in accounts}, key=lambda currency: currency or "")
    totals = [_total(currency, [a for a in accounts if a.currency == currency]) for currency in currencies]
    only = totals[0] if len(totals) == 1 else None
    multiple = None
    if only and only.estimate is not None and quota:
        amount, unit = quota[0] * rates.factor(quota[1]), rates.target(quota[1])
        # A quota without a currency is in that of the accounts, unless those were converted.
        if amount > 0 and unit in ((only.currency,) if rates.currency else (None, only.currency)):
            multiple = only.estimate / amount
    return Potential(
        fiscal_year=fiscal_year,
        currency=only.currency if only else None,
        spend=only.spend if only else None,
        estimate=only.estimate if only else None,
        low=only.low if only else None,
        high=only.high if only else None,
        quota_multiple=multiple,
        totals=totals,
        accounts=accounts,
        remarks=list(missing_rates(rates, currencies)),
    )


def converted(account: AccountPotential, rates: Rates) -> AccountPotential:
    """The same in the currency asked for, where there is a rate."""
    factor = rates.factor(account.currency)

    def times(amount: float | None) -> float | None:
        return None if amount is None else amount * factor

    if not rates.converts(account.currency):
        return account
    return account.model_copy(
        update={
            "currency": rates.currency,
            **{name: times(getattr(account, name)) for name in ("spend", "estimate", "low", "high")},
            "parts": [part.model_copy(update={"gap": times(part.gap)}) for part in account.parts],
        }
    )


def _total(currency: str | None, accounts: Sequence[AccountPotential]) -> PotentialTotal:
    def total(amounts: Iterable[float | None]) -> float | None:
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if known else None

    return PotentialTotal(
        currency=currency,
        accounts=len(accounts),
        spend=total(account.spend for account in accounts),
        estimate=total(account.estimate for account in accounts),
        low=total(account.low for account in accounts),
        high=total(account.high for account in accounts),
        without_estimate=[account.account_id for account in accounts if account.estimate is None],
    )


def _answer(asked: Asked) -> Potential:
    owners = {owner.id: owner for snapshot in asked.snapshots for owner in snapshot.account.owners}
    owner = owners.get(asked.owner or "")
    quota = None if owner is None or owner.quota is None else (owner.quota, owner.currency)
    rates = asked.options.rates
    answer = portfolio_potential(asked.snapshots, asked.fiscal_year, quota, asked.constants, rates)
    if asked.span is not None:
        answer = _with_growth(answer, asked.span.before, asked.constants, rates)
    if asked.limited:
        answer = answer.model_copy(update={"remarks": [*answer.remarks, limited_reach()]})
    if asked.options.top is None:
        return answer
    # Estimates first: an account without one is not larger for what is unknown about it.
    order = sorted(
        answer.accounts,
        key=lambda account: (account.estimate is None, -(account.estimate or 0), -(account.high or 0)),
    )
    return answer.model_copy(update={"accounts": order[: asked.options.top]})


def _with_growth(answer: Potential, before: Sequence[Snapshot], constants: Constants, rates: Rates) -> Potential:
    """Estimates less those of the day before, per currency; null where there was or is none."""
    then: defaultdict[str | None, list[float]] = defaultdict(list)
    for snapshot in before:
        if (worth := estimate(snapshot, constants)) is not None:
            then[rates.target(snapshot.currency)].append(worth * rates.factor(snapshot.currency))

    def grown(total: PotentialTotal) -> PotentialTotal:
        if total.estimate is None or total.currency not in then:
            return total
        return total.model_copy(update={"growth": total.estimate - sum(then[total.currency])})

    totals = [grown(total) for total in answer.totals]
    only = totals[0].growth if len(totals) == 1 and len(then) == 1 else None
    return answer.model_copy(update={"totals": totals, "growth": only})


def _rows(answer: Potential) -> Iterable[tuple[str, ...]]:
    for account in answer.accounts:
        figures = (
            texts.money(x, account.currency) for x in (account.spend, account.estimate, account.low, account.high)
        )
        yield (account.account_id, *figures, "\n".join(remark.text for remark in account.unknowns) or "–")
    for total in answer.totals:
        figures = (texts.money(x, total.currency) for x in (total.spend, total.estimate, total.low, total.high))
        left_out = len(total.without_estimate)
        yield (f"All {total.accounts}", *figures, f"{left_out} without an estimate." if left_out else "–")


def _notes(_: Asked, answer: Potential) -> Iterable[str]:
    yield from (remark.text for remark in answer.remarks)
    yield f"Attitude-weighted spend of {answer.fiscal_year}: not a forecast, and never to be added to a pipeline."
    yield from (
        f"Grown by {texts.money(total.growth, total.currency)} since the day compared with; winover figures says why."
        for total in answer.totals
        if total.growth is not None
    )
    if answer.quota_multiple is not None:
        yield f"That is {answer.quota_multiple:.1f} × the quota."


class PotentialOptions(CurrencyOptions):
    """How many accounts to show, in which currency, and since when growth counts; the totals are of all."""

    top: int | None = Field(
        default=None, ge=1, le=10_000, description="Only so many accounts, those with the largest estimate."
    )
    since: Day | None = Field(default=None, description="Also say how much it has grown since this day.")


def _compared(options: PotentialOptions, as_of: date, _: Constants) -> Comparison | None:
    return None if options.since is None else compare_days(options.since, as_of)


ANALYTIC = Analytic(
    name="potential",
    command="potential",
    question="What are accounts worth, weighted by their people's attitudes?",
    answer=_answer,
    result=Potential,
    headers=("Account", "Spend", "Potential", "Low", "High", "Not known"),
    rows=_rows,
    notes=_notes,
    options=PotentialOptions,
    compares=_compared,
)
