"""The service while its database is away: a true server that is killed, frozen, cut off, or given a new password."""

# pyright: reportUnknownMemberType=false
# (the driver annotates its settings only in part)

import asyncio
import contextlib
import gc
import http.client
import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil
import pytest
import uvicorn
from neo4j import GraphDatabase
from neo4j.exceptions import ServiceUnavailable
from starlette.types import Message, Receive, Scope, Send

from app import availability
from app.analytics.constants import Constants
from app.availability import AnswerWhileAway, Availability
from app.errors import Unavailable
from app.graph import Graph
from app.language import speaking
from app.local_neo4j import LocalNeo4j
from app.main import create_app
from app.settings import settings
from app.store.queries import dedicate, purpose

CROWD = 60  # more than there are threads
SLACK = 2  # of a busy machine
RED, ANSWERED, BACK = 2 * SLACK, 3 * SLACK, 5 * SLACK
"""Seconds until `/readyz` says that the database is away, until requests are answered, and until all works again."""


@pytest.fixture(scope="module")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalNeo4j]:
    """A server to be cruel to; each test leaves it running."""
    server = LocalNeo4j(tmp_path_factory.mktemp("neo4j"), settings().cache_dir)
    server.start()
    yield server
    server.stop()


def port_of(neo4j: LocalNeo4j) -> int:
    """Where it listens."""
    port = urlsplit(neo4j.status().uri or "").port
    assert port
    return port


def process_of(neo4j: LocalNeo4j) -> psutil.Process:
    """The process that it is."""
    pid = neo4j.status().pid
    assert pid
    return psutil.Process(pid)


class Answer(NamedTuple):
    """What came back, and when."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    at: float


class Service:
    """The service, with a query and a transaction that one may ask for without signing in."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET") -> Answer:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read(), time.monotonic())

    def crowd(self, pool: ThreadPoolExecutor) -> Callable[[], list[Answer]]:
        """Many ask at the same time, half of them to write; call the outcome to wait for their answers."""
        asked = [pool.submit(self.ask, "/api/probe", ("GET", "POST")[n % 2]) for n in range(CROWD)]
        return lambda: [one.result() for one in asked]

    def wait_for(self, status: int) -> float:
        """Wait until `/readyz` answers so; when was that?"""
        limit = time.monotonic() + 60
        while (answer := self.ask("/readyz")).status != status:
            assert answer.at < limit
            time.sleep(0.02)
        return answer.at


@contextlib.contextmanager
def serving(neo4j: LocalNeo4j, port: int | None = None) -> Generator[Service]:
    """Serve that database, or what is reached at another port, from a thread."""
    app = create_app(
        lambda: Graph.connect(f"bolt://127.0.0.1:{port or port_of(neo4j)}", "neo4j", neo4j.password), Constants()
    )

    @app.get("/api/probe")
    def read() -> bool:  # pyright: ignore[reportUnusedFunction]
        return purpose(app.state.graph)[0].empty

    @app.post("/api/probe")
    def write() -> None:  # pyright: ignore[reportUnusedFunction]
        graph: Graph = app.state.graph
        graph.write(lambda within: dedicate(within, purpose="tests", loaded_on=date.today()))

    others = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            service = Service(listener.getsockname()[1])
            service.wait_for(200)
            yield service
        finally:
            server.should_exit = True
            thread.join()
            for worker in set(threading.enumerate()) - others:
                # Another service of the tests may run beside this one: its workers stay, and its loop is not closed.
                loop = getattr(worker, "loop", None)
                if worker.name.startswith("AnyIO") and loop is not None and loop.is_closed():
                    worker.join(30)
                    assert not worker.is_alive()


@pytest.fixture
def pool() -> Generator[ThreadPoolExecutor]:
    """A thread for everyone of a crowd."""
    with ThreadPoolExecutor(CROWD) as pool:
        yield pool


def assert_refused(answers: list[Answer], since: float) -> None:
    """Everybody was told in time that the database is away, and when to come again."""
    for answer in answers:
        assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
        assert int(answer.headers["retry-after"]) > 0
        assert json.loads(answer.body)["title"] == "Database unavailable"
        assert "Neo4j does not answer" in json.loads(answer.body)["detail"]
        assert answer.at - since < ANSWERED


def assert_works(service: Service, pool: ThreadPoolExecutor, since: float) -> None:
    """All is well again in time, and for everybody from the first request on."""
    assert service.wait_for(200) - since < BACK
    first = service.ask("/api/probe")
    assert first.status == 200
    assert first.at - since < BACK
    assert {answer.status for answer in service.crowd(pool)()} == {200}


def test_a_frozen_database(neo4j: LocalNeo4j, pool: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture) -> None:
    """It takes requests and answers none; they hold every thread that there is. Twice, since all must recover."""
    with serving(neo4j) as service:
        assert {answer.status for answer in service.crowd(pool)()} == {200}
        for _ in range(2):
            process_of(neo4j).send_signal(signal.SIGSTOP)
            try:
                frozen = time.monotonic()
                answers = service.crowd(pool)
                assert service.wait_for(503) - frozen < RED
                away = service.ask("/readyz")
                assert json.loads(away.body)["status"] == "unavailable"
                assert "Neo4j does not answer" in json.loads(away.body)["database"]
                assert_refused(answers(), frozen)
                asked = time.monotonic()
                assert_refused(service.crowd(pool)(), asked)
                for path in ("/healthz", "/docs", "/docs-assets/swagger-ui.css", "/guide.html", "/openapi.json"):
                    assert service.ask(path).status == 200
            finally:
                process_of(neo4j).send_signal(signal.SIGCONT)
            assert_works(service, pool, time.monotonic())
    gc.collect()
    assert not [record for record in caplog.records if record.name == "asyncio"]


