"""How figures, days and words of the vocabulary are shown on pages, in the reader's language."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import blake2s
from typing import Any

from babel.dates import format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

from app.analytics import texts
from app.language import gettext as _
from app.language import language
from app.web.columns import labels
from app.web.map_drawing import shortened
from app.web.offered import said
from graph_models.vocabulary import Axis, Light, Stance

_COLUMN = re.compile(r"[a-z]+(?:_[a-z]+)+|\bcloseness\b")


def money(amount: float | None, currency: str | None) -> str:
    """An amount of two significant digits, with 万 and 亿 in Chinese."""
    return _("unknown") if amount is None else texts.money(amount, currency)


def axis_money(amount: float, currency: str | None) -> str:
    """A round number on an axis, with as many digits as tell it from the next one."""
    return texts.compact(amount, currency).replace("-", "−")


def columns_in_words(text: str) -> str:
    """A sentence in which columns are called as forms call them."""
    names = {str(axis): word(axis) for axis in Axis} | {column: f"“{label}”" for column, label in labels().items()}
    return _COLUMN.sub(lambda column: names.get(column[0], column[0]), text)


def signed_money(amount: float | None, currency: str | None) -> str:
    """A difference of amounts, with its sign."""
    if amount is None:
        return _("unknown")
    return ("+" if amount > 0 else "−" if amount < 0 else "±") + texts.money(abs(amount), currency)


def signed_points(difference: float | None) -> str:
    """A difference of shares in whole percentage points, with its sign."""
    if difference is None:
        return _("unknown")
    points = round(100 * difference)
    sign_ = "+" if points > 0 else "−" if points < 0 else "±"
    return _("%(points)s points") % {"points": f"{sign_}{abs(points)}"}


def percent(share: float | None) -> str:
    """A share of 1 in whole percent."""
    return _("unknown") if share is None else format_percent(share, locale=language())


def one_digit(share: float | None) -> str:
    """A share of 1 in one significant digit, for what is not surer than that."""
    return _("unknown") if share is None else "≈ " + format_decimal(float(f"{share:.1g}"), locale=language())


def score(value: float | None) -> str:
    """An attitude, 0–100; a question mark where it is unknown."""
    return "?" if value is None else format_decimal(value, "#0", locale=language())


def short_day(when: date | None) -> str:
    """A month of a year, for what is not surer than that."""
    return "–" if when is None else format_skeleton("yMMM", when, locale=language())


def moment(when: datetime | None) -> str:
    """A day and a time."""
    return "–" if when is None else format_datetime(when, "medium", locale=language())


SIGNS: Mapping[Stance, str] = {Stance.POSITIVE: "+", Stance.NEUTRAL: "=", Stance.NEGATIVE: "−", Stance.UNKNOWN: "?"}
"""A stance is never told by its colour alone."""
LIGHT_SIGNS: Mapping[Light, str] = {Light.GREEN: "●", Light.AMBER: "◐", Light.RED: "○"}


def word(name: str) -> str:
    """A word of the vocabulary (a stance, an axis, a light, a band …) as people say it."""
    known = _words().get(name)
    return name.replace("_", " ") if known is None else known


def _words() -> Mapping[str, str]:
    return {
        "positive": _("positive"),
        "neutral": _("neutral"),
        "negative": _("negative"),
        "unknown": _("unknown"),
        "closeness": _("closeness"),
        "solution_acceptance": _("solution acceptance"),
        "price_acceptance": _("price acceptance"),
        "red": _("red"),
        "amber": _("amber"),
        "green": _("green"),
        "low": _("low"),
        "medium": _("medium"),
        "high": _("high"),
        "reports_to": _("reports to"),
        "influences": _("influences"),
        "conflicts_with": _("conflicts with"),
        "knows": _("knows"),
        "veto": _("veto"),
        "approve": _("approval"),
        "qualify": _("qualify"),
        "investigate": _("investigate"),
        "exclude": _("exclude"),
        "window": _("expected"),
        "planned": _("planned"),
        "opportunity": _("opportunity"),
        "start_by": _("start by"),
        "upcoming": _("upcoming"),
        "due": _("due"),
        "overdue": _("overdue"),
        "lapsed": _("lapsed"),
        "irregular": _("irregular"),
        "potential": _("potential"),
        "opportunities": _("opportunities"),
        "projects": _("projects"),
        "captured": _("captured"),
        "hatched": _("hatched"),
        "all": _("all"),
        "rep": _("rep"),
        "manager": _("manager"),
        "analyst": _("analyst"),
        "executive": _("executive"),
        "admin": _("administrator"),
    }


def sign(stance: Stance | str) -> str:
    """The sign of a stance."""
    return SIGNS[Stance(stance)]


def light_sign(light: Light | str) -> str:
    """The sign of a light."""
    return LIGHT_SIGNS[Light(light)]


def as_options(names: Iterable[str]) -> list[tuple[str, str]]:
    """Values of a choice that are shown as they are."""
    return [(name, name) for name in names]


def map_words(names: Iterable[str]) -> list[tuple[str, str]]:
    """Values of a choice that are words of the vocabulary."""
    return [(name, word(name)) for name in names]


def key(id_: str) -> str:
    """A part of an HTML id for whatever has this id, which may hold anything."""
    return blake2s(id_.encode(), digest_size=8).hexdigest()


def points(difference: float) -> str:
    """A difference of shares in whole points."""
    return texts.points(difference)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "money": money,
    "axis_money": axis_money,
    "signed_money": signed_money,
    "percent": percent,
    "signed_points": signed_points,
    "score": score,
    "columns_in_words": columns_in_words,
    "one_digit": one_digit,
    "day": texts.day,
    "short_day": short_day,
    "moment": moment,
    "word": word,
    "sign": sign,
    "light_sign": light_sign,
    "points": points,
    "key": key,
    "shortened": shortened,
    "offered": said,
    "as_options": as_options,
    "map_words": map_words,
}
