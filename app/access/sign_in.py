"""Pages of signing in: the one-time link, and what to do without one."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.access.cookies import SessionCookies
from app.access.queries import start_session
from app.access.tokens import SESSION_LASTS, hash_of, new_secret
from app.api import Cookies, WholeGraph

router = APIRouter(include_in_schema=False)

_AFTER = "/"
_TEMPLATE = Path(__file__).with_name("sign_in.html")
_USED = "This link has been used already, or has expired. Each link signs in once."


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
        return sign_in_page(request, _USED, 401)
    return signed_in(request, cookies, secret)


def signed_in(request: Request, cookies: SessionCookies, secret: str) -> Response:
    """Hand over the session, and go on to a page whose address holds no secret."""
    response = RedirectResponse(_AFTER, status_code=303, headers=_NOT_KEPT)
    cookies.give(request, response, secret)
    return response


def sign_in_page(request: Request, problem: str, status: int = 200) -> Response:
    """How to sign in, and why it failed."""
    page = _TEMPLATE.read_text(encoding="utf-8")
    problem = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    oidc = '<p><a class="button" href="/sign-in/oidc">Sign in with your organisation</a></p>'
    page = page.replace("{problem}", problem).replace("{oidc}", oidc if request.app.state.oidc else "")
    return HTMLResponse(page, status_code=status, headers=_NOT_KEPT)


_NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
