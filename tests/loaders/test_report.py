"""The report: CSV that any program reads, whatever the cells hold."""

import csv
import io
import json
from pathlib import Path

import pytest

from app.graph import Graph
from loaders import load as loading
from loaders.load import load
from loaders.report import Defect, defect_file
from tests.loaders.folders import write


def test_the_report_is_csv(graph: Graph, tmp_path: Path) -> None:
    """Header, one line a defect, UTF-8; commas, quotes, line breaks, formulas and bad bytes come through."""
    values = ["a,b", 'a "b"', "a\nb\r\nc\u2028d", "=1+1", "王", "a;b", "a\tb", "a\x00\x1b\x85b", "x" * 2_000]
    as_shown = ["a,b", 'a "b"', "a⏎b⏎c⏎d", "=1+1", "王", "a;b", "a\tb", "a\ufffd\ufffd⏎b", "x" * 1_000 + "…"]
    rows = "".join('"{}",no,no\n'.format(value.replace('"', '""')) for value in values)
    content = f"kind,from_person_id,to_person_id\n{rows}".encode() + b"\xff\xd0x,no,no\n"
    path = tmp_path / "report.csv"
    with defect_file(path) as file:
        report = load(graph, [write(tmp_path, {"relations.csv": content}) / "relations.csv"], on_defect=file.add)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("file,line,column,value,reason\n")
    assert len(text.splitlines()) == 1 + report.defect_count
    found = list(csv.reader(io.StringIO(text)))[1:]
    assert found == [["" if cell is None else str(cell) for cell in defect] for defect in report.defects]
    assert [value for _, _, column, value, _ in found if column == "kind"] == [*as_shown, "\ufffd\ufffdx"]


def test_a_report_of_nothing(tmp_path: Path) -> None:
    """Is the header alone."""
    with defect_file(tmp_path / "report.csv"):
        pass
    assert (tmp_path / "report.csv").read_bytes() == b"file,line,column,value,reason\n"


def test_a_report_becomes_json(graph: Graph, tmp_path: Path) -> None:
    """Bad bytes and all."""
    folder = write(tmp_path, {"accounts.csv": b"id,name\n\xff,\xff\n", "people.csv": b"\xff,id\n"})
    report = json.loads(load(graph, [folder], dry_run=True).model_dump_json())
    assert report["tables"][0] == {"file": "accounts.csv", "rows": 1, "stored": 0, "refused": 1, "file_refused": False}
    assert report["defects"][0] == {
        "file": "accounts.csv",
        "line": 2,
        "column": "id",
        "value": "\ufffd",
        "reason": "not UTF-8; save the file with the encoding UTF-8",
    }


def test_a_report_keeps_the_first_defects_and_counts_all(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is bounded; whoever listens is told every one."""
    monkeypatch.setattr(loading, "KEPT_DEFECTS", 3)
    rows = "".join(f"a{number},\n" for number in range(10))
    told: list[Defect] = []
    folder = write(tmp_path, {"accounts.csv": "id,name\n" + rows, "people.csv": "id,account_id,name\n"})
    report = load(graph, [folder], dry_run=True, on_defect=told.append)
    assert (len(report.defects), report.defect_count, len(told)) == (3, 10, 10)
    assert report.defects == told[:3]


def test_progress_is_told(graph: Graph, tmp_path: Path) -> None:
    """The file, how many characters of it are read, never less than before, and its size."""
    rows = "".join(f"a{number},Name\n" for number in range(100))
    told: list[tuple[str, int, int]] = []
    write(tmp_path, {"accounts.csv": "id,name\n" + rows, "people.csv": "id,account_id,name\n"})
    load(graph, [tmp_path], dry_run=True, progress=lambda file, done, size: told.append((file, done, size)))
    size = (tmp_path / "accounts.csv").stat().st_size
    accounts = [(done, total) for name, done, total in told if name == "accounts.csv"]
    assert accounts == sorted(accounts)
    assert accounts[-1] == (size, size)
