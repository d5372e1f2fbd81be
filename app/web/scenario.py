"""A what-if scenario as the query of a link: the link says all of it, and nothing is stored.

    closeness.wang=80        an attitude: 0–100, a word of the picklist, or `unknown` (`?`)
    veto.wang=false          a power that is given or taken
    remove=liu               somebody who leaves; may be repeated
    add.1.name=Zhang San     somebody who joins, with the fields of the API's body; the number tells them apart
    win=wang                 short for raising each attitude that is below the target; may be repeated

A part that is left empty changes nothing, so that a form may send all its fields. Ids may hold anything.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from app.analytics.consensus import AXES
from app.analytics.snapshot import Snapshot
from app.analytics.what_if import Addition, Change, WhatIfBody
from app.errors import FieldError, Invalid, field_errors
from app.language import gettext as _
from app.web.guided import value_of

Parts = Sequence[tuple[str, str]]
"""What a link says, in its order."""

POWERS = ("veto", "approve")
FIELDS = (*AXES, *POWERS)
"""What may be different about somebody."""
UNKNOWN = "unknown"
_UNKNOWN = frozenset((UNKNOWN, "?", "？"))
_ADD = re.compile(r"add\.([1-9][0-9]{0,3})\.([a-z_]+)", re.ASCII)
_PLACE = re.compile(r"(changes|add|remove)\.(\d+)(?:\.(\w+))?", re.ASCII)


def read_scenario(parts: Parts) -> WhatIfBody:
    """What a link asks.

    Raises:
        Invalid: a part is none of a scenario, is there twice, or holds what it may not; every one is named.
    """
    changes: dict[str, dict[str, Any]] = {}
    add: dict[int, dict[str, Any]] = {}
    remove: list[str] = []
    seen: set[str] = set()
    errors: list[FieldError] = []
    for name, value in parts:
        if not value:
            continue
        field, _dot, id_ = name.partition(".")
        if name == "remove":
            remove.append(value)
        elif name in seen:
            errors.append(FieldError(name, _("given more than once")))
        elif field in FIELDS and id_:
            changes.setdefault(id_, {})[field] = _value(field, value)
        elif joins := _ADD.fullmatch(name):
            add.setdefault(int(joins[1]), {})[joins[2]] = _value(joins[2], value)
        else:
            errors.append(FieldError(name, _("no part of a scenario")))
        seen.add(name)
    numbers = sorted(add)
    body = {
        "changes": [{"person_id": id_, **fields} for id_, fields in changes.items()],
        "add": [add[number] for number in numbers],
        "remove": list(dict.fromkeys(remove)),
    }
    try:
        found = WhatIfBody.model_validate(body)
    except ValidationError as error:
        raise Invalid.of(
            [
                *errors,
                *named(
                    field_errors(error), [f"{next(iter(fields))}.{id_}" for id_, fields in changes.items()], numbers
                ),
            ]
        ) from error
    if errors:
        raise Invalid.of(errors)
    return found


def _value(field: str, value: str) -> str | None:
    if field not in AXES:
        return value
    return None if value.strip() in _UNKNOWN else value_of(value.strip())


def named(errors: Iterable[FieldError], changes: Sequence[str], numbers: Sequence[int]) -> Iterator[FieldError]:
    """The same defects of a body, under the names that its parts have in the link.

    Args:
        errors: of the body.
        changes: the name of a part about each person of whom something is different.
        numbers: of those who join.
    """
    for error in errors:
        place = _PLACE.fullmatch(error.field)
        if place is None:
            yield error
            continue
        kind, index, field = place[1], int(place[2]), place[3]
        if kind == "changes":
            first, _dot, id_ = changes[index].partition(".")
            name = f"{field if field in FIELDS else first}.{id_}"
        elif kind == "add":
            name = f"add.{numbers[index]}.{field or 'name'}"
        else:
            name = kind
        yield FieldError(name, error.reason)


def write_scenario(body: WhatIfBody) -> list[tuple[str, str]]:
    """The parts of the link that asks this."""
    return [
        *(
            (f"{field}.{change.person_id}", _text(_stated(change, field)))
            for change in body.changes
            for field in FIELDS
            if field in change.model_fields_set
        ),
        *(
            (f"add.{number}.{field}", _text(_stated(addition, field)))
            for number, addition in enumerate(body.add, start=1)
            for field in (*_WHO, *FIELDS)
            if field in addition.model_fields_set and (field in FIELDS or getattr(addition, field) is not None)
        ),
        *(("remove", id_) for id_ in body.remove),
    ]


_WHO = tuple(name for name in Addition.model_fields if name not in FIELDS)


def _stated(one: Change | Addition, field: str) -> str | float | bool | None:
    """A power that is said to be nothing is none."""
    value = getattr(one, field)
    return bool(value) if field in POWERS else value


def _text(value: str | float | bool | None) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value).removesuffix(".0")


def with_wins(parts: Parts, wins: Iterable[str], snapshot: Snapshot, target: float) -> list[tuple[str, str]]:
    """With these people won, as far as the other parts do not say otherwise.

    Raises:
        Invalid: somebody is no key person of the account on that day.
    """
    said = {name for name, _value in parts}
    found = list(parts)
    for id_ in dict.fromkeys(wins):
        if id_ not in snapshot.rows:
            reason = _("{id} is no key person of {account} on {day}")
            raise Invalid.of(
                [FieldError("win", reason.format(id=id_, account=snapshot.account.id, day=snapshot.as_of))]
            )
        for axis, name in enumerate(AXES):
            current = snapshot.consensus.value[snapshot.rows[id_], axis]
            if not current >= target and f"{name}.{id_}" not in said:  # what is unknown is below
                found.append((f"{name}.{id_}", _text(float(target))))
    return found
