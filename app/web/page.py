"""What all pages share: who looks at them, how they are drawn, and how they say that something went wrong."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import quote, urlencode
from uuid import uuid4

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.exceptions import HTTPException

from app.access.asker import Asker
from app.access.cookies import over_https
from app.api import READING, Cookies, SessionSecret, TheAsker, field_error, http_words
from app.errors import FieldError, Invalid, Unauthorized, WinoverError
from app.language import LANGUAGES, gettext, language, ngettext, speaking
from app.negotiation import wanted_language
from app.web import wording

HERE = Path(__file__).parent
THEME_COOKIE = "winover_theme"
WANTED_COOKIE = "winover_wanted"
"""Which page was asked for before signing in."""
_MOST_OF_A_COOKIE = 2_000
THEMES = ("light", "dark")

# Scripts and styles come from us and from nowhere else, and none stands in a page.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",  # what is known of people stays out of caches
    "Vary": "Accept-Language, Cookie",
}

TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
)


def _in_each_language(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The same filter, which Jinja asks at every request: of a constant it would keep the first one's language."""

    @pass_context
    def asked(_context: Context, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        return filter_(*given, **named)

    return asked


TEMPLATES.filters.update({name: _in_each_language(filter_) for name, filter_ in wording.FILTERS.items()})


def address(path: str, *parts: str, **query: object) -> str:
    """The address of a page or an answer: `address("/people/{}", id)`, with ids that hold anything."""
    filled = path.format(*(quote(part, safe="") for part in parts))
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{filled}?{urlencode(given, doseq=True)}" if given else filled


_extended = cast("Any", TEMPLATES)  # Jinja's types know neither what its extension adds nor globals of one's own
_extended.install_gettext_callables(gettext, ngettext, newstyle=True)
_extended.globals.update(languages=LANGUAGES, language=language, address=address, new_id=lambda: str(uuid4()))


def draw(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
    """A page, or part of one, from its template."""
    text = TEMPLATES.get_template(template).render(request=request, status=status, theme=_theme(request), **context)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def _theme(request: Request) -> str | None:
    """None: as the browser's."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in THEMES else None


@dataclass(frozen=True)
class Page:
    """What a page needs of whoever looks at it."""

    request: Request
    asker: Asker
    csrf_token: str | None
    """What the page sends with every write."""

    def show(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
        """This page, or part of it; `json` is the address of the answer that it shows."""
        return draw(self.request, template, status, asker=self.asker, csrf_token=self.csrf_token, **context)


def the_page(request: Request, asker: TheAsker, cookies: Cookies, secret: SessionSecret) -> Page:
    """What a page needs of whoever asks for it.

    Raises:
        Unauthorized: nobody has signed in.
    """
    return Page(request, asker, cookies.csrf_token(secret) if secret else None)


ThePage = Annotated[Page, Depends(the_page)]


class PageRoute(APIRoute):
    """A route whose errors are pages, as its answers are."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, with errors drawn."""
        handle = super().get_route_handler()

        async def handle_or_explain(request: Request) -> Response:
            try:
                return await handle(request)
            except Unauthorized:
                return _to_sign_in(request)
            except WinoverError as error:
                return explain(request, error.status, error.title, error.detail, error.errors)
            except RequestValidationError as error:
                defect = Invalid.of([field_error(found) for found in error.errors()])
                return explain(request, defect.status, defect.title, defect.detail, defect.errors)
            except HTTPException as error:
                return explain(request, error.status_code, *http_words(error))

        return handle_or_explain


def explain_to_browsers(app: FastAPI) -> None:
    """Where somebody opens an address at which there is no page, or a page fails, a page says so."""
    for kind, otherwise in list(app.exception_handlers.items()):
        if kind in (HTTPException, Exception):
            app.add_exception_handler(kind, _page_or(otherwise))


def _page_or(otherwise: Callable[[Request, Exception], Any]) -> Callable[[Request, Exception], Any]:
    async def handle(request: Request, error: Exception) -> Response:
        answer = otherwise(request, error)
        if request.url.path.startswith("/api") or "text/html" not in request.headers.get("Accept", ""):
            return answer
        said = json.loads(answer.body)
        with speaking(wanted_language(request.headers)):  # where it fails, the language of the request is over
            return explain(request, answer.status_code, said["title"], said["detail"])

    return handle


def pages() -> APIRouter:
    """A router for pages."""
    return APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


def is_part(request: Request) -> bool:
    """Does the page that is open ask, for a part of itself?"""
    return "HX-Request" in request.headers


def explain(request: Request, status: int, title: str, detail: str, errors: tuple[FieldError, ...] = ()) -> Response:
    """What went wrong: as a page or, if a page that is open asked, beside what was typed there."""
    part = is_part(request)
    answer = draw(
        request, "error_part.html" if part else "error.html", status, title=title, detail=detail, errors=errors
    )
    if part:
        answer.headers.update({"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"})
    return answer


def page_of_ours(wanted: str) -> str:
    """Where to go on to: the page that is wanted; if that is not one of ours, the first."""
    # `//elsewhere` would be another's.
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/"


def _to_sign_in(request: Request) -> Response:
    if is_part(request):
        if request.method not in READING:
            return explain(request, 401, "", "")  # what was typed stays where it is
        return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    response = RedirectResponse("/sign-in", status_code=303)
    if request.method in READING:
        wanted = f"{quote(request.url.path)}?{request.url.query}"
        response.set_cookie(
            WANTED_COOKIE,
            wanted,
            max_age=600,
            path="/sign-in",
            httponly=True,
            samesite="lax",
            secure=over_https(request),
        )
    return response
