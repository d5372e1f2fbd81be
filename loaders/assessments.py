"""assessments.csv: dated statements of people's attitudes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from app.graph import Graph, read_query, write_query
from app.language import gettext as _
from graph_models.fields import Day, Id, Moment, Name, Note, Reference, Score, Share, last_day_begun, refuse
from graph_models.records import Statement, StoredRow
from graph_models.vocabulary import Axis
from loaders.table import Parameters, Row, Table, undated


class AssessmentRow(Row):
    """One contributor's statement of at least one attitude; the words for a score are mapped onto 0–100."""

    links: ClassVar[frozenset[str]] = frozenset({"person_id", "user_id", "project_id", "vendor_id"})

    id: Id
    person_id: Annotated[Id, Reference("Person", on="observed_on")]
    user_id: Annotated[Id | None, Reference("User")] = None
    observed_on: Day
    closeness: Score | None = None
    solution_acceptance: Score | None = None
    price_acceptance: Score | None = None
    confidence: Share | None = None
    source: Name | None = None
    project_id: Annotated[Id | None, Reference("Project")] = None
    vendor_id: Annotated[Id | None, Reference("Vendor")] = None
    note: Note | None = None
    recorded_at: Moment | None = None

    @model_validator(mode="after")
    def _states_something_that_was_seen(self) -> Self:
        if self.closeness is None and self.solution_acceptance is None and self.price_acceptance is None:
            axes = ", ".join(Axis)
            raise refuse("no attitude given; fill at least one of {axes}", Axis.CLOSENESS, axes=axes)
        if self.observed_on > date.today() and self.observed_on > last_day_begun(datetime.now(UTC)):
            raise refuse("in the future", "observed_on")
        if self.recorded_at is not None:
            if self.recorded_at > datetime.now(UTC) + timedelta(days=1):
                raise refuse("in the future", "recorded_at")
            if self.observed_on > last_day_begun(self.recorded_at):
                raise refuse("before observed_on", "recorded_at")
        return self


@write_query
def create_assessments(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store statements; one whose id is there already has been found to say the same, and stays."""
    ...


@read_query
def stored_assessments(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these statements, or of all those about the account's people?"""
    ...


@read_query
def stated(graph: Graph, *, ids: Sequence[str]) -> list[Statement]:
    """What do the assessments with these ids say?"""
    ...


def contradictions(graph: Graph, rows: Sequence[AssessmentRow]) -> dict[str, str]:
    """Which of these have the id of a statement in the graph that says something else?

    A row that does not say when it was recorded repeats one that does.
    """
    by_id = {row.id: row for row in rows}
    reason = _("the id of another statement; a correction is a new statement with an id of its own")
    return {
        statement.id: reason for statement in stated(graph, ids=list(by_id)) if _differs(by_id[statement.id], statement)
    }


def _differs(row: AssessmentRow, statement: Statement) -> bool:
    return any(
        getattr(row, name) != value for name, value in statement if name != "recorded_at" or row.recorded_at is not None
    )


TABLE = Table(
    "assessments.csv",
    AssessmentRow,
    create_assessments,
    undated(stored_assessments),
    remove=None,
    contradictions=contradictions,
)
