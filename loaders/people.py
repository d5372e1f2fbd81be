"""people.csv: the key people of the accounts, where they work and whom they report to."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from app.graph import Graph, read_query, write_query
from graph_models.fields import Day, Flag, Id, Ids, Name, Reference, refuse
from graph_models.records import ReferringRecord, StoredRow
from loaders.table import Parameters, Row, Table, check_order, undated


class PersonRow(Row):
    """A key person; without dates they count as working there now."""

    links: ClassVar[frozenset[str]] = frozenset(
        {
            "account_id",
            "department_id",
            "title",
            "works_from",
            "works_to",
            "reports_to",
            "veto_types",
            "approve_types",
        }
    )

    id: Id
    account_id: Annotated[Id, Reference("Account")]
    name: Name
    department_id: Annotated[Id | None, Reference("Department", same_account=True)] = None
    title: Name | None = None
    reports_to: Annotated[Id | None, Reference("Person")] = None
    veto: Flag | None = None
    approve: Flag | None = None
    veto_types: Annotated[Ids | None, Reference("ProjectType")] = None
    approve_types: Annotated[Ids | None, Reference("ProjectType")] = None
    works_from: Day | None = None
    works_to: Day | None = None
    placeholder: Flag | None = None
    outsider: Flag | None = None
    email: Name | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        check_order(self.works_from, self.works_to, "works_to", "works_from")
        # Without the column the power is what the graph holds.
        if self.veto_types and not self.veto and "veto" in self.model_fields_set:
            raise refuse("given although veto is not true", "veto_types")
        if self.approve_types and not self.approve and "approve" in self.model_fields_set:
            raise refuse("given although approve is not true", "approve_types")
        return self

    def parameters(self) -> Parameters:
        """With what is said of the employment under `work`."""
        names = {"title": "title", "works_from": "from", "works_to": "to"}
        work = {to: getattr(self, name) for name, to in names.items() if name in self.model_fields_set}
        return {**super().parameters(), "work": work}


@write_query
def merge_people(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store people with their account, place of work, reporting line and limits of their powers."""
    ...


@read_query
def stored_people(
    graph: Graph, *, keys: Sequence[Parameters] | None, account_id: str | None, after: str | None, limit: int
) -> list[StoredRow]:
    """What is stored of these people, or of all those of the account?"""
    ...


@write_query
def remove_people(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove a person unless others refer to them: what does?"""
    ...


TABLE = Table(
    "people.csv",
    PersonRow,
    merge_people,
    undated(stored_people),
    remove_people,
    label="Person",
    parent="reports_to",
    required=True,
)
