"""Whatever is sent, the service answers as its OpenAPI document says. Schemathesis makes the requests.

Each operation gets valid data, with the ids of things that are there, and invalid data. What is sent depends on nothing
but the document, the seeds below and the demo, so that a failure comes again.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeArgument=false, reportUnknownParameterType=false
# (Schemathesis annotates its cases and operations only in part)

import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import quote, unquote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky, Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckContext, CheckFunction, not_a_server_error
from schemathesis.config import CheckConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.engine.errors import is_inconsistent_replay
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.stateful import run_state_machine_as_test
from schemathesis.generation.stateful.state_machine import DEFAULT_STATE_MACHINE_SETTINGS, StepInput, StepOutput
from schemathesis.python.asgi import ASGIClient, get_client, shutdown_lifespans
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ensure_resource_availability,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    use_after_free,
)

from app.editing.resources import RESOURCES
from loaders.load import TABLES
from tests.fuzz.conftest import Service

VALID, INVALID = 3, 3
"""So many requests of each kind an operation gets: about 540 in all."""
PATIENCE = 20
"""So many valid ones at most, until one does what was asked: the parts of the others did not go together."""
CHAINED = 10_000

_RESOURCE_OF = {resource.table.label: resource.name for resource in RESOURCES if resource.table.label}
REFERENCES = {
    column: _RESOURCE_OF[reference.label] for table in TABLES for column, reference in table.references.items()
}
"""To which resource a column refers, by its name."""
BEGUN_AFTER = {
    "create_department": ["list_departments"],
    "create_user": ["list_users", "list_coverage", "list_acquaintances", "list_opportunities"],
    "create_person": ["list_relations", "list_participants"],
    "create_account": ["list_spend"],
    "record_a_meeting": ["list_interactions"],
}
"""Additions with which Schemathesis would seldom begin a chain, and after which answers it is to do so."""
FILES = [
    b"id,name\nfuzzed,Fuzzed\n",
    "id,name,region\nfuzzed,模糊,\nother,\n".encode(),
    b"id;name\n",
    b'id,name\n"\x00,\xff\n',
    b"",
]


def says_how_far_it_sees(ctx: CheckContext, response: Response, case: Case) -> None:
    """Every answer from the graph names the reach of who asks."""
    if response.status_code < 300 and _resource(case.operation) not in ("", "session", "tokens", "calendar-links"):
        assert response.headers.get("winover-reach") == ["everything"]


CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    says_how_far_it_sees,
]


class Session:
    """Sends cases to a service, checks the answers, and knows the ids of what is there."""

    def __init__(self, service: Service, http: ASGIClient) -> None:
        self.service = service
        self.http = http
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.failures: list[str] = []
        self._guarded: set[str] = set()
        for resource in RESOURCES:
            about = {} if resource.is_reference_data or resource.name == "accounts" else {"account_id": "lanjiang"}
            rows = self._listed(f"/api/{resource.name}", about)
            self.ids[resource.name] += [row.get("key") or row["id"] for row in rows]
        for person_id in self.ids["people"]:
            self.ids["assessments"] += [said["id"] for said in self._listed(f"/api/people/{person_id}/assessments", {})]

    def _listed(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        answer = self.http.get(path, params=query, headers=self.service.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def send(
        self, case: Case, more_checks: Sequence[CheckFunction] = (), recorder: ScenarioRecorder | None = None
    ) -> Response | None:
        """Send a case, count the answer and keep what it violates; no answer: the service failed."""
        label = case.operation.label
        try:
            response = case.call(session=self.http, headers=self.service.headers)
        except Exception as error:  # which a server answers with 500
            self.statuses[label, 500] += 1
            self.failures.append("\n".join([repr(error), *getattr(error, "__notes__", ())]))
            return None
        self.statuses[label, response.status_code] += 1
        self._learn(case, response)
        if recorder is not None:
            recorder.record_response(case_id=case.id, response=response)
        checks = [*CHECKS, *more_checks]
        if response.status_code < 300 and label not in self._guarded:
            self._guarded.add(label)
            checks.append(ignored_auth)  # sends it again without a token, and with wrong ones
        try:
            case.validate_response(
                response,
                checks=checks,
                headers=self.service.headers,
                transport_kwargs={"session": self.http, "headers": self.service.headers},
                recorder=recorder,
            )
        except FailureGroup as failure:
            self.failures.append(failure.message)
        return response

    def _learn(self, case: Case, response: Response) -> None:
        name = _resource(case.operation)
        if response.status_code == 201:
            body = response.json()
            if "interaction_id" in body:
                self.ids["interactions"].append(body["interaction_id"])
            else:
                self.ids["assessments" if "observed_on" in body else name].append(body.get("key") or body["id"])
        if response.status_code == 204:
            gone = {unquote(str(value)) for value in case.path_parameters.values()}
            self.ids[name] = [id_ for id_ in self.ids[name] if id_ not in gone]

    def make_real(self, case: Case, dice: random.Random, *, linked: bool = False) -> None:
        """Put ids of what is there into a case, versions that match, days that have come and files with columns."""
        known = self.ids[_resource(case.operation)]
        for name in case.path_parameters if known and not linked else ():
            # What was added last is referred to by nothing.
            case.path_parameters[name] = quote(known[-1] if case.method == "DELETE" else dice.choice(known), safe="")
        if "account_id" in case.query:
            account_id = dice.choice(["lanjiang", "lanjiang", "beihe"])
            case.query["account_id"] = [account_id] if isinstance(case.query["account_id"], list) else account_id
        if "owner" in case.query:
            case.query["owner"] = dice.choice(self.ids["users"])
        if "cursor" in case.query and dice.random() < 0.9:
            del case.query["cursor"]
        if case.method in ("PATCH", "DELETE") and not linked and dice.random() < 0.8:
            case.headers["If-Match"] = "*"
        if "Idempotency-Key" in case.headers:  # with one that was used, an earlier answer would come again
            case.headers["Idempotency-Key"] = dice.randbytes(8).hex()
        if case.operation.path == "/api/imports":
            case.body = cast("Any", {"files": [dice.choice(FILES)]})
        elif isinstance(case.body, dict):
            case.body = self._real(case.body, dice)

    def _real(self, body: Any, dice: random.Random) -> Any:  # noqa: ANN401
        if isinstance(body, list):
            return [self._real(item, dice) for item in body]
        if not isinstance(body, dict):
            return body
        real = {name: self._real(value, dice) for name, value in body.items()}
        for name, value in body.items():
            if name in REFERENCES and isinstance(value, str | list):
                known = self.ids[REFERENCES[name]][:12] or ["nobody"]
                real[name] = dice.choice(known) if isinstance(value, str) else dice.sample(known, min(2, len(known)))
            if name in ("remove", "account_ids") and isinstance(value, list):
                real[name] = dice.sample(self.ids["people" if name == "remove" else "accounts"], 1)
            if name == "account_id":
                real[name] = "lanjiang"
            if name == "observed_on" and isinstance(value, str):
                real[name] = (date.today() - timedelta(days=dice.randrange(1_000))).isoformat()
        return real

    def unreached(self, operations: Sequence[APIOperation]) -> set[str]:
        """The operations that never did what was asked.

        Nothing is accepted or refused but what is computed to come next, which no guess hits; see tests/projects.
        """
        wanted = {one.label for one in operations if _resource(one) != "proposals" or one.method.upper() == "GET"}
        return wanted - {label for label, status in self.statuses if status < 300}


def _resource(operation: APIOperation) -> str:
    return operation.path.split("/")[2] if operation.path.startswith("/api/") else ""


@pytest.fixture(scope="module")
def http(service: Service) -> Iterator[ASGIClient]:
    """The service, running in the event loop in which Schemathesis asks it."""
    with get_client(cast("Any", service.app)) as client:
        yield client
    shutdown_lifespans()


@pytest.fixture
def session(service: Service, http: ASGIClient) -> Session:
    """A session with the service."""
    return Session(service, http)


def schema_of(service: Service) -> BaseSchema:
    """The document as Schemathesis reads it; the tokens are ours to send."""
    schema = schemathesis.openapi.from_dict(_with_hints(service.app.openapi()), config=schemathesis.Config())
    schema.app = service.app
    schema.config.generation.update(with_security_parameters=False)
    rejection: CheckConfig = schema.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, "412", "413"]
    # What follows on what is said in the hints; a guess was to revoke the token that asks.
    schema.config.phases.stateful.inference.algorithms = []
    return schema


def _with_hints(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what Schemathesis cannot guess: the name of a file to load, and what follows on what."""
    document = deepcopy(document)
    upload = document["paths"]["/api/imports"]["post"]["requestBody"]["content"]["multipart/form-data"]
    upload["encoding"] = {"files": {"headers": {"Content-Disposition": {"example": 'filename="accounts.csv"'}}}}
    operations = {
        operation["operationId"]: (path, operation)
        for path, methods in document["paths"].items()
        for operation in methods.values()
    }
    for target, (path, operation) in operations.items():
        named = [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "path"]
        for source, status, row, key in _sources(path) if named else ():
            parameters = {f"path.{named[0]}": f"$response.body#{row}/{key}"}
            if key == "key" and target.startswith(("change_", "remove_")):
                parameters["header.if-match"] = f"$response.body#{row}/etag"
            links = operations[source][1]["responses"][status].setdefault("links", {})
            links[target] = {"operationId": target, "parameters": parameters}
    for target, sources in BEGUN_AFTER.items():
        for source in sources:
            responses = operations[source][1]["responses"]
            responses["200"].setdefault("links", {})[target] = {"operationId": target}
    return document


