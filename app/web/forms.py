"""What forms share: what was typed, what was wrong with it, and who may send them."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Depends, Request

from app.access.asker import Asker
from app.errors import FieldError, WinoverError
from app.graph import Graph
from app.language import gettext as _
from app.web.wording import columns_in_words

_MOST_FIELDS = 5_000


class Typed:
    """The fields of a form as they were sent; each may hold several values."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def one(self, name: str) -> str:
        """The value of a field, without blanks around it; empty where there is none."""
        values = self._values.get(name)
        return values[-1].strip() if values else ""

    def all(self, name: str) -> list[str]:
        """Every value of a field that is not empty."""
        return [value for value in self._values.get(name, ()) if value.strip()]

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def filled(self, names: Iterable[str]) -> dict[str, str]:
        """Those of these fields that are not empty."""
        return {name: value for name in names if (value := self.one(name))}


async def _typed(request: Request) -> Typed:
    async with request.form(max_fields=_MOST_FIELDS) as form:
        return Typed((name, value) for name, value in form.multi_items() if isinstance(value, str))


TheTyped = Annotated[Typed, Depends(_typed)]


def reasons(error: WinoverError) -> Mapping[str, str]:
    """What was wrong, by field; under the empty name what is about none."""
    found: dict[str, str] = {}
    for field, said in error.errors or (FieldError("", error.detail),):
        reason = columns_in_words(said)
        found[field] = _("; ").join((found[field], reason)) if field in found else reason
    return found


def is_of_team(graph: Graph, account_id: str) -> bool:
    """Is whoever looks of this account's team, so that they read notes and contributors?"""
    return graph.reach.team is None or account_id in graph.reach.team


def may_write_at(asker: Asker, graph: Graph, account_id: str) -> bool:
    """May whoever looks write there, so that forms are of use to them?"""
    return not asker.read_only and is_of_team(graph, account_id)
