"""A way to Neo4j that breaks just when an edit is committed, so that whoever commits cannot know whether it was."""

import contextlib
import socket
import threading
from enum import Enum, auto
from urllib.parse import urlsplit

from app.graph import QUERIES

_EDIT = QUERIES["editing/begin_receipt"].text.encode()
"""What every edit asks first; nothing else does."""
_BEGIN = b"\xb1\x11"
"""Bolt: a structure of one field of the kind BEGIN."""
_COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""Bolt: a chunk of 2 bytes, which is a structure without fields of the kind COMMIT, and the end of the message."""
_PATIENCE = 30.0


class Cut(Enum):
    """When the connection breaks."""

    BEFORE_COMMIT = auto()
    """Neo4j never hears of the commit, and undoes what was done."""
    BEFORE_ANSWER = auto()
    """Neo4j commits; its answer does not arrive."""
    COMMIT_LATE = auto()
    """Neo4j hears of the commit, and commits, when the edit is begun again already."""


class CuttingProxy:
    """Passes bolt on between a driver and Neo4j until it is told to cut."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._neo4j = (parts.hostname or "", parts.port or 7687)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self._lock = threading.Lock()
        self._how = Cut.BEFORE_ANSWER
        self._left = 0
        self._begun_again = threading.Event()
        self.cuts = 0
        """How many commits it has cut."""
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, how: Cut, times: int) -> None:
        """Cut the next so many commits of edits."""
        with self._lock:
            self._how, self._left, self.cuts = how, times, 0

    def close(self) -> None:
        """Let nobody in any more."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                driver, _ = self._listener.accept()
                threading.Thread(target=self._pass_on, args=(driver,), daemon=True).start()

    def _pass_on(self, driver: socket.socket) -> None:
        with driver, contextlib.suppress(OSError), socket.create_connection(self._neo4j) as neo4j:
            muted, answered = threading.Event(), threading.Event()
            threading.Thread(target=_answer, args=(neo4j, driver, muted, answered), daemon=True).start()
            sent = b""
            while data := driver.recv(1 << 16):
                sent += data
                sent = sent[max(sent.rfind(_BEGIN), 0) :]
                if _EDIT in sent:
                    self._begun_again.set()
                if _COMMIT in sent:
                    how = self._take() if _EDIT in sent else None
                    sent = b""
                    if how is not None:
                        muted.set()
                        self._cut(how, driver, neo4j, data, answered)
                        return
                neo4j.sendall(data)

    def _cut(
        self, how: Cut, driver: socket.socket, neo4j: socket.socket, data: bytes, answered: threading.Event
    ) -> None:
        """Break the connection; `data` ends with a commit."""
        if how is Cut.COMMIT_LATE:
            self._begun_again.clear()
            driver.shutdown(socket.SHUT_RDWR)
            self._begun_again.wait(_PATIENCE)
        if how is not Cut.BEFORE_COMMIT:
            neo4j.sendall(data)
            answered.wait(_PATIENCE)
        with contextlib.suppress(OSError):
            driver.shutdown(socket.SHUT_RDWR)
        neo4j.shutdown(socket.SHUT_RDWR)

    def _take(self) -> Cut | None:
        """How to cut this commit, if it is one to cut."""
        with self._lock:
            if not self._left:
                return None
            self._left -= 1
            self.cuts += 1
            return self._how


def _answer(neo4j: socket.socket, driver: socket.socket, muted: threading.Event, answered: threading.Event) -> None:
    """Pass on what Neo4j says, until the connection is muted."""
    with contextlib.suppress(OSError):
        while data := neo4j.recv(1 << 16):
            if muted.is_set():
                answered.set()
                return
            driver.sendall(data)
    with contextlib.suppress(OSError):
        driver.shutdown(socket.SHUT_RDWR)
