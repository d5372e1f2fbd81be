"""Checks the rows of a table: each comes out accepted, or refused with every reason that was found."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from app.graph import Graph
from loaders.reader import Record, read_records
from loaders.references import References, lines_above, rows_on_cycles
from loaders.report import Defect
from loaders.table import Row, Table

BATCH = 10_000
T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Told the file, how many of its characters are read, and its size in bytes."""


@dataclass(slots=True)
class Checked:
    """A line of a file and what became of it: a row that holds, or the defects for which it is refused."""

    file: str
    line: int | None
    cells: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    row: Row | None = None
    defects: list[Defect] = field(default_factory=list[Defect])

    @property
    def holds(self) -> bool:
        """Is the row accepted?"""
        return not self.defects

    @property
    def whole_file(self) -> bool:
        """Is this about the header, so that nothing of the file is read?"""
        return not self.cells and self.line in (None, 1)

    def refuse(self, column: str | None, value: str | None, reason: str) -> None:
        """Add a reason against it."""
        self.defects.append(Defect(self.file, self.line, column, value, reason))


def check_rows(
    graph: Graph, table: Table, paths: Sequence[Path], references: References, progress: Progress
) -> Iterator[Checked]:
    """Every line of these files in order, checked but for lines to parents in the same table: see `broken_lines`."""
    first_lines: dict[Any, str] = {}
    for path in paths:
        for batch in batches(_parse(table, path, progress)):
            references.look_up(
                (table.references[column].label, id_)
                for checked in batch
                for column, _, ids in _referred(table, checked)
                for id_ in ids
            )
            for checked in batch:
                _check_references(table, checked, references)
                _check_duplicate(table, checked, first_lines)
            if table.contradictions is not None:
                rows = {checked.cells["id"]: checked for checked in batch if checked.holds}
                for id_, reason in table.contradictions(graph, [c.row for c in rows.values() if c.row]).items():
                    rows[id_].refuse("id", id_, reason)
            yield from batch


@dataclass(frozen=True, slots=True)
class Placed:
    """An accepted row of a table whose rows form trees: where it stands, and the row above it."""

    file: str
    line: int | None
    account_id: str | None
    parent: str | None


def broken_lines(
    graph: Graph, table: Table, placed: Mapping[str, Placed], references: References
) -> Iterator[tuple[str, Defect]]:
    """Which accepted rows must be refused for the row above them, and why?

    A row is refused if the one above is unknown, refused, or of another account where that matters; if the lines
    upwards lead back to it; or if it is below such a row. Lines in the graph count where no row of the files replaces
    them. Every refused id is withdrawn from `references`.
    """
    column = table.parent or ""
    label, same_account = table.references[column].label, table.references[column].same_account
    parents = {id_: row.parent for id_, row in placed.items() if row.parent is not None}
    references.look_up((label, parent) for parent in parents.values())
    beyond = [parent for parent in parents.values() if parent not in placed]
    above = {line.id: line.parent_id for line in lines_above(graph, ids={label: beyond})} if beyond else {}
    cycles = rows_on_cycles({id_: parent for id_, parent in above.items() if id_ not in placed} | parents)
    children: dict[str, list[str]] = {}
    queue: deque[tuple[str, str]] = deque()
    for id_, parent in parents.items():
        children.setdefault(parent, []).append(id_)
        known = references.find(label, parent)
        if known is None:
            queue.append((id_, references.why_not(label, parent)))
        elif id_ in cycles:
            queue.append((id_, "on a cycle: following the lines upwards leads back to this row"))
        elif same_account and known.account_id != placed[id_].account_id:
            queue.append((id_, f"belongs to another account than {placed[id_].account_id}"))
    refused: set[str] = set()
    while queue:
        id_, reason = queue.popleft()
        if id_ in refused:
            continue
        refused.add(id_)
        row = placed[id_]
        references.withdraw(label, id_, row.file, row.line)
        yield id_, Defect(row.file, row.line, column, row.parent, reason)
        queue.extend((child, references.why_not(label, id_)) for child in children.get(id_, ()))


def _parse(table: Table, path: Path, progress: Progress) -> Iterator[Checked]:
    size = path.stat().st_size
    records = read_records(
        path, table.columns, table.required_columns, lambda characters: progress(path.name, characters, size)
    )
    for record in records:
        if isinstance(record, Record):
            yield _parse_record(table, path.name, record)
        else:
            yield Checked(path.name, record.line, defects=[record])


def _parse_record(table: Table, file: str, record: Record) -> Checked:
    checked = Checked(file, record.line, record.cells)
    try:
        checked.row = table.row.model_validate(record.cells)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            context = problem.get("ctx", {})
            column = context.get("column") or (str(problem["loc"][0]) if problem["loc"] else None)
            value = record.cells.get(column) if column else None
            missing = column in table.required_columns and value is None
            reason = "empty, but it is required" if missing else context.get("reason", problem["msg"])
            checked.refuse(column, value, reason)
    return checked


def _referred(table: Table, checked: Checked) -> Iterator[tuple[str, str, Sequence[str]]]:
    """The cells that refer to rows of other tables: column, what the cell says, and the ids in it."""
    bad_columns = {defect.column for defect in checked.defects}
    for column in table.references:
        value = checked.cells.get(column)
        if value is not None and column != table.parent and column not in bad_columns:
            yield column, value, list(table.ids_in(column, value))


def _check_references(table: Table, checked: Checked, references: References) -> None:
    for column, value, ids in _referred(table, checked):
        reference = table.references[column]
        for id_ in ids:
            known = references.find(reference.label, id_)
            if known is None:
                checked.refuse(column, value, f"{id_}: {references.why_not(reference.label, id_)}")
            elif reference.same_account and known.account_id != checked.cells["account_id"]:
                checked.refuse(column, value, f"{id_} belongs to another account than {checked.cells['account_id']}")


def _check_duplicate(table: Table, checked: Checked, first_lines: dict[Any, str]) -> None:
    """The first row that holds wins; one of a refused id may be followed by a valid one."""
    if checked.row is None or not checked.holds:
        return
    key = table.identify(checked.row)
    if key in first_lines:
        columns = ", ".join(name.rstrip("_") for name in table.key)
        checked.refuse(table.key[0], checked.cells.get(table.key[0]), f"the same {columns} as {first_lines[key]}")
    else:
        first_lines[key] = f"line {checked.line} of {checked.file}"


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists of at most `BATCH`."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
