"""The figures of accounts run well, between two days or fiscal periods, each with what caused its change.

Total potential growth, captured and hatched conversion growth, win-rate growth; beside them the length of the sales
cycle and what is hatched for the next two years. Each also without what has no dated evidence. They are progress with
its causes for people to judge, never a verdict on anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pydantic import Field

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked, Span
from app.analytics.constants import Constants
from app.analytics.conversion import (
    ORIGINS,
    first,
    hatched_ahead,
    is_of,
    origin_figures,
    others,
    sales_cycle_growth,
    win_rate_growth,
)
from app.analytics.currencies import CurrencyOptions, Rates, missing_rates
from app.analytics.growth import Cause, account_cause, attitude_cause, growth
from app.analytics.periods import (
    Comparison,
    FiscalPeriod,
    compare_days,
    compare_fiscal,
)
from app.analytics.potential import estimate, limited_reach
from app.errors import FieldError, Invalid
from app.language import gettext as _
from graph_models.fields import Day
from graph_models.records import DealRecord
from graph_models.results import (
    CurrencyFigures,
    Figures,
    GrowthCause,
    PeriodOut,
    PotentialGrowth,
    Rate,
    Remark,
)
from graph_models.vocabulary import Outcome


class FiguresOptions(CurrencyOptions):
    """Between which days, and how many causes."""

    since: Day | None = Field(
        default=None, description="After this day, against as many days up to it; instead of a fiscal period."
    )
    period: FiscalPeriod | None = Field(
        default=None, description="A fiscal year or quarter, 2026 or 2026-Q3; left out: the year so far."
    )
    earlier: FiscalPeriod | None = Field(default=None, description="What it is compared with; left out: a year before.")
    top: int | None = Field(
        default=None, ge=1, le=10_000, description="Only so many causes of each figure; the others in one sum."
    )


def compared(options: FiguresOptions, as_of: date, constants: Constants) -> Comparison:
    """Which periods are compared?

    Raises:
        Invalid: both a day and a fiscal period are given, or one that does not fit the day asked for.
    """
    if options.since is None:
        return compare_fiscal(options.period, options.earlier, as_of, constants)
    if options.period or options.earlier:
        raise Invalid.of([FieldError("since", _("give either a day or fiscal periods"))])
    return compare_days(options.since, as_of)


def figures(asked: Asked) -> Figures:
    """The figures of the accounts asked for."""
    span, options, rates = _span(asked), asked.options, asked.options.rates
    comparison = span.comparison
    deals = [
        deal.model_copy(
            update={
                "amount": None if deal.amount is None else deal.amount * rates.factor(deal.currency),
                "currency": rates.target(deal.currency),
            }
        )
        for deal in span.deals
    ]
    causes = _converted(growth(span.before, asked.snapshots, span.evidence, asked.constants), rates)
    currencies = sorted(
        {rates.target(snapshot.currency) for snapshot in (*span.before, *asked.snapshots)}
        | {deal.currency for deal in deals if _counts(deal, comparison)},
        key=lambda currency: currency or "",
    )
    return Figures(
        period=PeriodOut(first=comparison.period.first, last=comparison.period.last),
        earlier=PeriodOut(first=comparison.earlier.first, last=comparison.earlier.last),
        currencies=[
            _of_currency(asked, currency, [deal for deal in deals if deal.currency == currency], causes)
            for currency in currencies
        ],
        win_rate=win_rate_growth(deals, comparison, options.top),
        sales_cycle=sales_cycle_growth(deals, comparison),
        remarks=list(_remarks(asked, span, rates, currencies)),
    )


def _span(asked: Asked) -> Span:
    assert asked.span is not None, "figures are declared to compare"
    return asked.span


def _counts(deal: DealRecord, comparison: Comparison) -> bool:
    """Does the opportunity come up in any figure?"""
    days = [day for day in (deal.opened_on, deal.closed_on) if day is not None]
    periods = (comparison.period, comparison.earlier)
    return deal.outcome is None or any(day in p for day in days for p in periods)


def _converted(causes: Iterable[Cause], rates: Rates) -> list[tuple[Cause, float, str | None]]:
    found = [(cause, cause.amount * rates.factor(cause.currency), rates.target(cause.currency)) for cause in causes]
    return sorted(found, key=lambda one: -abs(one[1]))


# --- Potential --------------------------------------------------------------------------------------------------------


def _of_currency(
    asked: Asked, currency: str | None, deals: Sequence[DealRecord], causes: Iterable[tuple[Cause, float, str | None]]
) -> CurrencyFigures:
    span = _span(asked)
    own = [(cause, amount) for cause, amount, unit in causes if unit == currency]
    return CurrencyFigures(
        currency=currency,
        potential=_potential_growth(asked, currency, own),
        origins=[
            origin_figures(origin, deals, span.comparison, asked.options.top)
            for origin in ORIGINS
            if origin != "unknown" or any(is_of(deal, origin) for deal in deals)
        ],
        hatched_ahead=hatched_ahead(deals, span.comparison.period.last),
    )


def _potential_growth(asked: Asked, currency: str | None, causes: Sequence[tuple[Cause, float]]) -> PotentialGrowth:
    span, rates, constants = _span(asked), asked.options.rates, asked.constants
    sums: list[float] = []
    unknown: list[set[str]] = []
    for day in (span.before, asked.snapshots):
        ours = [snapshot for snapshot in day if rates.target(snapshot.currency) == currency]
        worth = [(snapshot, estimate(snapshot, constants)) for snapshot in ours]
        sums.append(sum((amount or 0.0) * rates.factor(snapshot.currency) for snapshot, amount in worth))
        unknown.append({snapshot.account.id for snapshot, amount in worth if amount is None})
    names = {snapshot.account.id: snapshot.account.name for snapshot in (*span.before, *asked.snapshots)}
    people = {person.id: person.name for day in (span.before, asked.snapshots) for s in day for person in s.people}
    return PotentialGrowth(
        before=sums[0],
        now=sums[1],
        growth=sums[1] - sums[0],
        growth_with_evidence=sum(amount for cause, amount in causes if cause.evidence is not False),
        without_estimate=sorted(unknown[0] | unknown[1]),
        causes=first(
            asked.options.top,
            [
                GrowthCause(
                    code=cause.code,
                    text=_growth_text(cause, names, people),
                    account_id=cause.account_id,
                    person_id=cause.person_id,
                    axis=cause.axis,
                    amount=amount,
                    evidence=cause.evidence,
                )
                for cause, amount in causes
            ],
            lambda rest: GrowthCause(
                **others(len(rest)),
                account_id=None,
                person_id=None,
                axis=None,
                amount=sum(cause.amount for cause in rest),
                evidence=None,
            ),
        ),
    )


def _growth_text(cause: Cause, accounts: Mapping[str, str], people: Mapping[str, str]) -> str:
    where = accounts[cause.account_id]
    if cause.person_id is None:
        return account_cause(cause, where)
    return attitude_cause(cause, _("{name} ({account})").format(name=people[cause.person_id], account=where))


# --- Words ------------------------------------------------------------------------------------------------------------


def _remarks(asked: Asked, span: Span, rates: Rates, currencies: Iterable[str | None]) -> Iterable[Remark]:
    if asked.limited:
        yield limited_reach()
    if span.comparison.partly:
        text = _("The period is still running, so it is compared with the first {days} days of the earlier one.")
        yield Remark(code="still_running", text=text.format(days=span.comparison.earlier.days))
    yield from missing_rates(rates, currencies)
    undated = sum(deal.outcome in (Outcome.WON, Outcome.LOST) and deal.closed_on is None for deal in span.deals)
    if undated:
        text = _("{number} won or lost opportunities have no closing day and are not counted.")
        yield Remark(code="no_closing_day", text=text.format(number=undated))
    if unopened := sum(deal.opened_on is None for deal in span.deals):
        text = _("{number} opportunities have no opening day and count as opened in no period.")
        yield Remark(code="no_opening_day", text=text.format(number=unopened))


def _rows(answer: Figures) -> Iterable[tuple[str, ...]]:
    def money(amount: float, currency: str | None) -> str:
        return texts.money(amount, currency)

    def why(causes: Sequence[Remark]) -> str:
        return "\n".join(cause.text for cause in causes[:3]) or "–"

    for unit in answer.currencies:
        found, code = unit.potential, unit.currency
        yield (
            "Total potential",
            *(money(x, code) for x in (found.before, found.now, found.growth, found.growth_with_evidence)),
            why(found.causes),
        )
        for origin in unit.origins:
            if origin.origin != "all":
                yield (
                    f"Won, {origin.origin} origin" if origin.origin == "unknown" else f"Won, {origin.origin}",
                    f"{origin.won_earlier.number}: {money(origin.won_earlier.amount, code)}",
                    f"{origin.won.number}: {money(origin.won.amount, code)}",
                    money(origin.conversion_growth, code),
                    money(origin.conversion_growth_with_evidence, code),
                    why(origin.causes),
                )
        opened = unit.origins[-1]
        yield (
            "Opened",
            f"{opened.opened_earlier.number}: {money(opened.opened_earlier.amount, code)}",
            f"{opened.opened.number}: {money(opened.opened.amount, code)}",
            money(opened.opened.amount - opened.opened_earlier.amount, code),
            "–",
            "–",
        )
        ahead = unit.hatched_ahead
        yield (
            f"Hatched, open until {ahead.until}",
            "–",
            f"{ahead.expected.number}: {money(ahead.expected.amount, code)}",
            "–",
            "–",
            f"Beside them {ahead.overdue.number} overdue, {ahead.undated.number} without a day."
            if ahead.overdue.number or ahead.undated.number
            else "–",
        )
    rate = answer.win_rate
    yield (
        "Win rate",
        _shown(rate.earlier),
        _shown(rate.now),
        texts.points(rate.growth),
        texts.points(rate.growth_with_evidence),
        why(rate.causes),
    )
    cycle = answer.sales_cycle
    days = ("unknown" if x is None else f"{x:.0f} days" for x in (cycle.earlier.median, cycle.now.median))
    yield "Sales cycle", *days, "unknown" if cycle.growth is None else f"{cycle.growth:+.0f} days", "–", "–"


def _shown(rate: Rate) -> str:
    if rate.rate is None:
        return "none closed"
    return (
        f"{texts.percent(rate.rate)} of {rate.won + rate.lost} ({texts.percent(rate.low)}–{texts.percent(rate.high)})"
    )


def _notes(_: Asked, answer: Figures) -> Iterable[str]:
    period, earlier = answer.period, answer.earlier
    yield f"{period.first} – {period.last} against {earlier.first} – {earlier.last}."
    yield from (remark.text for remark in answer.remarks)
    yield "Progress with its causes, for people to judge. Potential is no forecast and is not added to what was won."


ANALYTIC = Analytic(
    name="figures",
    command="figures",
    question="How did potential, conversion, win rate and sales cycle grow, and what caused it?",
    answer=figures,
    result=Figures,
    headers=("Figure", "Earlier", "Now", "Growth", "With dated evidence", "What caused it"),
    rows=_rows,
    notes=_notes,
    options=FiguresOptions,
    compares=compared,
)
