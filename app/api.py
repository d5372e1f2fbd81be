"""What routes share: the graph and constants of the process, what every question over time takes, and the errors."""

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.accounts.snapshots import Scope
from app.analytics.constants import Constants
from app.errors import FieldError, Invalid, WinoverError, reason_of
from app.graph import Graph
from graph_models.details import Problem, ProblemField
from graph_models.fields import Day, Moment

PROBLEM = "application/problem+json"


def _graph(request: Request) -> Graph:
    return request.app.state.graph


def _constants(request: Request) -> Constants:
    return request.app.state.constants


TheGraph = Annotated[Graph, Depends(_graph)]
TheConstants = Annotated[Constants, Depends(_constants)]

AsOf = Annotated[Day | None, Query(description="The day to answer for; today if left out.")]
KnownAt = Annotated[Moment | None, Query(description="Leave out what was recorded after this moment; now if left out.")]
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


def refuse_unknown_parameters(request: Request) -> None:
    """A misspelt parameter must not be answered as if it had not been given.

    Raises:
        Invalid: the query string names a parameter that the route does not declare.
    """
    route = request.scope["route"]
    known = next(
        [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
        for methods in request.app.openapi()["paths"].values()
        for operation in methods.values()
        if operation["operationId"] == (route.operation_id or route.name)
    )
    reason = f"there is no such parameter; there are {', '.join(known) or 'none'}"
    unknown = [FieldError(name, reason) for name in request.query_params if name not in known]
    if unknown:
        raise Invalid.of(unknown)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route declares; every one may meet a bad request and a database that is away."""
    return {
        status: {"model": Problem, "description": HTTPStatus(status).phrase}
        for status in sorted({*statuses, 400, 422, 503})
    }


def with_problem_documents(document: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI with errors under the media type that they are sent as."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                schema = content.get("application/json", {}).get("schema", {})
                if schema.get("$ref", "").endswith("/Problem"):
                    content[PROBLEM] = content.pop("application/json")
    return document


def handle_errors(app: FastAPI) -> None:
    """Every error leaves as problem details (RFC 9457)."""
    app.add_exception_handler(WinoverError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    status: int,
    title: str,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An error as RFC 9457 has it."""
    fields = [ProblemField(field=error.field, reason=error.reason) for error in errors]
    document = Problem(title=title, status=status, detail=detail, errors=fields)
    more = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(
        document.model_dump(), status_code=status, media_type=PROBLEM, headers={**(headers or {}), **more}
    )


def _expected(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WinoverError)
    return problem(error.status, error.title, error.detail, error.errors)


def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    defect = Invalid.of(
        [
            FieldError(
                # The place of a syntax error is an offset and no field.
                ".".join(str(part) for part in found["loc"][1:] if found["type"] != "json_invalid") or "body",
                reason_of(found["type"], found["msg"], found.get("ctx", {})),
            )
            for found in error.errors()
        ]
    )
    return problem(defect.status, defect.title, defect.detail, defect.errors)


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    return problem(error.status_code, phrase, str(error.detail), headers=error.headers)


def _unexpected(_: Request, error: Exception) -> JSONResponse:
    # The text of an unforeseen error may hold anything; it goes to the log and not to the caller.
    return problem(500, "Internal error", f"An unforeseen {type(error).__name__}; the server's log has the details.")
