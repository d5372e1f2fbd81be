"""Assessments over HTTP."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response, status
from pydantic import BaseModel, ConfigDict, Field

from app.api import LOCATION, AsOf, Cursor, KnownAt, Limit, TheAsker, TheConstants, TheGraph, TheMoment, problems
from app.attitudes.queries import statements
from app.attitudes.recording import correct, find_statement, record, record_meeting, withdraw_statement
from app.cursor import read_cursor, write_cursor
from app.editing.routes import IdempotencyKey, request_of, sent
from app.errors import FieldError, Invalid
from app.language import gettext as _
from app.people.lookup import find_person
from app.people.routes import PersonId
from graph_models.details import Meeting, Page, StatementOut
from graph_models.fields import Day, Id, Ids, Moment, Name, Note, Score, Share

router = APIRouter(tags=["assessments"])

MAX_PEOPLE = 100

AssessmentId = Annotated[str, Path(description="Id of the assessment.")]

_EXAMPLE: dict[str, Any] = {
    "observed_on": "2026-03-02",
    "closeness": 60,
    "source": "own meeting",
    "confidence": 1,
}


class SaidBody(BaseModel):
    """What somebody says of a person, in the columns of assessments.csv; at least one attitude is given."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, json_schema_extra={"examples": [_EXAMPLE]}
    )

    id: Id | None = None
    """Chosen by the client, so that a request that is sent again records nothing twice."""
    user_id: Id | None = None
    """Who says so; oneself if left out."""
    observed_on: Day
    closeness: Score | None = None
    solution_acceptance: Score | None = None
    price_acceptance: Score | None = None
    confidence: Share | None = None
    source: Name | None = None
    project_id: Id | None = None
    vendor_id: Id | None = None
    note: Note | None = None


class AssessmentBody(SaidBody):
    """A statement to record."""

    person_id: Id | None = None
    """That of the path, if it is given."""


class WithdrawalBody(BaseModel):
    """Why a statement no longer counts."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"examples": [{"reason": "Meant for his deputy."}]}
    )

    reason: Name


class SaidInMeeting(SaidBody):
    """What was learnt of a person in a meeting; seen on its day if no other is given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"person_id": "wang", **_EXAMPLE}]})

    person_id: Id
    observed_on: Day | None = None  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]


class MeetingBody(BaseModel):
    """A contact, in the columns of interactions.csv, and what was learnt in it."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "at": "2026-03-02T14:00:00+08:00",
                    "channel": "visit",
                    "user_ids": ["li"],
                    "person_ids": ["wang"],
                    "assessments": [{"person_id": "wang", "closeness": 60, "source": "own meeting"}],
                }
            ]
        },
    )

    id: Id | None = None
    at: Moment
    channel: Name
    summary: Note | None = None
    user_ids: Ids
    person_ids: Ids
    assessments: list[SaidInMeeting] = Field(default=[], max_length=MAX_PEOPLE)


@router.get("/people/{person_id:path}/assessments", responses=problems(404))
def list_assessments(
    person_id: PersonId, graph: TheGraph, when: TheMoment, limit: Limit = 100, cursor: Cursor = None
) -> Page[StatementOut]:
    """What has been stated about a person, the newest first; also what was corrected or withdrawn."""
    find_person(graph, person_id)
    day, after_id = read_cursor(cursor, date.fromisoformat, str) or (None, None)
    found = statements(
        graph,
        person_id=person_id,
        as_of=when.as_of,
        known_at=when.known_at,
        before_day=day,
        after_id=after_id,
        limit=limit + 1,
    )
    page = found[:limit]
    more = len(found) > limit
    return Page(items=page, next=write_cursor(page[-1].observed_on.isoformat(), page[-1].id) if more else None)


@router.post(
    "/people/{person_id:path}/assessments",
    status_code=status.HTTP_201_CREATED,
    response_model=StatementOut,
    responses={201: {"headers": LOCATION}, **problems(404)},
)
def record_assessment(
    person_id: PersonId,
    body: AssessmentBody,
    graph: TheGraph,
    *,
    asker: TheAsker,
    constants: TheConstants,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Record what somebody says about a person's attitudes."""
    find_person(graph, person_id)
    if body.person_id not in (None, person_id):
        reason = _("another person than {id} of the path").format(id=person_id)
        raise Invalid.of([FieldError("person_id", reason)])
    given = body.model_dump(exclude_none=True) | {"person_id": person_id}
    request = request_of(asker, f"record {person_id}", given, idempotency_key, body.id)
    return sent(record(graph, given, request, constants), graph)


@router.get("/assessments/{assessment_id:path}", responses=problems(404))
def get_assessment(
    assessment_id: AssessmentId, graph: TheGraph, as_of: AsOf = None, known_at: KnownAt = None
) -> StatementOut:
    """One statement, and whether it was corrected or withdrawn."""
    return find_statement(graph, assessment_id, as_of, known_at)


@router.post(
    "/assessments/{assessment_id:path}/corrections",
    status_code=status.HTTP_201_CREATED,
    response_model=StatementOut,
    responses={201: {"headers": LOCATION}, **problems(404, 409)},
)
def correct_assessment(
    assessment_id: AssessmentId,
    body: SaidBody,
    graph: TheGraph,
    *,
    asker: TheAsker,
    constants: TheConstants,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Correct a statement: the new one takes its place from now on."""
    given = body.model_dump(exclude_none=True)
    request = request_of(asker, f"correct {assessment_id}", given, idempotency_key, body.id)
    return sent(correct(graph, assessment_id, given, request, constants), graph)


@router.post("/assessments/{assessment_id:path}/withdrawal", response_model=StatementOut, responses=problems(404, 409))
def withdraw_assessment(
    assessment_id: AssessmentId,
    body: WithdrawalBody,
    graph: TheGraph,
    *,
    asker: TheAsker,
    constants: TheConstants,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Withdraw a statement: it no longer counts from now on."""
    request = request_of(asker, f"withdraw {assessment_id}", body.model_dump(), idempotency_key)
    return sent(withdraw_statement(graph, assessment_id, body.reason, request, constants), graph)


@router.post("/meetings", status_code=status.HTTP_201_CREATED, response_model=Meeting, responses=problems())
def record_a_meeting(
    body: MeetingBody,
    graph: TheGraph,
    *,
    asker: TheAsker,
    constants: TheConstants,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Record a contact and what was learnt of each person in it: all of it, or nothing."""
    meeting = body.model_dump(exclude_none=True, exclude={"assessments"})
    said = [{"observed_on": body.at.date(), **one.model_dump(exclude_none=True)} for one in body.assessments]
    request = request_of(asker, "record meeting", [meeting, said], idempotency_key, body.id)
    return sent(record_meeting(graph, meeting, said, request, constants), graph)
