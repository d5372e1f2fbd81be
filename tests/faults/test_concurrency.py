"""Whoever writes at the same time as others loses nothing, overwrites nothing, and does nothing twice."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, LiteralString

import httpx2
import pytest

from app.graph import Graph
from tests.faults.service import PATIENCE, Service, at_once, fields_of, wait_until

As = Callable[..., dict[str, str]]
Body = Mapping[str, Any]

MANY = 100
SAID = {"observed_on": "2025-06-01", "closeness": 60}
MEETING = {"at": "2025-06-01T10:00:00Z", "channel": "visit", "user_ids": ["u1"], "person_ids": ["p1-0"]}


# --- One row, many who change it --------------------------------------------------------------------------------------


def test_every_version_is_changed_by_one(service: Service, seeded: Graph, as_: As) -> None:
    """A hundred at once change what they all have read: one does, the others are told to read again."""
    headers = as_()
    for round_ in range(3):
        read = service.ask("GET", "/api/opportunities/o1", headers=headers)
        matching = headers | {"If-Match": read.headers["ETag"]}
        changes = [
            partial(service.ask, "PATCH", "/api/opportunities/o1", {"amount": 1_000 * round_ + number + 1}, matching)
            for number in range(MANY)
        ]
        changed = at_once(*changes)
        assert Counter(answer.status_code for answer in changed) == {200: 1, 412: MANY - 1}
        (won,) = (answer for answer in changed if answer.status_code == 200)
        stored = service.ask("GET", "/api/opportunities/o1", headers=headers)
        assert stored.json() == won.json()
        assert stored.headers["ETag"] == won.headers["ETag"] != read.headers["ETag"]


def test_no_change_is_lost(service: Service, seeded: Graph, as_: As) -> None:
    """A hundred each add a character to one text, and read it again as often as somebody else was quicker."""
    headers = as_()

    def add(character: str) -> int:
        for attempt in range(1, 10 * MANY):
            read = service.ask("GET", "/api/opportunities/o1", headers=headers)
            stage = (read.json()["stage"] or "") + character
            matching = headers | {"If-Match": read.headers["ETag"]}
            changed = service.ask("PATCH", "/api/opportunities/o1", {"stage": stage}, matching)
            if changed.status_code == 200:
                return attempt
            assert changed.status_code == 412, changed.text
            time.sleep(random.random() * min(attempt, 10) / 5)  # noqa: S311  (as those do who want to get through)
        pytest.fail(f"{character} never won")

    characters = [chr(ord("一") + number) for number in range(MANY)]
    attempts = at_once(*(partial(add, character) for character in characters))
    stage = service.ask("GET", "/api/opportunities/o1", headers=headers).json()["stage"]
    assert sorted(stage) == characters
    assert max(attempts) > 1, "nobody met anybody else"


# --- One write, sent many times ---------------------------------------------------------------------------------------

WRITES: dict[str, tuple[str, str, Body]] = {
    "an assessment": ("POST", "/api/people/p1-0/assessments", SAID),
    "an opportunity": ("POST", "/api/opportunities", {"account_id": "a1", "name": "New"}),
    "a meeting": ("POST", "/api/meetings", {**MEETING, "assessments": [{"person_id": "p1-1", "closeness": 1}]}),
    "a change": ("PATCH", "/api/opportunities/o1", {"amount": 5}),
    "a correction": ("POST", "/api/assessments/s1/corrections", SAID),
    "a withdrawal": ("POST", "/api/assessments/s1/withdrawal", {"reason": "Meant for another."}),
    "a removal": ("DELETE", "/api/opportunities/o5", {}),
}
KINDS = "Assessment|Opportunity|Interaction|Receipt"


@pytest.mark.parametrize("what", WRITES)
def test_one_key_is_one_write(service: Service, seeded: Graph, as_: As, what: str) -> None:
    """A hundred requests with one key and the same body: it is done once, and all are answered the same."""
    method, path, body = WRITES[what]
    headers = as_("u1", key="only once")
    if method != "POST":
        headers["If-Match"] = service.ask("GET", path, headers=headers).headers["ETag"]
    before = _counts(seeded)
    calls = [partial(service.ask, method, path, body or None, headers)] * MANY
    answers = {
        (answer.status_code, answer.content, answer.headers.get("ETag"), answer.headers.get("Location"))
        for answer in at_once(*calls)
    }
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] in (200, 201, 204)
    added = _counts(seeded)
    added.subtract(before)
    assert {label: number for label, number in added.items() if number} == {"Receipt": 1, **ADDED.get(what, {})}


ADDED: dict[str, dict[str, int]] = {
    "an assessment": {"Assessment": 1},
    "an opportunity": {"Opportunity": 1},
    "a meeting": {"Assessment": 1, "Interaction": 1},
    "a correction": {"Assessment": 1},
    "a removal": {"Opportunity": -1},
}


def test_one_key_with_two_contents(service: Service, seeded: Graph, as_: As) -> None:
    """The first to come is done, the other refused; also later, and for changes."""
    headers = as_("u1", key="k")
    calls = [partial(_add_opportunity, service, headers, name) for name in ("One", "Other")]
    first, second = sorted(at_once(*calls), key=lambda answer: answer.status_code)
    assert (first.status_code, second.status_code) == (201, 422)
    assert fields_of(second) == ["Idempotency-Key"]
    again = _add_opportunity(service, headers, name="A third")
    assert (again.status_code, fields_of(again)) == (422, ["Idempotency-Key"])
    assert _add_opportunity(service, headers, name=first.json()["name"]).content == first.content
    # Another operation, or another user, with this key is another write.
    assert service.ask("POST", "/api/people/p1-0/assessments", SAID, headers).status_code == 201
    other = _add_opportunity(service, as_("u5", key="k"), name=first.json()["name"])
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]
    assert _names(seeded) == Counter({first.json()["name"]: 2})


def test_two_users_with_one_key_at_once(service: Service, seeded: Graph, as_: As) -> None:
    """Each of them has written."""
    headers = [as_("u1", key="k"), as_("u5", key="k")]
    answers = at_once(*(partial(_add_opportunity, service, one, "New") for one in headers * 10))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 2
    assert _names(seeded) == Counter({"New": 2})


# --- Ids that clients choose ------------------------------------------------------------------------------------------


def test_an_id_of_ones_own(service: Service, seeded: Graph, as_: As) -> None:
    """Sent again it is answered again; with other content it is refused."""
    headers = as_("u1")
    paths: dict[str, Body] = {
        "/api/opportunities": {"id": "mine", "account_id": "a1", "name": "New"},
        "/api/people/p1-0/assessments": {"id": "mine", **SAID, "note": "New"},
        "/api/meetings": {"id": "mine", **MEETING, "summary": "New"},
    }
    for path, body in paths.items():
        answers = at_once(*[partial(service.ask, "POST", path, body, headers)] * 10)
        assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
        changed = {name: "Other" if value == "New" else value for name, value in body.items()}
        refused = service.ask("POST", path, changed, headers)
        assert (refused.status_code, fields_of(refused)) == (422, ["id"])
        # Nor under a key, which makes it another write; one that says the same changes nothing.
        keyed = service.ask("POST", path, changed, {**headers, "Idempotency-Key": path})
        assert (keyed.status_code, fields_of(keyed)) == (422, ["id"])
    assert _counts(seeded)["Interaction"] == 1


ROWS: dict[str, tuple[Body, LiteralString]] = {
    "opportunities": ({"name": "New"}, "MATCH (n:Opportunity {id: 'x'})-[:AT]->(a) RETURN a.id"),
    "people": ({"name": "New"}, "MATCH (n:Person {id: 'x'})-[:KEY_PERSON_OF]->(a) RETURN a.id"),
    "departments": ({"name": "New"}, "MATCH (n:Department {id: 'x'})-[:PART_OF]->(a) RETURN a.id"),
    "projects": (
        {"name": "New", "project_type_id": "t", "started_on": "2025-01-01"},
        "MATCH (n:Project {id: 'x'})<-[:RUNS]-(a) RETURN a.id",
    ),
}


@pytest.mark.parametrize("resource", ROWS)
def test_one_id_at_two_accounts(service: Service, seeded: Graph, as_: As, resource: str) -> None:
    """Of two teams that choose one id at once, who cannot see each other's rows, one has it; no row changes hands."""
    row, query = ROWS[resource]
    headers = {account: as_(f"u{account[1:]}") for account in ("a1", "a2")}
    for _ in range(5):
        calls = [
            partial(service.ask, "POST", f"/api/{resource}", {"id": "x", "account_id": account, **row}, sent)
            for account, sent in headers.items()
        ]
        answers = at_once(*calls)
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, lost.status_code, fields_of(lost)) == (201, 422, ["id"])
        assert _column(seeded, query) == [won.json()["account_id"]]
        seeded.driver.execute_query("MATCH (n {id: 'x'}) DETACH DELETE n")
        seeded.driver.execute_query("MATCH (r:Receipt) DELETE r")


