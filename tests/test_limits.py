"""Bodies over the limit, over HTTP: announced, sent in chunks, and in the way of the answer."""

import asyncio
import http.client
import json
import socket
from collections.abc import Generator, Iterator
from threading import Thread
from typing import Annotated, Any

import pytest
import uvicorn
from fastapi import Body, FastAPI, File, UploadFile
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from app.analytics.constants import Constants
from app.api import handle_errors
from app.graph import Graph
from app.limits import LimitBodies
from app.main import create_app

LIMIT = 1 << 16  # bytes of any body here …
IMPORT_LIMIT = 1 << 20  # … and of an import


@pytest.fixture(scope="module")
def port() -> Generator[int]:
    """A service that answers with the size of what it was sent."""
    app = FastAPI()
    handle_errors(app)
    app.add_middleware(LimitBodies, max_body_mb=LIMIT / (1 << 20), max_import_mb=IMPORT_LIMIT / (1 << 20))

    @app.post("/api/texts")
    def size_of_text(text: Annotated[str, Body()]) -> int:  # pyright: ignore[reportUnusedFunction]
        return len(text)

    @app.post("/api/imports")
    def size_of_files(files: Annotated[list[UploadFile], File()]) -> int:  # pyright: ignore[reportUnusedFunction]
        return sum(file.size or 0 for file in files)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def text_of(size: int) -> bytes:
    """A body of so many bytes, which is JSON."""
    return b'"' + b"x" * (size - 2) + b'"'


def form_of(size: int) -> bytes:
    """A body of so many bytes, which is a form with one file."""
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="accounts.csv"\r\n\r\n'
    tail = b"\r\n--b--\r\n"
    return head + b"x" * (size - len(head) - len(tail)) + tail


BODIES = {
    "/api/texts": (LIMIT, text_of, "application/json"),
    "/api/imports": (IMPORT_LIMIT, form_of, "multipart/form-data; boundary=b"),
}


def post(connection: http.client.HTTPConnection, path: str, more: int, *, in_chunks: bool) -> tuple[int, str, Any]:
    """Send so many bytes more than are allowed; the status, type and document that come back."""
    limit, body_of, media_type = BODIES[path]
    body = body_of(limit + more)
    chunks = [body[start : start + 50_000] for start in range(0, len(body), 50_000)]
    connection.request(
        "POST", path, iter(chunks) if in_chunks else body, {"Content-Type": media_type}, encode_chunked=in_chunks
    )
    answer = connection.getresponse()
    return answer.status, answer.headers["content-type"], json.loads(answer.read())


@pytest.fixture
def connection(port: int) -> Iterator[http.client.HTTPConnection]:
    """A connection that is kept from request to request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    yield connection
    connection.close()


@pytest.mark.parametrize("in_chunks", [False, True])
@pytest.mark.parametrize("path", list(BODIES))
def test_a_body_is_refused_from_its_first_byte_too_many(
    connection: http.client.HTTPConnection, path: str, in_chunks: bool
) -> None:
    """The answer says what the limit is, and the connection is good for more."""
    for _ in range(2):
        status, media_type, document = post(connection, path, 1, in_chunks=in_chunks)
        assert (status, media_type) == (413, "application/problem+json")
        assert document.keys() == {"type", "title", "status", "detail", "errors"}
        assert ("1 MB" if path == "/api/imports" else "0.0625 MB") in document["detail"]
        assert post(connection, path, 0, in_chunks=in_chunks)[0] == 200


def test_a_client_that_sends_everything_before_it_reads_has_its_answer(port: int) -> None:
    """Far more than any buffer holds; an aborted connection would lose the answer."""
    for in_chunks in (False, True):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        assert post(connection, "/api/texts", 30_000_000, in_chunks=in_chunks)[0] == 413
        connection.close()


def test_an_announced_body_need_not_be_sent(port: int) -> None:
    """The refusal comes at once."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"POST /api/imports HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("length", [b"many", b"-5", b"", b"9" * 5_000, b"\xb2"])
def test_a_malformed_length_is_not_believed(port: int, length: bytes) -> None:
    """Our server refuses it; where one lets it pass, what really comes is counted."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"POST /api/texts HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + b"\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")

    async def read_all(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    async def chunk() -> Message:
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": True}

    async def nobody(message: Message) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "method": "POST", "path": "/api/texts", "headers": [(b"content-length", length)]}
    with pytest.raises(HTTPException) as refusal:
        asyncio.run(LimitBodies(read_all, 1, 1)(scope, chunk, nobody))
    assert refusal.value.status_code == 413


def test_the_service_has_both_limits() -> None:
    """Before it asks who is there: nobody is known where no database is."""

    def connect() -> Graph:
        raise AssertionError

    client = TestClient(create_app(connect, Constants(), max_body_mb=0.25, max_import_mb=0.5), "http://localhost")
    for path, limit in (("/api/accounts/x/what-if", 1 << 18), ("/api/imports", 1 << 19)):
        assert client.post(path, content=b"x" * (limit + 1)).status_code == 413
