"""A load that was killed is completed by loading again, whatever it was doing when it was killed."""

import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.graph import Graph
from app.store.queries import wipe_if_ours
from loaders.check import BATCH_ROWS
from tests.faults.service import PATIENCE, WINOVER, environment, wait_until
from tests.loaders.folders import everything, write
from tests.neo4j_server import Server

PEOPLE = BATCH_ROWS + 800
"""More than a batch, so that people report to some whom only the next one stores."""
STATEMENTS = BATCH_ROWS + 1_000
MEETINGS = 500
ACCOUNTS, USERS = 10, 5
NODES = ACCOUNTS + USERS + PEOPLE + STATEMENTS + MEETINGS

# Moments of the load itself, not of the files.
MOMENTS = ("stanceAsOf",)

BREAKS = [3, pytest.param(30, marks=pytest.mark.torture)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose files take several batches."""
    files = {"accounts": _accounts(), "users": _users(), "people": _people(), "relations": _relations(),
             "assessments": _assessments(), "interactions": _interactions()}  # fmt: skip
    folder = tmp_path_factory.mktemp("folder")
    return write(folder, {f"{name}.csv": "\n".join(lines) + "\n" for name, lines in files.items()})


@pytest.mark.parametrize("breaks", BREAKS)
def test_a_broken_load_is_completed_by_the_next(
    graph: Graph, neo4j_server: Server, folder: Path, tmp_path: Path, breaks: int
) -> None:
    """Killed at any moment and run again, it leaves the graph that an unbroken load makes."""
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")  # noqa: T201  (shown when the test fails)
    chance = random.Random(seed)  # noqa: S311
    winover = Winover(neo4j_server, folder, tmp_path)
    winover.load()
    whole = everything(graph, *MOMENTS)
    assert whole[0].total() == NODES
    for number in range(breaks):
        # The first comes when some people are stored, and those whom they report to not yet.
        enough = ACCOUNTS + USERS + 1 if number == 0 else chance.randrange(1, NODES)
        break_in_the_middle(graph, winover, enough, chance.choice((0, chance.random() / 2)) if number else 0)
        winover.load()
        again = everything(graph, *MOMENTS)
        assert again[0] == whole[0]
        assert again[1] == whole[1]


class Winover:
    """The command, as somebody runs it who kills it."""

    def __init__(self, server: Server, folder: Path, cwd: Path) -> None:
        self.command = [str(WINOVER), "load", str(folder)]
        self.cwd = cwd
        self.environment = environment(server, cwd / "data")

    def load(self) -> None:
        """To its end."""
        done = subprocess.run(
            self.command, env=self.environment, cwd=self.cwd, capture_output=True, text=True, timeout=PATIENCE,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def begin(self) -> "subprocess.Popen[bytes]":
        """And go on."""
        return subprocess.Popen(
            self.command, env=self.environment, cwd=self.cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def break_in_the_middle(graph: Graph, winover: Winover, enough: int, pause: float) -> None:
    """Load into an empty graph, and kill it so many seconds after so many nodes are there."""
    for _ in range(10):
        wipe_if_ours(graph, "tests")
        process = winover.begin()

        def is_far_enough() -> bool:
            return stored(graph).nodes >= enough or process.poll() is not None  # noqa: B023  (called in this round)

        try:
            wait_until(is_far_enough, lambda: f"the load stored {stored(graph)} and stopped")
            time.sleep(pause)
        finally:
            process.kill()
            process.wait(timeout=PATIENCE)
        now = stored(graph)
        print(f"killed with {now}")  # noqa: T201  (figures of the run)
        if now.nodes < NODES or now.labelled < PEOPLE:
            return
    pytest.fail("the load was always quicker than the kill")


class Stored(NamedTuple):
    """How far a load has come."""

    nodes: int
    named: int
    """People with a name; others are known only as the bosses of somebody."""
    labelled: int
    """People with the last thing that a load writes."""


def stored(graph: Graph) -> Stored:
    """What is there by now."""
    people = "MATCH (p:Person) RETURN count(p.name), count(p.stanceAsOf)"
    nodes = graph.driver.execute_query("MATCH (n) RETURN count(n)").records[0][0] - 1  # the :Store
    return Stored(nodes, *graph.driver.execute_query(people).records[0].values())


def _accounts() -> Iterator[str]:
    yield "id,name,currency"
    yield from (f"a{a},Account {a},CNY" for a in range(ACCOUNTS))


def _users() -> Iterator[str]:
    yield "id,name"
    yield from (f"u{u},User {u}" for u in range(USERS))


def _people() -> Iterator[str]:
    """In rows of ten, one for each account; the first batch reports to people of the second, and they to nobody."""
    yield "id,account_id,name,title,veto,reports_to"
    last = PEOPLE - BATCH_ROWS
    for p in range(PEOPLE):
        boss = f"p{BATCH_ROWS + p % last}" if p < BATCH_ROWS else ""
        yield f"p{p},a{p % 10},Person {p},Engineer,{'true' if p % 7 else 'false'},{boss}"


def _relations() -> Iterator[str]:
    yield "from_person_id,to_person_id,kind,strength"
    yield from (f"p{p},p{p + 10},influences,0.5" for p in range(1_000))


def _assessments() -> Iterator[str]:
    yield "id,person_id,user_id,observed_on,closeness,solution_acceptance,note,recorded_at"
    for s in range(STATEMENTS):
        yield f"s{s},p{s % PEOPLE},u{s % 5},2025-06-01,{s % 101},{s % 89},Note {s},2025-06-02T08:00:00Z"


def _interactions() -> Iterator[str]:
    yield "id,at,channel,user_ids,person_ids"
    yield from (f"i{i},2025-06-01T10:00:00Z,visit,u{i % 5};u{(i + 1) % 5},p{i};p{i + 10}" for i in range(MEETINGS))
