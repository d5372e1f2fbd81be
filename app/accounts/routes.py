"""Accounts over HTTP."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from app.accounts.details import account_detail
from app.accounts.hand_over import as_markdown, hand_over
from app.accounts.queries import account_page
from app.accounts.snapshots import Scope, snapshot
from app.analytics import screening
from app.analytics.what_if import WhatIfBody, what_if
from app.api import ETAG, Cursor, Limit, Owner, TheConstants, TheGraph, TheMoment, problems, reach_header
from app.attitudes.contributors import contributor_names
from app.cursor import read_cursor, write_cursor
from app.editing.edit import etag, must_find
from app.projects.histories import with_what_is_ahead
from app.questions import ask
from app.users.owner import check_owner
from graph_models.details import AccountBrief, AccountDetail, HandOver, Page
from graph_models.results import WhatIf
from graph_models.screening import Screening
from loaders import accounts

router = APIRouter(prefix="/accounts", tags=["accounts"])

AccountId = Annotated[str, Path(description="Id of the account.", examples=["lanjiang"])]


@router.get("", responses=problems(404))
def list_accounts(
    graph: TheGraph,
    when: TheMoment,
    owner: Owner = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[AccountBrief]:
    """The accounts, in the order of their names."""
    check_owner(graph, owner)
    after_name, after_id = read_cursor(cursor, str, str) or (None, None)
    found = account_page(
        graph, after_name=after_name, after_id=after_id, owner=owner, as_of=when.as_of, limit=limit + 1
    )
    page = found[:limit]
    return Page(items=page, next=write_cursor(page[-1].name, page[-1].id) if len(found) > limit else None)


@router.get(
    "/{account_id:path}/hand-over",
    response_model=HandOver,
    responses={200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}, **problems(404)},
)
def get_hand_over(
    account_id: AccountId,
    graph: TheGraph,
    constants: TheConstants,
    when: TheMoment,
    form: Annotated[
        Literal["json", "markdown"], Query(alias="format", description="As data, or as a document to read.")
    ] = "json",
) -> Any:  # noqa: ANN401
    """What a new owner of the account must know: who matters, where they stand, what recurs, what is open."""
    brief = hand_over(graph, account_id, when, constants)
    if form == "json":
        return brief
    return Response(as_markdown(brief), media_type="text/markdown; charset=utf-8", headers=reach_header(graph))


@router.get("/{account_id:path}/screening", responses=problems(404))
def get_screening(account_id: AccountId, graph: TheGraph, constants: TheConstants, when: TheMoment) -> Screening:
    """Is this account worth carrying, why, and what would change that?"""
    scope = Scope(when.as_of, (account_id,), known_at=when.known_at)
    return ask(graph, screening.ANALYTIC, scope, screening.ANALYTIC.options(), constants)[1][0]


@router.get("/{account_id:path}", responses={200: {"headers": ETAG}, **problems(404)})
def get_account(
    account_id: AccountId, graph: TheGraph, constants: TheConstants, when: TheMoment, response: Response
) -> AccountDetail:
    """One account: what it is worth, whether it can pass, who stands in the way, and who is there."""
    there = snapshot(graph, account_id, when, constants, with_statements=True)
    known = with_what_is_ahead(graph, there, constants)
    detail = account_detail(known, contributor_names(graph, account_id), constants)
    stored = must_find(graph, accounts.TABLE, {"id": account_id})
    response.headers["ETag"] = etag(stored)
    return detail


@router.post("/{account_id:path}/what-if", responses=problems(404))
def ask_what_if(
    account_id: AccountId, body: WhatIfBody, graph: TheGraph, constants: TheConstants, when: TheMoment
) -> WhatIf:
    """What would change if attitudes, people or powers were others? Nothing is stored."""
    there = with_what_is_ahead(graph, snapshot(graph, account_id, when, constants), constants)
    return what_if(there, body, constants)
