"""Figures as people write them: with separators, a decimal comma, 万 and 亿, K and M, percent."""

import re
import unicodedata
from decimal import Decimal

_UNITS = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "亿": 10**8,
    "億": 10**8,
    "k": 1_000,
    "m": 10**6,
    "b": 10**9,
}
_FIGURE = re.compile(r"([+-]?)([\d., ]*\d)\s*((?:[百千]?[万萬]?[亿億]?)|[kmb])", re.ASCII | re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([, ])\d{3})(?:\1\d{3})*(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"\d*[.,]?\d+", re.ASCII)


def plain(text: str) -> str:
    """Without blanks around it, and in the signs of an English keyboard, which a Chinese one writes wider."""
    return unicodedata.normalize("NFKC", text).strip()


def number_of(text: str, *, share: bool = False) -> str:
    """A figure as the checks read it, `1,5万` as `15000`, of a share `80%` as `0.8`; what is none stays as it is.

    A comma, or a blank, before each three digits groups them, as in both languages of the pages; else it is decimal.
    """
    written = plain(text)
    is_percent = share and written.endswith("%")
    found = _FIGURE.fullmatch(written.removesuffix("%").rstrip() if is_percent else written)
    if found is None:
        return text.strip()
    sign, digits, units = found.groups()
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    elif _PLAIN.fullmatch(digits):
        digits = digits.replace(",", ".")
    else:
        return text.strip()
    value = Decimal(sign + digits)
    for unit in units.lower():
        value *= _UNITS[unit]
    return as_typed(value / 100 if is_percent else value)


def as_typed(value: float | Decimal) -> str:
    """A figure with all its digits, as it stands in a field."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
