"""projects.csv: the projects that accounts run or ran."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from app.graph import Graph, read_query, write_query
from graph_models.fields import Amount, Day, Id, Name, Reference, closed_list
from graph_models.records import ReferringRecord, StoredRow
from graph_models.vocabulary import Outcome
from loaders.table import OnDay, Parameters, Row, Table, check_order


class ProjectRow(Row):
    """A project of an account."""

    links: ClassVar[frozenset[str]] = frozenset({"account_id", "project_type_id", "vendor_id"})

    id: Id
    account_id: Annotated[Id, Reference("Account")]
    project_type_id: Annotated[Id, Reference("ProjectType")]
    name: Name
    started_on: Day
    ended_on: Day | None = None
    budget: Amount | None = None
    currency: Name | None = None
    vendor_id: Annotated[Id | None, Reference("Vendor")] = None
    outcome: Annotated[Outcome, closed_list(Outcome)] | None = None
    no_contact_from: Day | None = None
    no_contact_to: Day | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        check_order(self.started_on, self.ended_on, "ended_on", "started_on")
        check_order(self.no_contact_from, self.no_contact_to, "no_contact_to", "no_contact_from")
        return self


@write_query
def merge_projects(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store projects with their account, type and the vendor they went to."""
    ...


@read_query
def stored_projects(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these projects, or of all those of the account?"""
    ...


@write_query
def remove_projects(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a project unless others refer to it: what does?"""
    ...


TABLE = Table("projects.csv", ProjectRow, merge_projects, stored_projects, remove_projects, label="Project")
