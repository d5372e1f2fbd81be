"""What rows may refer to: rows of the files that hold, and what is in the graph; and which of two like rows stands."""

from pathlib import Path

import pytest

from app.graph import Graph
from loaders.load import TABLES, load
from tests.loaders.folders import EVERYTHING, Files, counts, everything, nodes, only, relationships, shown, write

UNKNOWN = "unknown; neither in the files nor in the graph"

# For each column that refers: a row that holds but for that cell, with the header.
ROWS: dict[tuple[str, str], str] = {
    ("spend.csv", "account_id"): "account_id,fiscal_year,amount\nno,2026,1\n",
    ("spend.csv", "project_type_id"): "account_id,fiscal_year,amount,project_type_id\na1,2026,1,no\n",
    ("departments.csv", "account_id"): "id,account_id,name\nd9,no,Name\n",
    ("departments.csv", "parent_id"): "id,account_id,name,parent_id\nd9,a1,Name,no\n",
    ("people.csv", "account_id"): "id,account_id,name\np9,no,Name\n",
    ("people.csv", "department_id"): "id,account_id,name,department_id\np9,a1,Name,no\n",
    ("people.csv", "reports_to"): "id,account_id,name,reports_to\np9,a1,Name,no\n",
    ("people.csv", "veto_types"): "id,account_id,name,veto,veto_types\np9,a1,Name,true,t1;no\n",
    ("people.csv", "approve_types"): "id,account_id,name,approve,approve_types\np9,a1,Name,true,no;t1\n",
    ("relations.csv", "from_person_id"): "from_person_id,to_person_id,kind\nno,wang,knows\n",
    ("relations.csv", "to_person_id"): "from_person_id,to_person_id,kind\nwang,no,knows\n",
    ("offerings.csv", "project_type_ids"): "id,name,project_type_ids\no9,Name,t1;no\n",
    ("projects.csv", "account_id"): "id,account_id,project_type_id,name,started_on\nc9,no,t1,Name,2026-01-01\n",
    ("projects.csv", "project_type_id"): "id,account_id,project_type_id,name,started_on\nc9,a1,no,Name,2026-01-01\n",
    ("projects.csv", "vendor_id"): (
        "id,account_id,project_type_id,name,started_on,vendor_id\nc9,a1,t1,Name,2026-01-01,no\n"
    ),
    ("participants.csv", "project_id"): "project_id,person_id\nno,wang\n",
    ("participants.csv", "person_id"): "project_id,person_id\nc1,no\n",
    ("users.csv", "manager_id"): "id,name,manager_id\nu9,Name,no\n",
    ("coverage.csv", "user_id"): "user_id,account_id,role\nno,a1,owner\n",
    ("coverage.csv", "account_id"): "user_id,account_id,role\nli,no,owner\n",
    ("acquaintances.csv", "user_id"): "user_id,person_id\nno,wang\n",
    ("acquaintances.csv", "person_id"): "user_id,person_id\nli,no\n",
    ("assessments.csv", "person_id"): "id,person_id,observed_on,closeness\ns9,no,2026-01-01,5\n",
    ("assessments.csv", "user_id"): "id,person_id,user_id,observed_on,closeness\ns9,wang,no,2026-01-01,5\n",
    ("assessments.csv", "project_id"): "id,person_id,observed_on,closeness,project_id\ns9,wang,2026-01-01,5,no\n",
    ("assessments.csv", "vendor_id"): "id,person_id,observed_on,closeness,vendor_id\ns9,wang,2026-01-01,5,no\n",
    ("interactions.csv", "user_ids"): "id,at,channel,user_ids,person_ids\ni9,2026-01-01,call,li;no,wang\n",
    ("interactions.csv", "person_ids"): "id,at,channel,user_ids,person_ids\ni9,2026-01-01,call,li,no\n",
    ("opportunities.csv", "account_id"): "id,account_id,name\no9,no,Name\n",
    ("opportunities.csv", "user_id"): "id,account_id,name,user_id\no9,a1,Name,no\n",
    ("opportunities.csv", "project_type_id"): "id,account_id,name,project_type_id\no9,a1,Name,no\n",
    ("opportunities.csv", "project_id"): "id,account_id,name,project_id\no9,a1,Name,no\n",
}


