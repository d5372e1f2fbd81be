"""Who is signed in, and tokens of apps, over HTTP."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field

from app.access.asker import Asker
from app.access.cookies import COOKIE
from app.access.queries import end_session, end_sessions, revoke_token, tokens
from app.access.tokens import hash_of, make_token
from app.api import Cookies, Cursor, Limit, SessionSecret, TheAsker, WholeGraph, problems
from app.cursor import read_cursor, write_cursor
from app.errors import Forbidden, NotFound
from app.language import gettext as _
from graph_models.access import NewToken, SessionOut, TokenOut
from graph_models.details import Page
from graph_models.fields import Id, Name
from graph_models.vocabulary import UserRole

router = APIRouter(tags=["access"])

MAX_DAYS = 3_650


class TokenBody(BaseModel):
    """A token to make for an app. Whoever is no administrator makes tokens that act for themselves."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_extra={"examples": [{"name": "dashboard", "read_only": True, "expires_in_days": 30}]},
    )

    user_id: Id | None = None
    """Whom it acts for; oneself if left out."""
    role: UserRole | None = None
    """Only an administrator gives another than one's own; left out: whatever role the user has at the moment."""
    name: Name | None = None
    read_only: bool = False
    account_ids: list[Id] | None = Field(default=None, max_length=1_000)
    """Only these accounts, of those that the user may see."""
    expires_in_days: int = Field(default=90, ge=1, le=MAX_DAYS)


@router.get("/session", responses=problems())
def show_session(asker: TheAsker, cookies: Cookies, secret: SessionSecret) -> SessionOut:
    """Who am I here, what may I see, and what does a page of mine send with a write?"""
    return SessionOut(
        user_id=asker.user_id,
        user_name=asker.user_name,
        role=asker.role_name,
        sees=_(asker.role.sees),
        may_write=not asker.read_only,
        csrf_token=cookies.csrf_token(secret) if secret else None,
    )


@router.delete("/session", status_code=status.HTTP_204_NO_CONTENT, responses=problems())
def sign_out(
    asker: TheAsker,
    graph: WholeGraph,
    secret: SessionSecret,
    everywhere: Annotated[bool, Query(description="End the sessions of all my browsers.")] = False,
) -> Response:
    """Sign out: this browser, or every one of mine. Tokens of apps stay."""
    asker.must_write()
    if everywhere and (asker.user_id is not None or asker.administers):
        end_sessions(graph, user_id=asker.user_id)
    elif secret:
        end_session(graph, hash=hash_of(secret))
    response = Response(status_code=status.HTTP_204_NO_CONTENT)
    response.delete_cookie(COOKIE)
    return response


@router.get("/tokens", responses=problems())
def list_tokens(asker: TheAsker, graph: WholeGraph, limit: Limit = 100, cursor: Cursor = None) -> Page[TokenOut]:
    """My tokens, or an administrator's view of everybody's; never what they open with."""
    after, _ = read_cursor(cursor, str, str) or (None, None)
    found = tokens(
        graph,
        user_id=asker.user_id,
        everybody=asker.administers,
        kinds=["api", "calendar"],
        after=after,
        limit=limit + 1,
    )
    page = [TokenOut.model_validate(token, from_attributes=True) for token in found[:limit]]
    return Page(items=page, next=write_cursor(page[-1].id, "") if len(found) > limit else None)


@router.post("/tokens", status_code=status.HTTP_201_CREATED, responses=problems())
def create_api_token(body: TokenBody, asker: TheAsker, graph: WholeGraph) -> NewToken:
    """Make a token for an app; what it opens with is shown this once."""
    asker.must_write()
    _check_is_own(body, asker)
    # One's own follows one's role, as what one asks with does: it must not outlast a demotion.
    role = body.role if asker.role.administers else asker.token_role
    user_id = body.user_id or asker.user_id
    return make_token(
        graph,
        "api",
        user_id=user_id,
        role=asker.role_name if role is None and user_id is None else role,
        lasts=timedelta(days=body.expires_in_days),
        name=body.name,
        read_only=body.read_only,
        account_ids=body.account_ids,
    )


def _check_is_own(body: TokenBody, asker: Asker) -> None:
    """Nobody makes themselves more than they are."""
    if asker.limited:
        msg = _("a token that is limited to some accounts makes no others")
        raise Forbidden(msg)
    if asker.role.administers:
        return
    if body.user_id not in (None, asker.user_id) or body.role not in (None, asker.role_name):
        msg = _("only an administrator makes tokens of other users or roles")
        raise Forbidden(msg)


@router.delete("/tokens/{token_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(404))
def revoke_api_token(
    token_id: Annotated[str, Path(description="Id of the token.")], asker: TheAsker, graph: WholeGraph
) -> Response:
    """Revoke a token: it opens nothing from now on."""
    asker.must_write()
    if not revoke_token(graph, id=token_id, user_id=asker.user_id, everybody=asker.administers)[0].deleted:
        msg = _("no token {id}").format(id=token_id)
        raise NotFound(msg)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
