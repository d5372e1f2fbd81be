"""Rows as they are stored, for those who may see them, and their removal."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from app.graph import QUERIES, Graph
from app.reach import EVERYTHING, NOTHING, Reach
from graph_models.records import StoredRow
from loaders.load import TABLES, load
from loaders.table import Table
from tests.loaders.folders import everything, nodes, write

# What each of two accounts has, with every column filled once and, where it may be, empty once.
ACCOUNT = {
    "accounts.csv": """\
id,name,industry,region,city_tier,currency
{x},{x} Water,{x} utility,{x} region,2,CNY
""",
    "spend.csv": """\
account_id,fiscal_year,amount,currency,project_type_id
{x},2026,5000000,CNY,
{x},2027,1500000.5,,t2
{x},2027,1,CNY,t1
""",
    "departments.csv": """\
id,account_id,name,parent_id,from,to
{x}-d1,{x},{x} management,,2001-01-31,
{x}-d2,{x},{x} plants,{x}-d1,,2030-12-31
""",
    "people.csv": """\
id,account_id,name,department_id,title,reports_to,veto,approve,veto_types,approve_types,works_from,works_to,placeholder,outsider,email
{x}-p1,{x},{x} Wang,{x}-d2,{x} manager,{x}-p2,true,true,t2;t1,t2,2010-01-01,2030-01-01,false,true,{x}@example.com
{x}-p2,{x},{x} Liu,,,,,,,,,,,,
{x}-p3,{x},{x} Xu,{x}-d1,,{x}-p1,false,false,,,,2026-01-31,true,false,
""",
    "relations.csv": """\
from_person_id,to_person_id,kind,strength
{x}-p1,{x}-p2,influences,0.7
{x}-p1,{x}-p2,knows,
{x}-p2,{x}-p1,conflicts_with,1
""",
    "projects.csv": """\
id,account_id,project_type_id,name,started_on,ended_on,budget,currency,vendor_id,outcome,no_contact_from,no_contact_to
{x}-c1,{x},t1,{x} Dongshan,2024-02-29,2025-02-28,980000,CNY,us,won,2024-01-01,2024-02-01
{x}-c2,{x},t2,{x} Meters,2026-03-01,,,,,,,
""",
    "participants.csv": """\
project_id,person_id,buying_role,veto,approve
{x}-c1,{x}-p1,decision_maker,true,false
{x}-c1,{x}-p2,,,
""",
    "coverage.csv": """\
user_id,account_id,role,from,to
u1,{x},owner,2024-01-01,2030-01-01
u1,{x},owner,2020-01-01,2022-12-31
u2,{x},owner,,
u2,{x},member,,2020-01-01
""",
    "acquaintances.csv": """\
user_id,person_id,strength
u1,{x}-p1,0.25
u2,{x}-p1,
""",
    "assessments.csv": """\
id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance,confidence,source,project_id,vendor_id,note,recorded_at
{x}-s1,{x}-p1,u1,2026-03-31,50,75,0,0.7,{x} meeting,{x}-c1,rival,"{x} asks, twice",2026-04-01T18:00:00+08:00
{x}-s2,{x}-p2,,2026-03-30,,,100,,,,,,2026-04-02
""",
    "interactions.csv": """\
id,at,channel,summary,user_ids,person_ids
{x}-i1,2026-03-31T14:30:00+08:00,visit,{x} talk,u2;u1,{x}-p2;{x}-p1
{x}-i2,2026-03-31,call,,u1,{x}-p3
""",
    "opportunities.csv": """\
id,account_id,name,user_id,origin,amount,currency,project_type_id,project_id,stage,probability,opened_on,closed_on,outcome
{x}-o1,{x},{x} control,u1,hatched,950000,CNY,t1,{x}-c1,{x} proposal,0.5,2023-01-01,2024-03-01,won
{x}-o2,{x},{x} something,,,,,,,,,,,
""",
}

# What belongs to no account.
EVERYBODYS = {
    "users.csv": """\
id,name,email,role,team,manager_id,quota,currency
u1,Li Min,li@example.com,rep,Central,u2,8000000,CNY
u2,Chen Gang,,,,,,
u3,Zhao Lei,,executive,Central,u2,,
""",
    "project_types.csv": "id,name\nt1,Plant control\nt2,Smart metering\n",
    "offerings.csv": "id,name,project_type_ids\nk1,Control,t2;t1\nk2,Meters,t1\n",
    "vendors.csv": "id,name,is_us\nrival,Tianshu,false\nus,Ruoshui,true\n",
}

# What ties the two, wherever that is possible, and a third.
BETWEEN = {
    "accounts.csv": "bare,Nothing is known,,,,\n",
    "people.csv": """\