def test_every_reference_is_in_the_list() -> None:
    """The cases below leave out no column that refers to another row."""
    assert set(ROWS) == {(table.file, column) for table in TABLES for column in table.references}


def test_unknown_references(graph: Graph, tmp_path: Path) -> None:
    """An id that is nowhere is refused in every column that refers, and nothing of the row is stored."""
    load(graph, [write(tmp_path / "first", EVERYTHING)])
    before = everything(graph)
    for (file, column), content in ROWS.items():
        report = load(graph, [write(tmp_path / column, {file: content}) / file])
        header, row = (line.split(",") for line in content.splitlines())
        cell = dict(zip(header, row, strict=True))[column]
        reason = UNKNOWN if column in ("parent_id", "reports_to", "manager_id") else f"no: {UNKNOWN}"
        assert shown(report.defects) == [(file, 2, column, cell, reason)]
        assert counts(report) == {file: (1, 0, 1)}
    assert everything(graph) == before


def test_an_id_of_another_kind_is_unknown(graph: Graph, tmp_path: Path) -> None:
    """An account's id is not a person's."""
    content = "id,person_id,user_id,observed_on,closeness,project_id\ns9,a1,wang,2026-01-01,5,o1\n"
    report = load(graph, [write(tmp_path, {**EVERYTHING, "assessments.csv": content})])
    assert shown(report.defects) == [
        ("assessments.csv", 2, "person_id", "a1", f"a1: {UNKNOWN}"),
        ("assessments.csv", 2, "project_id", "o1", f"o1: {UNKNOWN}"),
        ("assessments.csv", 2, "user_id", "wang", f"wang: {UNKNOWN}"),
    ]


def test_ids_are_told_apart_by_every_character(graph: Graph, tmp_path: Path) -> None:
    """Case, accents, width and zeros in front make another id."""
    files: Files = {
        "accounts.csv": "id,name\na1,One\nA1,Two\n1,Three\n01,Four\né,Five\ne\u0301,Six\n",
        "people.csv": "id,account_id,name\np1,A1,Name\np2,a01,Name\np3,1.0,Name\np4,ａ1,Name\n",
    }
    report = load(graph, [write(tmp_path, files)])
    assert [(defect.line, defect.value) for defect in report.defects] == [(3, "a01"), (4, "1.0"), (5, "ａ1")]
    assert counts(report)["accounts.csv"] == (6, 6, 0)
    assert ("Person p1", "KEY_PERSON_OF", "Account A1") in relationships(graph)


