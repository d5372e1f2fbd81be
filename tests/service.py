"""Our service on a free port, in a thread of its own."""

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Thread
from time import sleep

import uvicorn

from app.analytics.constants import Constants
from app.graph import Graph
from app.main import create_app


@contextmanager
def serving(connect: Callable[[], Graph]) -> Generator[str]:
    """The origin at which it answers, under the name that Neo4j Browser must use."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(connect, Constants()), log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        # Two that start at once meet in Python's list of warnings, which belongs to no thread.
        while not server.started and thread.is_alive():
            sleep(0.01)
        yield f"http://localhost:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
