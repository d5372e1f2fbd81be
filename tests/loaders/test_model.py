"""The graph that the loaders write is the one that the models describe."""

from collections.abc import Mapping
from typing import Any, cast

import pytest
from neo4j.time import Date, DateTime

from app.graph import CYPHER, Graph
from graph_models.base import GraphModel
from graph_models.nodes import NODES
from graph_models.relationships import RELATIONSHIPS
from graph_models.vocabulary import Stance

STANCE_LABELS = {stance.value.capitalize() for stance in Stance}
"""Second labels of a person, derived for Neo4j Browser."""

WRITTEN_BY_THE_SERVICE = [
    "Token",
    "Receipt",
    "ReferenceData",
    "PooledGaps",
    "Calibration",
    "Refusal",
    "Refused",
    "Visited",
    "Supersedes",
    "WithdrawnBy",
]
"""What no file holds: it comes of signing in, and of writing over HTTP."""


def test_the_demo_is_as_the_models_say(demo_graph: Graph) -> None:
    """Every node and relationship has a model, and nothing that the model does not know; every model occurs."""
    classes = {node.__name__: node for node in NODES}
    seen: set[type[GraphModel]] = set()
    for labels, properties in rows(demo_graph, "MATCH (n) RETURN labels(n), properties(n)"):
        label = model_label(labels)
        assert as_modelled(classes[label], properties) == native(properties)
        seen.add(classes[label])
    types = {relationship.rel_type: relationship for relationship in RELATIONSHIPS}
    query = "MATCH (a)-[r]->(b) RETURN labels(a), type(r), labels(b), properties(r)"
    for source, type_, target, properties in rows(demo_graph, query):
        model = types[type_]
        assert classes[model_label(source)] in model.sources, (source, type_, target)
        assert classes[model_label(target)] in model.targets, (source, type_, target)
        assert as_modelled(model, properties) == native(properties)
        seen.add(model)
    assert [model.__name__ for model in (*NODES, *RELATIONSHIPS) if model not in seen] == WRITTEN_BY_THE_SERVICE


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
def test_every_node_has_a_unique_key(node: Any, connection: Graph) -> None:  # noqa: ANN401
    """The key that the model names is constrained to be unique, as the loaders' MERGE needs."""
    query = "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties RETURN type, labelsOrTypes[0], properties"
    unique = {(label, *keys) for type_, label, keys in rows(connection, query) if "UNIQUENESS" in type_}
    assert (node.__name__, node.key) in unique


def test_the_schema_has_nothing_but_what_the_models_need() -> None:
    """One line a node, and one for the hash that a token is looked up by; each may run again."""
    statements = (CYPHER / "schema.cypher").read_text(encoding="utf-8").split(";")
    assert all("IF NOT EXISTS" in statement for statement in statements if statement.strip())
    constraints = [statement for statement in statements if "CREATE CONSTRAINT" in statement]
    assert len(constraints) == len(NODES) + 1


def rows(graph: Graph, query: str) -> list[tuple[Any, ...]]:
    """What the graph answers."""
    records = graph.driver.execute_query(cast("Any", query), database_=graph.database).records
    return [tuple(record.values()) for record in records]


def model_label(labels: list[str]) -> str:
    """The label that names the model; a person may have one more."""
    main = [label for label in labels if label not in STANCE_LABELS]
    assert len(main) == 1, labels
    assert labels == main or (main == ["Person"] and len(labels) == 2), labels
    return main[0]


def as_modelled(model: type[GraphModel], properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties after they went through the model, which refuses those that it does not know."""
    return model.model_validate(native(properties)).model_dump(by_alias=True, exclude_none=True)


def native(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties with Python's dates and times."""
    return {
        key: value.to_native() if isinstance(value, Date | DateTime) else value for key, value in properties.items()
    }
