"""`make bench`: every figure as a ratio against a bare-driver yardstick of the same run. Table, then JSON.

The database is found as the tests find theirs; it must be empty or the tests' own.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.graph import Graph
from app.process import calm_garbage_collector
from app.store.queries import wipe_if_ours
from tests.bench import account, advice, history, loader, pages, recommendations, recurrence
from tests.neo4j_server import find_server

_PARTS = (loader, recommendations, history, recurrence, account, pages, advice)


def main() -> None:
    """Measure each part on an emptied graph."""
    calm_garbage_collector()  # as the service and the commands do
    figures: dict[str, dict[str, Any]] = {}
    err = Console(stderr=True)
    with (
        tempfile.TemporaryDirectory() as directory,
        find_server(Path(directory)) as server,
        Graph.connect(server.bolt_uri, server.username, server.password) as graph,
    ):
        graph.apply_schema()
        for part in _PARTS:
            err.print(f"Measuring {part.__name__.rpartition('.')[2]} …")
            wipe_if_ours(graph, "tests")
            figures |= part.measure(graph)
        wipe_if_ours(graph, "tests")
    table = Table()
    for header in ("Figure", "Ratio", "Aim", "Measured"):
        table.add_column(header)
    for name, figure in figures.items():
        rest = ", ".join(
            f"{key} {value:,.4g}" for key, value in figure.items() if key not in ("ratio", "aim", "at_least")
        )
        table.add_row(name, f"{figure['ratio']:.2f}", _aim(figure), rest)
    Console().print(table)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def _aim(figure: dict[str, Any]) -> str:
    return f"{'≥' if figure.get('at_least') else '≤'} {figure['aim']}"


if __name__ == "__main__":
    main()
