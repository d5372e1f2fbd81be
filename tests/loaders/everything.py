"""The graph of a folder in which everything occurs."""

from pathlib import Path

from app.graph import Graph
from loaders.load import load
from tests.copies import begin_with
from tests.loaders.folders import EVERYTHING, write


def begin_with_everything(graph: Graph, folder: Path) -> None:
    """Load `EVERYTHING` into an empty graph; its files are written into the folder if they are not read already."""

    def fill() -> None:
        assert not load(graph, [write(folder, EVERYTHING)]).refused

    begin_with(graph, "everything", fill)
