"""Search over accounts and people, as one types and as a page."""

from datetime import date
from typing import Annotated

from fastapi import Query, Response

from app.api import TheGraph
from app.search.matching import find
from app.search.queries import names
from app.web.page import ThePage, address, pages

router = pages()
_AT_ONCE, _ON_A_PAGE = 8, 50

Words = Annotated[str, Query(max_length=100)]


@router.get("/search")
def show_search(page: ThePage, graph: TheGraph, q: Words = "") -> Response:
    """Everything that is found."""
    found = find(q, names(graph, account_id=None, today=date.today()), _ON_A_PAGE)
    return page.show("search.html", q=q, found=found, json=address("/api/search", q=q))


@router.get("/search/results")
def show_found(page: ThePage, graph: TheGraph, q: Words = "") -> Response:
    """What is shown below the search while one types."""
    found = find(q, names(graph, account_id=None, today=date.today()), _AT_ONCE) if q.strip() else []
    return page.show("search_results.html", q=q, found=found)
