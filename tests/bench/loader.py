"""How fast is the loader, against plain UNWIND batches of the same rows?"""

import csv
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter
from typing import Any, LiteralString, NamedTuple

from app.graph import Graph
from app.store.queries import wipe_if_ours
from loaders.load import load
from tests.loaders.folders import everything

BATCH = 10_000
CYPHER: dict[str, LiteralString] = {
    "accounts.csv": "UNWIND $rows AS row MERGE (a:Account {id: row.id}) SET a += row",
    "users.csv": "UNWIND $rows AS row MERGE (u:User {id: row.id}) SET u += row",
    "departments.csv": """
        UNWIND $rows AS row
        MATCH (a:Account {id: row.account_id})
        MERGE (d:Department {id: row.id}) SET d += row.properties
        MERGE (d)-[:PART_OF]->(a)
    """,
    "people.csv": """
        UNWIND $rows AS row
        MATCH (a:Account {id: row.account_id}) MATCH (d:Department {id: row.department_id})
        MERGE (p:Person {id: row.id}) SET p += row.properties
        MERGE (p)-[:KEY_PERSON_OF]->(a)
        MERGE (p)-[w:WORKS_IN]->(d) SET w += row.work
        WITH p, row WHERE row.reports_to IS NOT NULL
        MERGE (boss:Person {id: row.reports_to})
        MERGE (p)-[:REPORTS_TO]->(boss)
    """,
    "relations.csv": """
        UNWIND $rows AS row
        MATCH (a:Person {id: row.from_person_id}) MATCH (b:Person {id: row.to_person_id})
        MERGE (a)-[r:INFLUENCES]->(b) SET r.strength = row.strength
    """,
    "project_types.csv": "UNWIND $rows AS row MERGE (t:ProjectType {id: row.id}) SET t += row",
    "projects.csv": """
        UNWIND $rows AS row
        MATCH (a:Account {id: row.account_id}) MATCH (t:ProjectType {id: row.project_type_id})
        MERGE (p:Project {id: row.id}) SET p += row.properties
        MERGE (a)-[:RUNS]->(p) MERGE (p)-[:OF_TYPE]->(t)
    """,
    "participants.csv": """
        UNWIND $rows AS row
        MATCH (p:Person {id: row.person_id}) MATCH (project:Project {id: row.project_id})
        MERGE (p)-[r:PARTICIPATES_IN]->(project) SET r += row.properties
    """,
    "assessments.csv": """
        UNWIND $rows AS row
        MATCH (p:Person {id: row.person_id}) MATCH (u:User {id: row.user_id})
        MERGE (s:Assessment {id: row.id}) SET s += row.properties
        MERGE (s)-[:ABOUT]->(p) MERGE (u)-[:STATED]->(s)
    """,
}
"""What somebody would write by hand for these files, each after those that it refers to."""


class Line(NamedTuple):
    """A row as it stands in the file, and as the plain batches take it."""

    cells: Mapping[str, object]
    parameters: Mapping[str, Any]


def measure(
    graph: Graph, *, accounts: int = 200, people: int = 20, statements: int = 30, runs: int = 3
) -> dict[str, dict[str, float]]:
    """Rows per second of the loader and of plain batches, and the ratio of the two, each a median over runs.

    Both write the same graph into an emptied database, which must be empty or the tests' own; they take turns in going
    first, and the result of the first turn is compared. The plain batches find their rows ready in memory, so the
    loader's time for reading, checking and reporting is all in the ratio.
    """
    tables = _tables(accounts, people, statements)
    rows = sum(map(len, tables.values()))
    rates: dict[str, list[float]] = {"loader": [], "yardstick": []}
    wipe_if_ours(graph, "tests")
    graph.apply_schema()
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), tables)
        contestants: list[tuple[str, Callable[[], object]]] = [
            ("loader", lambda: load(graph, [Path(folder)])),
            ("yardstick", lambda: _plain_batches(graph, tables)),
        ]
        _compare(graph, contestants)
        for turn in range(runs):
            for name, run in contestants if turn % 2 else reversed(contestants):
                _empty(graph)
                begin = perf_counter()
                run()
                rates[name].append(rows / (perf_counter() - begin))
        _empty(graph)
    figure = {
        "ratio": statistics.median(a / b for a, b in zip(rates["loader"], rates["yardstick"], strict=True)),
        "aim": 0.7,
        "at_least": True,
        "rows": rows,
        "rows_per_second": statistics.median(rates["loader"]),
        "yardstick_rows_per_second": statistics.median(rates["yardstick"]),
    }
    return {"load": figure}


