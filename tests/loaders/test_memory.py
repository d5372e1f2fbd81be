"""Memory is bounded by the ids of a load, not by its rows."""

import os
import subprocess
import sys
from pathlib import Path

from app.graph import Graph
from loaders.load import load
from tests.loaders.folders import write
from tests.neo4j_server import Server

CHILD = """
import os, resource, sys
from pathlib import Path
from app.graph import Graph
from loaders.load import load
with Graph.connect(os.environ["URI"], os.environ["USERNAME"], os.environ["PASSWORD"]) as graph:
    report = load(graph, [Path(sys.argv[1])], dry_run=True)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
status = Path("/proc/self/status")
if status.exists():  # there the figure above has that of the process which started this one
    peak = int(status.read_text().partition("VmHWM:")[2].split()[0])
print(report.tables[0].stored, peak)
"""


def test_a_row_costs_little_more_than_its_id(graph: Graph, neo4j_server: Server, tmp_path: Path) -> None:
    """From 20,000 assessments to 100,000 the peak grows by so little that a million stay below 500 MB."""
    people = {"accounts.csv": "id,name\na1,One\n", "people.csv": "id,account_id,name\nwang,a1,Wang\n"}
    load(graph, [write(tmp_path, people)])
    small, large = (peak_of(rows, neo4j_server, tmp_path) for rows in (20_000, 100_000))
    bytes_a_row = (large - small) * 1024 / 80_000
    assert large * 1024 + 900_000 * bytes_a_row < 500_000_000


def peak_of(rows: int, server: Server, folder: Path) -> int:
    """The peak resident size, in KiB, of a process that checks so many assessments."""
    path = folder / "assessments.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,person_id,observed_on,closeness,source,note\n")
        file.writelines(
            f"assessment-{number:08},wang,2026-01-01,50,own meeting,{'Said what a note says. ' * 4}\n"
            for number in range(rows)
        )
    environment = {**os.environ, "URI": server.bolt_uri, "USERNAME": server.username, "PASSWORD": server.password}
    command = [sys.executable, "-c", CHILD, str(path)]
    stored, peak = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    assert int(stored) == rows
    return int(peak)