near-p4,near,near Zhou,near-d1,,foreign-p1,,,,,,,,,
foreign-p4,foreign,foreign Zhou,,,near-p1,,,,,,,,,
""",
    "relations.csv": "near-p1,foreign-p1,influences,0.5\nforeign-p2,near-p1,knows,0.5\n",
    "participants.csv": "near-c1,foreign-p1,evaluator,,\nforeign-c1,near-p1,evaluator,,\n",
    "assessments.csv": """\
near-s3,near-p1,u1,2026-03-29,1,,,,,foreign-c1,,about the other,2026-04-02
foreign-s3,foreign-p1,u1,2026-03-29,1,,,,,near-c1,,foreign,2026-04-02
""",
    "interactions.csv": "both-i3,2026-03-31,fair,foreign met near,u1,foreign-p1;near-p1\n",
}

FILES = {
    table.file: ACCOUNT.get(table.file, "").replace("{x}", "near")
    + "".join(ACCOUNT.get(table.file, "").replace("{x}", "foreign").splitlines(keepends=True)[1:])
    + BETWEEN.get(table.file, "")
    + EVERYBODYS.get(table.file, "")
    for table in TABLES
}

NEAR = Reach(("near",), ("near",), ("u1",))
FOR_ALL_USERS = {"users.csv", "vendors.csv", "offerings.csv", "project_types.csv"}
"""The files whose rows are about no account."""
PROTECTED = {("assessments.csv", "note"), ("assessments.csv", "user_id"), ("interactions.csv", "summary")}

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)


@pytest.fixture
def loaded(graph: Graph, tmp_path: Path) -> Graph:
    """Both accounts and what ties them."""
    assert not load(graph, [write(tmp_path, FILES)]).defects
    return graph


def rows_of(table: Table) -> list[dict[str, Any]]:
    """The rows of the file as their model reads them, by the names of the columns."""
    cells = csv.DictReader(io.StringIO(FILES[table.file]))
    models = [table.row.model_validate({name: cell or None for name, cell in row.items()}) for row in cells]
    return [_listed(model.model_dump(by_alias=True)) for model in models]


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, tuple) else value for name, value in row.items()}


def key_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that identify a row, with its values."""
    return {name: row[name] for name in (column.rstrip("_") for column in table.key)}


def accounts_of(table: Table, row: Mapping[str, Any]) -> list[str]:
    """The accounts that a row is about: every id but of an assessment's project begins with its account's."""
    if table.file in FOR_ALL_USERS:
        return []
    about = {name: value for name, value in row.items() if name in table.key or name in ("account_id", "person_ids")}
    if table.file == "assessments.csv":
        about = {"person_id": row["person_id"]}
    return [name for name in ("bare", "foreign", "near") if name in str(about.values())]


