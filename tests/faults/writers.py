"""Writers who send one write after another, each until it is acknowledged, and what has become of their writes."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, NamedTuple

import httpx2

from app.graph import Graph
from tests.faults.seed import ACCOUNTS
from tests.faults.service import PATIENCE, Service

STATED, CHOSEN, MEETING, COUNTED = "statement", "statement with an id", "meeting", "count"
KINDS = (STATED, CHOSEN, MEETING, COUNTED)


@dataclass
class Load:
    """The writes of all writers."""

    sent: Counter[str] = field(default_factory=Counter[str])
    """How many of each kind."""
    acknowledged: dict[str, str] = field(default_factory=dict[str, str])
    """The kind of each write, by the text that marks it in the graph."""
    counts: Counter[int] = field(default_factory=Counter[int])
    """Acknowledged changes of each writer's own row."""
    retries: int = 0
    ending: bool = False
    abandoned: bool = False
    _news: Condition = field(default_factory=Condition)

    def note_sent(self, kind: str) -> None:
        """A write is begun."""
        with self._news:
            self.sent[kind] += 1

    def note_acknowledged(self, kind: str, mark: str, writer: int) -> None:
        """A write is done, as its writer was told."""
        with self._news:
            self.acknowledged[mark] = kind
            self.counts[writer] += kind == COUNTED
            self._news.notify_all()

    def note_retry(self) -> None:
        """A write is sent once more.

        Raises:
            InterruptedError: the run has failed, so nobody need go on.
        """
        with self._news:
            self.retries += 1
            if self.abandoned:
                raise InterruptedError

    def end(self, *, abandon: bool = False) -> None:
        """Begin nothing more."""
        with self._news:
            self.ending, self.abandoned = True, abandon
            self._news.notify_all()

    def wait_for_more(self, number: int, has_failed: Callable[[], bool]) -> None:
        """Wait until so many more writes are acknowledged, or a writer has failed."""
        with self._news:
            goal = len(self.acknowledged) + number
            reached = self._news.wait_for(lambda: len(self.acknowledged) >= goal or has_failed(), timeout=PATIENCE)
        assert reached, f"{number} writes were not acknowledged within {PATIENCE:g} seconds"


class Writer:
    """One of the team of an account, who writes until told to end."""

    def __init__(self, number: int, service: Service, token: str, load: Load, chance: random.Random) -> None:
        self.number = number
        self.service = service
        self.token = token
        self.load = load
        self.chance = chance
        self.account = number % ACCOUNTS
        self.etag = ""
        self.count = 0

    def run(self) -> None:
        """Send writes of all kinds, in any order."""
        number = 0
        while not self.load.ending:
            for kind in self.chance.sample(KINDS, len(KINDS)):
                number += 1
                self.write(kind, f"w{self.number}-{number}")

    def write(self, kind: str, mark: str) -> None:
        """Send a write until it is acknowledged."""
        self.load.note_sent(kind)
        user, person = f"u{self.number}", f"p{self.account}-{self.chance.randrange(3)}"
        said = {"closeness": self.chance.randrange(101), "note": mark}
        statement = {"observed_on": "2025-06-01", **said}
        match kind:
            case "statement":
                answer = self.send("POST", f"/api/people/{person}/assessments", statement, key=mark)
            case "statement with an id":
                answer = self.send("POST", f"/api/people/{person}/assessments", {"id": mark, **statement})
            case "meeting":
                meeting = {
                    "at": "2025-06-01T10:00:00Z", "channel": "visit", "summary": mark, "user_ids": [user],
                    "person_ids": [person], "assessments": [{"person_id": person, **said}],
                }  # fmt: skip
                answer = self.send("POST", "/api/meetings", meeting, key=mark)
            case _:
                answer = self.count_up(mark)
        assert answer.status_code in (200, 201), f"{kind} {mark}: {answer.status_code} {answer.text}"
        self.load.note_acknowledged(kind, mark, self.number)

    def count_up(self, mark: str) -> httpx2.Response:
        """Change one's own row, of the version that the last change answered."""
        row = f"/api/opportunities/o{self.number}"
        if not self.etag:
            self.etag = self.send("GET", row).headers["ETag"]
        answer = self.send("PATCH", row, {"amount": self.count + 1}, key=mark, etag=self.etag)
        if answer.status_code == 200:
            self.count += 1
            self.etag = answer.headers["ETag"]
        return answer

    def send(
        self, method: str, path: str, body: object = None, *, key: str | None = None, etag: str | None = None
    ) -> httpx2.Response:
        """Send it until it is answered."""
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": etag} if etag else {}
        return self.service.ask(method, path, body, headers, self.load.note_retry)


def write_meanwhile(
    service: Service, tokens: Sequence[str], chance: random.Random, disturb: Callable[[Callable[[int], None]], None]
) -> Load:
    """Let a writer for each token write while `disturb` does what it does; it is handed what waits for progress."""
    load = Load()
    writers = [
        Writer(number, service, token, load, random.Random(chance.random()))  # noqa: S311
        for number, token in enumerate(tokens)
    ]
    with ThreadPoolExecutor(len(writers)) as pool:
        running = [pool.submit(writer.run) for writer in writers]

        def has_failed() -> bool:
            return any(one.done() for one in running)

        def wait_for_more(number: int) -> None:
            load.wait_for_more(number, has_failed)
            if not load.ending and has_failed():
                _raise_first(running)

        try:
            disturb(wait_for_more)
            load.end()
            for one in as_completed(running, timeout=2 * PATIENCE):
                one.result()
        except BaseException:
            load.end(abandon=True)
            raise
    return load


def _raise_first(running: Sequence[Future[None]]) -> None:
    for one in running:
        if one.done():
            one.result()


class Outcome(NamedTuple):
    """What has become of the writes, as the graph says."""

    acknowledged: int
    unanswered: int
    lost: list[str]
    duplicates: list[str]
    unasked: list[str]
    """In the graph, but never acknowledged."""
    counters: Mapping[int, float]
    """What the writers' own rows have come to."""


def outcome(graph: Graph, load: Load) -> Outcome:
    """Count the writes in the graph."""
    found = Counter[tuple[str, str]]()
    for kind, query in _MARKS.items():
        found.update((kind, mark) for (mark,) in _rows(graph, query))
    expected = [(place, mark) for mark, kind in load.acknowledged.items() for place in _PLACES[kind]]
    return Outcome(
        acknowledged=len(load.acknowledged),
        unanswered=load.sent.total() - len(load.acknowledged),
        lost=[f"{place} {mark}" for place, mark in expected if not found[place, mark]],
        duplicates=[f"{place} {mark}" for (place, mark), times in found.items() if times > 1],
        unasked=[f"{place} {mark}" for place, mark in found.keys() - set(expected)],
        counters={int(id_[1:]): amount for id_, amount in _rows(graph, "MATCH (o:Opportunity) RETURN o.id, o.amount")},
    )


# A statement counts as often as it leads somewhere, so that half a statement is as bad as two.
_MARKS = {
    "Assessment": "MATCH (:User)-[:STATED]->(s:Assessment)-[:ABOUT]->(:Person) WHERE s.note IS NOT NULL RETURN s.note",
    "Interaction": "MATCH (:User)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(:Person) RETURN i.summary",
}
_PLACES: Mapping[str, Sequence[str]] = {
    STATED: ("Assessment",),
    CHOSEN: ("Assessment",),
    MEETING: ("Assessment", "Interaction"),
    COUNTED: (),
}


def _rows(graph: Graph, query: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    records = graph.driver.execute_query(query, database_=graph.database).records
    return [tuple(record.values()) for record in records]
