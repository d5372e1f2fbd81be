"""Assessments over HTTP."""

import uuid
from datetime import date

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from app.api import Cursor, Limit, TheConstants, TheGraph, TheMoment, problems
from app.attitudes.queries import statements
from app.attitudes.recording import checked_row, record
from app.cursor import read_cursor, write_cursor
from app.errors import FieldError, Invalid
from app.people.routes import PersonId, find_person
from graph_models.details import Page, StatementOut
from graph_models.fields import Day, Id, Name, Note, Score, Share

router = APIRouter(prefix="/people/{person_id:path}/assessments", tags=["assessments"])


class AssessmentBody(BaseModel):
    """A statement to record, in the columns of assessments.csv; at least one attitude is given."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "user_id": "li",
                    "observed_on": "2026-03-02",
                    "closeness": 60,
                    "source": "own meeting",
                    "confidence": 1,
                }
            ]
        },
    )

    id: Id | None = None
    """Chosen by the client, so that a request that is sent again records nothing twice."""
    person_id: Id | None = None
    """That of the path, if it is given."""
    user_id: Id | None = None
    observed_on: Day
    closeness: Score | None = None
    solution_acceptance: Score | None = None
    price_acceptance: Score | None = None
    confidence: Share | None = None
    source: Name | None = None
    project_id: Id | None = None
    vendor_id: Id | None = None
    note: Note | None = None


@router.get("", responses=problems(404))
def list_assessments(
    person_id: PersonId, graph: TheGraph, when: TheMoment, limit: Limit = 100, cursor: Cursor = None
) -> Page[StatementOut]:
    """What has been stated about a person, the newest first."""
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


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(404, 409))
def record_assessment(
    person_id: PersonId, body: AssessmentBody, graph: TheGraph, constants: TheConstants
) -> StatementOut:
    """Record what somebody says about a person's attitudes; a correction is a new statement."""
    person = find_person(graph, person_id)
    if body.person_id not in (None, person_id):
        raise Invalid.of([FieldError("person_id", f"another person than {person_id} of the path")])
    given = body.model_dump(exclude_none=True)
    row = checked_row({"id": str(uuid.uuid4()), **given, "person_id": person_id})
    return record(graph, person, row, constants)
