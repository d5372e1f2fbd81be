"""Pages of signing in: the one-time link, and what to do without one."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.access.cookies import SessionCookies
from app.access.queries import start_session
from app.access.tokens import SESSION_LASTS, hash_of, new_secret
from app.api import Cookies, WholeGraph
from app.language import gettext as _
from app.web.page import WANTED_COOKIE, draw, page_of_ours

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in(
    request: Request, graph: WholeGraph, cookies: Cookies, token: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Follow a one-time link; without one, a page that says how to get one."""
    if not token:
        return sign_in_page(request, "")
    secret = new_secret()
    ends = datetime.now(UTC) + SESSION_LASTS
    if not start_session(graph, link_hash=hash_of(token), hash=hash_of(secret), expires_at=ends):
        return sign_in_page(
            request, _("This link has been used already, or has expired. Each link signs in once."), 401
        )
    return signed_in(request, cookies, secret)


def signed_in(request: Request, cookies: SessionCookies, secret: str) -> Response:
    """Hand over the session, and go on to the page that was asked for; its address holds no secret."""
    wanted = request.cookies.get(WANTED_COOKIE)
    response = RedirectResponse(page_of_ours(wanted or "/"), status_code=303, headers=_NOT_KEPT)
    if wanted is not None:
        response.delete_cookie(WANTED_COOKIE, path="/sign-in")
    cookies.give(request, response, secret)
    return response


def sign_in_page(request: Request, problem: str, status: int = 200) -> Response:
    """How to sign in, and why it failed."""
    # The address may hold a secret, which the page must not.
    oidc = request.app.state.oidc is not None
    page = draw(request, "sign_in.html", status, problem=problem, oidc=oidc, back="/sign-in")
    page.headers.update(_NOT_KEPT)
    return page


_NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
