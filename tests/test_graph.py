"""The contract that every query keeps, and the one place that runs Cypher."""

from typing import Any, cast

import pytest

import loaders.load  # declares the loaders' queries  # noqa: F401
from app.accounts import snapshots  # declares the queries of the domains  # noqa: F401
from app.graph import CYPHER, QUERIES, CypherFile, Graph


def sample_parameters(file: CypherFile) -> dict[str, Any]:
    return dict.fromkeys(file.parameters)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_query_keeps_its_contract(name: str, demo_graph: Graph) -> None:
    """Columns are the result model's fields, reads only read, and the database has nothing to remark."""
    file = QUERIES[name]
    assert file.text.startswith("// ")
    with demo_graph.driver.session(notifications_min_severity="INFORMATION") as session:
        result = session.run(cast("Any", f"EXPLAIN {file.text}"), dict.fromkeys(file.parameters))
        columns, summary = tuple(result.keys()), result.consume()
    assert columns == file.columns
    assert summary.query_type == (("rw" if file.columns else "w") if file.writes else "r")
    assert [status.status_description for status in summary.gql_status_objects if status.is_notification] == []


def test_every_query_file_is_declared() -> None:
    """A query that nothing asks is dead."""
    files = {path.relative_to(CYPHER).with_suffix("").as_posix() for path in CYPHER.glob("*/*.cypher")}
    assert {name for name in files if not name.startswith("analyst/")} == set(QUERIES)
