"""Questions about attitudes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.graph import Graph, read_query, write_query
from graph_models.details import StatementOut
from graph_models.records import AttitudeRecord, EvidencedRecord, IdRecord, NamedRecord


@read_query
def attitudes(
    graph: Graph, *, account_ids: Sequence[str], as_of: date, known_at: datetime | None
) -> list[AttitudeRecord]:
    """What has been stated, by the day and as known at the moment (None: now), about attitudes towards us?"""
    ...


@read_query
def statements(
    graph: Graph,
    *,
    person_id: str,
    as_of: date,
    known_at: datetime | None,
    before_day: date | None,
    after_id: str | None,
    limit: int,
) -> list[StatementOut]:
    """What has been stated about this person, the newest first, after the statement of that day and id?"""
    ...


@read_query
def evidenced(
    graph: Graph,
    *,
    account_ids: Sequence[str],
    after: date,
    as_of: date,
    known_at: datetime | None,
    evidence_days: int,
) -> list[EvidencedRecord]:
    """Of whom was something stated after one day and up to another, by contributors who had met them shortly before?"""
    ...


@read_query
def contributors(graph: Graph, *, account_ids: Sequence[str]) -> list[NamedRecord]:
    """Who has stated something about the people of these accounts, as far as one may know?"""
    ...


@read_query
def competitors(graph: Graph) -> list[NamedRecord]:
    """Which vendors compete with us?"""
    ...


@read_query
def people_of(graph: Graph, *, account_ids: Sequence[str]) -> list[IdRecord]:
    """Who are the people of these accounts, whether they work there still or not?"""
    ...


@read_query
def account_ids(graph: Graph) -> list[IdRecord]:
    """Which accounts are there?"""
    ...


@write_query
def label_stances(graph: Graph, *, people: Sequence[Mapping[str, str]], as_of: date) -> None:
    """Label each of these people with where they stand."""
    ...


@write_query
def link_latest(graph: Graph, *, person_ids: Sequence[str], anew: bool) -> None:
    """Link these people with the latest statements about them: where one came or went since that was done, or anew."""
    ...


@read_query
def statement(graph: Graph, *, assessment_id: str, as_of: date | None, known_at: datetime | None) -> list[StatementOut]:
    """What does the assessment with this id say, if it was seen by the day, as known at the moment (None: now)?"""
    ...


@write_query
def supersede(graph: Graph, *, assessment_id: str, superseded_id: str) -> None:
    """Note that a statement takes the place of an earlier one."""
    ...


@write_query
def withdraw(graph: Graph, *, assessment_id: str, reason: str, user_id: str | None) -> None:
    """Note that a statement no longer counts, why, and who says so."""
    ...
