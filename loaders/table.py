"""What a source table is: its file, its row model, the queries that store, read and remove rows, and its references."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar, Protocol, TypedDict

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from app.graph import Graph
from graph_models.fields import Reference, refuse, split_ids
from graph_models.records import ReferringRecord, StoredRow

Parameters = Mapping[str, Any]
"""A row as a query takes it: its id and links under their column names, all that is a property under `properties`."""


class Row(BaseModel):
    """One row of a canonical file, or one body of the API: the same columns, checks and reasons."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    links: ClassVar[frozenset[str]] = frozenset()
    """Columns that are stored as relationships, or on them, and not as properties of the row's node."""

    def parameters(self) -> Parameters:
        """This row for its query; a column that was not given is left as it is in the graph."""
        ids, properties = self._places()
        values, given = self.__dict__, self.model_fields_set
        return {name: values[name] for name in ids if name in given} | {
            "properties": {key: values[name] for name, key in properties if name in given}
        }

    @classmethod
    @cache
    def _places(cls) -> tuple[Sequence[str], Sequence[tuple[str, str]]]:
        """The columns that go under their own names, and the others with the names of their properties."""
        return (
            [name for name in cls.model_fields if name in cls.links or name == "id"],
            [(name, to_camel(name.rstrip("_"))) for name in cls.model_fields if name not in cls.links],
        )


class Merge(Protocol):
    """The query that stores rows: `columns` are those that the file has."""

    def __call__(self, graph: Graph, /, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None: ...


class OnDay(TypedDict):
    """A day, and the fiscal year that it is in."""

    day: date
    fiscal_year: int


class Stored(Protocol):
    """The query that answers rows as they are stored now, to whoever may see them, in the order of their positions.

    With `keys`, maps of the key's columns, it answers those rows; without, all rows about the account, which for tables
    that are about none is all there are without `account_id`. It answers at most `limit` rows of those after the
    position `after`. Links to what the asker may not see are null, and so are notes and contributors outside the
    asker's team. With `on` it answers only rows that held on the day, without outcomes that came later.
    """

    def __call__(
        self,
        graph: Graph,
        /,
        *,
        keys: Sequence[Parameters] | None,
        account_id: str | None,
        after: str | None,
        limit: int,
        on: OnDay | None = None,
    ) -> list[StoredRow]: ...


class Remove(Protocol):
    """The query that removes a row, with the links that are its own, unless others refer to it.

    It answers what refers to the row; nothing: it is gone, or was not there.
    """

    def __call__(self, graph: Graph, /, *, key: Parameters) -> list[ReferringRecord]: ...


@dataclass(frozen=True)
class Table:
    """One file of the canonical folder."""

    file: str
    row: type[Row]
    merge: Merge
    stored: Stored
    remove: Remove | None
    """None: what was stated stays."""
    key: tuple[str, ...] = ("id",)
    """The columns that identify a row; a second row with the same is a duplicate."""
    contradictions: Callable[[Graph, Sequence[Any]], Mapping[str, str]] | None = None
    """Asks the graph which rows contradict what is stored: the reason by id. Without it a row is an update."""
    label: str | None = None
    """Label of the node that a row declares, where other rows may refer to it."""
    parent: str | None = None
    """The column that refers to another row of this table and must not lead back to the row."""
    required: bool = False
    """A folder without this file is incomplete."""
    references: dict[str, Reference] = field(init=False, default_factory=dict[str, Reference])
    lists: set[str] = field(init=False, default_factory=set[str])
    """Columns whose cells hold several ids."""

    def __post_init__(self) -> None:
        """Read the references off the row model's annotations."""
        for name, info in self.row.model_fields.items():
            for mark in info.metadata:
                if isinstance(mark, Reference):
                    self.references[name] = mark
                    if "tuple" in str(info.annotation):
                        self.lists.add(name)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column, in the documented order."""
        return tuple(info.alias or name for name, info in self.row.model_fields.items())

    @cached_property
    def required_columns(self) -> tuple[str, ...]:
        """The columns that must be there and filled."""
        return tuple(name for name, info in self.row.model_fields.items() if info.is_required())

    def identify(self, row: Row) -> str | tuple[Any, ...]:
        """What makes the row the same as another."""
        values = tuple(getattr(row, name) for name in self.key)
        return values[0] if len(values) == 1 else values

    def ids_in(self, column: str, cell: str) -> Sequence[str]:
        """The ids that a cell refers to: one, or several separated by semicolons."""
        return split_ids(cell) if column in self.lists else (cell,)


def undated(stored: Callable[..., list[StoredRow]]) -> Stored:
    """The query of a table whose rows are the same on every day, or are read as of a day in routes of their own."""

    def of_any_day(graph: Graph, /, *, on: OnDay | None = None, **asked: Any) -> list[StoredRow]:  # noqa: ANN401, ARG001
        return stored(graph, **asked)

    return of_any_day


def check_order(first: date | None, last: date | None, column: str, since: str) -> None:
    """Refuse a period that ends before it begins."""
    if first is not None and last is not None and last < first:
        raise refuse("before {since}", column, since=since)
