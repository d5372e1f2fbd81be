"""A graph that many tests begin with is loaded once; all but the first get a copy of what was there then."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

from app.graph import Graph

_READ_NODES = "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS has"
_READ_TIES = (
    "MATCH (a)-[r]->(b) RETURN elementId(a) AS start, elementId(b) AS end, type(r) AS kind, properties(r) AS has"
)
_WRITE = """
CALL () { MATCH (n) DETACH DELETE n }
UNWIND $nodes AS node
CREATE (n:$(node.labels))
SET n = node.has
WITH collect(n) AS made
UNWIND $ties AS tie
WITH made[tie.start] AS a, made[tie.end] AS b, tie
CREATE (a)-[r:$(tie.kind)]->(b)
SET r = tie.has
RETURN count(r)
"""


class _Copy(NamedTuple):
    """All nodes, and the relationships between them by their numbers."""

    nodes: list[Mapping[str, Any]]
    ties: list[Mapping[str, Any]]


_COPIES: dict[str, _Copy] = {}


def begin_with(graph: Graph, name: str, fill: Callable[[], object]) -> None:
    """Fill an empty graph: the first time as `fill` does it, from then on with a copy of what that led to."""
    if name in _COPIES:
        ((made,),) = _run(graph, _WRITE, nodes=_COPIES[name].nodes, ties=_COPIES[name].ties)
        assert made == len(_COPIES[name].ties)
    else:
        fill()
        _COPIES[name] = _copy(graph)


def _copy(graph: Graph) -> _Copy:
    nodes = _run(graph, _READ_NODES)
    number = {id_: number for number, (id_, _, _) in enumerate(nodes)}
    ties = _run(graph, _READ_TIES)
    return _Copy(
        [{"labels": labels, "has": has} for _, labels, has in nodes],
        [{"start": number[start], "end": number[end], "kind": kind, "has": has} for start, end, kind, has in ties],
    )


def _run(graph: Graph, query: str, **parameters: object) -> list[list[Any]]:
    execute = cast("Any", graph.driver).execute_query
    return [record.values() for record in execute(query, parameters, database_=graph.database).records]
