"""The only place that runs Cypher.

A query is one `.cypher` file and one typed function without a body; the function's module and name are the file's
path: `app/accounts/queries.py::facts` is `cypher/accounts/facts.cypher`.

    @read_query
    def account_of(graph: Graph, *, person_id: str) -> list[AccountOfPerson]:
        "Which account is this a key person of?"
        ...

A `Graph` is the database as somebody sees it. What they may see goes with every query by itself: a query that may
answer with something of an account keeps only accounts in `$reach` (see `app/reach.py`), and a test runs every query
with a foreign account in the graph.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# (the driver annotates its records and sessions only in part)

import errno
import inspect
import re
from collections.abc import Callable, Container, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, LiteralString, ParamSpec, Self, TypeVar, cast, get_args, get_type_hints
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase, ManagedTransaction, Query, Record, Result, RoutingControl, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.time import Date, DateTime, Time
from pydantic import BaseModel, TypeAdapter

from app.errors import Unavailable
from app.language import gettext as _
from app.reach import EVERYTHING, Reach

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

CYPHER = Path(__file__).parent.parent / "cypher"
_TEMPORAL = (Date, DateTime, Time)
_SCHEMES = frozenset(("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"))
_RETRY_SECONDS = 5.0  # of a transaction that met a passing fault; whoever asks is waiting
_COMMIT_TRIES = 3
QUERY_SECONDS = 60.0
"""After so long the database gives up a transaction by itself."""
_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"  # and …ClientConfiguration
_STOPPED_WAITING = "Neo.ClientError.Transaction.LockClientStopped"
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
            result.consume()
            return None
        dated = self.dated_columns
        return [self.adapter.validate_python(_native_record(record, dated)) for record in result]

    @cached_property
    def dated_columns(self) -> frozenset[str]:
        """The columns that may hold dates or times, at whatever depth: the others need not be looked through."""
        types = get_type_hints(self.row)
        return frozenset(name for name in self.columns if _may_hold_dates(types[name]))

    @cached_property
    def reach_parameters(self) -> tuple[str, ...]:
        """Which of `$reach`, `$team` and `$users` the query asks for."""
        return tuple(name for name in EVERYTHING.parameters() if re.search(rf"\${name}\b", self.text))

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
    """One Neo4j database as somebody sees it; safe to share between threads."""

    def __init__(
        self,
        driver: Driver,
        database: str | None = None,
        reach: Reach = EVERYTHING,
        transaction: ManagedTransaction | None = None,
    ) -> None:
        self.driver = driver
        self.database = database
        self.reach = reach
        self._transaction = transaction

    def within(self, reach: Reach) -> "Graph":
        """The same database, and transaction if this is one, as somebody sees it who may see so much."""
        return Graph(self.driver, self.database, reach, self._transaction)

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
        reach = self.reach.parameters()
        given = {**parameters, **{name: reach[name] for name in file.reach_parameters}}
        if self._transaction is not None:
            return file.read(self._transaction.run(file.text, given))
        routing = RoutingControl.WRITE if file.writes else RoutingControl.READ
        with _unavailable_when_away():
            return self.driver.execute_query(
                Query(file.text, timeout=QUERY_SECONDS),
                given,
                database_=self.database,
                routing_=routing,
                result_transformer_=file.read,
            )

    def write(self, work: "Callable[[Graph], T]") -> T:
        """Do all that `work` does with the graph it is handed in one transaction, or nothing of it.

        A transaction that met a passing fault is done again, and so is one whose commit is in doubt because the
        connection broke. So `work` must begin by looking whether it was done already.

        Raises:
            Unavailable: the database is away; whether the commit arrived is then not known.
        """

        @unit_of_work(timeout=QUERY_SECONDS)
        def unit(transaction: ManagedTransaction) -> T:
            return work(Graph(self.driver, self.database, self.reach, transaction))

        with _unavailable_when_away():
            for tries_left in reversed(range(_COMMIT_TRIES)):
                try:
                    with self.driver.session(
                        database=self.database, bookmark_manager=self.driver.execute_query_bookmark_manager
                    ) as session:
                        return session.execute_write(unit)
                except IncompleteCommit:
                    if not tries_left:
                        raise
        raise AssertionError  # the loop ends by return or raise

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
    declared = inspect.signature(declaration).parameters
    result = get_type_hints(declaration, include_extras=True)["return"]
    file = CypherFile(
        path=CYPHER / f"{name}.cypher",
        writes=writes,
        parameters=tuple(declared)[1:],
        result=None if result is type(None) else result,
    )
    QUERIES[name] = file
    defaults = {
        name: parameter.default
        for name, parameter in declared.items()
        if parameter.default is not inspect.Parameter.empty
    }

    @wraps(declaration)
    def run(graph: Graph, *args: P.args, **parameters: P.kwargs) -> R:
        return graph.run(file, {**defaults, **dict(zip(file.parameters, args, strict=False)), **parameters})

    return run


def _may_hold_dates(kind: Any) -> bool:  # noqa: ANN401
    if kind in (Any, date, datetime, time):
        return True
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, BaseModel)):
        return any(map(_may_hold_dates, get_type_hints(kind).values()))
    return any(map(_may_hold_dates, get_args(kind)))


def _native_record(record: Record, dated: Container[str]) -> dict[str, Any]:
    return {key: _native(value) if key in dated else value for key, value in record.items()}


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
    except (Neo4jError, DriverError, OSError) as error:
        if (why := why_away(error)) is None:
            raise
        raise Unavailable(why) from error


def why_away(error: BaseException) -> str | None:
    """Why the database cannot be worked with, if an error of the driver says so: in the language of the answer."""
    if isinstance(error, AuthError):
        return _("Neo4j refused the user name or the password; check NEO4J_USERNAME and NEO4J_PASSWORD")
    if isinstance(error, ClientError):
        return _why_refused(error)
    # Where the connection breaks right after the handshake, the driver lets the bare `OSError` of the socket pass.
    broken = isinstance(error, OSError) and error.errno == errno.ENOTCONN
    if not broken and not isinstance(error, ServiceUnavailable | SessionExpired | TransientError):
        return None
    first_line = str(error).splitlines()[0].rstrip(":") if str(error) else type(error).__name__
    return _(
        "Neo4j does not answer ({error}); check that it runs (winover db start for the embedded one) and that"
        " NEO4J_URI is right"
    ).format(error=first_line)


def _why_refused(error: ClientError) -> str | None:
    seconds = f"{QUERY_SECONDS:g}"
    if error.code == "Neo.ClientError.Database.DatabaseNotFound":
        return _("{error}; check NEO4J_DATABASE").format(error=error.message)
    if (error.code or "").startswith(_TIMED_OUT):
        text = _("it took longer than {seconds} seconds, so Neo4j gave it up; ask about fewer accounts")
        return text.format(seconds=seconds)
    if error.code == _STOPPED_WAITING:
        text = _("others write there, and waiting for them took longer than {seconds} seconds; send it again")
        return text.format(seconds=seconds)
    return None
