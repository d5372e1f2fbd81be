"""Opaque cursors of pages: where the next page begins."""

import base64
import binascii
import json

from pydantic import TypeAdapter

from app.errors import FieldError, Invalid

_POSITION = TypeAdapter(tuple[str, ...])


def write_cursor(*position: str) -> str:
    """The cursor of a position in an ordered list."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def read_cursor(cursor: str | None, size: int) -> tuple[str, ...]:
    """The position that a cursor names, of `size` parts; () for the first page.

    Raises:
        Invalid: it is not one that `write_cursor` made.
    """
    if cursor is None:
        return ()
    try:
        position = _POSITION.validate_json(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error):
        position = ()
    if len(position) == size:
        return position
    reason = "not one that a page gave; leave it out to begin with the first page"
    raise Invalid(f"cursor: {reason}", (FieldError("cursor", reason),))
