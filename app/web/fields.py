"""The fields of a form, read off the columns of a source table: what kind each is, and what was typed in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from pydantic_core import to_jsonable_python

from app.editing.keys import key_columns
from app.editing.resources import Resource
from app.language import gettext as _
from app.web import columns
from app.web.choices import Choices
from app.web.forms import Typed
from app.web.numbers import as_typed, number_of
from graph_models.fields import MAX_NAME

_CHECKBOXES = {"placeholder", "outsider", "is_us"}
"""Where nothing said means no; of a power it does not."""
Values = Mapping[str, str | list[str]]
"""What stands in the fields, as text."""


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "date"
    MOMENT = "datetime-local"
    CHECKBOX = "checkbox"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True)
class Field:
    """A column as a field."""

    name: str
    label: str
    help: str | None
    kind: Kind
    required: bool
    options: Sequence[tuple[str, str]] = ()
    """Of what may be chosen: value and text."""
    most: int | float | None = None
    """The largest number, or the longest text."""

    def text(self, value: Any) -> str | list[str]:  # noqa: ANN401
        """A stored value as it stands in the field."""
        if self.kind is Kind.MANY:
            return [str(one) for one in value or ()]
        if value is None or (self.kind is Kind.CHECKBOX and not value):
            return ""
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
        if isinstance(value, float):
            return as_typed(value)
        return str(to_jsonable_python(value)).lower() if isinstance(value, bool) else str(to_jsonable_python(value))

    def read(self, typed: Typed) -> str | list[str]:
        """What was typed in it."""
        return sorted(typed.all(self.name)) if self.kind is Kind.MANY else typed.one(self.name)

    def meant(self, value: str | list[str]) -> str | list[str]:
        """What is to be stored of what was typed."""
        if self.kind is not Kind.NUMBER or isinstance(value, list):
            return value
        return number_of(value, share=self.most == 1)

    def shown(self, value: str | list[str]) -> str:
        """A value of the field in words."""
        words = dict(self.options)
        texts = [words.get(one, one) for one in ([value] if isinstance(value, str) else value)]
        return _(", ").join(text for text in texts if text) or "–"


def fields_of(resource: Resource, choices: Choices, stored: Mapping[str, Any] | None) -> list[Field]:
    """The fields of a form for one row; those of the key are left out where a row is changed, and of ids always."""
    table = resource.table
    schema = table.row.model_json_schema(by_alias=True)
    key = set(key_columns(table))
    return [
        _field(resource, name, schema, choices)
        for name in table.columns
        if name not in ("id", "account_id") and not (stored is not None and name in key)
    ]


def _field(resource: Resource, name: str, schema: Mapping[str, Any], choices: Choices) -> Field:
    found = cast("dict[str, Any]", schema["properties"][name])
    required = name in resource.table.required_columns
    plain = next((one for one in found.get("anyOf", ()) if one.get("type") != "null"), found)
    kind, options, most = Kind.TEXT, list[tuple[str, str]](), plain.get("maxLength")
    reference = resource.table.references.get(name)
    if reference is not None:
        kind = Kind.MANY if name in resource.table.lists else Kind.ONE
        options = choices.of(reference.label)
    elif "$ref" in plain:
        kind, said = Kind.ONE, columns.choice_words()
        words = schema["$defs"][plain["$ref"].rpartition("/")[2]]["enum"]
        options = [(word, said.get(word, word.replace("_", " "))) for word in words]
    elif plain.get("type") == "boolean":
        kind = Kind.CHECKBOX if name in _CHECKBOXES else Kind.ONE
        options = [("true", _("yes")), ("false", _("no"))]
    elif plain.get("type") in ("number", "integer"):
        kind, most = Kind.NUMBER, plain.get("maximum")
    elif plain.get("format") == "date":
        kind = Kind.DAY
    elif plain.get("format") == "date-time":
        kind = Kind.MOMENT
    elif (most or 0) > MAX_NAME:
        kind = Kind.LONG
    label, helped = columns.label_of(resource.name, name), columns.help_of(resource.name, name)
    return Field(name, label, helped, kind, required and kind is not Kind.CHECKBOX, options, most)


def given(fields: Sequence[Field], typed: Values, was: Values | None) -> dict[str, Any]:
    """What is to be stored: of a new row what is filled in, of one that is there what differs from what it was."""
    said: dict[str, Any] = {}
    for field in fields:
        value = field.meant(typed[field.name])
        if was is None:
            if value:
                said[field.name] = value
            elif field.kind is Kind.CHECKBOX and field.name == "is_us":
                said[field.name] = False
        elif value != was[field.name]:
            said[field.name] = value or (False if field.kind is Kind.CHECKBOX else None)
    return said
