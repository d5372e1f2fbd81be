"""What a load tells: how many rows of each file were stored, and why the others were refused."""

import csv
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, NamedTuple

from pydantic import BaseModel, Field, PlainSerializer

from app.language import marked

_BAD_BYTES = re.compile(r"[\udc80-\udcff]")
_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


NOT_UTF8 = marked("not UTF-8; save the file with the encoding UTF-8")
_SHOWN = 1_000


def is_utf8(text: str) -> bool:
    """Was it UTF-8? Bytes that were not are read as lone surrogates."""
    return text.isascii() or not _BAD_BYTES.search(text)


def shown(text: str | None) -> str | None:
    """A cell as a report shows it, on one line, cut where it is very long, without control characters."""
    if text is None:
        return None
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}…"
    return text if text.isprintable() else _NOT_SHOWN.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("⏎", text))


class Defect(NamedTuple):
    """Why something was refused: one line of the report."""

    file: str
    line: int | None
    """The physical line on which the row starts, the header being line 1; None for the file as a whole."""
    column: str | None
    value: str | None
    """The cell as `shown`."""
    reason: str


class TableReport(BaseModel):
    """What became of one file."""

    file: str
    rows: int = 0
    """Rows read, not counting the header."""
    stored: int = 0
    """Rows accepted, and stored unless it was a dry run."""
    refused: int = 0
    file_refused: bool = False
    """The file as a whole was refused: nothing of it was read."""


class LoadReport(BaseModel):
    """What became of all files."""

    dry_run: bool
    tables: list[TableReport] = Field(default_factory=list[TableReport])
    defects: list[Annotated[Defect, PlainSerializer(Defect._asdict, return_type=dict[str, str | int | None])]] = Field(
        default_factory=list[Defect]
    )
    """The first defects; `defect_count` says how many there are."""
    defect_count: int = 0

    @property
    def refused(self) -> bool:
        """Was anything refused?"""
        return self.defect_count > 0


class DefectFile:
    """Writes defects as CSV with the header `file,line,column,value,reason`."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(Defect._fields)

    def add(self, defect: Defect) -> None:
        """Write one line."""
        self._writer.writerow(defect)


@contextmanager
def defect_file(path: Path) -> Generator[DefectFile]:
    """A report file that is complete when the context ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield DefectFile(file)
