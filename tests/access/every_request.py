"""Every operation of the API as a request: about what is near, what is foreign, or what is nowhere.

Requests are made from OpenAPI and the tables below; whatever has no entry there fails the tests that ask.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import httpx2
from fastapi.testclient import TestClient

from app.access.tokens import make_token
from app.editing.keys import write_key
from app.editing.resources import RESOURCES
from app.graph import Graph
from tests.access.world import FOREIGN, NEAR, NOBODY, TODAY, YEAR, rows

PATHS: Mapping[str, str] = {
    "account_id": "{x}",
    "person_id": "{x}-p1",
    "assessment_id": "{x}-s2",
    "refusal_id": "refusal-{x}",
}
"""Ids in paths, by the name of the parameter; `{x}` is the account."""

PATHS_OF: Mapping[str, str] = {"remove_person": "{x}-p4"}
"""Where that depends on the operation: whom nobody refers to."""

USERS = {NEAR: "u-near", FOREIGN: "u-far", NOBODY: f"u-{NOBODY}"}

QUERY: Mapping[str, Any] = {
    "account_id": "{x}",
    "as_of": None,
    "axis": None,
    "by": None,
    "city_tier": None,
    "currency": None,
    "cursor": None,
    "dry_run": True,
    "earlier": None,
    "everybody": True,
    "everywhere": None,
    "format": None,
    "industry": None,
    "kind": None,
    "known_at": None,
    "light": None,
    "limit": None,
    "months": None,
    "owner": None,
    "period": None,
    "q": "{x}",
    "rate": None,
    "refused": True,
    "region": None,
    "set": None,
    "since": None,
    "stance": None,
    "status": None,
    "team": None,
    "top": None,
    "wanted": None,
}
"""Parameters of the query string; None: left out."""

HEADERS: Mapping[str, str | None] = {"idempotency-key": None, "if-match": "*"}

_SAID = {"observed_on": TODAY.isoformat(), "closeness": 50}
BODIES: Mapping[str, Any] = {
    "AcceptanceBody": {"account_id": "{x}", "project_type_id": "t2"},
    "AccountBody": {"id": "{x}", "name": "{x} Water"},
    "AccountPatch": {"region": "somewhere else"},
    "AcquaintanceBody": {"user_id": "u-near", "person_id": "{x}-p3", "strength": 0.5},
    "AcquaintancePatch": {"strength": 0.1},
    "AssessmentBody": _SAID,
    "Body_load_files": [("files", ("accounts.csv", "id,name\n{x},{x} Sewage\n", "text/csv"))],
    "CalendarLinkBody": {"name": "a calendar of the tests"},
    "CoverageBody": {"user_id": "u-pal", "account_id": "{x}", "role": "member", "to": TODAY.isoformat()},
    "CoveragePatch": {"to": TODAY.isoformat()},
    "DepartmentBody": {"account_id": "{x}", "name": "A department", "parent_id": "{x}-d1"},
    "DepartmentPatch": {"name": "Another name"},
    "InteractionBody": {
        "at": f"{TODAY}T00:00:00Z", "channel": "call", "user_ids": ["u-near"], "person_ids": ["{x}-p1", "{x}-p2"],
    },
    "InteractionPatch": {"channel": "call"},
    "MeetingBody": {
        "at": f"{TODAY}T00:00:00Z", "channel": "call", "user_ids": ["u-near"], "person_ids": ["{x}-p1"],
        "assessments": [{"person_id": "{x}-p2", "closeness": 50, "project_id": "{x}-c1"}],
    },
    "OfferingBody": {"name": "An offering", "project_type_ids": ["t1"]},
    "OfferingPatch": {"name": "Another name"},
    "OpportunityBody": {"account_id": "{x}", "name": "A chance", "project_id": "{x}-c1"},
    "OpportunityPatch": {"stage": "another"},
    "ParticipantBody": {"project_id": "{x}-c2", "person_id": "{x}-p1"},
    "ParticipantPatch": {"buying_role": "evaluator"},
    "PersonBody": {"account_id": "{x}", "name": "Somebody", "department_id": "{x}-d1", "reports_to": "{x}-p1"},
    "PersonPatch": {"title": "another"},
    "PositionsBody": {"positions": [{"person_id": "{x}-p1", "x": 120.5, "y": -3}]},
    "ProjectBody": {"account_id": "{x}", "name": "A project", "project_type_id": "t1", "started_on": f"{TODAY}"},
    "ProjectPatch": {"name": "Another name"},
    "ProjectTypeBody": {"name": "A type"},
    "ProjectTypePatch": {"name": "Another name"},
    "RefusalBody": {"account_id": "{x}", "project_type_id": "t2", "reason": "another time"},
    "RelationBody": {"from_person_id": "{x}-p1", "to_person_id": "{x}-p3", "kind": "knows"},
    "RelationPatch": {"strength": 0.1},
    "SaidBody": _SAID,
    "SpendBody": {"account_id": "{x}", "fiscal_year": YEAR + 1, "amount": 1},
    "SpendPatch": {"amount": 1},
    "TokenBody": {"name": "a token of the tests"},
    "UserBody": {"name": "Somebody of ours"},
    "UserPatch": {"email": "another@ruoshui.example"},
    "VendorBody": {"name": "A vendor", "is_us": False},
    "VendorPatch": {"name": "Another name"},
    "WhatIfBody": {"changes": [{"person_id": "{x}-p1", "closeness": 75}], "remove": ["{x}-p3"]},
    "WithdrawalBody": {"reason": "was meant for others"},
}  # fmt: skip
"""What is sent, by the name of the body's schema."""


