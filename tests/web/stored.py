"""What is stored, to compare with what was stored before."""

from collections import Counter
from typing import Any

from app.graph import Graph
from tests.loaders.folders import everything


def stored(graph: Graph, *without: str) -> list[Counter[tuple[Any, ...]]]:
    """The whole graph but for who has signed in; of nodes all properties but those named."""
    return [
        Counter({row: times for row, times in rows.items() if "Token" not in row})
        for rows in everything(graph, *without)
    ]