def expected(table: Table, reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """The rows of the file that are seen, as they are seen, in the file's order."""
    seen: list[dict[str, Any]] = []
    for row in rows_of(table):
        about = accounts_of(table, row)
        if (reach.accounts is None or set(about) <= set(reach.accounts)) and (
            table.file != "users.csv" or reach.users is None or row["id"] in reach.users
        ):
            for name in row:
                if (table.file, name) in PROTECTED and reach.team is not None and not set(about) <= set(reach.team):
                    row[name] = None
                if name in ("reports_to", "project_id") and reach.accounts is not None and row[name] is not None:
                    row[name] = row[name] if row[name].split("-")[0] in reach.accounts else None
            seen.append(row)
    return seen


def listed(graph: Graph, table: Table, account_id: str | None, after: str | None = None) -> list[StoredRow]:
    """All the rows at once."""
    return table.stored(graph, keys=None, account_id=account_id, after=after, limit=1_000)


def paged(graph: Graph, table: Table, account_id: str | None) -> Iterator[StoredRow]:
    """All the rows, one a page."""
    after = None
    while page := table.stored(graph, keys=None, account_id=account_id, after=after, limit=1):
        assert len(page) == 1
        yield page[0]
        after = page[0].position


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows in an order of their own, to compare two lists."""
    return sorted(rows, key=lambda row: str(sorted(row.items(), key=lambda cell: cell[0])))


def plain(rows: Iterable[StoredRow]) -> list[Mapping[str, Any]]:
    """Only what the file's columns hold."""
    return in_order(stored.row for stored in rows)


def test_every_column_is_filled() -> None:
    """The folder of these tests leaves out no column, and each that may stay empty is empty somewhere."""
    for table in TABLES:
        rows = rows_of(table)
        for name in table.columns:
            assert any(row[name] is not None for row in rows), (table.file, name)
            if name not in (*table.required_columns, "recorded_at"):
                assert any(row[name] is None for row in rows), (table.file, name)


@each_table
def test_a_row_is_answered_as_it_was_loaded(loaded: Graph, table: Table) -> None:
    """By its key every row comes back with every column, the place where it is listed and its accounts."""
    for row in rows_of(table):
        key = key_of(table, row)
        (stored,) = table.stored(loaded, keys=[key], account_id=None, after=None, limit=2)
        assert stored.row == row
        assert sorted(stored.account_ids) == accounts_of(table, row)
        assert stored.position == "\1".join("" if part is None else str(part) for part in key.values())


@each_table
def test_several_keys(loaded: Graph, table: Table) -> None:
    """They are answered together, each once, in order and by pages; those that are not there are left out."""
    rows = rows_of(table)
    keys = [key_of(table, row) for row in rows]
    strange = [{name: 1999 if name == "fiscal_year" else "nobody" for name in keys[0]}]
    if table.file == "coverage.csv":
        strange = [{**keys[0], "from": date(1999, 1, 1)}, {**keys[0], "from": None}]
    found = table.stored(loaded, keys=keys[::-1] + keys + strange, account_id=None, after=None, limit=1_000)
    assert plain(found) == in_order(rows)
    positions = [stored.position for stored in found]
    assert positions == sorted(set(positions))
    later = table.stored(loaded, keys=keys, account_id=None, after=positions[0], limit=1)
    assert later == found[1:2]
    assert table.stored(loaded, keys=[], account_id="near", after=None, limit=10) == []
    assert table.stored(loaded, keys=strange, account_id="near", after=None, limit=10) == []


@each_table
def test_the_rows_of_an_account(loaded: Graph, table: Table) -> None:
    """Exactly those about it are listed, in order, and page by page the same."""
    rows = rows_of(table)
    for account_id in ("near", "foreign", "nobody"):
        found = listed(loaded, table, account_id)
        assert plain(found) == in_order(row for row in rows if account_id in accounts_of(table, row))
        positions = [stored.position for stored in found]
        assert positions == sorted(set(positions))
        assert list(paged(loaded, table, account_id)) == found
    whole = rows if table.file in FOR_ALL_USERS | {"accounts.csv"} else []
    assert plain(paged(loaded, table, None)) == in_order(whole)


@each_table
def test_of_foreign_accounts_nothing_is_seen(loaded: Graph, table: Table) -> None:
    """No row, no link and no name, neither by key nor by list; of what is near everything."""
    graph = loaded.within(NEAR)
    near = in_order(expected(table, NEAR))
    account_id = None if table.file in FOR_ALL_USERS else "near"
    found = listed(graph, table, account_id)
    assert plain(found) == near
    assert list(paged(graph, table, account_id)) == found
    keys = [key_of(table, row) for row in rows_of(table)]
    assert table.stored(graph, keys=keys, account_id=None, after=None, limit=1_000) == found
    assert listed(graph, table, "foreign") == []
    everywhere = found + listed(graph, table, None)
    assert "foreign" not in str(everywhere)
    if table.file not in FOR_ALL_USERS:
        assert near
        assert len(near) < len(keys)
        for who in (NOTHING, Reach((), None, None)):
            assert table.stored(loaded.within(who), keys=keys, account_id=None, after=None, limit=1_000) == []


@each_table
@pytest.mark.parametrize("team", [(), ("near",), ("near", "foreign")], ids=str)
def test_notes_are_the_teams(loaded: Graph, table: Table, team: Sequence[str]) -> None:
    """Notes, summaries and contributors are for those who serve all the accounts that a row is about."""
    reach = Reach(None, tuple(team), None)
    keys = [key_of(table, row) for row in rows_of(table)]
    found = table.stored(loaded.within(reach), keys=keys, account_id=None, after=None, limit=1_000)
    assert plain(found) == in_order(expected(table, reach))
    if len(team) == 2:
        assert plain(found) == in_order(rows_of(table))


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


@each_table
def test_one_row_costs_a_seek(loaded: Graph, table: Table) -> None:
    """By its key a row is read and removed without looking through all of its kind."""
    name = table.file.removesuffix(".csv")
    key = key_of(table, rows_of(table)[0])
    given = {"keys": [key], "account_id": None, "after": None, "limit": 1, "key": key}
    for kind in ("stored", "remove"):
        if (file := QUERIES.get(f"loaders/{kind}_{name}")) is not None:
            reach = dict.fromkeys(file.reach_parameters)
            with loaded.driver.session() as session, session.begin_transaction() as transaction:
                plan = transaction.run(cast("Any", f"PROFILE {file.text}"), {**given, **reach}).consume().profile
                transaction.rollback()
            assert plan is not None
            operators = list(_operators(plan))
            assert any("UniqueIndexSeek" in operator for operator, _ in operators)
            assert [operator for operator, hits in operators if "Scan" in operator and hits] == []


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Every step of a plan, and how often it touched the store."""
    yield plan["operatorType"], plan["args"]["DbHits"]
    for child in plan.get("children", ()):
        yield from _operators(child)


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
