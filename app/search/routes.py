"""Search over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from app.api import TheGraph, problems
from app.search.matching import find
from app.search.queries import names
from graph_models.search import Found

router = APIRouter(tags=["search"])

Words = Annotated[
    str, Query(max_length=100, description="A name, or what is remembered of it.", examples=["wangjianguo"])
]
WithinAccount = Annotated[str | None, Query(description="Only this account and its people.", examples=["lanjiang"])]


@router.get("/search", responses=problems())
def search(
    graph: TheGraph, q: Words, account_id: WithinAccount = None, top: Annotated[int, Query(ge=1, le=100)] = 12
) -> list[Found]:
    """Which accounts and key people have a name like this? Forgives spelling, and finds Chinese names by pinyin."""
    return find(q, names(graph, account_id=account_id, today=date.today()), top)
