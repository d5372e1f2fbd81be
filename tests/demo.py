"""The graph of the demo."""

from datetime import date
from pathlib import Path

from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.demo.data import write_demo_folder
from app.graph import Graph
from app.store.queries import dedicate
from loaders.load import load


def load_demo(graph: Graph, folder: Path) -> None:
    """Load it for today."""
    write_demo_folder(folder, date.today())
    assert not load(graph, [folder]).defects
    dedicate(graph, purpose="tests", loaded_on=date.today())
    derive_attitudes(graph, Constants(), date.today())
