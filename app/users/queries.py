"""Questions about our people."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query, write_query
from graph_models.records import ColleagueRecord, IdRecord, OwnerRecord, VisitRecord


@read_query
def user(graph: Graph, *, user_id: str) -> list[OwnerRecord]:
    """Who of ours has this id?"""
    ...


@read_query
def team(graph: Graph, *, name: str) -> list[IdRecord]:
    """Which team of ours has this name?"""
    ...


@read_query
def our_people(
    graph: Graph, *, account_ids: Sequence[str], user_ids: Sequence[str], project_type_ids: Sequence[str], as_of: date
) -> list[ColleagueRecord]:
    """Who of ours serves these accounts, is one of these users, or has won these types; and what have they won?"""
    ...


@write_query
def visit(graph: Graph, *, user_id: str, account_id: str, today: date) -> list[VisitRecord]:
    """Note that this user looks at this account today: when did they last look on an earlier day?"""
    ...