def _empty(graph: Graph) -> None:
    """Take everything out of the tests' database, the many assessments first and few at a time."""
    while graph.driver.execute_query(
        "MATCH (s:Assessment) WITH s LIMIT 10000 DETACH DELETE s RETURN count(*) AS deleted", database_=graph.database
    ).records[0]["deleted"]:
        pass
    wipe_if_ours(graph, "tests")


def _plain_batches(graph: Graph, tables: Mapping[str, Sequence[Line]]) -> None:
    for file, lines in tables.items():
        parameters = (line.parameters for line in lines)
        while batch := list(islice(parameters, BATCH)):
            graph.driver.execute_query(CYPHER[file], rows=batch, database_=graph.database)


def _compare(graph: Graph, contestants: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Both must write the same graph; this also warms up the server."""
    results: list[object] = []
    for _, run in contestants:
        _empty(graph)
        run()
        results.append(everything(graph, "recordedAt"))
    if results[0] != results[1]:
        msg = "the loader and the plain batches wrote different graphs"
        raise AssertionError(msg)


def _write(folder: Path, tables: Mapping[str, Sequence[Line]]) -> None:
    for file, lines in tables.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as open_file:
            writer = csv.DictWriter(open_file, list(lines[0].cells))
            writer.writeheader()
            writer.writerows(line.cells for line in lines)


def _tables(accounts: int, people: int, statements: int) -> Mapping[str, Sequence[Line]]:
    """A generated folder: accounts of four departments, each of whose people are assessed again and again."""
    users = [f"u{number}" for number in range(20)]
    types = [f"t{number}" for number in range(5)]
    projects = [(f"a{a}", f"c{a}-{number}", types[number]) for a in range(accounts) for number in range(5)]
    ids = [(f"a{a}", f"p{a}-{number}", number) for a in range(accounts) for number in range(people)]
    return {
        "accounts.csv": [_plain({"id": f"a{a}", "name": f"Account {a}", "currency": "CNY"}) for a in range(accounts)],
        "users.csv": [_plain({"id": id_, "name": f"User {id_}"}) for id_ in users],
        "project_types.csv": [_plain({"id": id_, "name": f"Type {id_}"}) for id_ in types],
        "departments.csv": [
            _linked({"id": f"d{a}-{number}", "account_id": f"a{a}"}, {"name": f"Department {number}"})
            for a in range(accounts)
            for number in range(4)
        ],
        "people.csv": [_person(account, id_, number) for account, id_, number in ids],
        "relations.csv": [
            Line(cells := {"from_person_id": one, "to_person_id": other, "kind": "influences", "strength": 0.5}, cells)
            for (account, one, _), (other_account, other, _) in pairwise(ids)
            if account == other_account
        ],
        "projects.csv": [
            _linked({"id": id_, "account_id": account, "project_type_id": type_},
                    {"name": f"Project {id_}", "started_on": date(2026, 1, 1)})
            for account, id_, type_ in projects
        ],
        "participants.csv": [
            _linked({"project_id": f"c{account[1:]}-{number % 5}", "person_id": id_}, {"buying_role": "user"})
            for account, id_, number in ids
        ],
        "assessments.csv": [
            _linked(
                {"id": f"s{id_}-{number}", "person_id": id_, "user_id": users[number % 20]},
                {
                    "observed_on": date(2025, 1, 1) + timedelta(days=number),
                    "closeness": 50.0,
                    "solution_acceptance": 62.5,
                    "confidence": 0.8,
                    "source": "own meeting",
                    "note": "Wants to see a plant like his running",
                },
            )
            for _, id_, _ in ids
            for number in range(statements)
        ],
    }  # fmt: skip


def _person(account: str, id_: str, number: int) -> Line:
    boss = f"p{account[1:]}-{(number - 1) // 3}" if number else None
    links = {"account_id": account, "department_id": f"d{account[1:]}-{number % 4}", "reports_to": boss}
    properties, work = {"name": f"Person {id_}", "veto": number == 0}, {"title": "Engineer"}
    return Line(
        {"id": id_, **links, **properties, **work}, {"id": id_, **links, "properties": properties, "work": work}
    )


def _plain(cells: Mapping[str, object]) -> Line:
    return Line(cells, cells)


def _linked(links: Mapping[str, object], values: Mapping[str, object]) -> Line:
    camel = {"started_on": "startedOn", "observed_on": "observedOn", "buying_role": "buyingRole",
             "solution_acceptance": "solutionAcceptance"}  # fmt: skip
    properties = {camel.get(name, name): value for name, value in values.items()}
    own = {"id": links["id"]} if "id" in links else {}
    return Line({**links, **values}, {**links, "properties": {**own, **properties}})
