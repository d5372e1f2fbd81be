"""Questions about people."""

from collections.abc import Sequence
from datetime import date

from app.graph import Graph, read_query
from graph_models.records import AccountOfPerson, ContactRecord, PersonRecord, TieRecord


@read_query
def key_people(graph: Graph, *, account_ids: Sequence[str], as_of: date) -> list[PersonRecord]:
    """Who are the key people of these accounts on the day, where do they work, and what powers have they?"""
    ...


@read_query
def ties(graph: Graph, *, account_ids: Sequence[str]) -> list[TieRecord]:
    """Which ties are there among the key people of these accounts?"""
    ...


@read_query
def contacts(graph: Graph, *, account_ids: Sequence[str], as_of: date) -> list[ContactRecord]:
    """Who of ours knows, or has met by the day, a key person of these accounts?"""
    ...


@read_query
def account_of(graph: Graph, *, person_id: str) -> list[AccountOfPerson]:
    """Which account is this a key person of?"""
    ...
