"""Finds the Neo4j that the tests run on; there is always a real one."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from testcontainers.community.neo4j import Neo4jContainer

from app.local_neo4j import LocalNeo4j
from app.settings import Settings

IMAGE = "neo4j:2026.08.1"
PASSWORD = "only-for-tests"  # noqa: S105  (of a container that lives as long as the tests)


class Server(NamedTuple):
    """A Neo4j server to test against."""

    bolt_uri: str
    browser_url: str | None
    username: str
    password: str


@contextmanager
def find_server(directory: Path, **conf: str) -> Generator[Server]:
    """`TEST_NEO4J_URI` if set, else a container where an engine and the image are there, else the embedded server.

    `conf`: lines of neo4j.conf that spare the embedded server work; nothing relies on them.
    """
    if uri := os.environ.get("TEST_NEO4J_URI"):
        username = os.environ.get("TEST_NEO4J_USERNAME", "neo4j")
        yield Server(uri, os.environ.get("TEST_NEO4J_BROWSER_URL"), username, os.environ.get("TEST_NEO4J_PASSWORD", ""))
    elif _has_image():
        yield from _container()
    else:
        local = LocalNeo4j(directory / "store", Settings().cache_dir, extra=conf)
        try:
            status = local.start()
            assert status.uri is not None
            yield Server(status.uri, status.browser_url, status.username, local.password)
        finally:
            local.stop()


def _has_image() -> bool:
    """Does a Docker engine answer, and is the image there? It is never pulled."""
    try:
        asked = subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _container() -> Generator[Server]:
    with Neo4jContainer(IMAGE, password=PASSWORD) as container:
        host = container.get_container_host_ip()
        browser = f"http://{host}:{container.get_exposed_port(7474)}/browser/"
        yield Server(container.get_connection_url(), browser, "neo4j", PASSWORD)
