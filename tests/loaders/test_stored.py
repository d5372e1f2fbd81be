"""Rows as they are stored, for those who may see them."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

import pytest

from app.graph import QUERIES, Graph
from app.reach import EVERYTHING, NOTHING, Reach
from app.store.queries import wipe_if_ours
from graph_models.records import StoredRow
from loaders import opportunities, projects
from loaders.load import TABLES, load
from loaders.table import OnDay, Table
from tests.loaders.folders import write
from tests.loaders.two_accounts import FILES, FOR_ALL_USERS, NEAR, key_of, rows_of

PROTECTED = {("assessments.csv", "note"), ("assessments.csv", "user_id"), ("interactions.csv", "summary")}

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)


@pytest.fixture(scope="module")
def loaded(connection: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Both accounts and what ties them, loaded once: these tests change nothing."""
    wipe_if_ours(connection, "tests")
    assert not load(connection, [write(tmp_path_factory.mktemp("both"), FILES)]).defects
    return connection


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


@each_table
def test_one_row_costs_a_seek(loaded: Graph, table: Table) -> None:
    """By its key a row is read and removed without looking through all of its kind."""
    name = table.file.removesuffix(".csv")
    key = key_of(table, rows_of(table)[0])
    given = {"keys": [key], "account_id": None, "after": None, "limit": 1, "on": None, "key": key}
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


HELD: Mapping[str, Mapping[str, Sequence[str]]] = {
    "spend.csv": {"2021": [], "2024": [], "2026": ["near/2026/"], "2031": []},
    "departments.csv": {
        "2000": ["near-d2"], "2001": ["near-d1", "near-d2"], "2026": ["near-d1", "near-d2"], "2031": ["near-d1"],
    },
    "relations.csv": {
        "2009": [], "2031": [],
        "2026": [
            "foreign-p2/near-p1/knows", "near-p1/foreign-p1/influences", "near-p1/near-p2/influences",
            "near-p1/near-p2/knows", "near-p2/near-p1/conflicts_with",
        ],
    },
    "projects.csv": {"2024-02-28": [], "2024-02-29": ["near-c1"], "2026": ["near-c1", "near-c2"]},
    "participants.csv": {
        "2024-02-28": [],
        "2024-02-29": ["foreign-c1/near-p1", "near-c1/foreign-p1", "near-c1/near-p1", "near-c1/near-p2"],
    },
    "opportunities.csv": {"2022": ["near-o2"], "2023": ["near-o1", "near-o2"], "2026": ["near-o1", "near-o2"]},
    "interactions.csv": {"2026-03-30": [], "2026-03-31": ["both-i3", "near-i1", "near-i2"]},
    "acquaintances.csv": {"2009": [], "2010": ["u1/near-p1", "u2/near-p1"], "2031": []},
    "coverage.csv": {
        "2019": ["u2/near/member/", "u2/near/owner/"], "2021": ["u1/near/owner/2020-01-01", "u2/near/owner/"],
        "2023": ["u2/near/owner/"], "2026": ["u1/near/owner/2024-01-01", "u2/near/owner/"], "2031": ["u2/near/owner/"],
    },
}  # fmt: skip
"""The near rows that held on a day, by what they are listed as; a year stands for its 31 July."""


@each_table
def test_a_row_is_answered_for_the_days_on_which_it_held(loaded: Graph, table: Table) -> None:
    """From its first day to its last; what has no dates at all on every day."""
    account_id = None if table.file in FOR_ALL_USERS else "near"
    always = listed(loaded, table, account_id)
    undated = FOR_ALL_USERS | {"accounts.csv", "people.csv", "assessments.csv"}
    held = {"1900": [stored.position for stored in always]} if table.file in undated else HELD[table.file]
    for written, positions in held.items():
        day = date.fromisoformat(written if "-" in written else f"{written}-07-31")
        on: OnDay = {"day": day, "fiscal_year": day.year}
        found = table.stored(loaded, keys=None, account_id=account_id, after=None, limit=1_000, on=on)
        assert [stored.position.replace("\1", "/") for stored in found] == [one.replace("\1", "/") for one in positions]
        keys = [key_of(table, stored.row) for stored in always]
        assert table.stored(loaded, keys=keys, account_id=None, after=None, limit=1_000, on=on) == found


def test_an_outcome_comes_with_its_day(loaded: Graph) -> None:
    """Before, the opportunity was open and the project ran."""
    for table, id_, day in ((opportunities.TABLE, "near-o1", "2024-03-01"), (projects.TABLE, "near-c1", "2025-02-28")):
        for days, outcome in ((-1, None), (0, "won")):
            on: OnDay = {"day": date.fromisoformat(day) + timedelta(days=days), "fiscal_year": 2024}
            (stored,) = table.stored(loaded, keys=[{"id": id_}], account_id=None, after=None, limit=1, on=on)
            assert stored.row["outcome"] == outcome
