"""What an OpenAPI document says that one may send, as the tests need it: operations and their fields by kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast

from graph_models.fields import MAX_ID

Schema = Mapping[str, Any]


class Kind(Enum):
    """What a field holds."""

    ID = "the id of the row"
    TEXT = "free text"
    REFERENCE = "the id of something else"
    REFERENCES = "ids of something else"
    ROWS = "objects with fields of their own"
    TYPED = "something that is no text: a number, a day, a word of a list"


@dataclass(frozen=True)
class Field:
    """A field of a body, or a parameter."""

    name: str
    kind: Kind
    schema: Schema
    required: bool
    fields: "Mapping[str, Field]" = field(default_factory=dict[str, "Field"])
    """Of `Kind.ROWS`: those of one row."""


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    in_path: tuple[str, ...]
    query: Mapping[str, Field]
    body: Mapping[str, Field]

    @property
    def resource(self) -> str:
        """The first part of the path after /api."""
        return self.path.split("/")[2]

    def has(self, *kinds: Kind) -> bool:
        """Has the body a field of one of these kinds, at any depth?"""
        return _has(self.body, kinds)


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation below /api."""
    return [
        _operation(document, method.upper(), path, declared)
        for path, methods in document["paths"].items()
        if path.startswith("/api/")
        for method, declared in methods.items()
    ]


def _operation(document: Mapping[str, Any], method: str, path: str, declared: Mapping[str, Any]) -> Operation:
    parameters = cast("list[Schema]", declared.get("parameters", ()))
    content = declared.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    return Operation(
        id=declared["operationId"],
        method=method,
        path=path,
        in_path=tuple(one["name"] for one in parameters if one["in"] == "path"),
        query={
            one["name"]: _field(document, one["name"], one["schema"], required=one["required"])
            for one in parameters
            if one["in"] == "query"
        },
        body=fields_of(document, body),
    )


def _has(fields: Mapping[str, Field], kinds: tuple[Kind, ...]) -> bool:
    return any(field.kind in kinds or _has(field.fields, kinds) for field in fields.values())


def fields_of(document: Mapping[str, Any], schema: Schema) -> Mapping[str, Field]:
    """The properties of an object."""
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    return {
        name: _field(document, name, of, required=name in required) for name, of in schema.get("properties", {}).items()
    }


def _field(document: Mapping[str, Any], name: str, schema: Schema, *, required: bool) -> Field:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        item = _resolved(document, schema["items"])
        if item.get("type") == "object":
            return Field(name, Kind.ROWS, schema, required, fields_of(document, item))
        plain = item.get("type") == "string" and "pattern" not in item
        return Field(name, Kind.REFERENCES if plain else Kind.TYPED, schema, required)
    if schema.get("type") != "string" or {"enum", "format", "pattern"} & schema.keys():
        return Field(name, Kind.TYPED, schema, required)
    if name == "id":
        return Field(name, Kind.ID, schema, required)
    return Field(name, Kind.REFERENCE if schema.get("maxLength") == MAX_ID else Kind.TEXT, schema, required)


def _resolved(document: Mapping[str, Any], schema: Schema) -> Schema:
    """What it refers to, without null."""
    if "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return _resolved(document, found)
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    return _resolved(document, choices[0]) if len(choices) == 1 else schema
