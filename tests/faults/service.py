"""`winover serve` as a process of its own, which can be killed, and a client that asks it until it answers."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from tests.neo4j_server import Server

WINOVER = Path(sys.executable).with_name("winover")
PATIENCE = 300.0
"""Seconds after which something counts as hung; nothing that works takes near as long."""

T = TypeVar("T")


def environment(server: Server, data_dir: Path, **more: str) -> dict[str, str]:
    """What a `winover` of its own on this database reads, and nothing of what this process was given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "WINOVER_"))}
    return clean | more | {
        "NEO4J_URI": server.bolt_uri,
        "NEO4J_USERNAME": server.username,
        "NEO4J_PASSWORD": server.password,
        "WINOVER_DATA_DIR": str(data_dir),
    }  # fmt: skip


class Service:
    """The service on a database, on a port that it has again after a kill."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "serve.log"
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.client = httpx2.Client(base_url=self.url, timeout=60, limits=_NO_LIMITS, trust_env=False)
        self._environment = environment(server, folder / "data", WINOVER_PORT=str(port))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        with self.log.open("ab") as log:
            self._process = process = subprocess.Popen(
                [str(WINOVER), "serve"], stdout=log, stderr=log, env=self._environment, cwd=self.folder
            )

        def is_ready() -> bool:
            assert process.poll() is None, f"the service ended while it was starting: {self.logged()}"
            with contextlib.suppress(httpx2.TransportError):
                return self.client.get("/readyz").status_code == 200
            return False

        wait_until(is_ready, lambda: f"the service is not ready: {self.logged()}")

    def kill(self) -> None:
        """Kill -9, and see it dead."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=PATIENCE)

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        on_retry: Callable[[], None] = lambda: None,
    ) -> httpx2.Response:
        """Send a request again and again until it is answered by something else than a fault that passes."""
        deadline = time.monotonic() + PATIENCE
        last: object = None
        while time.monotonic() < deadline:
            try:
                answer = self.client.request(method, path, json=body, headers=headers)
            except httpx2.TransportError as error:
                last = error
            else:
                if answer.status_code != 503:
                    return answer
                last = answer.text
            on_retry()
            time.sleep(0.5)
        msg = f"{method} {path} was not answered in {PATIENCE:g} seconds ({last!r}): {self.logged()}"
        raise AssertionError(msg)

    def logged(self) -> str:
        """The end of what it has printed."""
        return self.log.read_text(errors="replace")[-3_000:] if self.log.exists() else ""


@contextmanager
def serving(server: Server, folder: Path) -> Generator[Service]:
    """The service; nothing of it is left afterwards, whatever happens."""
    service = Service(server, folder)
    try:
        service.start()
        yield service
    finally:
        service.kill()
        service.client.close()


def wait_until(is_so: Callable[[], bool], or_else: Callable[[], str]) -> None:
    """Wait until something is so; fail with a message when it does not become so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(or_else())
        time.sleep(0.05)


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Call all of these at the same time, each in a thread; the answers in the order of the calls."""
    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(call) for call in calls]
        return [one.result(timeout=PATIENCE) for one in running]


def fields_of(answer: httpx2.Response) -> list[str]:
    """The fields that a problem names."""
    errors: list[dict[str, Any]] = answer.json()["errors"]
    return [error["field"] for error in errors]


_NO_LIMITS = httpx2.Limits(max_connections=None, max_keepalive_connections=None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
