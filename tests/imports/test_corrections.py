"""Corrections of a file: the cells that were named are others, and everything else stays where and as it was."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.corrections import WHOLE_LINE, correct
from loaders import accounts, people
from loaders.reader import Record, read_records
from loaders.report import Defect

COLUMNS = accounts.TABLE.columns


def rows(path: Path) -> dict[int, Mapping[str, str | None]]:
    """The rows of a file by the line where each starts."""
    found = read_records(path, path.name, COLUMNS, accounts.TABLE.required_columns)
    return {row.line: row.cells for row in found if isinstance(row, Record)}


cells = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(' \n,";'), max_size=8)
files = st.lists(st.lists(cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=6)


@given(files, st.data(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_only_what_was_named_is_different(
    tmp_path_factory: pytest.TempPathFactory, some: list[list[str]], data: st.DataObject, end: str, mark: bool
) -> None:
    text = StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows([COLUMNS, *some])
    path = tmp_path_factory.mktemp("file") / "accounts.csv"
    path.write_bytes(("\ufeff" * mark + text.getvalue()).encode())
    before = rows(path)
    if not before:
        return
    line = data.draw(st.sampled_from(sorted(before)))
    column = data.draw(st.sampled_from(COLUMNS))
    value = data.draw(st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(',";'), min_size=1))
    correct(path, accounts.TABLE, {line: {column: value}})
    after = rows(path)
    assert after == before | {line: {**before[line], column: value}}


def test_a_line_that_cannot_be_split(tmp_path: Path) -> None:
    """It is written anew, over all lines that it took; the lines after it keep their numbers."""
    path = tmp_path / "accounts.csv"
    path.write_text('id,name\na,A\nb,"two\nlines",more\nc,"open\nd,D\n', encoding="utf-8")
    correct(path, accounts.TABLE, {3: {WHOLE_LINE: "b,B"}, 5: {WHOLE_LINE: "c,C"}})
    assert rows(path) == {
        line: {"id": id_, "name": id_.upper()} for line, id_ in ((2, "a"), (3, "b"), (5, "c"), (6, "d"))
    }


def test_a_line_and_then_a_cell_of_it(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("ident,name\na,A,\n", encoding="utf-8")
    correct(path, accounts.TABLE, {1: {WHOLE_LINE: "id,name"}, 2: {WHOLE_LINE: "a,", "name": "Anna, 安娜"}})
    assert rows(path) == {2: {"id": "a", "name": "Anna, 安娜"}}


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 stay what they are, too."""
    path = tmp_path / "people.csv"
    path.write_bytes(b"id,account_id,name\np,a,\xff\xfe\n")
    correct(path, people.TABLE, {9: {"name": "X"}, 2: {"wage": "1", "account_id": "b"}})
    assert path.read_bytes() == b"id,account_id,name\np,b,\xff\xfe\n"
    found = list(read_records(path, path.name, people.TABLE.columns, ()))
    assert not any(isinstance(one, Defect) for one in found)
