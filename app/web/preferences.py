"""The language and theme that somebody chose, and signing out."""

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from app.access.cookies import COOKIE as SESSION_COOKIE
from app.access.cookies import over_https
from app.access.queries import end_session
from app.access.tokens import hash_of
from app.api import SessionSecret, TheAsker, WholeGraph
from app.language import LANGUAGES
from app.negotiation import COOKIE as LANGUAGE_COOKIE
from app.web.page import THEME_COOKIE, THEMES, page_of_ours, pages

router = pages()
_LASTS = 365 * 24 * 60 * 60
"""Seconds."""


@router.post("/preferences")
def choose(
    request: Request,
    back: Annotated[str, Form(max_length=4_000)] = "/",
    language: Annotated[str | None, Form()] = None,
    theme: Annotated[str | None, Form()] = None,
) -> Response:
    """Keep what was chosen in this browser, and show the page again."""
    response = RedirectResponse(page_of_ours(back), status_code=303)
    for cookie, chosen, known in ((LANGUAGE_COOKIE, language, LANGUAGES), (THEME_COOKIE, theme, THEMES)):
        if chosen in known:
            response.set_cookie(
                cookie, str(chosen), max_age=_LASTS, samesite="lax", httponly=True, secure=over_https(request)
            )
    return response


@router.post("/sign-out")
def sign_out(asker: TheAsker, graph: WholeGraph, secret: SessionSecret) -> Response:
    """End the session of this browser."""
    asker.must_write()
    if secret:
        end_session(graph, hash=hash_of(secret))
    response = Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    response.delete_cookie(SESSION_COOKIE)
    return response
