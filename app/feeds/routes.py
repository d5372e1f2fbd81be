"""A calendar to subscribe to, by a secret link that can be revoked like any token."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from app.access.asker import asker_of
from app.access.tokens import make_token
from app.accounts.snapshots import Scope
from app.analytics import calendar
from app.api import TheAsker, WholeGraph, problems
from app.errors import Forbidden, NotFound
from app.feeds.ical import as_ical
from app.language import gettext as _
from app.questions import ask
from graph_models.access import CalendarLink
from graph_models.fields import Name

router = APIRouter(prefix="/calendar-links", tags=["access"])
feed = APIRouter(include_in_schema=False)

MAX_DAYS = 3_650


class CalendarLinkBody(BaseModel):
    """A link to make for a calendar program."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"examples": [{"name": "phone", "expires_in_days": 365}]}
    )

    name: Name | None = None
    expires_in_days: int = Field(default=365, ge=1, le=MAX_DAYS)


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems())
def create_calendar_link(body: CalendarLinkBody, request: Request, asker: TheAsker, graph: WholeGraph) -> CalendarLink:
    """Make a secret link to my calendar: the accounts that I own, or for whoever is nobody of ours, all.

    It only reads, is shown this once, and is listed and revoked among the tokens.
    """
    asker.must_write()
    if asker.limited:
        msg = _("a token that is limited to some accounts makes no links to all")
        raise Forbidden(msg)
    made = make_token(
        graph,
        "calendar",
        user_id=asker.user_id,
        role=asker.role_name if asker.user_id is None else asker.token_role,
        lasts=timedelta(days=body.expires_in_days),
        name=body.name or "calendar",
        read_only=True,
    )
    origin = request.app.state.public_url or str(request.base_url).rstrip("/")
    return CalendarLink(
        id=made.id, url=f"{origin}/calendar/{made.token}.ics", name=made.name, expires_at=made.expires_at
    )


@feed.get("/calendar/{secret}.ics")
def read_calendar(request: Request, graph: WholeGraph, secret: Annotated[str, Path(max_length=200)]) -> Response:
    """The calendar behind a secret link; a link that was revoked, has expired or never was is not found."""
    asker = asker_of(graph, secret, "calendar")
    if asker is None:
        msg = _("there is no such calendar, or its link has expired or was revoked")
        raise NotFound(msg)
    seen = graph.within(asker.reach)
    constants = request.app.state.constants
    scope = Scope(date.today(), owner=asker.user_id)
    _analytic, found = ask(seen, calendar.ANALYTIC, scope, calendar.CalendarOptions(), constants)
    name = f"Winover: {asker.user_name}" if asker.user_name else "Winover"
    return Response(
        as_ical(found, name),
        media_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="winover.ics"'},
    )
