"""How a row is named in a path: by its id or, where several columns are its key, by a text made of them."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from app.errors import NotFound
from app.language import gettext as _
from loaders.table import Parameters, Row, Table

_PARTS = TypeAdapter(list[str | int | None])


def key_columns(table: Table) -> Sequence[str]:
    """The columns of a table's key, under the names that files have."""
    fields = table.row.model_fields
    return [fields[name].alias or name for name in table.key]


def key_of(table: Table, row: Row) -> Parameters:
    """The key of a row, as queries take it."""
    return {column: getattr(row, name) for column, name in zip(key_columns(table), table.key, strict=True)}


def write_key(table: Table, columns: Mapping[str, Any]) -> str:
    """The key of a row, as a path has it."""
    parts = to_jsonable_python([columns[name] for name in key_columns(table)])
    if len(parts) == 1:
        return str(parts[0])
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def read_key(table: Table, text: str) -> Parameters:
    """The key that a path names.

    Raises:
        NotFound: no row of this table can have it.
    """
    columns = key_columns(table)
    if len(columns) == 1:
        return {columns[0]: text}
    try:
        parts = _PARTS.validate_json(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        fields = [table.row.model_fields[name] for name in table.key]
        values = [
            TypeAdapter[Any](field.rebuild_annotation()).validate_python(part)
            for field, part in zip(fields, parts, strict=True)
        ]
    except (ValueError, ValidationError):
        msg = _("{key} is no key of {table}; take one from a list")
        msg = msg.format(key=text[:100], table=table.file.removesuffix(".csv"))
        raise NotFound(msg) from None
    return dict(zip(columns, values, strict=True))
