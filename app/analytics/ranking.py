"""How people and sets of people are put in order: the same way wherever they are."""

from collections.abc import Mapping

from graph_models.records import PersonRecord
from graph_models.results import PersonBrief

NOTHING = 1e-9
"""A gain below this is floating-point noise."""


def worth(
    amount: float | None, currency: str | None, chance: float, ease: float, common: Mapping[str | None, int]
) -> tuple[object, ...]:
    """What to sort by: money before a mere share of C, the most common currency first, more before less.

    Args:
        amount: what it is worth; None where money is unknown.
        currency: of the amount.
        chance: what it adds to C.
        ease: 0–1.
        common: how often each currency occurs; amounts of different ones are never compared.
    """
    if amount is None:
        return (True, 0, "", -significant(chance * ease))
    return (False, -common[currency], currency or "", -significant(amount * ease))


def significant(number: float) -> float:
    """The number to nine significant digits: noise in the last ones decides nothing."""
    return float(f"{number:.9g}")


def brief(person: PersonRecord) -> PersonBrief:
    """Who it is."""
    return PersonBrief(id=person.id, name=person.name, title=person.title, department=person.department)