def test_a_killed_database(neo4j: LocalNeo4j, pool: ThreadPoolExecutor) -> None:
    """Connections break and are refused, until it is started again."""
    with serving(neo4j) as service:
        port = port_of(neo4j)
        answers = service.crowd(pool)
        process_of(neo4j).kill()
        killed = time.monotonic()
        assert service.wait_for(503) - killed < RED
        # Some may have been answered before.
        assert_refused([answer for answer in answers() if answer.status != 200], killed)
        neo4j.start()
        assert port_of(neo4j) == port
        assert_works(service, pool, time.monotonic())


class Wire:
    """A way to a server that can be damaged."""

    def __init__(self, port: int) -> None:
        self.far = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.ends: list[socket.socket] = []
        self.deaf: set[socket.socket] = set()
        self.lets_in = Event()
        self.lets_in.set()
        self.door = Thread(target=self._let_in)
        self.door.start()

    def cut(self) -> None:
        """Break every connection that there is."""
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def lose(self) -> None:
        """Carry nothing any more, without a word, over any connection that there is; new ones wait."""
        self.lets_in.clear()
        self.deaf.update(self.ends)

    def close(self) -> None:
        """End everything."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.lets_in.set()
        self.door.join()
        self.cut()
        for end in (self.listener, *self.ends):
            end.close()

    def _let_in(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self.listener.accept()[0]
                self.ends.append(near)
                self.lets_in.wait()
                far = socket.create_connection(self.far)
                self.ends.append(far)
                for ends in ((near, far), (far, near)):
                    Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, start: socket.socket, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := start.recv(1 << 16):
                if start not in self.deaf:
                    end.sendall(data)
            end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire(neo4j: LocalNeo4j) -> Generator[Wire]:
    """A way to the server."""
    with contextlib.closing(Wire(port_of(neo4j))) as wire:
        yield wire


def test_connections_that_broke_unnoticed(neo4j: LocalNeo4j, wire: Wire, pool: ThreadPoolExecutor) -> None:
    """A restart between two requests: neither of them fails."""
    with serving(neo4j, wire.port) as service:
        for _ in range(3):
            assert {answer.status for answer in service.crowd(pool)()} == {200}
            wire.cut()


def test_connections_that_are_silent_for_ever(neo4j: LocalNeo4j, wire: Wire, pool: ThreadPoolExecutor) -> None:
    """What was asked over them has no answer even when the database is back; that must keep nobody waiting."""
    with serving(neo4j, wire.port) as service:
        service.crowd(pool)()  # leaves many connections behind that nobody uses
        wire.lose()
        lost = time.monotonic()
        answer = pool.submit(service.ask, "/api/probe")
        assert service.wait_for(503) - lost < RED
        assert_refused([answer.result()], lost)
        time.sleep(3)
        wire.lets_in.set()
        assert_works(service, pool, time.monotonic())
        wire.cut()  # else the thread that still waits would do so for two minutes


def test_another_password(neo4j: LocalNeo4j, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason says so; and we ask so seldom that Neo4j does not lock the user out."""
    monkeypatch.setattr(availability, "_REFUSED_INTERVAL", 2.0)

    def change(old: str, new: str) -> None:
        with GraphDatabase.driver(f"bolt://127.0.0.1:{port_of(neo4j)}", auth=("neo4j", old)) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old=old, new=new, database_="system"
            )

    with serving(neo4j, wire.port) as service:
        change(neo4j.password, "another password")
        try:
            wire.cut()
            service.wait_for(503)
            assert "NEO4J_PASSWORD" in json.loads(service.ask("/api/probe").body)["detail"]
        finally:
            change("another password", neo4j.password)
        service.wait_for(200)


def test_an_answer_that_has_begun_is_finished() -> None:
    """Only who has seen nothing yet is told to come again."""
    watched = Availability()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200})
        watched.fault = OSError("away")
        watched.lost.set()
        await asyncio.sleep(0.01)
        await send({"type": "http.response.body", "body": b"all of it"})

    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": "/api/probe"}
    asyncio.run(AnswerWhileAway(slow, watched)(scope, nothing, keep))
    assert [message.get("status", message.get("body")) for message in sent] == [200, b"all of it"]


def test_what_goes_wrong_while_answering_is_not_hidden() -> None:
    """It goes on to whoever turns it into an answer."""

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise LookupError

    async def nothing() -> Message:
        raise AssertionError

    async def nobody(message: Message) -> None:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": "/api/probe"}
    with pytest.raises(LookupError):
        asyncio.run(AnswerWhileAway(broken, Availability())(scope, nothing, nobody))


def test_why_it_is_away_is_said_in_the_language_of_each_request() -> None:
    """It is found out in the background, where nobody's language is."""
    watched = Availability()
    assert watched.reason is None
    watched.fault = Unavailable("as the watch has it")
    watched.fault.__cause__ = ServiceUnavailable("nobody listens")
    assert (watched.reason or "").startswith("Neo4j does not answer (nobody listens); check")
    with speaking("zh"):
        assert (watched.reason or "").startswith("Neo4j 没有响应（nobody listens）；请检查")
        watched.fault = RuntimeError("odd")
        assert watched.reason == "无法使用 Neo4j（odd）"
