"""No acknowledged write is lost and none is done twice, whatever is killed under those who write."""

import contextlib
import random
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from app.graph import Graph
from app.local_neo4j import LocalNeo4j
from app.settings import settings
from tests.access.tokens import token
from tests.faults.seed import WRITERS, fill
from tests.faults.service import PATIENCE, Service, serving, wait_until
from tests.faults.writers import Load, outcome, write_meanwhile
from tests.neo4j_server import Server

KILLS = [3, pytest.param(50, marks=pytest.mark.torture)]
Kill = Callable[[], None]


@pytest.mark.parametrize("kills", KILLS)
def test_the_service_is_killed(graph: Graph, neo4j_server: Server, tmp_path: Path, kills: int) -> None:
    """Kill -9 of the service in the middle of writes."""
    fill(graph, tmp_path / "seed")
    tokens = [token(graph, f"u{number}") for number in range(WRITERS)]
    with serving(neo4j_server, tmp_path) as service:

        def kill() -> None:
            service.kill()
            service.start()

        load = killed_meanwhile(service, tokens, kill, kills)
    check(graph, load, "the service", kills)


@pytest.mark.parametrize("kills", KILLS)
def test_neo4j_is_killed(tmp_path: Path, kills: int) -> None:
    """Kill -9 of the database in the middle of writes; the service lives on."""
    with own_neo4j(tmp_path / "neo4j") as neo4j:
        server = server_of(neo4j)
        with connected(server) as graph:
            fill(graph, tmp_path / "seed")
            tokens = [token(graph, f"u{number}") for number in range(WRITERS)]

        def kill() -> None:
            kill_neo4j(neo4j)
            neo4j.start()
            assert server_of(neo4j) == server, "Neo4j came back on another port"

        with serving(server, tmp_path) as service:
            load = killed_meanwhile(service, tokens, kill, kills)
        with connected(server) as graph:
            check(graph, load, "Neo4j", kills)


def killed_meanwhile(service: Service, tokens: list[str], kill: Kill, kills: int) -> Load:
    """Kill again and again, each time after some writes, at any moment of the next ones; then let writers finish."""
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")  # noqa: T201  (shown when the test fails)
    chance = random.Random(seed)  # noqa: S311

    def disturb(wait_for_more: Callable[[int], None]) -> None:
        for _ in range(kills):
            wait_for_more(chance.randrange(5, 40))
            time.sleep(chance.random() / 10)
            kill()
        wait_for_more(2 * WRITERS)

    return write_meanwhile(service, tokens, chance, disturb)


def check(graph: Graph, load: Load, what: str, kills: int) -> None:
    """Every write stands once, and the rows that count have counted every change."""
    found = outcome(graph, load)
    print(  # noqa: T201  (figures of the run)
        f"{what} killed {kills} times: {found.acknowledged} writes acknowledged, {load.retries} retries, "
        f"{len(found.lost)} lost, {len(found.duplicates)} duplicates, {found.unanswered} never acknowledged"
    )
    assert found.lost == []
    assert found.duplicates == []
    assert found.unasked == []
    assert found.unanswered == 0
    assert found.counters == {number: load.counts[number] for number in range(WRITERS)}
    assert load.retries > 0, "no kill was felt"
    assert min(load.sent.values()) > kills, "not every kind of write was sent"


@contextmanager
def own_neo4j(folder: Path) -> Generator[LocalNeo4j]:
    """A Neo4j to be killed."""
    neo4j = LocalNeo4j(folder, settings().cache_dir)
    try:
        neo4j.start()
        yield neo4j
    finally:
        neo4j.stop()


def server_of(neo4j: LocalNeo4j) -> Server:
    """How it is reached."""
    status = neo4j.status()
    assert status.uri is not None
    return Server(status.uri, status.browser_url, status.username, neo4j.password)


def connected(server: Server) -> Graph:
    """A driver of the test's own."""
    return Graph.connect(server.bolt_uri, server.username, server.password)


def kill_neo4j(neo4j: LocalNeo4j) -> None:
    """Kill -9, and see it dead; it is our child, whom nobody may have collected."""
    process = psutil.Process(neo4j.status().pid)
    process.kill()

    def is_dead() -> bool:
        with contextlib.suppress(psutil.NoSuchProcess):
            return process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1
        return True

    wait_until(is_dead, lambda: f"Neo4j survived a kill -9 for {PATIENCE:g} seconds")