def _sources(path: str) -> Iterator[tuple[str, str, str, str]]:
    """What answers with something that the path may name: operation, status, where the row is, and what names it."""
    name = path.split("/")[2]
    if name == "tokens":
        yield "create_api_token", "201", "", "id"
    elif name == "proposals":
        yield "refuse_proposal", "201", "/refusal", "id"
    elif name == "assessments":
        yield "record_assessment", "201", "", "id"
        yield "correct_assessment", "201", "", "id"
        yield "list_assessments", "200", "/items/*", "id"
    else:
        resource = next(resource for resource in RESOURCES if resource.name == name)
        yield f"create_{resource.singular}", "201", "", "key"
        yield f"change_{resource.singular}", "200", "", "key"
        if not resource.has_own_page:
            yield f"get_{resource.singular}", "200", "", "key"
            yield f"list_{name.replace('-', '_')}", "200", "/items/0", "key"


def operations_of(schema: BaseSchema) -> list[APIOperation]:
    """Every operation; one that Schemathesis cannot read is an error."""
    found: list[APIOperation] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        found.append(result.ok())
    return found


def cases_of(operation: APIOperation, mode: GenerationMode, count: int) -> list[Case]:
    """So many different requests; fewer where there are no more, and none where nothing can be invalid."""
    made: list[Case] = []

    @seed(zlib.crc32(operation.label.encode()))
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.large_base_example],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def make(case: Case) -> None:
        made.append(case)

    with suppress(Unsatisfiable):
        make()
    return made


