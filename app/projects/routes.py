"""Proposed opportunities over HTTP: accepted, refused, reconsidered."""

from typing import Annotated

from fastapi import APIRouter, Path, Response, status
from pydantic import BaseModel, ConfigDict

from app.api import ETAG, LOCATION, TheAsker, TheConstants, TheGraph, problems
from app.editing.resources import resource_named
from app.editing.routes import IdempotencyKey, request_of, sent
from app.projects.proposals import accept, decline, reconsider
from graph_models.fields import Amount, Day, Id, Name
from graph_models.recurrence import Proposal

router = APIRouter(prefix="/proposals", tags=["proposals"])


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    account_id: Id
    project_type_id: Id
    planned_project_id: Id | None = None
    """Of several that are planned, this one; what comes first if left out."""


class AcceptanceBody(_Body):
    """Which proposal, and what of the opportunity is to be otherwise than proposed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"account_id": "lanjiang", "project_type_id": "t1", "amount": 1_200_000}]}
    )

    name: Name | None = None
    user_id: Id | None = None
    """Whose it is; oneself if left out."""
    amount: Amount | None = None
    currency: Name | None = None
    closed_on: Day | None = None
    """When it is expected to close; the middle of the window if left out."""


class RefusalBody(_Body):
    """Which proposal is refused, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"account_id": "lanjiang", "project_type_id": "t1", "reason": "Framework until 2029."}]
        }
    )

    reason: Name


@router.post(
    "/acceptances",
    status_code=status.HTTP_201_CREATED,
    response_model=resource_named("opportunities").stored,
    responses={201: {"headers": {**ETAG, **LOCATION}}, **problems(404, 409)},
)
def accept_proposal(
    body: AcceptanceBody,
    graph: TheGraph,
    *,
    asker: TheAsker,
    constants: TheConstants,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Open the opportunity that is proposed."""
    given = body.model_dump()
    return sent(accept(graph, given, request_of(asker, "accept proposal", given, idempotency_key), constants), graph)


@router.post("/refusals", status_code=status.HTTP_201_CREATED, response_model=Proposal, responses=problems(404, 409))
def refuse_proposal(
    body: RefusalBody,
    graph: TheGraph,
    *,
    asker: TheAsker,
    constants: TheConstants,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Refuse what is proposed; it is remembered, and only the occurrence after it is proposed again."""
    given = body.model_dump()
    return sent(decline(graph, given, request_of(asker, "refuse proposal", given, idempotency_key), constants), graph)


@router.delete("/refusals/{refusal_id:path}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(404))
def reconsider_proposal(
    refusal_id: Annotated[str, Path(description="Id of the refusal.")],
    graph: TheGraph,
    *,
    asker: TheAsker,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take a refusal back: it is proposed again."""
    request = request_of(asker, f"reconsider {refusal_id}", None, idempotency_key)
    return sent(reconsider(graph, refusal_id, request), graph)
