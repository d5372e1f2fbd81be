"""No text is ever more than text: nothing of it is executed, and what is stored comes back as it was.

500 strings (see `strings`) meet what the OpenAPI document and the files declare, also what will be added to them:

- Every column of text or ids of every file, through `load`: all 500 in each. Columns of several ids, which semicolons
  separate, meet those without.
- Every field, query parameter and path parameter over HTTP: in rotation, since the whole product would take an hour.
  Each string is sent as a path, as what to filter by, as another parameter and as the name of one; it fills all texts
  of a new row and of a change; and it stands for references, and for what is no text. Each time the next operation has
  its turn: every field meets at least `TURNS` strings, and every kind of field meets every string.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, unquote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.editing.keys import key_columns
from app.editing.resources import RESOURCES
from app.graph import Graph
from graph_models.fields import MAX_ID, MAX_NAME
from graph_models.vocabulary import Stance
from loaders.load import TABLES, load
from loaders.table import Table
from tests.fuzz.conftest import Service
from tests.fuzz.openapi import Field, Kind, Operation, fields_of, operations
from tests.fuzz.strings import STRINGS, is_refused, is_refused_as_id
from tests.loaders.folders import nodes, relationships

TURNS = 10
ACCOUNT = "beihe"
"""Of the demo's accounts the one to which rows are added."""

READ_AS = {"withdraw_assessment": {"reason": "withdrawal_reason"}, "record_a_meeting": {"id": "interaction_id"}}
"""Fields that are answered under another name."""
NOT_ANSWERED = {"record_a_meeting": ("channel", "summary"), "ask_what_if": ("add.0.name", "add.0.title")}
"""Fields that the answer does not repeat; those of a meeting are in the list of contacts."""
RESOURCE_OF = {
    column: next(resource.name for resource in RESOURCES if resource.table.label == reference.label)
    for table in TABLES
    for column, reference in table.references.items()
}
ADDED_LABELS = {
    "accounts": "Account", "spend": "Spend", "departments": "Department", "people": "Person", "projects": "Project",
    "opportunities": "Opportunity", "interactions": "Interaction", "users": "User", "project-types": "ProjectType",
    "offerings": "Offering", "vendors": "Vendor", "assessments": "Assessment", "tokens": "Token",
    "calendar-links": "Token",
}  # fmt: skip
"""The label of what each resource adds to the graph; those left out add relationships."""
TIMES = ("lastUsedAt", "editedAt", "statementsCounted", "latestObservedOn", "latestRecordedAt")
"""Properties that say when something was done, or are derived from what was."""


