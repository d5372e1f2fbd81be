"""No more digits than the evidence bears."""

from datetime import date

import pytest

from app.analytics import texts
from app.language import speaking
from graph_models.vocabulary import Axis


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (126_000, "CNY", "CN¥130K"),
        (1_234_567, "CNY", "CN¥1.2M"),
        (1_250_000, "USD", "$1.2M"),  # half to even, as floating-point numbers round
        (999_999, "CNY", "CN¥1M"),
        (0, "CNY", "CN¥0"),
        (18_000, None, "18K"),
        (None, "CNY", "unknown"),
    ],
)
def test_money_has_two_digits(amount: float | None, currency: str | None, expected: str) -> None:
    assert texts.money(amount, currency) == expected


def test_percent() -> None:
    assert [texts.percent(share) for share in (0.345, 0.0, 1.0, None)] == ["34 %", "0 %", "100 %", "unknown"]


def test_words() -> None:
    assert texts.axis(Axis.SOLUTION) == "solution acceptance"


def test_days() -> None:
    """As people of the language write them in a sentence; one below the other in a column."""
    assert texts.day(date(2026, 7, 1)) == "Jul 1, 2026"
    with speaking("zh"):
        assert texts.day(date(2026, 7, 1)) == "2026年7月1日"
        assert texts.iso_day(date(2026, 7, 1)) == "2026-07-01"
    assert texts.day(None) == texts.iso_day(None) == "–"
