"""Amounts in one currency, by rates that somebody supplies."""

import pytest
from pydantic import ValidationError

from app.analytics.constants import Constants
from app.analytics.currencies import CurrencyOptions, Rates
from app.analytics.potential import portfolio_potential
from tests.graphs import moneyed

RATES = Rates("CNY", {"USD": 7.0})


def test_factors() -> None:
    """What has no rate stays what it is."""
    assert [(RATES.factor(unit), RATES.target(unit)) for unit in ("CNY", "USD", "EUR", None)] == [
        (1, "CNY"),
        (7, "CNY"),
        (1, "EUR"),
        (1, None),
    ]
    assert (Rates().factor("USD"), Rates().target("USD")) == (1, "USD")
    assert Rates("CNY", {"CNY": 9.0}).factor("CNY") == 1


def test_options() -> None:
    options = CurrencyOptions(currency="CNY", rate=["USD=7.1", " EUR =8"])
    assert options.rates == Rates("CNY", {"USD": 7.1, "EUR": 8.0})


@pytest.mark.parametrize(
    "text", ["USD", "USD=", "=7", "USD=0", "USD=-7", "USD=nan", "USD=1e10", "USD=1e-10", "USD=inf", "USD=seven", ""]
)
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValidationError, match=r"USD=7\.1"):
        CurrencyOptions(currency="CNY", rate=[text])


def test_two_rates_of_one_currency() -> None:
    with pytest.raises(ValidationError, match="two rates for USD"):
        CurrencyOptions(currency="CNY", rate=["USD=7", "USD=8"])


def test_a_rate_needs_a_currency() -> None:
    with pytest.raises(ValidationError, match="into which currency"):
        CurrencyOptions(rate=["USD=7.1"])


def test_potential_in_one_currency() -> None:
    """CNY 1,000,000 and USD 2,000,000 at 60: 600,000 + 1,200,000 × 7."""
    accounts = [moneyed.spend_only(), moneyed.a_dollar_account()]
    apart = portfolio_potential(accounts, 2026, None, Constants())
    assert apart.estimate is None
    together = portfolio_potential(accounts, 2026, (900_000, "USD"), Constants(), RATES)
    assert (together.currency, together.estimate, together.spend) == ("CNY", 9_000_000, 15_000_000)
    assert together.quota_multiple == pytest.approx(9_000_000 / 6_300_000)
    for account in together.accounts:
        assert account.spend is not None
        assert account.estimate is not None
        gaps = [part.gap for part in account.parts]
        assert sum(gap for gap in gaps if gap is not None) == pytest.approx(account.spend - account.estimate)


def test_a_quota_without_a_currency_is_not_converted() -> None:
    """Whether it is in that of the accounts, or in the one asked for, nobody said."""
    accounts = [moneyed.spend_only()]
    assert portfolio_potential(accounts, 2026, (600_000, None), Constants()).quota_multiple == 1
    assert portfolio_potential(accounts, 2026, (600_000, None), Constants(), RATES).quota_multiple is None


def test_a_missing_rate_is_said() -> None:
    found = portfolio_potential(
        [moneyed.spend_only(), moneyed.a_dollar_account()], 2026, None, Constants(), Rates("EUR")
    )
    assert [total.currency for total in found.totals] == ["CNY", "USD"]
    assert found.estimate is None
    assert "CNY, USD" in found.remarks[0].text