def test_every_operation_answers_as_documented(session: Session) -> None:
    """No internal error, and no status, type, header or body that is not documented; what is invalid is refused."""
    dice = random.Random(1)  # noqa: S311
    operations = operations_of(schema_of(session.service))
    for operation in operations:
        for number, case in enumerate(cases_of(operation, GenerationMode.POSITIVE, PATIENCE)):
            if number < VALID or session.unreached([operation]):
                session.make_real(case, dice)
                session.send(case)
        invalid = cases_of(operation, GenerationMode.NEGATIVE, INVALID)
        for case in invalid:
            # Whatever a file holds is a file.
            session.send(case, [] if operation.path == "/api/imports" else [negative_data_rejection])
        for case in [] if invalid else cases_of(operation, GenerationMode.POSITIVE, INVALID):
            session.send(case)  # what takes any id gets ids of nothing
    assert not session.failures, "\n".join(session.failures)
    assert sum(session.statuses.values()) > 500
    assert not session.unreached(operations)
    refused = {label for label, status in session.statuses if status >= 400}
    assert {one.label for one in operations if one.path_parameters or one.query or one.body} <= refused


@pytest.mark.torture
def test_chains_of_operations_answer_as_documented(session: Session) -> None:
    """What one answer names is read, changed and removed by the next; what was removed is gone."""
    dice = random.Random(2)  # noqa: S311
    schema = schema_of(session.service)
    machine: Any = schema.as_state_machine()

    class Chains(machine):
        def step(self, input: StepInput) -> StepOutput | None:  # noqa: A002
            session.make_real(input.case, dice, linked=input.is_applied)
            response = session.send(input.case, [use_after_free, ensure_resource_availability], self.recorder)
            return None if response is None else StepOutput(response, input.case)

    steps = settings(DEFAULT_STATE_MACHINE_SETTINGS, max_examples=20, stateful_step_count=20, database=None)
    rounds = 0
    wanted = [operation for operation in operations_of(schema) if operation.path_parameters]
    while (sent := sum(session.statuses.values())) < CHAINED or (session.unreached(wanted) and sent < 2 * CHAINED):
        rounds += 1
        try:
            run_state_machine_as_test(seed(rounds)(Chains), settings=steps)
        except Exception as error:
            # Hypothesis wants the same to happen again, and a service remembers: the next round begins anew.
            if not isinstance(error, Flaky) and not is_inconsistent_replay(error):
                raise
        assert not session.failures, "\n".join(session.failures)
    assert not session.unreached(wanted)
