"""What routes share: the graph and constants of the process, what every question over time takes, and the errors."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime
from starlette.exceptions import HTTPException

from app.accounts.snapshots import Scope
from app.analytics.constants import Constants
from app.errors import FieldError, WinoverError
from app.graph import Graph
from graph_models.details import Problem, ProblemField
from loaders.fields import Day

PROBLEM = "application/problem+json"


def _graph(request: Request) -> Graph:
    return request.app.state.graph


def _constants(request: Request) -> Constants:
    return request.app.state.constants


TheGraph = Annotated[Graph, Depends(_graph)]
TheConstants = Annotated[Constants, Depends(_constants)]

AsOf = Annotated[Day | None, Query(description="The day to answer for; today if left out.")]
KnownAt = Annotated[
    AwareDatetime | None, Query(description="Leave out what was recorded after this moment; now if left out.")
]
AccountIds = Annotated[list[str] | None, Query(description="Only these accounts; may be repeated.")]
Owner = Annotated[str | None, Query(description="Only accounts that this user owns on the day.")]
Limit = Annotated[int, Query(ge=1, le=1_000, description="At most so many.")]
Cursor = Annotated[str | None, Query(description="`next` of the page before.", max_length=4_000)]


def the_scope(
    account_id: AccountIds = None, owner: Owner = None, as_of: AsOf = None, known_at: KnownAt = None
) -> Scope:
    """Which accounts a question is about, and when."""
    ids = None if account_id is None else tuple(dict.fromkeys(account_id))
    return Scope(as_of or date.today(), ids, owner, known_at)


def the_moment(as_of: AsOf = None, known_at: KnownAt = None) -> Scope:
    """When a question about one account or person is asked for."""
    return Scope(as_of or date.today(), None, None, known_at)


TheScope = Annotated[Scope, Depends(the_scope)]
TheMoment = Annotated[Scope, Depends(the_moment)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route declares; a database that is away and bad parameters may meet every one."""
    return {
        status: {"model": Problem, "description": HTTPStatus(status).phrase, "content": {PROBLEM: {}}}
        for status in sorted({*statuses, 422, 503})
    }


def handle_errors(app: FastAPI) -> None:
    """Every error leaves as problem details (RFC 9457)."""
    app.add_exception_handler(WinoverError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _problem(status: int, title: str, detail: str, errors: Sequence[FieldError] = ()) -> JSONResponse:
    fields = [ProblemField(field=error.field, reason=error.reason) for error in errors]
    problem = Problem(title=title, status=status, detail=detail, errors=fields)
    headers = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(problem.model_dump(), status_code=status, media_type=PROBLEM, headers=headers)


def _expected(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WinoverError)
    return _problem(error.status, error.title, error.detail, error.errors)


def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        FieldError(".".join(str(part) for part in problem["loc"][1:]) or "body", _reason(problem))
        for problem in error.errors()
    ]
    detail = "; ".join(f"{field}: {reason}" for field, reason in errors)
    return _problem(422, "Invalid input", detail, errors)


def _reason(problem: dict[str, Any]) -> str:
    return str(problem.get("ctx", {}).get("reason") or problem["msg"])


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail))


def _unexpected(_: Request, error: Exception) -> JSONResponse:
    # The text of an unforeseen error may hold anything; it goes to the log and not to the caller.
    return _problem(500, "Internal error", f"An unforeseen {type(error).__name__}; the server's log has the details.")
