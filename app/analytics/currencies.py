"""Amounts in one currency, by rates that whoever asks supplies. Without a rate nothing is converted, nor added."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema, field_validator, model_validator

from app.analytics.analytic import Options
from app.language import gettext as _
from graph_models.fields import refuse
from graph_models.results import Remark


def _rate(text: str) -> str:
    code, equals, number = text.partition("=")
    try:
        rate = float(number)
    except ValueError:
        rate = math.nan
    if not code.strip() or not equals or not 1e-9 <= rate <= 1e9:
        raise refuse("not a rate; write it like USD=7.1: what one unit of that currency is in the one asked for")
    return f"{code.strip()}={rate!r}"


Rate = Annotated[
    str, AfterValidator(_rate), WithJsonSchema({"type": "string", "pattern": r"^[^=]*[^=\s][^=]*=[0-9.eE+-]+$"})
]
"""`USD=7.1`: what one unit of a currency is in the one asked for."""


@dataclass(frozen=True)
class Rates:
    """What one unit of each currency is in the one asked for."""

    currency: str | None = None
    """Into which; None: nothing is converted."""
    rates: Mapping[str, float] = field(default_factory=dict[str, float])

    def converts(self, currency: str | None) -> bool:
        """Can an amount in this currency be converted?"""
        return self.currency is not None and currency in (self.currency, *self.rates)

    def factor(self, currency: str | None) -> float:
        """By what an amount in this currency is multiplied; 1 where it stays as it is."""
        return self.rates.get(currency or "", 1.0) if self.currency != currency and self.currency is not None else 1.0

    def target(self, currency: str | None) -> str | None:
        """The currency that an amount in this one is then in."""
        return self.currency if self.converts(currency) else currency


NO_RATES = Rates()
"""Nothing is converted."""


def missing_rates(rates: Rates, currencies: Iterable[str | None]) -> Iterable[Remark]:
    """Which currencies could not be converted for want of a rate?"""
    if rates.currency is not None:
        missing = sorted((currency or _("an unknown one")) for currency in currencies if currency != rates.currency)
        if missing:
            text = _("Amounts in {currencies} are not converted and stand apart: no rate is given.")
            yield Remark(code="rate_missing", text=text.format(currencies=_(", ").join(missing)))


class CurrencyOptions(Options):
    """Into which currency amounts are converted, and at which rates."""

    currency: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, description="Convert amounts into this currency, where a rate is given."
    )
    rate: list[Rate] = Field(
        default=[], max_length=200, description="USD=7.1: one USD is 7.1 of that currency; may be repeated."
    )

    @model_validator(mode="after")
    def _has_a_currency(self) -> Self:
        if self.rate and self.currency is None:
            raise refuse("rates are for converting: say into which currency", "currency")
        return self

    @field_validator("rate")
    @classmethod
    def _says_each_once(cls, texts: list[str]) -> list[str]:
        codes = [text.rpartition("=")[0] for text in texts]
        if twice := {code for code in codes if codes.count(code) > 1}:
            raise refuse("two rates for {currencies}", currencies=", ".join(sorted(twice)))
        return texts

    @property
    def rates(self) -> Rates:
        """The rates as numbers."""
        pairs = (text.rpartition("=") for text in self.rate)
        return Rates(self.currency, {code: float(number) for code, _, number in pairs})
