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


@router.get("/search", responses=problems())
def search(graph: TheGraph, q: Words, top: Annotated[int, Query(ge=1, le=100)] = 12) -> list[Found]:
    """Which accounts and key people have a name like this? Forgives spelling, and finds Chinese names by pinyin."""
    return find(q, names(graph, today=date.today()), top)
