"""Checks the rows of a table: each comes out accepted, or refused with every reason that was found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.errors import Invalid, reason_of
from app.graph import Graph
from app.language import gettext as _
from graph_models.fields import Reference
from loaders.reader import Record, read_records
from loaders.references import References
from loaders.report import NOT_UTF8, Defect, is_utf8
from loaders.table import Row, Table

BATCH_ROWS = 5_000
BATCH_CHARACTERS = 2_500_000

Progress = Callable[[str, int, int], None]
"""Told the file, how many of its characters are read, and its size in bytes."""


class Source(NamedTuple):
    """A file to load, and what reports call it."""

    name: str
    path: Path


@dataclass(slots=True)
class Checked:
    """A line of a file and what became of it: a row that holds, or the defects for which it is refused."""

    file: str
    line: int | None
    cells: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    row: Row | None = None
    defects: Sequence[Defect] = ()
    characters: int = 0

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
        self.defects = [*self.defects, Defect(self.file, self.line, column, value, reason)]


def check_rows(
    graph: Graph, table: Table, sources: Sequence[Source], references: References, progress: Progress
) -> Iterator[list[Checked]]:
    """Every line of these files in order, in batches, each of one file.

    Lines to parents in the same table are left to `loaders.lines`.
    """
    first_lines: dict[str, dict[Any, int | None]] = {}
    for source in sources:
        for batch in _batches(read_rows(table, source, progress)):
            _check_references(table, batch, references)
            _check_duplicates(table, batch, first_lines)
            _check_contradictions(graph, table, batch)
            yield batch


def _batches(lines: Iterator[Checked]) -> Iterator[list[Checked]]:
    """Lists of at most `BATCH_ROWS`, shorter where rows are long, so that memory is bounded whatever they hold."""
    batch: list[Checked] = []
    characters = 0
    for line in lines:
        batch.append(line)
        characters += line.characters
        if len(batch) == BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def read_rows(table: Table, source: Source, progress: Progress) -> Iterator[Checked]:
    """Every line of a file, checked by itself: not yet for what it refers to, nor for duplicates.

    Raises:
        Invalid: the file cannot be read.
    """
    name, path = source
    try:
        size = path.stat().st_size
        for record in read_records(
            path, name, table.columns, table.required_columns, lambda characters: progress(name, characters, size)
        ):
            if isinstance(record, Record):
                yield _parse_record(table, name, record)
            else:
                yield Checked(name, record.line, defects=[record])
    except OSError as error:
        msg = _("{path} cannot be read ({error})").format(path=path, error=error.strerror)
        raise Invalid(msg) from error


def _parse_record(table: Table, file: str, record: Record) -> Checked:
    checked = Checked(file, record.line, record.cells, characters=record.characters)
    try:
        checked.row = table.row.model_validate(record.cells)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            context = problem.get("ctx", {})
            column = context.get("column") or (str(problem["loc"][0]) if problem["loc"] else None)
            value = record.cells.get(column) if column else None
            reason = reason_of(problem["type"], problem["msg"], context)
            if value is None and column in table.required_columns:
                reason = _("empty, but it is required")
            elif value is not None and not is_utf8(value):
                reason = _(NOT_UTF8)
            checked.refuse(column, value, reason)
    return checked


def _check_references(table: Table, batch: Sequence[Checked], references: References) -> None:
    referred = [
        (column, mark, id_, checked)
        for column, mark in table.references.items()
        if column != table.parent
        for checked in batch
        if (cell := checked.cells.get(column)) is not None and not _is_refused(checked, column)
        for id_ in table.ids_in(column, cell)
    ]
    references.look_up((mark.label, id_) for _, mark, id_, _ in referred)
    for column, mark, id_, checked in referred:
        if reason := _why_not(mark, id_, checked.cells.get("account_id"), _day(mark, checked.row), references):
            checked.refuse(column, checked.cells[column], reason)


def broken_references(
    table: Table, columns: Mapping[str, Any], account_id: str | None, references: References
) -> list[tuple[str, str]]:
    """Which columns of one row, or of the part of one that is given, refer to what is not there, and why not?

    Lines to parents in the same table are left to `loaders.lines`.
    """
    referred = [found for found in referred_ids(table, columns) if found[0] != table.parent]
    references.look_up((mark.label, id_) for _, mark, id_ in referred)
    return [
        (column, reason)
        for column, mark, id_ in referred
        if (reason := _why_not(mark, id_, account_id, columns.get(mark.on or ""), references))
    ]


def referred_ids(table: Table, columns: Mapping[str, Any]) -> Iterator[tuple[str, Reference, str]]:
    """The ids that one row, or the part of one that is given, refers to, with their columns."""
    for column, mark in table.references.items():
        value = columns.get(column)
        for id_ in () if value is None else value if column in table.lists else (value,):
            yield column, mark, id_


def _is_refused(checked: Checked, column: str) -> bool:
    """Is something wrong with the cell itself, so that it names no id?"""
    return bool(checked.defects) and any(defect.column == column for defect in checked.defects)


def _day(mark: Reference, row: Row | None) -> date | None:
    """The day on which a person who is referred to must work there."""
    return getattr(row, mark.on, None) if mark.on else None


def _why_not(mark: Reference, id_: str, account_id: str | None, day: date | None, references: References) -> str | None:
    """Why a row of this account and day may not refer to this id, if it may not."""
    known = references.find(mark.label, id_)
    if known is None:
        return _("{id}: {reason}").format(id=id_, reason=references.why_not(mark.label, id_))
    # Where the account itself is not known, that is the reason to give.
    if mark.same_account and account_id and known.account_id != account_id and references.find("Account", account_id):
        return _("{id} belongs to another account than {account}").format(id=id_, account=account_id)
    if day is not None and known.works_from is not None and day < known.works_from:
        text = _("{id} did not work there yet on {day}, only from {first} on")
        return text.format(id=id_, day=day, first=known.works_from)
    if day is not None and known.works_to is not None and day > known.works_to:
        text = _("{id} did not work there any more on {day}, only until {last}")
        return text.format(id=id_, day=day, last=known.works_to)
    return None


def _check_duplicates(table: Table, batch: Sequence[Checked], first_lines: dict[str, dict[Any, int | None]]) -> None:
    """The first row that holds wins; one of a refused id may be followed by a valid one."""
    for checked in batch:
        if checked.row is None or not checked.holds:
            continue
        key = table.identify(checked.row)
        for file, lines in first_lines.items():
            if key in lines:
                columns = ", ".join(name.rstrip("_") for name in table.key)
                reason = _("the same {columns} as line {line} of {file}")
                reason = reason.format(columns=columns, line=lines[key], file=file)
                checked.refuse(table.key[0], checked.cells.get(table.key[0]), reason)
                break
        else:
            first_lines.setdefault(checked.file, {})[key] = checked.line


def _check_contradictions(graph: Graph, table: Table, batch: Sequence[Checked]) -> None:
    if table.contradictions is None:
        return
    rows = {checked.cells["id"]: checked for checked in batch if checked.holds}
    for id_, reason in table.contradictions(graph, [checked.row for checked in rows.values()]).items():
        (column,) = table.key
        rows[id_].refuse(column, id_, reason)