class Attack:
    """Sends strings to a service, as an administrator, and notes what is not as it must be."""

    def __init__(self, client: TestClient, graph: Graph) -> None:
        self.client = client
        self.graph = graph
        self.operations = operations(client.get("/openapi.json").json())
        self.problems: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.met: Counter[tuple[str, str]] = Counter()
        """How many strings each field or parameter of an operation has met."""
        self.added: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        """The texts of the rows that were added, by resource and key."""
        self.ids = {resource.name: self._ids(resource.name) for resource in RESOURCES} | {"accounts": [ACCOUNT]}
        self._numbers = count()
        self._before = nodes(graph, *TIMES), stated(graph)

    def _ids(self, name: str) -> list[str]:
        """Of what the demo has at its smaller account, or of what belongs to none."""
        answer = self.client.get(f"/api/{name}", params={"account_id": ACCOUNT})
        if answer.status_code == 422:
            answer = self.client.get(f"/api/{name}")
        return [row["id"] for row in answer.json()["items"] if "id" in row]

    def which(self, *methods: str, kinds: Iterable[Kind] = ()) -> list[Operation]:
        """The operations of these methods that have a field of one of these kinds.

        Proposals are computed, and there is none for any text; see tests/projects.
        """
        stored = [one for one in self.operations if one.method in methods and one.resource != "proposals"]
        return [one for one in stored if not kinds or one.has(*kinds)]

    def send(
        self,
        operation: Operation,
        in_path: str = "",
        query: Mapping[str, str] | None = None,
        body: Any = None,  # noqa: ANN401
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a request; an internal error is a problem whatever was asked."""
        url = operation.path
        for name in operation.in_path:
            url = url.replace(f"{{{name}}}", encoded(in_path))
        url += "".join(
            f"{'&' if number else '?'}{encoded(name)}={encoded(value)}"
            for number, (name, value) in enumerate((query or {}).items())
        )
        raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        if operation.id == "load_files":
            files = [("files", ("accounts.csv", b"id,name\n", "text/csv"))]
            answer = self.client.post(url, files=files, headers=raw)
        elif body is None:
            answer = self.client.request(operation.method, url, headers=raw)
        else:
            raw.append((b"content-type", b"application/json"))
            answer = self.client.request(operation.method, url, content=json.dumps(body), headers=raw)
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self.note(operation, f"{answer.status_code} for {url!r:.300} {body!r:.300}: {answer.text}")
        return answer

    def note(self, operation: Operation, problem: str) -> None:
        """Something is not as it must be."""
        self.problems.append(f"{operation.id}: {problem}")

    def expect(self, operation: Operation, answer: Response, statuses: Sequence[int], text: str) -> bool:
        """Is it one of these statuses? Else that is a problem."""
        if answer.status_code in statuses:
            return True
        self.note(operation, f"{answer.status_code}, not {statuses}, for {text!r:.100}: {answer.text:.300}")
        return False

    def expect_named(self, operation: Operation, answer: Response, fields: Iterable[str], text: str) -> None:
        """Is it refused, and each of these fields named? Else that is a problem."""
        if self.expect(operation, answer, (422,), text):
            named = {error["field"] for error in answer.json()["errors"]}
            # Of several ids the one that is wrong may be named.
            missing = [field for field in fields if not {field, f"{field}.0"} & named]
            if missing:
                self.note(operation, f"{missing} not named for {text!r:.100}: {answer.text:.300}")

    def real(self, field: Field, number: int) -> Any:  # noqa: ANN401
        """What a field may hold that is no free text."""
        if field.kind in (Kind.REFERENCE, Kind.REFERENCES):
            known = self.ids[RESOURCE_OF[field.name]]
            id_ = known[(number + field.name.startswith("to_")) % len(known)]
            return id_ if field.kind is Kind.REFERENCE else [id_]
        if "enum" in field.schema:
            return field.schema["enum"][0]
        if field.schema.get("type") == "integer":
            return field.schema["minimum"] + next(self._numbers)  # another every time: a year is part of a key
        some = {"date": date.today().isoformat(), "date-time": datetime.now(UTC).isoformat(), "boolean": False}
        return some.get(field.schema.get("format", field.schema.get("type")), 50)

    def row(
        self, operation: Operation, fields: Mapping[str, Field], number: int, text: str, kinds: Collection[Kind]
    ) -> dict[str, Any]:
        """A row whose fields of these kinds hold this text; of the others, those that are required."""
        row: dict[str, Any] = {}
        for name, field in fields.items():
            if field.kind is Kind.ROWS:
                if any(part.kind in kinds for part in field.fields.values()):
                    row[name] = [self.row(operation, field.fields, number, text, kinds)]
            elif field.kind in kinds:
                self.met[operation.id, name] += 1
                row[name] = [text] if field.kind is Kind.REFERENCES else text
            elif field.required or name == "closeness":  # of a statement's three attitudes
                row[name] = f"plain {number}" if field.kind is Kind.TEXT else self.real(field, number)
        return row

    def place(self, operation: Operation, number: int) -> str:
        """The path parameter of an operation that adds something: what is there."""
        if operation.resource != "assessments" or not operation.in_path:
            return self.ids[operation.resource][0] if operation.in_path else ""
        said = {"id": f"standing-{number}", "observed_on": date.today().isoformat(), "closeness": 50}
        assert self.client.post(f"/api/people/{self.ids['people'][0]}/assessments", json=said).status_code == 201
        self.added["assessments"][f"standing-{number}"] = {}
        return f"standing-{number}"

    def create(self, operation: Operation, text: str, number: int) -> None:
        """Add a row with this text in all its texts: it is refused if they may not hold it, else it reads the same."""
        body = self.row(operation, operation.body, number, text, (Kind.ID, Kind.TEXT))
        headers = {"Idempotency-Key": text} if number % 2 and is_header(text) else {}
        answer = self.send(operation, self.place(operation, number), body=body, headers=headers)
        if wrong := list(wrong_fields(operation.body, body)):
            self.expect_named(operation, answer, wrong, text)
        elif self.expect(operation, answer, (200, 201), text):
            expected = texts_of(body, text)
            self.compare(operation, expected, answer.json())
            if location := answer.headers.get("location"):
                self.compare(operation, expected, self.client.get(location).json())
            if answer.status_code == 201:
                self.remember(operation, expected, answer.json())

    def plain(self, operation: Operation) -> str:
        """Add a row without any of the strings; its key."""
        answer = None
        for number in range(100):  # until two are found that nothing joins yet
            answer = self.send(operation, body=self.row(operation, operation.body, number, "", ()))
            if answer.status_code == 201:
                self.remember(operation, {}, answer.json())
                return answer.json()["key"]
        raise AssertionError(operation.id, answer and answer.text)

    def change(self, operation: Operation, key: str, text: str) -> None:
        """Change all texts of a row to this one; it reads so, or nothing is changed."""
        body = self.row(operation, operation.body, 0, text, (Kind.TEXT,))
        if is_header(text):
            self.expect(operation, self.send(operation, key, body=body, headers={"If-Match": text}), (412,), text)
        answer = self.send(operation, key, body=body, headers={"If-Match": "*"})
        if wrong := list(wrong_fields(operation.body, body)):
            self.expect_named(operation, answer, wrong, text)
        elif self.expect(operation, answer, (200,), text):
            self.compare(operation, texts_of(body, text), answer.json())

    def misplace(self, operation: Operation, place: str, number: int, text: str, kinds: Collection[Kind]) -> None:
        """Put a text where ids of something else, or no texts, belong: it is refused, and the field is named."""
        body = self.row(operation, operation.body, number, text, kinds)
        answer = self.send(
            operation, place, body=body, headers={"If-Match": "*"} if operation.method == "PATCH" else {}
        )
        if self.expect(operation, answer, (422,), text):
            named = {error["field"].split(".")[0] for error in answer.json()["errors"]}
            if not named & {name.split(".")[0] for name in texts_of(body, text)}:
                self.note(operation, f"not named for {text!r:.100}: {answer.text:.300}")

    def compare(self, operation: Operation, expected: Mapping[str, str], answer: Any) -> None:  # noqa: ANN401
        """Every text that was sent is answered as it was."""
        found = dict(leaves(answer))
        for path, text in expected.items():
            name = READ_AS.get(operation.id, {}).get(path, path)
            if path not in NOT_ANSWERED.get(operation.id, ()) and found.get(name) != text:
                self.note(operation, f"{path} of {text!r:.100} became {found.get(name)!r:.100}")

    def remember(self, operation: Operation, texts: Mapping[str, str], answer: Mapping[str, Any]) -> None:
        """Keep what was added, to find it in lists and in the graph."""
        if operation.id == "record_a_meeting":
            self.added["interactions"][answer["interaction_id"]] = {
                name: texts[name] for name in ("channel", "summary")
            }
            self.added["assessments"][answer["assessments"][0]["id"]] = {}
        else:
            name = "assessments" if "observed_on" in answer else operation.resource
            self.added[name][answer.get("key") or answer["id"]] = dict(texts)

    def check_lists(self) -> None:
        """What was added stands in the lists, as it was sent."""
        for operation in self.which("GET"):
            added = self.added.get(operation.resource, {})
            if operation.in_path or not added:
                continue
            rows = {row.get("key") or row["id"]: dict(leaves(row)) for row in self.pages(operation)}
            for key, texts in added.items():
                found = rows.get(key, {})
                wrong = {name: found.get(name) for name in texts if name in found and found[name] != texts[name]}
                if not found or wrong:
                    self.note(operation, f"{key!r:.100} is listed with {wrong!r:.300}")

    def pages(self, operation: Operation) -> Iterable[dict[str, Any]]:
        """All rows of a list, of the account to which rows were added."""
        query: dict[str, str] = {"account_id": ACCOUNT} if "account_id" in operation.query else {}
        while True:
            page = self.client.get(operation.path, params={**query, "limit": "100"}).json()
            yield from page["items"]
            if page["next"] is None:
                return
            query["cursor"] = page["next"]

    def check_graph(self) -> None:
        """The graph is as it was, but for what was added."""
        for before, after in zip(self._before, (nodes(self.graph, *TIMES), stated(self.graph)), strict=True):
            gone = before - after
            assert not gone, f"no longer there, or changed: {gone}"
        now = nodes(self.graph, *TIMES) - self._before[0]
        labels = Counter(
            label for (names, *_), times in now.items() for label in names.split(":") for _ in range(times)
        )
        for label in ("Receipt", "ReferenceData", "Team", *map(str.title, Stance)):  # what comes with rows
            labels.pop(label, None)
        added: Counter[str] = Counter()
        for name, rows in self.added.items():
            if name in ADDED_LABELS:
                added[ADDED_LABELS[name]] += len(rows)
        assert labels == added


def stated(graph: Graph) -> Counter[tuple[Any, ...]]:
    """The relationships, without those that are derived."""
    return Counter({tie: times for tie, times in relationships(graph).items() if "LATEST_ABOUT" not in tie})


def encoded(text: str) -> str:
    """As a part of an address; dots as well, since one or two of them as a whole part would be left out."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="").replace(".", "%2E")


def decoded_once(app: ASGIApp) -> ASGIApp:
    """The service with paths as servers hand them on; the test client decodes them twice."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["path"] = unquote(scope["raw_path"].decode())
        await app(scope, receive, send)

    return asked


def is_header(text: str) -> bool:
    """May a header hold it?"""
    return text.isprintable() and text == text.strip() and len(text.encode()) <= MAX_ID


def leaves(value: Any, path: str = "") -> Iterable[tuple[str, Any]]:  # noqa: ANN401
    """Everything in a JSON value that holds no other, by its path."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            yield from leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, item in enumerate(cast("list[Any]", value)):
            yield from leaves(item, f"{path}.{number}")
    else:
        yield path, value


def texts_of(body: Mapping[str, Any], text: str) -> dict[str, str]:
    """Where a body has this text, and how it is stored: around ids white space is dropped."""
    return {
        path: text.strip() if path.split(".")[-1] == "id" else text for path, value in leaves(body) if value == text
    }


def wrong_fields(fields: Mapping[str, Field], body: Mapping[str, Any], path: str = "") -> Iterable[str]:
    """The fields that may not hold the text that they are given."""
    for name, value in body.items():
        field = fields[name]
        if field.kind is Kind.ROWS:
            for number, row in enumerate(value):
                yield from wrong_fields(field.fields, row, f"{path}{name}.{number}.")
        elif (field.kind is Kind.ID and is_refused_as_id(value)) or (
            field.kind is Kind.TEXT and is_refused(value, field.schema["maxLength"])
        ):
            yield f"{path}{name}"


@pytest.fixture
def attack(service: Service) -> Generator[Attack]:
    """The service under attack, where nothing may have gone wrong at the end."""
    app = decoded_once(service.app)
    with TestClient(app, "http://localhost", raise_server_exceptions=False, headers=service.headers) as client:
        attack = Attack(client, service.graph)
        yield attack
    assert not attack.problems, "\n".join(attack.problems)
    attack.check_graph()


def test_there_are_500_different_strings() -> None:
    """No two are the same as ids."""
    assert len({text.strip() for text in STRINGS}) == len(STRINGS) == 500


def is_filter(field: Field) -> bool:
    """Is a parameter one that takes any text?"""
    return field.kind is not Kind.TYPED and field.name != "cursor"


def listed(answer: Any) -> list[Any]:  # noqa: ANN401
    """What an answer found: a list, or the list in it."""
    if isinstance(answer, list):
        return cast("list[Any]", answer)
    return next(
        answer[name] for name in ("items", "accounts", "changes", "currencies", "grid", "entries") if name in answer
    )


def required(operation: Operation) -> dict[str, str]:
    """The parameters that an operation cannot do without."""
    return {name: ACCOUNT for name, field in operation.query.items() if field.required}


def test_what_is_asked_for(attack: Attack) -> None:
    """As paths, filters, sort orders, cursors and other parameters, known or not: nothing is found, nothing is done."""
    in_path = [one for one in attack.operations if one.in_path]
    filters = [(one, name) for one in attack.operations for name, field in one.query.items() if is_filter(field)]
    others = [(one, name) for one in attack.operations for name, field in one.query.items() if not is_filter(field)]
    for number, text in enumerate(STRINGS):
        operation = in_path[number % len(in_path)]
        attack.met[operation.id, "path"] += 1
        answer = attack.send(operation, text, body={} if operation.method in ("POST", "PUT", "PATCH") else None)
        # A body that lacks something is refused before; and that is another path of the service.
        if not (operation.id == "get_person" and text.endswith("wang/assessments")):
            attack.expect(operation, answer, (404, 422) if operation.method in ("POST", "PUT") else (404,), text)

        operation, name = filters[number % len(filters)]
        attack.met[operation.id, name] += 1
        answer = attack.send(operation, query={**required(operation), name: text})
        longest = operation.query[name].schema.get("maxLength")
        if longest is not None and len(text) > longest:
            attack.expect_named(operation, answer, [name], text)
        elif attack.expect(operation, answer, (200, 404), text) and answer.status_code == 200 and name != "currency":
            assert listed(answer.json()) == [], (operation.id, name, text)

        operation, name = others[number % len(others)]
        attack.met[operation.id, name] += 1
        answer = attack.send(operation, "wang", query={**required(operation), name: text})
        if not is_true(text):
            attack.expect_named(operation, answer, [name], text)

        operation = attack.operations[number % len(attack.operations)]
        answer = attack.send(operation, "wang", query={**required(operation), text: "1"})
        attack.expect(operation, answer, (422,), text)
    met = [attack.met[operation.id, name] for operation, name in (*filters, *others)]
    assert min(met) >= len(STRINGS) // len(others)
    assert all(attack.met[operation.id, "path"] >= len(STRINGS) // len(in_path) for operation in in_path)


def test_what_is_written(attack: Attack) -> None:
    """In new rows and in changes: it reads as it was sent, or it is refused and the field is named."""
    creating = attack.which("POST", kinds=[Kind.ID, Kind.TEXT])
    changing = attack.which("PATCH", kinds=[Kind.TEXT])
    referring = attack.which("POST", "PATCH", kinds=[Kind.REFERENCE, Kind.REFERENCES])
    typed = attack.which("POST", "PATCH", kinds=[Kind.TYPED])
    keys = {
        one.resource: attack.plain(one)
        for one in attack.which("POST")
        if not one.in_path and any(other.resource == one.resource for other in attack.which("PATCH"))
    }
    # What is said of people from now on is said of these.
    person = next(one for one in creating if one.id == "create_person")
    attack.ids["people"] = [keys["people"], attack.plain(person)]
    for number, text in enumerate(STRINGS):
        operation = referring[number % len(referring)]
        place = keys[operation.resource] if operation.method == "PATCH" else attack.place(operation, 1_000 + number)
        attack.misplace(operation, place, number, text, (Kind.REFERENCE, Kind.REFERENCES))
        operation = typed[number % len(typed)]
        if not is_true(text):
            attack.misplace(operation, keys.get(operation.resource, "wang"), number, text, (Kind.TYPED,))
        attack.create(creating[number % len(creating)], text, number)
        operation = changing[number % len(changing)]
        attack.change(operation, keys[operation.resource], text)
    attack.check_lists()
    every = {(one.id, name) for one in (*creating, *changing, *referring, *typed) for name in leaf_names(one.body)}
    assert not {field: attack.met[field] for field in every if attack.met[field] < TURNS}


def leaf_names(fields: Mapping[str, Field]) -> Iterable[str]:
    """The fields at any depth that hold no others."""
    for name, field in fields.items():
        if field.kind is Kind.ROWS:
            yield from leaf_names(field.fields)
        else:
            yield name


def is_true(text: str) -> bool:
    """Is it also a way to write that something is so?"""
    return text.strip().lower() == "true"


# --- Files ------------------------------------------------------------------------------------------------------------

TYPED = {"date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z", "boolean": "true", "integer": "2026"}
"""What columns hold that are no text, by format or type; others hold 1."""
Cells = Mapping[str, str]


def fields_in(table: Table) -> Mapping[str, Field]:
    """The columns of a table, as its model declares them."""
    schema = table.row.model_json_schema()
    return fields_of(schema, schema)


def id_of(number: int) -> str:
    """The id of a row; a plain one where the string may not be one."""
    return f"plain {number}" if is_refused_as_id(STRINGS[number]) else STRINGS[number].strip()


def text_of(number: int) -> str:
    """The texts of a row, as cells are stored: without white space around them."""
    text = STRINGS[number].strip()
    return f"plain {number}" if is_refused(text) else text


def cells(table: Table, number: int, *, is_child: bool) -> Cells:
    """A row whose texts and id are all one string, and which refers to those that are named like it."""
    id_ = id_of(number)
    row: dict[str, str] = {}
    for name, field in fields_in(table).items():
        if name == table.parent:  # no line leads back
            row[name] = id_ if is_child else ""
        elif name in table.lists:
            row[name] = id_ if ";" not in id_ else id_of(0)
        elif name in table.references:
            row[name] = id_of((number + name.startswith("to_")) % len(STRINGS))
        elif field.kind is Kind.ID:
            row[name] = f"child {number}" if is_child else id_
        elif field.kind is Kind.TEXT:
            row[name] = text_of(number)
        elif "enum" in field.schema:
            row[name] = field.schema["enum"][0]
        else:
            row[name] = TYPED.get(field.schema.get("format", field.schema.get("type")), "1")
    return row


def write_file(folder: Path, table: Table, rows: Iterable[Cells]) -> None:
    """The rows as a file; lone surrogates as bytes that are no UTF-8."""
    with (folder / table.file).open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.DictWriter(file, table.columns, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_what_files_hold(graph: Graph, tmp_path: Path) -> None:
    """All strings in all columns of all files read as they were written."""
    rows = {
        table.file: [
            cells(table, number, is_child=is_child)
            for is_child in ((False, True) if table.parent else (False,))
            for number in range(len(STRINGS))
        ]
        for table in TABLES
    }
    for table in TABLES:
        write_file(tmp_path, table, rows[table.file])
    assert load(graph, [tmp_path]).defects == []
    assert {label for label, *_ in nodes(graph)} == {*ADDED_LABELS.values(), "Team"} - {"Token"}
    for table in TABLES:
        check_stored(graph, table, rows[table.file])


def typed(field: Field, cell: str) -> Any:  # noqa: ANN401
    """A cell as the store has it."""
    if field.schema.get("format") == "date":
        return date.fromisoformat(cell)
    return int(cell) if field.schema.get("type") == "integer" else cell


def check_stored(graph: Graph, table: Table, rows: Sequence[Cells]) -> None:
    """Each row is stored under its key, and all its texts and ids are as they were."""
    fields = fields_in(table)
    expected = {tuple(row[name] for name in key_columns(table)): row for row in rows}
    keys = [
        {name: typed(fields[name], value) for name, value in zip(key_columns(table), key, strict=True)}
        for key in expected
    ]
    found = table.stored(graph, keys=keys, account_id=None, after=None, limit=2 * len(rows))
    assert len(found) == len(expected) == len(rows)
    for stored in found:
        row = expected[tuple(str(stored.row[name]) for name in key_columns(table))]
        for name, cell in row.items():
            if fields[name].kind is not Kind.TYPED:
                value = [cell] if name in table.lists else cell or None
                assert stored.row[name] == value, (table.file, name)


def test_what_no_file_may_hold(graph: Graph, tmp_path: Path) -> None:
    """Of the strings that no text may hold each costs its row, and each of its columns of text or ids is named."""
    refused = [text for text in STRINGS if is_refused(text.strip())]
    for table in TABLES:
        write_file(tmp_path, table, [dict.fromkeys(table.columns, text) for text in refused])
    report = load(graph, [tmp_path])
    assert {table.file: table.refused for table in report.tables} == {table.file: len(refused) for table in TABLES}
    named = Counter((defect.file, defect.column) for defect in report.defects)
    for table in TABLES:
        for name, field in fields_in(table).items():
            long = [text for text in refused if len(text.strip()) > MAX_NAME]
            # A note may be longer; and of a column of several ids some of those texts name two good ones.
            must = len(refused) - (len(long) if field.schema.get("maxLength", 0) > MAX_NAME else 0)
            assert named[table.file, name] >= must, (table.file, name)
    assert not nodes(graph)
