"""Cells that somebody corrects while importing: put into a copy of the file, of which all else stays as it is.

A row keeps the physical line on which it starts, and so does every row after it: a report on the corrected file names
the same lines as one on the file itself.
"""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

from loaders.reader import Record, read_records
from loaders.report import Defect
from loaders.table import Table

WHOLE_LINE = ""
"""In place of a column: the text of the line, where it cannot be split into cells."""

Corrections = Mapping[int, Mapping[str, str]]
"""By the line on which a row starts, the header being line 1: by column, what is to stand there."""
_END = "\r\n"  # a cell that holds either of these is quoted


class Place(NamedTuple):
    """A row of a file: where it starts, where the next one does, and what it holds."""

    line: int
    end: int | None
    """None: it is the last one."""
    record: Record | Defect


def correct(path: Path, table: Table, corrections: Corrections) -> None:
    """Put corrections into a file; those of rows that it does not have are left out."""
    lines = {line: _on_one_line(cells[WHOLE_LINE]) for line, cells in corrections.items() if WHOLE_LINE in cells}
    if 1 in lines:
        _replace(path, {1: (2, lines.pop(1))})
    if lines:
        _replace(
            path, {place.line: (place.end, lines[place.line]) for place in places(path, table) if place.line in lines}
        )
    if any(column != WHOLE_LINE for cells in corrections.values() for column in cells):
        _replace(
            path,
            {
                place.line: (place.end, _corrected(place.record, corrections[place.line]))
                for place in places(path, table)
                if place.line in corrections and isinstance(place.record, Record)
            },
        )


def places(path: Path, table: Table) -> Iterator[Place]:
    """Every row of a file whose header holds."""
    rows = read_records(path, path.name, table.columns, table.required_columns)
    for row, following in pairwise(chain(rows, [None])):
        if row is not None and row.line is not None:
            yield Place(row.line, following.line if following else None, row)


def _corrected(row: Record, cells: Mapping[str, str]) -> str:
    text = StringIO(newline="")
    values = {name: value or "" for name, value in row.cells.items()}
    values |= {name: _on_one_line(value) for name, value in cells.items() if name in values}
    csv.writer(text, lineterminator=_END).writerow(values.values())
    return text.getvalue().removesuffix(_END)


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _replace(path: Path, rows: Mapping[int, tuple[int | None, str]]) -> None:
    """Write other text in the place of rows, padded by empty lines, which count for nothing."""
    copy = path.with_suffix(".corrected")
    inside: int | None = 0  # before this line there is nothing to copy
    with (
        path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as old,
        copy.open("w", encoding="utf-8", errors="surrogateescape", newline="") as new,
    ):
        for number, line in enumerate(old, start=1):
            if number in rows:
                inside, text = rows[number]
                end = "\r\n" if line.endswith("\r\n") else "\n"
                lines = len(StringIO(text + end, newline="").readlines())
                padding = 0 if inside is None else max(inside - number - lines, 0)
                new.write(text + end * (1 + padding))
            elif inside is not None and number >= inside:
                new.write(line)
    copy.replace(path)
