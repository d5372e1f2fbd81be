"""Copies of graphs are what was copied."""

import pytest

from app.graph import Graph
from tests.copies import begin_with
from tests.loaders.folders import everything


def test_a_copy_is_the_same(demo_graph: Graph) -> None:
    """Every node with its labels and properties, every relationship with its own; nothing of before is left."""
    before = everything(demo_graph)
    name = "the demo, for this test"
    begin_with(demo_graph, name, lambda: None)
    demo_graph.driver.execute_query("MATCH (p:Person) SET p.name = 'another' CREATE (:Store)-[:KNOWS]->(p)")
    assert everything(demo_graph) != before
    begin_with(demo_graph, name, lambda: pytest.fail("it was filled already"))
    assert everything(demo_graph) == before
