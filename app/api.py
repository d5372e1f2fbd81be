"""What routes share: who asks, the graph as they see it, what every question over time takes, and the errors."""

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from app.access.asker import Asker, asker_of
from app.access.cookies import COOKIE, CSRF_HEADER, SessionCookies
from app.accounts.snapshots import Scope
from app.analytics.constants import Constants
from app.errors import FieldError, Forbidden, Invalid, Unauthorized, WinoverError, reason_of
from app.graph import Graph
from app.language import gettext as _
from app.language import marked, speaking
from app.negotiation import wanted_language
from graph_models.details import Problem, ProblemField
from graph_models.fields import Day, Moment

PROBLEM = "application/problem+json"


READING = frozenset(("GET", "HEAD", "OPTIONS"))
_SIGN_IN = marked(
    "sign in with the link that winover prints, or send a token as Authorization: Bearer (winover token create)"
)

Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="A token of winover token create.")),
]
Cookie = Annotated[
    str | None, Depends(APIKeyCookie(name=COOKIE, auto_error=False, description="A browser that has signed in."))
]


def whole_graph(request: Request) -> Graph:
    """The graph of the process, with everything in it: for signing in and for upkeep, never for an answer."""
    return request.app.state.graph


def session_cookies(request: Request) -> SessionCookies:
    """Signs and reads the cookies of this service."""
    return request.app.state.session_cookies


WholeGraph = Annotated[Graph, Depends(whole_graph)]
Cookies = Annotated[SessionCookies, Depends(session_cookies)]


def session_secret(cookies: Cookies, cookie: Cookie) -> str | None:
    """What opens the session of the browser that asks, if it has one."""
    return None if cookie is None else cookies.read(cookie)


SessionSecret = Annotated[str | None, Depends(session_secret)]


def the_asker(request: Request, graph: WholeGraph, cookies: Cookies, bearer: Bearer, secret: SessionSecret) -> Asker:
    """Who asks: by bearer token or, without one, by the session of a browser.

    Raises:
        Unauthorized: neither, or it has ended.
        Forbidden: a page writes without the session's CSRF token.
    """
    if bearer is not None:
        found = asker_of(graph, bearer.credentials, "api")
    elif secret is not None:
        found = asker_of(graph, secret, "session")
        if found and request.method not in READING:
            _check_is_our_page(cookies, secret, request.headers.get(CSRF_HEADER))
    else:
        raise Unauthorized(_(_SIGN_IN))
    if found is None:
        msg = _("this sign-in has ended, or was never valid; {mend}").format(mend=_(_SIGN_IN))
        raise Unauthorized(msg)
    return found


def _check_is_our_page(cookies: SessionCookies, secret: str, token: str | None) -> None:
    if not cookies.is_csrf_token(secret, token):
        msg = _("send {header} with the csrf_token of GET /api/session").format(header=CSRF_HEADER)
        raise Forbidden(msg)


TheAsker = Annotated[Asker, Depends(the_asker)]


def the_graph(graph: WholeGraph, asker: TheAsker, response: Response) -> Graph:
    """The graph as the asker sees it. Where that is not everything the answer says so, whether it matters or not.

    A route that answers with a response of its own adds `reach_header` itself.
    """
    seen = graph.within(asker.reach)
    response.headers.update(reach_header(seen))
    return seen


def reach_header(graph: Graph) -> dict[str, str]:
    """Is an answer from everything there is, or from what the asker may see?"""
    return {"Winover-Reach": "everything" if graph.reach.accounts is None else "limited"}


def _constants(request: Request) -> Constants:
    return request.app.state.constants


TheGraph = Annotated[Graph, Depends(the_graph)]
TheConstants = Annotated[Constants, Depends(_constants)]

