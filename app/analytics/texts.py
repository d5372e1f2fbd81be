"""How figures and words are worded for people, in their language: no more digits than the evidence bears.

Whole sentences are translated, not parts of them; what is put into a sentence is a name, a figure, or one of a few
phrases that stand the same way in every sentence.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_compact_decimal

from app.language import gettext as _
from app.language import language, marked
from graph_models.vocabulary import Axis, Stance

_AXES = {
    Axis.CLOSENESS: marked("closeness"),
    Axis.SOLUTION: marked("solution acceptance"),
    Axis.PRICE: marked("price acceptance"),
}
_STANCES = {
    Stance.POSITIVE: marked("positive"),
    Stance.NEUTRAL: marked("neutral"),
    Stance.NEGATIVE: marked("negative"),
    Stance.UNKNOWN: marked("unknown"),
}
_STANDS = {
    Stance.POSITIVE: marked("is positive"),
    Stance.NEUTRAL: marked("is neutral"),
    Stance.NEGATIVE: marked("is negative"),
    Stance.UNKNOWN: marked("has never been assessed"),
}

THINGS = {
    "Account": marked("account"),
    "Acquaintance": marked("acquaintance"),
    "Assessment": marked("assessment"),
    "Coverage": marked("coverage"),
    "Department": marked("department"),
    "Interaction": marked("interaction"),
    "Offering": marked("offering"),
    "Opportunity": marked("opportunity"),
    "Participant": marked("participant"),
    "Person": marked("person"),
    "Project": marked("project"),
    "ProjectType": marked("project type"),
    "Relation": marked("relation"),
    "Spend": marked("spend"),
    "User": marked("user"),
    "Vendor": marked("vendor"),
}
"""What a row of a source table, or a node, is called."""


def money(amount: float | None, currency: str | None) -> str:
    """An amount of two significant digits or so, `CN¥1.2M`; `unknown` where it is."""
    if amount is None:
        return _("unknown")
    return _compact(float(f"{amount:.2g}"), currency, language())


def compact(amount: float, currency: str | None) -> str:
    """An amount with all its digits down to the hundredth of a million, 万 or 亿."""
    return _compact(amount, currency, language(), 2)


@cache
def _compact(amount: float, currency: str | None, locale: str, digits: int = 1) -> str:
    """Two significant digits leave few amounts to word; wording one takes longer than finding out what it is."""
    if currency is None:
        return format_compact_decimal(amount, locale=locale, fraction_digits=digits)
    return format_compact_currency(amount, currency, locale=locale, fraction_digits=digits)


def percent(share: float | None) -> str:
    """A share of 1 in whole percent."""
    return _("unknown") if share is None else _("{number:.0f} %").format(number=100 * share)


def points(difference: float | None) -> str:
    """A difference of shares in whole percentage points."""
    return _("unknown") if difference is None else _("{number:+.0f} points").format(number=100 * difference)


def axis(name: Axis) -> str:
    """An attitude in plain words."""
    return _(_AXES[name])


def thing(name: str) -> str:
    """One of what has this name, which is a key of `THINGS`."""
    return _(THINGS[name])


def stance(where: Stance) -> str:
    """Where somebody stands, in a word."""
    return _(_STANCES[where])


def stands(where: Stance, *, stale: bool = False) -> str:
    """Where somebody stands, as the rest of a sentence about them; stale: what is known is too old to say."""
    return _("was last assessed too long ago") if stale else _(_STANDS[where])


def enumerated(names: Iterable[str]) -> str:
    """`An, Bo, Cai`."""
    return _(", ").join(names)


def listed(names: Sequence[str]) -> str:
    """`An, Bo and Cai`."""
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}").format(some=enumerated(names[:-1]), last=names[-1])


def sentences(*said: str) -> str:
    """Those of these sentences that say something, one after the other."""
    found, *rest = [sentence for sentence in said if sentence] or [""]
    for sentence in rest:
        found = _("{sentence} {next}").format(sentence=found, next=sentence)
    return found


def day(when: date | None) -> str:
    """A day as people write it, or a dash: `Nov 29, 2026`, `2026年11月29日`."""
    return "–" if when is None else format_date(when, "medium", locale=language())


def iso_day(when: date | None) -> str:
    """A day for a column of a table, where days stand one below the other: `2026-11-29`, or a dash."""
    return "–" if when is None else when.isoformat()
