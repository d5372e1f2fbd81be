"""What the service does by itself: it forgets what is past its time, and derives where people stand on a new day."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import date

from anyio import to_thread

from app.access.queries import forget_expired
from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.errors import Unavailable
from app.graph import Graph

_EVERY_SECONDS = 3600


@asynccontextmanager
async def kept_up(graph: Graph, constants: Constants) -> AsyncGenerator[None]:
    """Do it now, and again every hour."""
    await to_thread.run_sync(_keep_up, graph, constants, None)
    task = asyncio.create_task(_hourly(graph, constants))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


async def _hourly(graph: Graph, constants: Constants) -> None:
    day = date.today()
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        # While the database is away there is nothing to keep up; the next hour does it.
        with suppress(Unavailable):
            await to_thread.run_sync(_keep_up, graph, constants, day)
            day = date.today()


def _keep_up(graph: Graph, constants: Constants, derived_on: date | None) -> None:
    while forget_expired(graph)[0].deleted:
        pass
    if derived_on != date.today():
        derive_attitudes(graph, constants, date.today())