AsOf = Annotated[Day | None, Query(description="The day to answer for; today if left out.")]
KnownAt = Annotated[Moment | None, Query(description="Leave out what was recorded after this moment; now if left out.")]
AccountIds = Annotated[list[str] | None, Query(description="Only these accounts; may be repeated.")]
Owner = Annotated[str | None, Query(description="Only accounts that this user owns on the day.")]
Team = Annotated[str | None, Query(description="Only accounts that somebody of this team owns on the day.")]
Industry = Annotated[str | None, Query(description="Only accounts of this industry.")]
Region = Annotated[str | None, Query(description="Only accounts in this region.")]
CityTier = Annotated[str | None, Query(description="Only accounts in cities of this tier.")]
Limit = Annotated[int, Query(ge=1, le=1_000, description="At most so many.")]
Cursor = Annotated[str | None, Query(description="`next` of the page before.", max_length=4_000)]


def the_scope(
    account_id: AccountIds = None,
    owner: Owner = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    *,
    team: Team = None,
    industry: Industry = None,
    region: Region = None,
    city_tier: CityTier = None,
) -> Scope:
    """Which accounts a question is about, and when."""
    ids = None if account_id is None else tuple(dict.fromkeys(account_id))
    return Scope(as_of or date.today(), ids, owner, known_at, team, industry, region, city_tier)


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
    reason = _("there is no such parameter; there are {names}").format(names=", ".join(known) or _("none"))
    unknown = [FieldError(name, reason) for name in request.query_params if name not in known]
    if unknown:
        raise Invalid.of(unknown)


def described(header: str, description: str) -> dict[str, Any]:
    """A header that an answer always has, as OpenAPI declares it."""
    return {header: {"description": description, "required": True, "schema": {"type": "string"}}}


ETAG = described("ETag", "The version of the row, for If-Match.")
LOCATION = described("Location", "Where it is read.")
_MORE: dict[int, dict[str, Any]] = {
    HTTPStatus.UNAUTHORIZED: {"headers": described("WWW-Authenticate", "How to sign in.")},
    HTTPStatus.SERVICE_UNAVAILABLE: {"headers": described("Retry-After", "Ask again after so many seconds.")},
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route declares; every one may meet a bad request and a database that is away."""
    return {
        status: {"model": Problem, "description": HTTPStatus(status).phrase, **_MORE.get(status, {})}
        for status in sorted({*statuses, 400, 401, 403, 413, 422, 503})
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
    document = Problem(title=_(title), status=status, detail=detail, errors=fields)
    more = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(
        document.model_dump(), status_code=status, media_type=PROBLEM, headers={**(headers or {}), **more}
    )


def _expected(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WinoverError)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == HTTPStatus.UNAUTHORIZED else None
    return problem(error.status, error.title, error.detail, error.errors, headers)


def _malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    defect = Invalid.of([field_error(found) for found in error.errors()])
    return problem(defect.status, defect.title, defect.detail, defect.errors)


def field_error(found: Mapping[str, Any]) -> FieldError:
    context = found.get("ctx", {})
    # The place of a syntax error is an offset and no field; a rule over several columns names the one to look at.
    place = [str(part) for part in found["loc"][1:] if found["type"] != "json_invalid"]
    if context.get("column"):
        place.append(context["column"])
    return FieldError(".".join(place) or "body", reason_of(found["type"], found["msg"], context))


_HTTP = {
    HTTPStatus.BAD_REQUEST: (marked("Bad request"), marked("The request cannot be read.")),
    HTTPStatus.NOT_FOUND: (marked("Not found"), marked("There is nothing at this address.")),
    HTTPStatus.METHOD_NOT_ALLOWED: (marked("Method not allowed"), marked("This cannot be done at this address.")),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (marked("Too large"), marked("The request is larger than is taken here.")),
}
"""What errors of the framework say: the title, and the detail where it gives none of its own."""


def http_words(error: HTTPException) -> tuple[str, str]:
    """Title and detail of an error of the framework; the title is translated where it is shown."""
    phrase = HTTPStatus(error.status_code).phrase
    title, detail = _HTTP.get(HTTPStatus(error.status_code), (phrase, phrase))
    return title, _(detail) if error.detail == phrase else str(error.detail)


def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, *http_words(error), headers=error.headers)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    # The text of an unforeseen error may hold anything; it goes to the log and not to the caller. This is called where
    # the language of the request is over.
    with speaking(wanted_language(request.headers)):
        text = _("An unforeseen {error}; the server's log has the details.")
        return problem(500, marked("Internal error"), text.format(error=type(error).__name__))
