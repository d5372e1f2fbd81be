"""The errors that Winover raises on purpose; one handler turns them into a sentence or an HTTP problem.

WinoverError
├── Unauthorized         401  no sign-in, or one that has ended
├── Forbidden            403  something that may be seen but not done
├── NotFound             404  an id that is not in the graph, or that the asker may not see
├── Conflict             409  something that stands in the way of what was asked, a store that is not ours
├── PreconditionFailed   412  changed by somebody else since it was read
├── Invalid              422  input that breaks a rule; `errors` names each field and reason
├── PreconditionRequired 428  a change that does not say what it was read from
└── Unavailable          503  Neo4j cannot be reached, started or downloaded
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Self

from pydantic import ValidationError

from app.language import gettext as _
from app.language import marked


class FieldError(NamedTuple):
    """One defect of the input: the field it is in, and the reason in plain words."""

    field: str
    reason: str


def field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    """Each defect that a model found, with the field it is in."""
    return tuple(
        FieldError(
            str(problem.get("ctx", {}).get("column") or ".".join(map(str, problem["loc"])) or "body"),
            reason_of(problem["type"], problem["msg"], problem.get("ctx", {})),
        )
        for problem in error.errors(include_url=False, include_input=False)
    )


_PLAIN = {
    "missing": marked("missing, but it is required"),
    "extra_forbidden": marked("there is no such field"),
    "json_invalid": marked("not JSON"),
    "model_attributes_type": marked("not a JSON object"),
    "model_type": marked("not a JSON object"),
    "dict_type": marked("not a JSON object"),
    "bool_type": marked("not true or false"),
    "bool_parsing": marked("not true or false"),
    "int_type": marked("not a whole number"),
    "int_parsing": marked("not a whole number"),
    "int_parsing_size": marked("not a whole number"),
    "int_from_float": marked("not a whole number"),
    "float_type": marked("not a number"),
    "float_parsing": marked("not a number"),
    "finite_number": marked("not a finite number"),
    "greater_than": marked("not above {gt:g}"),
    "greater_than_equal": marked("less than {ge:g}"),
    "less_than": marked("not below {lt:g}"),
    "less_than_equal": marked("more than {le:g}"),
    "string_type": marked("not a text"),
    "string_unicode": marked("holds half a character, a lone surrogate"),
    "string_too_short": marked("has fewer characters than {min_length:,}"),
    "string_too_long": marked("longer than {max_length:,} characters"),
    "list_type": marked("not a list"),
    "tuple_type": marked("not a list"),
    "too_short": marked("has fewer entries than {min_length:,}"),
    "too_long": marked("has more entries than {max_length:,}"),
    "enum": marked("not one of {words}"),
    "literal_error": marked("not one of {words}"),
}
"""What pydantic finds by itself. A kind that is not here, which no model of ours gives, is told in pydantic's words."""
_QUOTED = re.compile(r"'([^']*)'")


def reason_of(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """A defect that a model found, in words for people."""
    if message_of_ours := context.get("message"):  # as `refuse` made it
        return _(message_of_ours).format(**context["values"])
    if kind not in _PLAIN:
        return message.removeprefix("Value error, ")
    words = ", ".join(_QUOTED.findall(str(context.get("expected", ""))))
    return _(_PLAIN[kind]).format(**context, words=words)


class WinoverError(Exception):
    """An expected failure whose text says what was wrong, where, and what to do."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = marked("Winover could not do this")

    def __init__(self, detail: str, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors


class Unauthorized(WinoverError):  # noqa: N818  (named after the answer, as in HTTP)
    """Nobody has signed in, or the token has expired or was revoked."""

    status = 401
    title = marked("Not signed in")


class Forbidden(WinoverError):  # noqa: N818
    """The asker may see it, but not do this."""

    status = 403
    title = marked("Not allowed")


class NotFound(WinoverError):  # noqa: N818
    """Nothing of that id is in the graph."""

    status = 404
    title = marked("Not found")


class Invalid(WinoverError):  # noqa: N818
    """The input breaks a rule; `errors` names every field that does."""

    status = 422
    title = marked("Invalid input")

    @classmethod
    def of(cls, errors: Sequence[FieldError]) -> Self:
        """One error that names all of these."""
        each = (_("{field}: {reason}").format(field=error.field, reason=error.reason) for error in errors)
        return cls(_("; ").join(each), tuple(errors))


class Conflict(WinoverError):  # noqa: N818
    """The input contradicts what is stored."""

    status = 409
    title = marked("Conflict")


class PreconditionFailed(WinoverError):  # noqa: N818
    """It has changed since the asker read it."""

    status = 412
    title = marked("Changed meanwhile")


class PreconditionRequired(WinoverError):  # noqa: N818
    """The request must say which version it changes."""

    status = 428
    title = marked("Which version?")


class Unavailable(WinoverError):  # noqa: N818
    """The database cannot be reached, started or downloaded now."""

    status = 503
    title = marked("Database unavailable")
