"""Figures are read as people write them; what is none is left to the checks, which refuse it."""

import pytest

from app.web.guided import value_of
from app.web.numbers import as_typed, number_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1500000", "1500000"),
        ("1,500,000", "1500000"),
        ("1 500 000", "1500000"),
        ("1,500.25", "1500.25"),
        ("12,5", "12.5"),
        (",5", "0.5"),
        ("５０", "50"),
        ("500万", "5000000"),
        ("1.5 万", "15000"),
        ("2千万", "20000000"),
        ("1.2亿", "120000000"),
        ("140K", "140000"),
        ("1.5M", "1500000"),
        ("-5", "-5"),
        (" 7 ", "7"),
    ],
)
def test_figures(typed: str, meant: str) -> None:
    assert number_of(typed) == meant
    assert number_of(number_of(typed)) == meant


@pytest.mark.parametrize(
    "typed", ["", "about 5", "1,50,000", "1.500.000", "12,5,3", "万", "80%", "1.5e6", "¥5", "5/2026"]
)
def test_what_is_no_plain_figure_stays_as_it_was_typed(typed: str) -> None:
    assert number_of(typed) == typed


@pytest.mark.parametrize("value", [0.0, 7.0, 0.1, 66.66666666666667, 1e-7, 1e15, 1234567.891, 1e22])
def test_what_is_stored_stands_in_a_field_with_all_its_digits(value: float) -> None:
    assert float(number_of(as_typed(value))) == value
    assert not set(as_typed(value)) - set("0123456789.")


def test_percent_of_a_share_and_of_a_score() -> None:
    assert number_of("80%", share=True) == number_of("80 ％", share=True) == number_of("0,8", share=True) == "0.8"
    assert number_of("80", share=True) == "80"  # which the checks refuse: not between 0 and 1
    assert value_of("62,5") == value_of("62.5 %") == value_of("６２．５") == "62.5"
    assert value_of("Mentor") == "100"
    assert value_of("much") == "much"
