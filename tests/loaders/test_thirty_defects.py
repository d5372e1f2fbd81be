"""A folder with a defect in every second row: each gets its reason, and nothing that holds is lost."""

import csv
from pathlib import Path

import pytest

from app.graph import Graph
from loaders.load import load
from loaders.report import defect_file
from tests.loaders.folders import EVERYTHING, Files, everything, write

BAD: dict[str, list[tuple[str | bytes, str | None, str]]] = {
    "accounts.csv": [
        ("a1,Again,,,,", "id", "the same id as line 2"),
        (",Nameless id,,,,", "id", "empty"),
        (b"a3,\xbd\xad,,,,", "name", "not UTF-8"),
        ("a4,Too few", None, "2 cells"),
    ],
    "spend.csv": [
        ("a1,2028,-5,,", "amount", "negative"),
        ("a1,28,5,,", "fiscal_year", "not a fiscal year"),
        ("a1,2026,6000000,,", "account_id", "the same account_id, fiscal_year, project_type_id as line 2"),
    ],
    "departments.csv": [
        ("d3,a1,Reversed,,2026-01-02,2026-01-01", "to", "before from"),
        ("d4,a2,Other account,d1,,", "parent_id", "another account"),
        ("d5,a1,Itself,d5,,", "parent_id", "on a cycle"),
    ],
    "people.csv": [
        ("p1,a9,Unknown account" + "," * 12, "account_id", "unknown"),
        ("p2,a1,Reports,,,p3" + "," * 9, "reports_to", "on a cycle"),
        ("p3,a1,in circles,,,p2" + "," * 9, "reports_to", "on a cycle"),
        ("p4,a1,Below,,,p3" + "," * 9, "reports_to", "refers to a row that was refused"),
        ("p5,a1,Perhaps,,,,maybe" + "," * 8, "veto", "not true or false"),
        ('p6,a1,"Open quote' + "," * 12, None, "a quote is opened and not closed"),
    ],
    "relations.csv": [
        ("liu,wang,likes,", "kind", "not one of"),
        ("liu,wang,knows,70", "strength", "not between 0 and 1"),
        ("liu,p5,knows,", "to_person_id", "refers to a row that was refused"),
    ],
    "offerings.csv": [("o3,Nothing,", "project_type_ids", "empty")],
    "vendors.csv": [("v3,Perhaps,us", "is_us", "not true or false")],
    "projects.csv": [
        ("c3,a1,t1,No such day,2026-02-30" + "," * 7, "started_on", "no such day"),
        ("c4,a1,t1,Budget,2026-01-01,,lots" + "," * 5, "budget", "not a number"),
        ("c5,a1,t9,Type,2026-01-01" + "," * 7, "project_type_id", "unknown"),
    ],
    "participants.csv": [
        ("c1,xu,boss,,", "buying_role", "not one of"),
        ("c3,xu,,,", "project_id", "refers to a row that was refused"),
    ],
    "users.csv": [("u3,Boss,,boss,,,,", "role", "not one of")],
    "coverage.csv": [("li,a2,helper,,", "role", "not one of")],
    "acquaintances.csv": [("u3,wang,", "user_id", "refers to a row that was refused")],
    "assessments.csv": [
        ("s3,wang,li,2026-01-01,101,,,,,,,,", "closeness", "not a score"),
        ("s4,wang,li,2026-01-01,,,,0.5,,,,,", "closeness", "no attitude given"),
        ("s5,wang,li,2026-01-02,50,,,,,,,,2026-01-01", "recorded_at", "before observed_on"),
        ("s6,wang,li,,50,,,,,,,,", "observed_on", "empty"),
    ],
    "interactions.csv": [
        ("i2,yesterday,call,,li,wang", "at", "not a date or time"),
        ("i3,2026-01-01,call,,li;u9,wang", "user_ids", "u9: unknown"),
    ],
    "opportunities.csv": [
        ("o3,a1,Origin,,found,,,,,,,,,", "origin", "not one of"),
        ("o4,a1,Probable,,,,,,,,1.5,,,", "probability", "not between 0 and 1"),
    ],
}


def with_defects() -> tuple[Files, list[tuple[str, int, str | None, str]]]:
    """Everything, with the bad rows at the end of each file; and what is to be said of them."""
    files: dict[str, str | bytes] = dict(EVERYTHING)
    expected: list[tuple[str, int, str | None, str]] = []
    for name, rows in BAD.items():
        content = str(files[name]).encode()
        for row, column, reason in rows:
            expected.append((name, content.count(b"\n") + 1, column, reason))
            content += (row if isinstance(row, bytes) else row.encode()) + b"\n"
        files[name] = content
    return files, expected


@pytest.fixture
def clean(graph: Graph, tmp_path: Path) -> object:
    """The graph of the folder without the bad rows."""
    assert not load(graph, [write(tmp_path / "clean", EVERYTHING)]).refused
    return everything(graph)


def test_each_defect_has_its_reason_and_all_else_is_stored(clean: object, graph: Graph, tmp_path: Path) -> None:
    """One line of the report a defect, in the order in which tables are read; the graph is that of the clean folder."""
    files, expected = with_defects()
    graph.driver.execute_query("MATCH (n) WHERE NOT n:Store DETACH DELETE n")
    with defect_file(tmp_path / "report.csv") as report_file:
        report = load(graph, [write(tmp_path / "dirty", files)], on_defect=report_file.add)
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["file", "line", "column", "value", "reason"]
    assert sorted((file, int(line), column) for file, line, column, _, _ in lines[1:]) == sorted(
        (file, line, column or "") for file, line, column, _ in expected
    )
    reasons = {(file, int(line)): reason for file, line, _, _, reason in lines[1:]}
    assert all(reason in reasons[file, line] for file, line, _, reason in expected)
    assert len(expected) == report.defect_count == 37
    assert everything(graph) == clean
    assert sum(table.refused for table in report.tables) == 37
    assert all(table.rows == table.stored + table.refused for table in report.tables)


def test_a_dry_run_stores_nothing_and_reports_the_same(graph: Graph, tmp_path: Path) -> None:
    """Into an empty graph, and over an older load."""
    files, _ = with_defects()
    folder = write(tmp_path / "dirty", files)
    dry = load(graph, [folder], dry_run=True)
    assert everything(graph) == ({}, {})
    wet = load(graph, [folder])
    assert (dry.dry_run, wet.dry_run) == (True, False)
    assert dry.model_copy(update={"dry_run": False}) == wet
    changed = write(
        tmp_path / "changed",
        {
            "accounts.csv": "id,name\na1,Renamed\nnew,New\n",
            "people.csv": "id,account_id,name,reports_to\nwang,new,Moved,xu\nliu,a1,Liu,\nnew,new,New,liu\n",
            "assessments.csv": "id,person_id,observed_on,closeness\ns1,wang,2026-01-01,1\ns9,new,2026-01-01,1\n",
        },
    )
    before = everything(graph)
    dry = load(graph, [changed], dry_run=True)
    assert everything(graph) == before
    wet = load(graph, [changed])
    assert dry.model_copy(update={"dry_run": False}) == wet
    assert wet.defect_count == 1
    assert everything(graph) != before
