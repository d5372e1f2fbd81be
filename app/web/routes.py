"""All pages, and what Neo4j Browser fetches from us: a guide and a style."""

from pathlib import Path

from fastapi import APIRouter, Request, Response

from app.web import (
    account,
    calendar,
    changes,
    editing,
    figures,
    imports,
    meeting,
    person,
    preferences,
    recording,
    screening,
    search,
    start,
    what_if,
)
from app.web import map as account_map
from app.web.guide import guide

router = APIRouter(include_in_schema=False)
# The pages of a person and of an account take every path below theirs, so they come last, in whatever order others are.
router.include_router(what_if.answers)
for _page in (
    start,
    account_map,
    what_if,
    calendar,
    changes,
    editing,
    figures,
    imports,
    meeting,
    preferences,
    recording,
    screening,
    search,
    person,
    account,
):
    router.include_router(_page.router)

# Neo4j Browser asks from its own origin, first whether it may (OPTIONS, with headers of its own).
_FOR_BROWSER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Private-Network": "true",
}


@router.options("/guide.html")
@router.options("/browser.grass")
def allow_browser() -> Response:
    """Yes, Neo4j Browser may fetch these."""
    return Response(status_code=204, headers=_FOR_BROWSER)


@router.get("/guide.html")
def show_guide(request: Request) -> Response:
    """The guide that `:play` opens."""
    return Response(guide(str(request.base_url).rstrip("/")), media_type="text/html", headers=_FOR_BROWSER)


@router.get("/browser.grass")
def show_style() -> Response:
    """The style that `:style` applies."""
    style = Path(__file__).with_name("browser.grass").read_text(encoding="utf-8")
    return Response(style, media_type="text/plain", headers=_FOR_BROWSER)
