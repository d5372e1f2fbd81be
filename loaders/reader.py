"""Reads a CSV file into rows of cells with the physical line where each starts, whatever the file holds."""

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from app.language import gettext as _
from loaders.report import NOT_UTF8, Defect, is_utf8

# A quote that is never closed swallows what follows; a record of more lines than this counts as such.
_MOST_LINES = 10_000
_MOST_CHARACTERS = 1_000_000
_TELL_EVERY = 20_000

csv.field_size_limit(2 * _MOST_CHARACTERS)


class Record(NamedTuple):
    """The cells of a row by column; empty cells are None, surrounding white space is gone."""

    line: int
    cells: dict[str, str | None]
    characters: int


class _Lines:
    """The physical lines of a file; those of a record that went wrong can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self._record: list[str] = []
        self._size = 0
        self.number = 0
        self.characters = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._record) > _MOST_LINES or self._size > _MOST_CHARACTERS:
            raise csv.Error
        line = self._returned.popleft() if self._returned else next(self._lines)
        self._record.append(line)
        self._size += len(line)
        self.number += 1
        return line

    @property
    def record_size(self) -> int:
        """How many characters of the record are read."""
        return self._size

    def begin_record(self) -> int:
        """Forget the record before; returns the line on which the next one starts."""
        self.characters += self._size
        self._record.clear()
        self._size = 0
        return self.number + 1

    def put_back_all_but_first(self) -> None:
        """Go on with the line after the one where the record began."""
        rest = self._record[1:]
        self._returned.extendleft(reversed(rest))
        self.number -= len(rest)
        self._size = len(self._record[0]) if self._record else 0


def read_records(
    path: Path,
    file_name: str,
    columns: Sequence[str],
    required: Sequence[str],
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Record | Defect]:
    """The rows of a file in order, and a defect for each that cannot be read.

    The file is read as UTF-8 with or without a byte order mark; bytes that are not UTF-8 stay in their cells as lone
    surrogates, so that they cost one row and not the file. A refused header ends the reading after its defects.
    Defects call the file `file_name`; `progress` is told now and then, and at the end, how many characters are read.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, strict=True)
        header = _read_header(file_name, lines, reader)
        if isinstance(header, Defect):
            yield header
            return
        defects = list(_check_header(file_name, header, columns, required))
        yield from defects
        if defects:
            return
        told = 0
        while True:
            line = lines.begin_record()
            if lines.characters >= told + _TELL_EVERY:
                progress(told := lines.characters)
            try:
                cells = next(reader)
            except StopIteration:
                progress(lines.characters)
                return
            except csv.Error:
                lines.put_back_all_but_first()
                reader = csv.reader(lines, strict=True)
                yield Defect(file_name, line, None, None, _('a quote is opened and not closed; write a quote as ""'))
                continue
            if len(cells) == len(header):
                filled = [cell.strip() or None for cell in cells]
                if any(filled):
                    yield Record(line, dict(zip(header, filled, strict=True)), lines.record_size)
                else:
                    yield Defect(file_name, line, None, None, _("every cell is empty"))
            elif any(map(str.strip, cells)):
                reason = _("{number} cells where the header has {columns}")
                reason = reason.format(number=len(cells), columns=len(header))
                yield Defect(file_name, line, None, ",".join(cells), reason)


def _read_header(file: str, lines: _Lines, reader: Iterator[list[str]]) -> list[str] | Defect:
    try:
        while not (header := next(reader)):
            lines.begin_record()
    except StopIteration:
        return Defect(file, 1, None, None, _("empty; the first line must name the columns"))
    except csv.Error:
        return Defect(file, 1, None, None, _("the header has a quote that is not closed"))
    return [name.strip() for name in header]


def _check_header(
    file: str, header: Sequence[str], columns: Sequence[str], required: Sequence[str]
) -> Iterator[Defect]:
    known = ", ".join(columns)
    for position, name in enumerate(header):
        if name not in columns:
            hint = _("the columns are {names}").format(names=known)
            if ";" in name or "\t" in name:
                hint = _("separate the columns by commas")
            elif not is_utf8(name) or "\0" in name:
                hint = _(NOT_UTF8)
            yield Defect(file, 1, name, name, _("unknown column, so the file is refused; {hint}").format(hint=hint))
        elif name in header[:position]:
            yield Defect(file, 1, name, name, _("the column is there twice, so the file is refused"))
    for name in required:
        if name not in header:
            yield Defect(file, 1, name, None, _("the column is missing, so the file is refused"))