def test_a_statement_about_somebody_who_was_not_there(graph: Graph, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """Known from the files of the load, dry or not, or from the graph; without dates somebody was always there."""
    said = "id,person_id,observed_on,closeness\n" + "".join(
        f"s{number},{who},{day},5\n"
        for number, (who, day) in enumerate(
            [
                ("p1", "2019-12-31"), ("p1", "2020-01-01"), ("p1", "2021-12-31"), ("p1", "2022-01-01"),
                ("p2", "1999-01-01"), ("p3", "2022-01-01"), ("p3", "1999-01-01"),
            ]
        )
    )  # fmt: skip
    files: Files = {
        "accounts.csv": "id,name\na1,One\n",
        "people.csv": "id,account_id,name,works_from,works_to\n"
        "p1,a1,P,2020-01-01,2021-12-31\np2,a1,P,,\np3,a1,P,,2021-12-31\n",
        "assessments.csv": said,
    }
    folder = write(tmp_path, files)
    for given, dry_run in (([folder], True), ([folder], False), ([folder / "assessments.csv"], False)):
        with subtests.test(dry_run=dry_run, given=given):
            found = load(graph, given, dry_run=dry_run)
            assert [(defect.line, defect.column, defect.value, defect.reason) for defect in found.defects] == [
                (2, "person_id", "p1", "p1 did not work there yet on 2019-12-31, only from 2020-01-01 on"),
                (5, "person_id", "p1", "p1 did not work there any more on 2022-01-01, only until 2021-12-31"),
                (7, "person_id", "p3", "p3 did not work there any more on 2022-01-01, only until 2021-12-31"),
            ]


def test_a_file_without_the_days_of_work(graph: Graph, tmp_path: Path) -> None:
    """They are what the graph has, also where the people are loaded again."""
    people = "id,account_id,name,works_from,works_to\np1,a1,P,,2021-12-31\n"
    first = write(tmp_path / "first", {"accounts.csv": "id,name\na1,One\n", "people.csv": people})
    assert not load(graph, [first]).defects
    again = {
        "accounts.csv": "id,name\na1,One\n",
        "people.csv": "id,account_id,name\np1,a1,P\np2,a1,P\n",
        "assessments.csv": "id,person_id,observed_on,closeness\ns1,p1,2022-01-01,5\ns2,p2,2022-01-01,5\n",
    }
    for dry_run in (True, False):
        report = load(graph, [write(tmp_path / "again", again)], dry_run=dry_run)
        assert [(defect.line, defect.column) for defect in report.defects] == [(2, "person_id")]


def test_rows_that_refer_to_a_refused_row(graph: Graph, tmp_path: Path) -> None:
    """Refusals go down through the tables, each naming the row above; what does not depend on them is stored."""
    files: Files = {
        **EVERYTHING,
        "accounts.csv": "id,name\na1,\na2,Good\n",
        "departments.csv": "id,account_id,name\nd1,a1,Bad\nd2,a2,Good\n",
        "people.csv": "id,account_id,name,department_id,reports_to\n"
        "wang,a2,Bad,d1,\nliu,a2,Bad,,wang\nxu,a2,Good,d2,\n",
        "relations.csv": "from_person_id,to_person_id,kind\nxu,liu,knows\n",
        "projects.csv": "id,account_id,project_type_id,name,started_on\n"
        "c1,a1,t1,Bad,2026-01-01\nc2,a2,t1,Good,2026-01-01\n",
        "participants.csv": "project_id,person_id\nc1,xu\nc2,wang\nc2,xu\n",
        "assessments.csv": "id,person_id,observed_on,closeness,project_id\n"
        "s1,liu,2026-01-01,5,\ns2,xu,2026-01-01,5,c1\n",
        "interactions.csv": "id,at,channel,user_ids,person_ids\ni1,2026-01-01,call,li,wang;liu;xu\n",
        "opportunities.csv": "id,account_id,name,project_id\no1,a2,Bad,c1\no2,a2,Good,\n",
    }  # fmt: skip
    report = load(graph, [write(tmp_path, files)])
    account, department, wang, liu, project = (
        f"refers to a row that was refused ({file}, line {line})"
        for file, line in [
            ("accounts.csv", 2), ("departments.csv", 2), ("people.csv", 2), ("people.csv", 3), ("projects.csv", 2),
        ]
    )  # fmt: skip
    assert shown(report.defects) == [
        ("accounts.csv", 2, "name", None, "empty, but it is required"),
        ("acquaintances.csv", 2, "person_id", "wang", f"wang: {wang}"),
        ("acquaintances.csv", 3, "person_id", "liu", f"liu: {liu}"),
        ("assessments.csv", 2, "person_id", "liu", f"liu: {liu}"),
        ("assessments.csv", 3, "project_id", "c1", f"c1: {project}"),
        *((("coverage.csv", line, "account_id", "a1", f"a1: {account}")) for line in (2, 3, 4)),
        ("departments.csv", 2, "account_id", "a1", f"a1: {account}"),
        ("interactions.csv", 2, "person_ids", "wang;liu;xu", f"wang: {wang}"),
        ("interactions.csv", 2, "person_ids", "wang;liu;xu", f"liu: {liu}"),
        ("opportunities.csv", 2, "project_id", "c1", f"c1: {project}"),
        ("participants.csv", 2, "project_id", "c1", f"c1: {project}"),
        ("participants.csv", 3, "person_id", "wang", f"wang: {wang}"),
        ("people.csv", 2, "department_id", "d1", f"d1: {department}"),
        ("people.csv", 3, "reports_to", "wang", wang),
        ("projects.csv", 2, "account_id", "a1", f"a1: {account}"),
        ("relations.csv", 2, "to_person_id", "liu", f"liu: {liu}"),
        ("spend.csv", 2, "account_id", "a1", f"a1: {account}"),
        ("spend.csv", 3, "account_id", "a1", f"a1: {account}"),
    ]
    ids = {row[0]: set[str]() for row in nodes(graph)}
    for label, *properties in nodes(graph):
        ids[label].add(dict(properties).get("id", ""))
    assert ids["Account"] == {"a2"}
    assert ids["Person"] == {"xu"}
    assert ids["Project"] == {"c2"}
    assert ids["Opportunity"] == {"o2"}
    assert "Assessment" not in ids
    assert "Interaction" not in ids


def test_a_refused_row_counts_although_the_graph_has_the_id(graph: Graph, tmp_path: Path) -> None:
    """Rows that refer to a row refused in this load are refused, though an earlier load stored it."""
    load(graph, [write(tmp_path / "first", EVERYTHING)])
    before = everything(graph)
    files = {
        "people.csv": "id,account_id,name,veto\nwang,a1,Renamed,maybe\n",
        "relations.csv": "from_person_id,to_person_id,kind\nwang,liu,knows\n",
    }
    second = write(tmp_path / "second", files)
    report = load(graph, [second / "relations.csv", second / "people.csv"])
    assert shown(report.defects) == [
        ("people.csv", 2, "veto", "maybe", "not true or false"),
        ("relations.csv", 2, "from_person_id", "wang", "wang: refers to a row that was refused (people.csv, line 2)"),
    ]
    assert everything(graph) == before


def test_another_account(graph: Graph, tmp_path: Path) -> None:
    """A department, its parent and an opportunity's project belong to the row's account, in the files or the graph."""
    files = {
        **only("accounts.csv", "project_types.csv"),
        "departments.csv": "id,account_id,name,parent_id\nd1,a1,One,\nd2,a2,Two,d1\nd3,no,Three,d1\n",
        "people.csv": "id,account_id,name,department_id\np1,a2,Name,d1\np2,a1,Name,d1\n",
        "projects.csv": "id,account_id,project_type_id,name,started_on\nc1,a1,t1,Name,2026-01-01\n",
        "opportunities.csv": "id,account_id,name,project_id\no1,a2,Name,c1\no2,a1,Name,c1\no3,no,Name,c1\n",
    }
    expected = [
        ("departments.csv", 3, "parent_id", "d1", "d1 belongs to another account than a2"),
        ("departments.csv", 4, "account_id", "no", f"no: {UNKNOWN}"),
        ("opportunities.csv", 2, "project_id", "c1", "c1 belongs to another account than a2"),
        ("opportunities.csv", 4, "account_id", "no", f"no: {UNKNOWN}"),
        ("people.csv", 2, "department_id", "d1", "d1 belongs to another account than a2"),
    ]
    assert shown(load(graph, [write(tmp_path, files)]).defects) == expected
    (tmp_path / "departments.csv").write_text("id,account_id,name,parent_id\nd2,a2,Two,d1\nd3,no,Three,d1\n")
    (tmp_path / "projects.csv").unlink()
    lines = {"departments.csv": -1}
    assert shown(load(graph, [tmp_path]).defects) == [
        (file, (line or 0) + lines.get(file, 0), *rest) for file, line, *rest in expected
    ]


DUPLICATES: dict[str, tuple[str, str, str]] = {
    "accounts.csv": ("id,name\na1,One\na2,Two\na1,Three\n", "id", "a1"),
    "spend.csv": ("account_id,fiscal_year,amount\na1,2026,1\na2,2026,1\na1,2026,2\n", "account_id", "a1"),
    "departments.csv": ("id,account_id,name\nd1,a1,One\nd2,a1,Two\nd1,a1,One\n", "id", "d1"),
    "people.csv": ("id,account_id,name\nwang,a1,One\nliu,a1,Two\nwang,a1,One\n", "id", "wang"),
    "relations.csv": (
        "from_person_id,to_person_id,kind\nwang,liu,knows\nliu,wang,knows\nwang,liu,knows\n", "from_person_id", "wang"),
    "project_types.csv": ("id,name\nt1,One\nt2,Two\nt1,One\n", "id", "t1"),
    "offerings.csv": ("id,name,project_type_ids\no1,One,t1\no2,Two,t1\no1,One,t2\n", "id", "o1"),
    "vendors.csv": ("id,name,is_us\nus,One,true\nrival,Two,false\nus,One,true\n", "id", "us"),
    "projects.csv": (
        "id,account_id,project_type_id,name,started_on\nc1,a1,t1,One,2026-01-01\nc2,a1,t1,Two,2026-01-01\n"
        "c1,a2,t1,One,2026-01-01\n", "id", "c1"),
    "participants.csv": ("project_id,person_id\nc1,wang\nc1,liu\nc1,wang\n", "project_id", "c1"),
    "users.csv": ("id,name\nli,One\nchen,Two\nli,One\n", "id", "li"),
    "coverage.csv": (
        "user_id,account_id,role,from,to\nli,a1,owner,,\nli,a1,owner,2026-01-01,\nli,a1,owner,,2027-01-01\n",
        "user_id", "li"),
    "acquaintances.csv": ("user_id,person_id\nli,wang\nli,liu\nli,wang\n", "user_id", "li"),
    "assessments.csv": (
        "id,person_id,observed_on,closeness\ns1,wang,2026-01-01,5\ns2,wang,2026-01-01,5\ns1,wang,2026-01-01,5\n",
        "id", "s1"),
    "interactions.csv": (
        "id,at,channel,user_ids,person_ids\ni1,2026-01-01,call,li,wang\ni2,2026-01-01,call,li,wang\n"
        "i1,2026-01-01,call,li,wang\n", "id", "i1"),
    "opportunities.csv": ("id,account_id,name\no1,a1,One\no2,a2,Two\no1,a1,One\n", "id", "o1"),
}  # fmt: skip


@pytest.mark.parametrize("file", [table.file for table in TABLES])
def test_the_first_of_two_like_rows_wins(file: str, graph: Graph, tmp_path: Path) -> None:
    """A row with the id, or the key, of an earlier one is refused, be it the same or not."""
    content, column, value = DUPLICATES[file]
    report = load(graph, [write(tmp_path, {**EVERYTHING, file: content})], dry_run=True)
    key = ", ".join(name.rstrip("_") for name in next(table for table in TABLES if table.file == file).key)
    found = [defect for defect in shown(report.defects) if defect[0] == file]
    assert found == [(file, 4, column, value, f"the same {key} as line 2 of {file}")]
    assert counts(report)[file] == (3, 2, 1)


def test_the_first_row_that_holds_is_the_one_stored(graph: Graph, tmp_path: Path) -> None:
    """A refused row does not take its id away from a valid one, and rows may refer to that one."""
    files: Files = {
        "accounts.csv": "id,name,currency\na1,,CNY\na1,Second,\na1,Third,EUR\n",
        "people.csv": "id,account_id,name\nwang,a1,Wang\n",
    }
    report = load(graph, [write(tmp_path, files)])
    assert shown(report.defects) == [
        ("accounts.csv", 2, "name", None, "empty, but it is required"),
        ("accounts.csv", 4, "id", "a1", "the same id as line 3 of accounts.csv"),
    ]
    assert set(nodes(graph)) == {
        ("Account", ("id", "a1"), ("name", "Second")),
        ("Person", ("id", "wang"), ("name", "Wang")),
    }
