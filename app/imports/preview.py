"""What an import would do and what it refuses, row by row: for whoever looks before, or after, it is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from app.editing.edit import is_same
from app.editing.keys import key_of, write_key
from app.graph import Graph
from app.imports.corrections import places
from app.language import gettext as _
from loaders.check import Checked, Source, read_rows
from loaders.load import TABLES
from loaders.reader import Record
from loaders.references import only_refers_to_refused
from loaders.report import Defect, LoadReport, shown
from loaders.table import Table

MOST_COMPARED = 20_000
"""Rows of a larger file are not compared with what is stored."""
_AT_ONCE = 1_000
_MOST_READ = 10_000
_OF = {table.file: table for table in TABLES}


@dataclass
class Effect:
    """What storing the rows of a file that hold would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class Cell:
    """A cell of a refused row."""

    column: str
    value: str
    reason: str | None = None
    """Why the row is refused, if it is for this."""
    whole: bool = True
    """Is all of it shown?"""


@dataclass
class RefusedRow:
    """A row that is refused, or with its header a whole file."""

    file: str
    line: int | None
    reasons: list[str] = field(default_factory=list[str])
    """Those that are about no cell that is there."""
    cells: list[Cell] = field(default_factory=list[Cell])
    text: str | None = None
    """The line, where it cannot be split into cells."""


def effect_of(graph: Graph, path: Path, report: LoadReport) -> Effect | None:
    """What would storing the rows do? None: there are too many to compare.

    Args:
        graph: before they are stored.
        path: the file.
        report: of a load of it; rows that it refuses are left out.
    """
    table = _OF[path.name]
    (counts,) = (counts for counts in report.tables if counts.file == path.name)
    found = Effect()
    if not counts.stored:
        return found
    if counts.rows > MOST_COMPARED or report.defect_count > len(report.defects):
        return None
    refused = {defect.line for defect in report.defects if defect.file == path.name}
    held = (row for row in _rows(table, path) if row.row is not None and row.line not in refused)
    while some := list(islice(held, _AT_ONCE)):
        _compare(graph, table, some, found)
    return found


def _rows(table: Table, path: Path) -> Iterable[Checked]:
    return read_rows(table, Source(path.name, path), lambda _file, _done, _size: None)


def _compare(graph: Graph, table: Table, rows: Sequence[Checked], found: Effect) -> None:
    keyed = {write_key(table, key): (key, row.row) for row in rows if row.row and (key := key_of(table, row.row))}
    keys = [key for key, _row in keyed.values()]
    stored = {
        write_key(table, one.row): one
        for one in table.stored(graph, keys=keys, account_id=None, after=None, limit=len(keys))
    }
    for name, (_key, row) in keyed.items():
        if name not in stored:
            found.created += 1
        elif table.contradictions is not None or is_same(stored[name], row):  # what was stated stays
            found.unchanged += 1
        else:
            found.updated += 1


def refused_rows(paths: Iterable[Path], report: LoadReport, most: int) -> tuple[list[RefusedRow], Mapping[str, int]]:
    """The first rows that are refused for themselves, with their cells and why, in the order of the report.

    And how many rows of each file only refer to such rows, so that they hold as soon as those do.
    """
    itself: dict[tuple[str, int | None], bool] = {}
    for defect in report.defects:
        place = (defect.file, defect.line)
        itself[place] = itself.get(place, False) or not only_refers_to_refused(defect.reason)
    rows = {place: RefusedRow(*place) for place in islice((place for place, own in itself.items() if own), most)}
    for path in paths:
        wanted = {line: row for (file, line), row in rows.items() if file == path.name and line is not None}
        if wanted:
            _fill(path, wanted)
    for defect in report.defects:
        if row := rows.get((defect.file, defect.line)):
            _give_reason(row, defect)
    return list(rows.values()), Counter(file for (file, _), own in itself.items() if not own)


def _give_reason(row: RefusedRow, defect: Defect) -> None:
    cell = next((cell for cell in row.cells if cell.column == defect.column), None)
    if cell is not None:
        cell.reason = _("; ").join((cell.reason, defect.reason)) if cell.reason else defect.reason
    else:
        named = _("{field}: {reason}").format(field=defect.column, reason=defect.reason)
        row.reasons.append(named if defect.column else defect.reason)


def _fill(path: Path, wanted: dict[int, RefusedRow]) -> None:
    """Give rows their cells or, where they cannot be split into any, their text."""
    unsplit: dict[int, tuple[RefusedRow, int | None]] = {1: (wanted[1], 2)} if 1 in wanted else {}
    for line, end, record in places(path, _OF[path.name]):
        row = wanted.get(line)
        if row is None or line == 1:
            continue
        if isinstance(record, Record):
            row.cells = [_cell(column, value or "") for column, value in record.cells.items()]
        else:
            unsplit[line] = (row, end)
    if unsplit:
        _read_text(path, unsplit)


def _read_text(path: Path, rows: Mapping[int, tuple[RefusedRow, int | None]]) -> None:
    """The text of rows, on one line, as far as all of it can be shown."""
    lines: dict[int, list[str]] = {}
    start, end = 0, None
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        for number, line in enumerate(file, start=1):
            if number in rows:
                start, end = number, rows[number][1]
                lines[start] = []
            if start and (end is None or number < end):
                lines[start].append(line.rstrip("\r\n"))
    for start, some in lines.items():
        text = " ".join(some).rstrip()
        rows[start][0].text = text if shown(text) == text else None


def _cell(column: str, value: str) -> Cell:
    text = shown(value) or ""
    return Cell(column, text, whole=text == value)


def accounts_in(paths: Iterable[Path], report: LoadReport, most: int) -> list[str]:
    """The ids of accounts that rows were stored of, as far as the rows name them."""
    found: dict[str, None] = {}
    refused = {(defect.file, defect.line) for defect in report.defects}
    for path in paths:
        column = "id" if path.name == "accounts.csv" else "account_id"
        if column in _OF[path.name].columns:
            for row in islice(_rows(_OF[path.name], path), _MOST_READ):
                if (path.name, row.line) not in refused and (id_ := row.cells.get(column)):
                    found[id_] = None
                if len(found) == most:
                    return list(found)
    return list(found)
