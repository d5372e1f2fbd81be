"""The only place that runs Cypher.

A query is one `.cypher` file and one typed function without a body; the function's module and name are the file's
path: `app/accounts/queries.py::facts` is `cypher/accounts/facts.cypher`.

    @read_query
    def account_of(graph: Graph, *, person_id: str) -> list[AccountOfPerson]:
        "Which account is this a key person of?"
        ...
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# (the driver annotates its records and sessions only in part)

import inspect
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, LiteralString, ParamSpec, Self, TypeVar, cast, get_args, get_type_hints
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase, ManagedTransaction, Record, Result, RoutingControl
from neo4j.exceptions import AuthError, ClientError, DriverError, ServiceUnavailable, SessionExpired, TransientError
from neo4j.time import Date, DateTime, Time
from pydantic import BaseModel, TypeAdapter

from app.errors import Unavailable

P = ParamSpec("P")
R = TypeVar("R")

CYPHER = Path(__file__).parent.parent / "cypher"
_TEMPORAL = (Date, DateTime, Time)
_SCHEMES = frozenset(("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"))
_RETRY_SECONDS = 5.0  # of a transaction that met a passing fault; whoever asks is waiting
_PLAIN = frozenset((str, int, float, bool, type(None)))


@dataclass(frozen=True)
class CypherFile:
    """A query as declared: its text, what it takes and what it answers. The contract test reads these."""

    path: Path
    writes: bool
    parameters: tuple[str, ...]
    result: Any
    """The type of the whole answer, `list[Model]`; None for a query that only writes."""

    @cached_property
    def text(self) -> LiteralString:
        """The Cypher, static by construction: read from our own package, never built."""
        return cast("LiteralString", self.path.read_text(encoding="utf-8"))

    @cached_property
    def row(self) -> Any:  # noqa: ANN401
        """The type of one row of the answer."""
        (row,) = get_args(self.result)
        return row

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Checks and converts one row."""
        return TypeAdapter(self.row)

    def read(self, result: Result) -> Any:  # noqa: ANN401  (the declared type)
        """The answer, checked and converted row by row while the database still sends."""
        if self.result is None:
            return None
        return [self.adapter.validate_python(_native_record(record)) for record in result]

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of the result model, which are the columns that the query returns."""
        if self.result is None:
            return ()
        if issubclass(self.row, BaseModel):
            return tuple(self.row.model_fields)
        return tuple(field.name for field in fields(self.row))


QUERIES: dict[str, CypherFile] = {}
"""Every declared query by its path, e.g. `people/account_of`."""


class Graph:
    """A connection to one Neo4j database; safe to share between threads."""

    def __init__(self, driver: Driver, database: str | None = None) -> None:
        self.driver = driver
        self.database = database

    @classmethod
    def connect(cls, uri: str, username: str, password: str, database: str | None = None) -> Self:
        """Open a driver; `neo4j://` routes over a cluster, `bolt://` talks to one server.

        Raises:
            Unavailable: the address is malformed, nobody answers there, or the password is wrong.
        """
        if urlsplit(uri).scheme not in _SCHEMES:
            msg = f"{uri!r} is not a Neo4j address; give one like bolt://host:7687 or neo4j://host"
            raise Unavailable(msg)
        try:
            driver = GraphDatabase.driver(
                uri,
                auth=(username, password),
                user_agent="winover",
                notifications_min_severity="OFF",
                connection_timeout=5,
                max_transaction_retry_time=_RETRY_SECONDS,
            )
        except (ValueError, DriverError) as error:
            msg = f"{uri!r} is not a Neo4j address ({error}); give one like bolt://host:7687 or neo4j://host"
            raise Unavailable(msg) from error
        graph = cls(driver, database)
        try:
            graph.verify()
        except Unavailable:
            driver.close()
            raise
        return graph

    def verify(self) -> None:
        """Does the database answer? Raises `Unavailable` with the reason if not."""
        with _unavailable_when_away():
            self.driver.verify_connectivity()  # without retries: the answer is wanted now

    def run(self, file: CypherFile, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401  (the declared type)
        """Run a declared query in one managed, retried transaction; rows come back as its result type."""
        routing = RoutingControl.WRITE if file.writes else RoutingControl.READ
        with _unavailable_when_away():
            return self.driver.execute_query(
                file.text,
                dict(parameters),
                database_=self.database,
                routing_=routing,
                result_transformer_=file.read,
            )

    def apply_schema(self) -> None:
        """Create the constraints and indexes that are missing."""
        statements = (CYPHER / "schema.cypher").read_text(encoding="utf-8").split(";")
        with _unavailable_when_away(), self.driver.session(database=self.database) as session:
            for statement in filter(str.strip, statements):
                session.run(cast("LiteralString", statement)).consume()
            session.execute_read(_await_indexes)

    def close(self) -> None:
        """Close the driver and its connections."""
        self.driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_query(declaration: Callable[Concatenate[Graph, P], R]) -> Callable[Concatenate[Graph, P], R]:
    """Declare a query that only reads."""
    return _declare(declaration, writes=False)


def write_query(declaration: Callable[Concatenate[Graph, P], R]) -> Callable[Concatenate[Graph, P], R]:
    """Declare a query that writes. It is a MERGE or carries a client-side id, so that a retry changes nothing."""
    return _declare(declaration, writes=True)


def _declare(declaration: Callable[Concatenate[Graph, P], R], *, writes: bool) -> Callable[Concatenate[Graph, P], R]:
    domain = declaration.__module__.split(".")[-2]
    name = f"{domain}/{declaration.__name__}"
    result = get_type_hints(declaration, include_extras=True)["return"]
    file = CypherFile(
        path=CYPHER / f"{name}.cypher",
        writes=writes,
        parameters=tuple(inspect.signature(declaration).parameters)[1:],
        result=None if result is type(None) else result,
    )
    QUERIES[name] = file

    @wraps(declaration)
    def run(graph: Graph, *args: P.args, **parameters: P.kwargs) -> R:
        return graph.run(file, dict(zip(file.parameters, args, strict=False)) | parameters)

    return run


def _native_record(record: Record) -> dict[str, Any]:
    return {key: _native(value) for key, value in record.items()}


def _native(value: Any) -> Any:  # noqa: ANN401
    """Neo4j's own dates and times as Python's, at any depth; lists and maps are converted in place."""
    # Most values are plain, and asking for their type first is what makes large answers affordable.
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        for key, item in entries.items():
            if type(item) not in _PLAIN:
                entries[key] = _native(item)
        return entries
    if isinstance(value, list):
        items = cast("list[Any]", value)
        for index, item in enumerate(items):
            if type(item) not in _PLAIN:
                items[index] = _native(item)
        return items
    return value.to_native() if isinstance(value, _TEMPORAL) else value


def _await_indexes(transaction: ManagedTransaction) -> None:
    transaction.run("CALL db.awaitIndexes(120)").consume()


@contextmanager
def _unavailable_when_away() -> Generator[None]:
    """Turn the driver's ways of saying that the database is away into one sentence; other errors pass."""
    try:
        yield
    except AuthError as error:
        msg = "Neo4j refused the user name or the password; check NEO4J_USERNAME and NEO4J_PASSWORD"
        raise Unavailable(msg) from error
    except ClientError as error:
        if error.code != "Neo.ClientError.Database.DatabaseNotFound":
            raise
        msg = f"{error.message}; check NEO4J_DATABASE"
        raise Unavailable(msg) from error
    except (ServiceUnavailable, SessionExpired, TransientError) as error:
        first_line = str(error).splitlines()[0].rstrip(":") if str(error) else type(error).__name__
        mend = "check that it runs (winover db start for the embedded one) and that NEO4J_URI is right"
        msg = f"Neo4j does not answer ({first_line}); {mend}"
        raise Unavailable(msg) from error
