"""Real data that nobody here wrote, converted to the canonical folder and checked against what is known of it.

The data is not part of the repository: it is looked for in the folder that `WINOVER_TEST_DATA` names, else in
`shared/data` beside the repository's folder.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, LiteralString

import pytest

from app.graph import Graph

REPOSITORY = Path(__file__).parent.parent.parent


def find_data(name: str) -> Path:
    """Where is this data set? Without it the test is skipped with the reason; in continuous integration it fails."""
    given = os.environ.get("WINOVER_TEST_DATA")
    folder = (Path(given) if given else REPOSITORY.parent / "shared" / "data") / name
    if not folder.is_dir():
        reason = f"the data set {name} is not at {folder}; name the folder that holds it in WINOVER_TEST_DATA"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


def read_table(path: Path) -> list[dict[str, str]]:
    """What are the rows of this CSV file?"""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a file of the canonical folder."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def ask(graph: Graph, query: LiteralString) -> list[tuple[Any, ...]]:
    """What does the graph answer?"""
    records = graph.driver.execute_query(query, database_=graph.database).records
    return [tuple(record.values()) for record in records]


def snapshot(graph: Graph) -> tuple[list[str], list[str]]:
    """What is in the graph: all nodes and all relationships with their properties, in an order of their own."""
    nodes = ask(graph, "MATCH (n) RETURN elementId(n), labels(n), properties(n)")
    relationships = ask(graph, "MATCH (a)-[r]->(b) RETURN elementId(a), type(r), elementId(b), properties(r)")
    return sorted(map(_canonical, nodes)), sorted(map(_canonical, relationships))


def _canonical(row: tuple[Any, ...]) -> str:
    *names, properties = row
    return repr((names, sorted(properties.items())))
