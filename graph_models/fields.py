"""What a cell may hold: each type reads text from a file or a JSON value, or says why it cannot."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from graph_models.vocabulary import PICKLIST

MAX_ID = 255
MAX_NAME = 1_000
MAX_NOTE = 100_000

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.ASCII)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FLAGS = {"true": True, "false": False}
_FARTHEST = timedelta(hours=18)  # that Neo4j stores, as java.time has it
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Reference:
    """Marks a field whose value, or each of its items, is the id of a node with this label."""

    label: str
    same_account: bool = False
    """The node must belong to the account that the row names."""
    on: str | None = None
    """The column with a day on which the person must have worked there."""


def refuse(message: str, column: str = "", **values: object) -> PydanticCustomError:
    """An error whose text is shown to people, in their language, with these values in it.

    A rule over several columns names the one to look at.
    """
    context = {"reason": message.format(**values), "column": column, "message": message, "values": values}
    return PydanticCustomError("refused", "{reason}", context)


def last_day_begun(moment: datetime) -> date:
    """The day that it is at a moment where the day begins first, 14 hours ahead of UTC.

    A day that somebody wrote down is not in the future as long as it has begun anywhere.
    """
    return (moment.astimezone(UTC) + timedelta(hours=14)).date()


def split_ids(cell: str) -> tuple[str, ...]:
    """The items of a list cell, separated by semicolons, in their order, each once."""
    return tuple(dict.fromkeys(item for item in map(str.strip, cell.split(";")) if item))


def _text(limit: int, value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        return value
    if len(value) > limit:
        raise refuse("longer than {limit:,} characters", limit=limit)
    if not value.isprintable():  # the quick way past the two that follow
        if _SURROGATE.search(value):
            raise refuse("holds half a character, a lone surrogate")
        if _CONTROL.search(value):
            raise refuse("holds a control character")
    return value


def _filled(limit: int, value: Any) -> Any:  # noqa: ANN401
    if value == "":
        raise refuse("empty")
    return _text(limit, value)


def _id(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        return value
    id_ = value.strip()
    if id_ in (".", "..") or "\n" in id_:  # clients drop the former, and routes end at a line break
        raise refuse("not an id: no address can name it")
    return _filled(MAX_ID, id_)


def _name(value: Any) -> Any:  # noqa: ANN401
    return _filled(MAX_NAME, value)


def _note(value: Any) -> Any:  # noqa: ANN401
    return _text(MAX_NOTE, value)


def _number(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise refuse("not a number; write it like 1234.5, without separators or units")
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse("not a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise refuse("not a finite number")
    return number or 0.0  # -0 is 0


def _score(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, str) and (score := PICKLIST.get(value.lower())) is not None:
        return score
    try:
        number = _number(value)
    except PydanticCustomError:
        number = math.nan
    if not 0 <= number <= 100:
        raise refuse("not a score: give a number from 0 to 100, or one of {words}", words=", ".join(PICKLIST))
    return number


def _share(value: Any) -> float:  # noqa: ANN401
    number = _number(value)
    if not 0 <= number <= 1:
        raise refuse("not between 0 and 1")
    return number


def _amount(value: Any) -> float:  # noqa: ANN401
    number = _number(value)
    if number < 0:
        raise refuse("negative; amounts are 0 or more")
    return number


def _year(value: Any) -> int:  # noqa: ANN401
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if not re.fullmatch(r"(19|20|21)\d\d", text, re.ASCII):
        raise refuse("not a fiscal year; write it like 2026")
    return int(text)


def _day(value: Any) -> date:  # noqa: ANN401
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise refuse("not a date; write it like 2026-03-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse("no such day in the calendar") from None


def _moment(value: Any) -> datetime:  # noqa: ANN401
    """A moment; a day alone is its first moment, and one without a time zone is UTC."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise refuse("no such moment in the calendar") from None
    else:
        raise refuse("not a date or time; write it like 2026-03-31 or 2026-03-31T14:30:00+08:00")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if abs(moment.utcoffset() or timedelta()) > _FARTHEST:
        raise refuse("no such time zone; the farthest are 18 hours from UTC")
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise refuse("no such moment in the calendar") from None
    return moment


def _flag(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _FLAGS:
        return _FLAGS[value.lower()]
    raise refuse("not true or false")


def _ids(value: Any) -> Any:  # noqa: ANN401
    ids = split_ids(value) if isinstance(value, str) else value
    if ids in ((), []):
        raise refuse("names none")
    return ids


def closed_list(words: type[E]) -> Any:  # noqa: ANN401  (a validator for Annotated)
    """Accept exactly the words of a closed list, in any case."""
    known = {word.value: word for word in words}

    def check(value: Any) -> E:  # noqa: ANN401
        try:
            return known[value.lower()]
        except (KeyError, AttributeError):
            raise refuse("not one of {words}", words=", ".join(known)) from None

    return BeforeValidator(check)


_SCORE = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string", "enum": list(PICKLIST)}]}
_ID: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_ID}

Id = Annotated[str, BeforeValidator(_id), WithJsonSchema(_ID)]
Name = Annotated[str, BeforeValidator(_name), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MAX_NAME})]
Note = Annotated[str, BeforeValidator(_note), WithJsonSchema({"type": "string", "maxLength": MAX_NOTE})]
Score = Annotated[float, BeforeValidator(_score), WithJsonSchema(_SCORE)]
Share = Annotated[float, BeforeValidator(_share), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
Amount = Annotated[float, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0})]
Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"type": "integer", "minimum": 1900, "maximum": 2199})]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_ids), WithJsonSchema({"type": "array", "items": _ID, "minItems": 1})]
