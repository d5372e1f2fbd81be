"""Rows that were changed by others meanwhile, and the removal of rows."""

# pyright: reportUnknownMemberType=false

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from app.graph import Graph
from app.reach import EVERYTHING
from loaders.load import TABLES, load
from loaders.table import Table
from tests.copies import begin_with
from tests.loaders.folders import everything, nodes, write
from tests.loaders.two_accounts import FILES, NEAR, key_of, rows_of


@pytest.fixture
def loaded(graph: Graph, tmp_path: Path) -> Graph:
    """Both accounts and what ties them."""

    def fill() -> None:
        assert not load(graph, [write(tmp_path, FILES)]).defects

    begin_with(graph, "two accounts", fill)
    return graph


def test_what_went_over_to_another_account(loaded: Graph) -> None:
    """A department or project takes its name with it, though rows that stay still refer to it."""
    loaded.driver.execute_query(
        "MATCH (a:Account {id: 'foreign'}), (d:Department {id: 'near-d1'})-[part:PART_OF]->() "
        "MATCH (c:Project {id: 'near-c1'})<-[runs:RUNS]-() "
        "DELETE part, runs CREATE (d)-[:PART_OF]->(a), (c)<-[:RUNS]-(a)"
    )
    links = (
        ("departments.csv", "near-d2", "parent_id", "near-d1"),
        ("people.csv", "near-p4", "department_id", "near-d1"),
        ("opportunities.csv", "near-o1", "project_id", "near-c1"),
        ("assessments.csv", "near-s1", "project_id", "near-c1"),
    )
    for file, id_, column, value in links:
        table = next(table for table in TABLES if table.file == file)
        for reach, seen in ((EVERYTHING, value), (NEAR, None)):
            (stored,) = table.stored(loaded.within(reach), keys=[{"id": id_}], account_id=None, after=None, limit=1)
            assert stored.row[column] == seen


def test_the_place_of_work_begun_last(loaded: Graph) -> None:
    """Of several it is the one in the row; without a beginning it began first."""
    people = next(table for table in TABLES if table.file == "people.csv")
    add = (
        "MATCH (p:Person {id: 'near-p1'}), (d:Department {id: $d}) CREATE (p)-[:WORKS_IN {title: $d, from: $from}]->(d)"
    )
    for department, begun, seen in (("near-d1", None, "near manager"), ("near-d1", date(2011, 1, 1), "near-d1")):
        loaded.driver.execute_query(cast("Any", add), {"d": department, "from": begun})
        (stored,) = people.stored(loaded, keys=[{"id": "near-p1"}], account_id=None, after=None, limit=2)
        assert stored.row["title"] == seen
        assert stored.row["department_id"] == ("near-d2" if seen == "near manager" else seen)
    assert stored.row["works_from"] == date(2011, 1, 1)
    assert stored.row["works_to"] is None


# What refers to the first rows of each file, which are the near account's.
REFERRING: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "accounts.csv": {
        "near": {
            "spend figures": 3, "departments": 2, "people": 4, "projects": 2, "opportunities": 2,
        },
    },
    "users.csv": {
        "u1": {"accounts served": 2, "acquaintances": 2, "assessments": 4, "interactions": 5, "opportunities": 2},
        "u2": {"users who report to them": 2, "accounts served": 2, "acquaintances": 2, "interactions": 2},
    },
    "vendors.csv": {"us": {"projects": 2}, "rival": {"assessments": 2}},
    "project_types.csv": {
        "t1": {"spend figures": 2, "people": 2, "offerings": 2, "projects": 2, "opportunities": 2},
        "t2": {"spend figures": 2, "people": 2, "offerings": 1, "projects": 2},
    },
    "departments.csv": {"near-d1": {"departments": 1, "people": 2}, "near-d2": {"people": 1}},
    "people.csv": {
        "near-p1": {
            "people who report to them": 2, "ties": 5, "projects": 2, "acquaintances": 2, "assessments": 2,
            "interactions": 2,
        },
        "near-p3": {"interactions": 1},
    },
    "projects.csv": {"near-c1": {"people": 3, "assessments": 2, "opportunities": 1}},
}  # fmt: skip


def test_what_others_refer_to_stays(loaded: Graph) -> None:
    """It says what refers to it, and nothing changes."""
    tables = {table.file: table for table in TABLES}
    before = everything(loaded)
    for file, rows in REFERRING.items():
        for id_, expected_kinds in rows.items():
            assert _remove(loaded, tables[file], {"id": id_}) == expected_kinds
    assert everything(loaded) == before


def test_what_is_not_there(loaded: Graph) -> None:
    """Removing it answers nothing and changes nothing."""
    before = everything(loaded)
    for table in TABLES:
        if table.remove is not None:
            for row in rows_of(table):
                for key in _absent(table, key_of(table, row)):
                    assert _remove(loaded, table, key) == {}
    assert everything(loaded) == before


def _absent(table: Table, key: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Keys that differ from this one in one column, and of which there is no row."""
    keys = [key_of(table, row) for row in rows_of(table)]
    others = defaultdict[str, list[Any]](
        lambda: ["nobody"],
        fiscal_year=[2026, 2027, 2099],
        project_type_id=["t1", "t2", None, "nobody"],
        kind=["influences", "knows", "conflicts_with", "nobody"],
        role=["owner", "member"],
        **{"from": [date(1999, 1, 1), None]},
    )
    yield from ({**key, name: value} for name in key for value in others[name] if {**key, name: value} not in keys)


def test_everything_can_be_removed(graph: Graph, tmp_path: Path) -> None:
    """Row by row, from the last table to the first, each with its own links and no other, until nothing is left."""
    files = {name: text for name, text in FILES.items() if name != "assessments.csv"}
    assert not load(graph, [write(tmp_path, files)]).defects
    for table in reversed(TABLES):
        if table.remove is None:
            continue
        keys = [key_of(table, row) for row in rows_of(table)]
        while keys:  # those above follow those below them
            left = [key for key in keys if _remove(graph, table, key)]
            assert len(left) < len(keys)
            found = table.stored(graph, keys=keys, account_id=None, after=None, limit=1_000)
            assert sorted(str(key_of(table, stored.row)) for stored in found) == sorted(map(str, left))
            keys = left
    assert not nodes(graph)


def test_the_last_of_a_team(loaded: Graph) -> None:
    """The team goes with the last who is in it."""
    loaded.driver.execute_query("MATCH (u:User)-[r]-() WHERE NOT type(r) IN ['MEMBER_OF', 'REPORTS_TO'] DELETE r")
    users = next(table for table in TABLES if table.file == "users.csv")
    for id_, teams in (("u3", 1), ("u1", 0)):
        assert _remove(loaded, users, {"id": id_}) == {}
        assert sum(node[0] == "Team" for node in nodes(loaded)) == teams


def _remove(graph: Graph, table: Table, key: Mapping[str, Any]) -> dict[str, int]:
    assert table.remove is not None
    return {referring.kind: referring.count for referring in table.remove(graph, key=key)}
