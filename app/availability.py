"""Is the database there? The service asks all the time, so that no request has to find out by waiting.

Away is a database that refuses us (it was stopped, its password was changed) or says nothing (it hangs, the network is
cut). Whoever asks for something of it is then told so at once, and so is who was waiting for it already.
"""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter, to_thread
from neo4j.exceptions import ClientError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import problem
from app.errors import Unavailable
from app.graph import Graph, why_away
from app.language import gettext as _

_INTERVAL = 0.25  # seconds from an answer to the next question
_REFUSED_INTERVAL = 10.0  # Neo4j locks a user out, for everybody, whose password is given wrong more often
_AGAIN = 0.5  # seconds without an answer after which we ask once more, on another connection
_ENOUGH = 3  # so many questions without an answer say that the database is away
_MOST = 6  # more are never asked; they wait until their connections break
_NEEDING = ("/api/", "/sign-in")


class Availability:
    """Whether the database is away, and why, for as long as it is watched."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        """What says that it is away; None while it answers."""
        self.lost = asyncio.Event()
        """Set while there is no use in waiting on for what has been asked of it."""
        self._answered = -1

    @property
    def reason(self) -> str | None:
        """Why it is away, in words for people and in the language of the answer; None while it answers."""
        return None if self.fault is None else _in_words(self.fault)

    @asynccontextmanager
    async def watched(self, graph: Graph) -> AsyncGenerator[None]:
        """Keep asking a database, which answers at this moment."""
        self.fault, self.lost, self._answered = None, asyncio.Event(), -1
        watch = asyncio.create_task(self._watch(graph))
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.wait((watch,))

    async def _watch(self, graph: Graph) -> None:
        threads = CapacityLimiter(_MOST)  # of their own: requests may hold all the others
        waiting: set[asyncio.Task[float]] = set()
        try:
            for number in itertools.count():
                if len(waiting) < _MOST:
                    waiting.add(asyncio.create_task(self._ask(graph, threads, number)))
                done, waiting = await asyncio.wait(waiting, timeout=_AGAIN, return_when=asyncio.FIRST_COMPLETED)
                if done:
                    await asyncio.sleep(max(question.result() for question in done))
                elif len(waiting) >= _ENOUGH:
                    if self.fault is not None:  # for the second time: a machine that is only slow has had its chance
                        self.lost.set()
                        # Connections may be dead without knowing it; nobody is to wait on one when it is back.
                        graph.driver._pool.mark_all_stale()  # pyright: ignore[reportPrivateUsage]
                    self.fault = _Silent()
        finally:
            # Whoever still waits for an answer holds a connection, which closing the driver would not find.
            if waiting:
                await asyncio.wait(waiting, timeout=_AGAIN)

    async def _ask(self, graph: Graph, threads: CapacityLimiter, number: int) -> float:
        """Learn whether the database answers; in how many seconds may we ask again?"""
        fault = None
        try:
            await to_thread.run_sync(graph.verify, limiter=threads)
        except Exception as error:  # whatever it is, there is no working with the database
            fault = error
        if number > self._answered:  # else we know better by now
            self._answered = number
            self.fault = fault
            (self.lost.clear if fault is None else self.lost.set)()
        refused = isinstance(fault, ClientError) or isinstance(fault and fault.__cause__, ClientError)
        return _REFUSED_INTERVAL if refused else _INTERVAL


class _Silent(Exception):  # noqa: N818
    """It hangs, or the network is cut."""


def _in_words(fault: Exception) -> str:
    if isinstance(fault, _Silent):
        return _("Neo4j does not answer; check that it runs and that the network reaches it")
    if fault.__cause__ is not None and (why := why_away(fault.__cause__)):
        return why
    return _("Neo4j cannot be used ({error})").format(error=getattr(fault, "message", None) or fault)


class AnswerWhileAway:
    """Answers 503 for a database that is away, also to requests that are waiting for it when it goes."""

    def __init__(self, app: ASGIApp, availability: Availability) -> None:
        self.app = app
        self.availability = availability
        self._given_up: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 503."""
        if scope["type"] != "http" or not scope["path"].startswith(_NEEDING):
            await self.app(scope, receive, send)
        elif self.availability.fault is not None or not await self._answered(scope, receive, send):
            reason = self.availability.reason or _("Neo4j was away for a moment")
            await problem(Unavailable.status, Unavailable.title, reason)(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Pass the request on; is it answered, or did the database go before an answer began?"""
        begun = given_up = False

        async def send_in_time(message: Message) -> None:
            nonlocal begun
            if not given_up:
                begun = True
                await send(message)

        answer = asyncio.ensure_future(self.app(scope, receive, send_in_time))
        lost = asyncio.ensure_future(self.availability.lost.wait())
        try:
            await asyncio.wait((answer, lost), return_when=asyncio.FIRST_COMPLETED)
            if begun or answer.done():
                await answer
                return True
        finally:
            lost.cancel()
        given_up = True
        # A thread that waits for the database cannot be interrupted; it goes on, but holds nobody's place any more.
        answer.cancel()
        self._given_up.add(answer)
        answer.add_done_callback(self._forget)
        return False

    def _forget(self, answer: asyncio.Task[None]) -> None:
        self._given_up.discard(answer)
        if not answer.cancelled():
            answer.exception()  # has been asked for, so asyncio does not report it
