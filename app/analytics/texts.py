"""How figures are worded for people: no more digits than the evidence bears."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from babel.numbers import format_compact_currency, format_compact_decimal

from app.language import language
from graph_models.vocabulary import Axis, Stance


def money(amount: float | None, currency: str | None) -> str:
    """An amount of two significant digits or so, `CN¥1.2M`; `unknown` where it is."""
    if amount is None:
        return "unknown"
    return _compact(float(f"{amount:.2g}"), currency, language())


@cache
def _compact(amount: float, currency: str | None, locale: str) -> str:
    """Two significant digits leave few amounts to word; wording one takes longer than finding out what it is."""
    if currency is None:
        return format_compact_decimal(amount, locale=locale, fraction_digits=1)
    return format_compact_currency(amount, currency, locale=locale, fraction_digits=1)


def percent(share: float | None) -> str:
    """A share of 1 in whole percent."""
    return "unknown" if share is None else f"{100 * share:.0f} %"


def points(difference: float | None) -> str:
    """A difference of shares in whole percentage points."""
    return "unknown" if difference is None else f"{100 * difference:+.0f} points"


def axis(name: Axis) -> str:
    """An attitude in plain words."""
    return name.replace("_", " ")


def stands(stance: Stance, *, stale: bool = False) -> str:
    """Where somebody stands, as the rest of a sentence about them; stale: what is known is too old to say."""
    if stale:
        return "was last assessed too long ago"
    return "has never been assessed" if stance is Stance.UNKNOWN else f"is {stance}"


def listed(names: Sequence[str]) -> str:
    """`An, Bo and Cai`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def day(when: date | None) -> str:
    """A day, or a dash."""
    return when.isoformat() if when else "–"
