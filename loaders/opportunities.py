"""opportunities.csv: the chances to sell, open and closed."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from app.graph import Graph, read_query, write_query
from graph_models.fields import Amount, Day, Id, Name, Reference, Share, closed_list
from graph_models.records import ReferringRecord, StoredRow
from graph_models.vocabulary import Origin, Outcome
from loaders.table import OnDay, Parameters, Row, Table, check_order


class OpportunityRow(Row):
    """A chance to sell; one without an outcome is open."""

    links: ClassVar[frozenset[str]] = frozenset({"account_id", "user_id", "project_type_id", "project_id"})

    id: Id
    account_id: Annotated[Id, Reference("Account")]
    name: Name
    user_id: Annotated[Id | None, Reference("User")] = None
    origin: Annotated[Origin, closed_list(Origin)] | None = None
    amount: Amount | None = None
    currency: Name | None = None
    project_type_id: Annotated[Id | None, Reference("ProjectType")] = None
    project_id: Annotated[Id | None, Reference("Project", same_account=True)] = None
    stage: Name | None = None
    probability: Share | None = None
    opened_on: Day | None = None
    closed_on: Day | None = None
    outcome: Annotated[Outcome, closed_list(Outcome)] | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        check_order(self.opened_on, self.closed_on, "closed_on", "opened_on")
        return self


@write_query
def merge_opportunities(graph: Graph, *, rows: Sequence[Parameters], columns: Sequence[str]) -> None:
    """Store opportunities with their account, owner, project type and project."""
    ...


@read_query
def stored_opportunities(
    graph: Graph,
    *,
    keys: Sequence[Parameters] | None,
    account_id: str | None,
    after: str | None,
    limit: int,
    on: OnDay | None = None,
) -> list[StoredRow]:
    """What is stored of these opportunities, or of all those at the account?"""
    ...


@write_query
def remove_opportunities(graph: Graph, *, key: Parameters) -> list[ReferringRecord]:
    """Remove an opportunity; nothing refers to one."""
    ...


TABLE = Table("opportunities.csv", OpportunityRow, merge_opportunities, stored_opportunities, remove_opportunities)