@dataclass(frozen=True)
class Operation:
    """One method of one path, as OpenAPI has it."""

    id: str
    method: str
    path: str
    parameters: Sequence[Mapping[str, Any]]
    media: str | None
    body: str | None
    columns: Sequence[str]
    """The fields of the body."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def names(self, place: str, *, required: bool = False) -> list[str]:
        """The parameters in the path, the query string or the headers."""
        return [one["name"] for one in self.parameters if one["in"] == place and (one["required"] or not required)]

    @property
    def may_be_about_all(self) -> bool:
        """The account may be left out."""
        return "account_id" in set(self.names("query")) - set(self.names("query", required=True))


@dataclass(frozen=True)
class Sent:
    """A request."""

    method: str
    url: str
    options: Mapping[str, Any]
    key: str | None
    account: str

    def send(self, client: TestClient, headers: Mapping[str, str]) -> httpx2.Response:
        """Ask, as whoever these headers say."""
        given: dict[str, Any] = {**self.options, "headers": {**self.options["headers"], **headers}}
        return client.request(self.method, self.url, **given)

    def plain(self, answer: httpx2.Response) -> tuple[int, str, dict[str, str]]:
        """What was answered, without the ids that were sent."""
        return (
            answer.status_code,
            self._plain(answer.text),
            {name: self._plain(value) for name, value in answer.headers.items() if name != "content-length"},
        )

    def _plain(self, text: str) -> str:
        return (text.replace(self.key, "{key}") if self.key else text).replace(self.account, "{x}")


def operations(client: TestClient) -> list[Operation]:
    """Every operation of the API."""
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    return [
        _operation(path, method, operation, schemas)
        for path, methods in document["paths"].items()
        if path.startswith("/api/")
        for method, operation in methods.items()
    ]


def _operation(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    contents = operation.get("requestBody", {}).get("content", {})
    media = next(iter(contents), None)
    schema: dict[str, Any] = contents[media]["schema"] if media else {}
    body = schema["$ref"].rsplit("/", 1)[-1] if "$ref" in schema else schema.get("title")
    described: dict[str, Any] = schemas.get(body or "", schema)
    columns = list(described.get("properties", ()))
    parameters = operation.get("parameters", [])
    return Operation(operation["operationId"], method.upper(), path, parameters, media, body, columns)


def request(operation: Operation, account: str, graph: Graph, user_id: str | None) -> Sent:
    """The request about this account, as this user asks it."""
    key: str | None = None
    url = operation.path
    for name in operation.names("path"):
        if name == "token_id":
            key = _token_id(graph, account, user_id)
            url = url.replace("{token_id}", key)
        elif name == "key":
            key = row_key(operation.path.split("/")[2], account)
            url = url.replace("{key}", key)
        else:
            assert name in PATHS, f"say in PATHS what {operation} is asked for {name}"
            url = url.replace(f"{{{name}}}", filled(PATHS_OF.get(operation.id, PATHS[name]), account))
    for name in operation.names("query"):
        assert name in QUERY, f"say in QUERY what {operation} is asked for {name}"
    for name in operation.names("header"):
        assert name in HEADERS, f"say in HEADERS what {operation} is sent as {name}"
    params = {name: filled(QUERY[name], account) for name in operation.names("query") if QUERY[name] is not None}
    headers = {name: value for name in operation.names("header") if (value := HEADERS[name]) is not None}
    options: dict[str, Any] = {"params": params, "headers": headers}
    if operation.body is not None:
        assert operation.body in BODIES, f"say in BODIES what {operation} is sent as {operation.body}"
        kind = "files" if operation.media == "multipart/form-data" else "json"
        options[kind] = filled(BODIES[operation.body], account)
    return Sent(operation.method, url, options, key, account)


def about_all(sent: Sent) -> Sent:
    """The same question without an account."""
    params = {name: value for name, value in sent.options["params"].items() if name != "account_id"}
    return Sent(sent.method, sent.url, {**sent.options, "params": params}, sent.key, sent.account)


def filled(template: Any, account: str) -> Any:  # noqa: ANN401
    """The same with an account in it, at any depth."""
    if isinstance(template, str):
        return template.replace("{x}", account)
    if isinstance(template, list):
        return [filled(part, account) for part in cast("list[Any]", template)]
    if isinstance(template, tuple):
        return tuple(filled(part, account) for part in cast("tuple[Any, ...]", template))
    if isinstance(template, dict):
        return {name: filled(value, account) for name, value in cast("dict[str, Any]", template).items()}
    return template


def row_key(resource_name: str, account: str) -> str:
    """The key of the first row of an account, as paths have it; that of a user, or of what is everybody's."""
    if resource_name == "users":
        return USERS[account]
    (table,) = (resource.table for resource in RESOURCES if resource.name == resource_name)
    return write_key(table, rows(table, account)[0])


def _token_id(graph: Graph, account: str, user_id: str | None) -> str:
    """A token of the asker, or of somebody else."""
    if account == NOBODY:
        return NOBODY
    user_id = "u-far" if account == FOREIGN else user_id
    return make_token(graph, "api", user_id=user_id, role=None, lasts=timedelta(hours=1)).id


def same(one: Sent, other: Sent) -> bool:
    """Do both ask for the same, because it is about no account?"""
    return json.dumps([one.url, one.options], sort_keys=True) == json.dumps([other.url, other.options], sort_keys=True)
