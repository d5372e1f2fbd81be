"""Whatever is wrong with the input is said in plain words, in the language of whoever sent it."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, cast

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.analytics.constants import Constants
from app.analytics.texts import THINGS
from app.editing.edit import REFERRING
from app.errors import Invalid, field_errors, reason_of
from app.graph import CYPHER
from app.language import speaking
from app.main import create_app
from graph_models.vocabulary import Origin
from loaders.load import TABLES

_CHINESE = re.compile(r"[\u4e00-\u9fff]")

_WHOLE = {"int_type", "int_parsing", "int_parsing_size", "int_from_float"}
FINDS: dict[str, set[str]] = {
    "bool": {"bool_type", "bool_parsing"},
    "int": _WHOLE,
    "float": {"float_type", "float_parsing", "finite_number"},
    "str": {"string_type", "string_unicode"},
    "list": {"list_type"},
    "tuple": {"tuple_type"},
    "dict": {"dict_type"},
    "enum": {"enum"},
    "literal": {"literal_error"},
    "model": {"model_type", "model_attributes_type"},
    "model-field": {"missing"},
    "model-fields": {"extra_forbidden"},
    # Those that our own validators have read already, and what only holds others.
    **dict.fromkeys(
        (
            *("date", "datetime", "default", "nullable", "definitions", "definition-ref"),
            *("function-before", "function-after", "no-info", "with-info"),
        ),
        cast("set[str]", set()),
    ),
    "ge": {"greater_than_equal"},
    "gt": {"greater_than"},
    "le": {"less_than_equal"},
    "lt": {"less_than"},
    "min_length": {"string_too_short", "too_short"},
    "max_length": {"string_too_long", "too_long"},
}
"""Which errors of pydantic a kind of schema, or a constraint, may find."""
_CONSTRAINTS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "multiple_of", "max_digits")
_VALUES = {"ge": 0, "gt": 0, "le": 1, "lt": 1, "min_length": 1, "max_length": 9, "expected": "'a' or 'b'"}


def routes_of(found: Sequence[Any]) -> Iterator[APIRoute]:
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from routes_of(getattr(getattr(route, "original_router", route), "routes", ()))


def parameters_of(dependant: Dependant) -> Iterator[Any]:
    for kind in ("path", "query", "header", "cookie", "body"):
        yield from getattr(dependant, f"{kind}_params")
    for inner in dependant.dependencies:
        yield from parameters_of(inner)


def kinds_in(schema: object) -> Iterator[str]:
    """The kinds of schema, and constraints, that pydantic checks by."""
    if isinstance(schema, dict):
        entries = cast("dict[str, Any]", schema)
        if isinstance(kind := entries.get("type"), str):
            yield kind
            yield from (name for name in _CONSTRAINTS if name in entries)
        for name, value in entries.items():
            if name not in ("metadata", "serialization"):
                yield from kinds_in(value)
    elif isinstance(schema, list | tuple):
        for value in cast("Sequence[object]", schema):
            yield from kinds_in(value)


def test_whatever_our_models_may_find_has_plain_words() -> None:
    """A kind of schema that is new is entered above with what it may find, and that in `app.errors`."""
    app = create_app(lambda: pytest.fail("nobody connects"), Constants())
    routes = list(routes_of(app.routes))
    assert len(routes) > 150
    schemas = [one._type_adapter.core_schema for route in routes for one in parameters_of(route.dependant)]
    schemas += [TypeAdapter(model).core_schema for model in (Constants, *(table.row for table in TABLES))]
    kinds = set(kinds_in(schemas))
    assert kinds <= FINDS.keys()
    may_be_found = {error for kind in kinds for error in FINDS[kind]}
    with speaking("zh"):
        said = {error: reason_of(error, "as pydantic says it", _VALUES) for error in may_be_found}
    assert [error for error, reason in said.items() if not _CHINESE.search(reason)] == []


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    one: int = 1


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (bool, "maybe", "not true or false"),
        (bool, [], "not true or false"),
        (int, "many", "not a whole number"),
        (int, 1.5, "not a whole number"),
        (int, [], "not a whole number"),
        (int, "9" * 5_000, "not a whole number"),
        (float, "much", "not a number"),
        (float, [], "not a number"),
        (Annotated[float, Field(allow_inf_nan=False)], "nan", "not a finite number"),
        (Annotated[int, Field(ge=1)], 0, "less than 1"),
        (Annotated[int, Field(le=1_000)], "1001", "more than 1000"),
        (Annotated[float, Field(gt=0)], 0, "not above 0"),
        (Annotated[float, Field(lt=0.5)], 1, "not below 0.5"),
        (str, 5, "not a text"),
        (Annotated[str, Field(max_length=9)], "\ud800", "holds half a character, a lone surrogate"),
        (Annotated[str, Field(min_length=1)], "", "has fewer characters than 1"),
        (Annotated[str, Field(max_length=4_000)], "x" * 4_001, "longer than 4,000 characters"),
        (list[int], 5, "not a list"),
        (tuple[int, ...], 5, "not a list"),
        (Annotated[list[int], Field(min_length=2)], [1], "has fewer entries than 2"),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "has more entries than 1"),
        (Origin, "found", "not one of captured, hatched"),
        (Literal["a3", "a4"], "a5", "not one of a3, a4"),
        (Strict, 5, "not a JSON object"),
        (Strict, {"two": 2}, "there is no such field"),
        # What we do not know is told in pydantic's words.
        (Annotated[str, Field(pattern="^a$")], "b", "String should match pattern '^a$'"),
    ],
)
def test_the_words(kind: Any, value: object, reason: str) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value)
    (found,) = field_errors(error.value)
    assert found.reason == reason


def test_several_defects_in_a_sentence() -> None:
    with pytest.raises(ValidationError) as error:
        Strict.model_validate({"one": "x", "two": 2})
    assert Invalid.of(field_errors(error.value)).detail == "one: not a whole number; two: there is no such field"
    with speaking("zh"):
        assert Invalid.of(field_errors(error.value)).detail == "one：不是整数；two：没有这个字段"


def test_everything_that_may_be_missing_has_a_name() -> None:
    assert {table.row.__name__.removesuffix("Row") for table in TABLES} <= THINGS.keys()
    assert {mark.label for table in TABLES for mark in table.references.values()} <= THINGS.keys()


def test_everything_that_may_refer_to_a_row_has_a_name() -> None:
    texts = (path.read_text(encoding="utf-8") for path in (CYPHER / "loaders").glob("remove_*.cypher"))
    assert {kind for text in texts for kind in re.findall(r"kind: '([^']*)'", text)} == set(REFERRING)
