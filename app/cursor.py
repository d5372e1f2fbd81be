"""Opaque cursors of pages: where the next page begins."""

import base64
import json
from collections.abc import Callable
from typing import TypeVar

from pydantic import TypeAdapter

from app.errors import FieldError, Invalid
from app.language import gettext as _

_POSITION = TypeAdapter(tuple[str, str])
T = TypeVar("T")
U = TypeVar("U")


def write_cursor(first: str, second: str) -> str:
    """The cursor of a position in an ordered list."""
    return base64.urlsafe_b64encode(json.dumps([first, second]).encode()).decode()


def read_cursor(cursor: str | None, first: Callable[[str], T], second: Callable[[str], U]) -> tuple[T, U] | None:
    """The position that a cursor names, its two parts read by these functions; None for the first page.

    Raises:
        Invalid: it is not one that `write_cursor` made for this list.
    """
    if cursor is None:
        return None
    try:
        one, other = _POSITION.validate_json(base64.urlsafe_b64decode(cursor.encode()))
        return first(one), second(other)
    except ValueError:
        reason = _("not one that a page of this list gave; leave it out to begin with the first page")
        raise Invalid.of([FieldError("cursor", reason)]) from None