def test_one_id_for_two_statements(service: Service, seeded: Graph, as_: As) -> None:
    """As with rows: a statement is about one person, and says one thing."""
    headers = {"p1-0": as_("u1"), "p2-0": as_("u2")}
    for number in range(5):
        said = {"id": f"x{number}", **SAID}
        calls = [
            partial(service.ask, "POST", f"/api/people/{person}/assessments", said, sent)
            for person, sent in headers.items()
        ]
        answers = at_once(*calls)
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, lost.status_code, fields_of(lost)) == (201, 422, ["id"])
        query = "MATCH (s:Assessment {id: $id})-[:ABOUT]->(p) RETURN p.id"
        assert _column(seeded, query, id=said["id"]) == [won.json()["person_id"]]


# --- Edits that are right alone, and wrong together -------------------------------------------------------------------


@pytest.mark.parametrize("first", ["p1-0", "p2-0"])
def test_two_lines_make_no_cycle(service: Service, seeded: Graph, as_: As, first: str) -> None:
    """Two people cannot be put below each other, whether they are of one account or of two."""
    second, headers = "p1-1", as_()
    for _ in range(5):
        answers = at_once(
            partial(_put_below, service, headers, first, second), partial(_put_below, service, headers, second, first)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        (refused,) = (answer for answer in answers if answer.status_code == 422)
        assert fields_of(refused) == ["reports_to"]
        assert _column(seeded, "MATCH (p:Person)-[:REPORTS_TO]->(b) RETURN p.id") in ([first], [second])
        seeded.driver.execute_query("MATCH (:Person)-[r:REPORTS_TO]->() DELETE r")


def test_two_lines_at_four_accounts_make_no_cycle(service: Service, seeded: Graph, as_: As) -> None:
    """Two lines that share no account close a cycle with two that are there: one of them is refused."""
    headers = as_()
    for person, boss in (("p1-0", "p2-0"), ("p3-0", "p0-0")):
        assert _put_below(service, headers, person, boss).status_code == 200
    answers = behind_a_lock(
        seeded,
        "MATCH (p:Person) WHERE p.id IN ['p0-0', 'p2-0'] SET p.name = p.name",
        partial(_put_below, service, headers, "p0-0", "p1-0"),
        partial(_put_below, service, headers, "p2-0", "p3-0"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert _column(seeded, "MATCH (p:Person)-[:REPORTS_TO]->+(p) RETURN DISTINCT p.id") == []


@pytest.mark.parametrize("key", [None, "k"])
def test_a_statement_is_corrected_once(service: Service, seeded: Graph, as_: As, key: str | None) -> None:
    """Of two corrections at once, or of a correction and a withdrawal, one stands and the other is a conflict."""
    headers = as_("u1", key=key)
    one = ("corrections", {**SAID, "closeness": 10}, 201)
    other = ("corrections", {**SAID, "closeness": 90}, 201)
    withdrawal = ("withdrawal", {"reason": "Meant for another."}, 200)
    for number, (first, second) in enumerate([(one, other), (one, withdrawal), (withdrawal, one)] * 2):
        made = service.ask("POST", "/api/people/p1-0/assessments", {"id": f"s1-{number}", **SAID}, as_("u1"))
        assert made.status_code == 201
        second_headers = {**headers, "Idempotency-Key": "another"} if key else headers
        calls = [
            partial(service.ask, "POST", f"/api/assessments/s1-{number}/{path}", body, sent)
            for (path, body, _), sent in ((first, headers), (second, second_headers))
        ]
        statuses = [answer.status_code for answer in at_once(*calls)]
        assert statuses in ([first[2], 409], [409, second[2]])
        query = """
            MATCH (s:Assessment {id: $id})
            RETURN COUNT { ()-[:SUPERSEDES]->(s) } + CASE WHEN s.withdrawnAt IS NULL THEN 0 ELSE 1 END
        """
        assert _column(seeded, query, id=f"s1-{number}") == [1]


STATING: tuple[str, str, Body] = ("POST", "/api/people/p1-0/assessments", SAID)
OWNING: tuple[str, str, Body] = ("PATCH", "/api/opportunities/o1", {})
REFERRED = [
    pytest.param(STATING, "project_id", "/api/projects/c1", id="the project of a statement"),
    pytest.param(STATING, "project_id", "/api/projects/c2", id="another account's project"),
    pytest.param(STATING, "vendor_id", "/api/vendors/rival", id="the vendor of a statement"),
    pytest.param(STATING, "user_id", "/api/users/u9", id="who states something"),
    pytest.param(OWNING, "user_id", "/api/users/u9", id="the owner of an opportunity"),
    pytest.param(OWNING, "project_id", "/api/projects/c1", id="the project of an opportunity"),
]


@pytest.mark.parametrize(("write", "column", "path"), REFERRED)
def test_what_is_referred_to_is_not_removed_meanwhile(
    service: Service, seeded: Graph, as_: As, *, write: tuple[str, str, Body], column: str, path: str
) -> None:
    """Either the write stands with all that it says, or what it refers to is gone and it is refused."""
    method, written, body = write
    id_, headers = path.rpartition("/")[2], {**as_(), "If-Match": "*"}
    assert service.ask("POST", "/api/users", {"id": "u9", "name": "New"}, headers).status_code == 201
    stored, removed = behind_a_lock(
        seeded,
        "MATCH (n) WHERE n.id IN ['p1-0', 'o1'] SET n.name = n.name",
        partial(service.ask, method, written, {**body, column: id_}, headers),
        partial(service.ask, "DELETE", path, None, headers),
    )
    if stored.status_code == 422:
        assert (fields_of(stored), removed.status_code) == ([column], 204)
    else:
        assert (stored.json()[column], removed.status_code) == (id_, 409)


BAD: dict[str, tuple[Body, int, str]] = {
    "nobody": ({"person_id": "nobody", "closeness": 1}, 422, "assessments.1.person_id"),
    "of another account": ({"person_id": "p2-0", "closeness": 1}, 422, "assessments.1.person_id"),
    "no attitude": ({"person_id": "p1-1"}, 422, "assessments.1.closeness"),
    "in the future": ({"person_id": "p1-1", "closeness": 1, "observed_on": "2999-01-01"}, 422,
                      "assessments.1.observed_on"),
    "no such project": ({"person_id": "p1-1", "closeness": 1, "project_id": "none"}, 422, "assessments.1.project_id"),
    "another statement's id": ({"person_id": "p1-1", "closeness": 1, "id": "s1"}, 422, "assessments.1.id"),
    "another account's statement": ({"person_id": "p1-1", "closeness": 1, "id": "s2"}, 422, "assessments.1.id"),
    "somebody else's words": ({"person_id": "p1-1", "closeness": 1, "user_id": "u5"}, 403, "assessments.1.user_id"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_meeting_is_stored_whole_or_not_at_all(service: Service, seeded: Graph, as_: As, what: str) -> None:
    """One statement that does not hold, and nothing of the meeting is there; mended, it is stored under its key."""
    bad, status, field = BAD[what]
    headers = as_("u1", key="k")
    good = {"person_id": "p1-0", "closeness": 1}
    before = _counts(seeded)
    refused = service.ask("POST", "/api/meetings", {**MEETING, "assessments": [good, bad]}, headers)
    assert (refused.status_code, fields_of(refused)) == (status, [field])
    assert _counts(seeded) == before
    assert service.ask("POST", "/api/meetings", {**MEETING, "assessments": [good]}, headers).status_code == 201


# --- Steps ------------------------------------------------------------------------------------------------------------


def behind_a_lock(graph: Graph, lock: LiteralString, *calls: Callable[[], httpx2.Response]) -> list[httpx2.Response]:
    """Call one after the other while what the query sets is locked, each when those before wait or are answered."""
    blocked = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*)"
    with ThreadPoolExecutor(len(calls)) as pool:
        session = graph.driver.session(database=graph.database)  # pyright: ignore[reportUnknownMemberType]
        with session, session.begin_transaction() as transaction:
            transaction.run(lock).consume()
            running: list[Future[httpx2.Response]] = []

            def have_come_as_far_as_they_can() -> bool:
                return _column(graph, blocked)[0] + sum(one.done() for one in running) >= len(running)

            for call in calls:
                running.append(pool.submit(call))
                wait_until(have_come_as_far_as_they_can, lambda: "a request is neither answered nor waits for a lock")
        return [one.result(timeout=PATIENCE) for one in running]


def _put_below(service: Service, headers: Mapping[str, str], person: str, boss: str) -> httpx2.Response:
    return service.ask("PATCH", f"/api/people/{person}", {"reports_to": boss}, {**headers, "If-Match": "*"})


def _add_opportunity(service: Service, headers: Mapping[str, str], name: str) -> httpx2.Response:
    return service.ask("POST", "/api/opportunities", {"account_id": "a1", "name": name}, headers)


def _names(graph: Graph) -> Counter[str]:
    """The names of the opportunities that were not there before."""
    return Counter(_column(graph, "MATCH (o:Opportunity) WHERE NOT o.name STARTS WITH 'Opp' RETURN o.name"))


def _counts(graph: Graph) -> Counter[str]:
    return Counter(_column(graph, f"MATCH (n:{KINDS}) RETURN labels(n)[0]"))


def _column(graph: Graph, query: Any, **parameters: object) -> list[Any]:  # noqa: ANN401
    return [record[0] for record in graph.driver.execute_query(query, parameters, database_=graph.database).records]
