"""What can be edited: every source table as a resource of the API."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Optional

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.alias_generators import to_snake

from graph_models.fields import Id
from loaders import (
    accounts,
    acquaintances,
    coverage,
    departments,
    interactions,
    offerings,
    opportunities,
    participants,
    people,
    project_types,
    projects,
    relations,
    spend,
    users,
    vendors,
)
from loaders.table import Table


class Writers(Enum):
    """Who may write rows of a resource."""

    TEAM = "the account team"
    MANAGERS = "managers in the account team"
    ADMINISTRATORS = "administrators"


class _Columns(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True)
class Resource:
    """A source table as it is edited over HTTP; its bodies have the columns of the table."""

    table: Table
    writers: Writers = Writers.TEAM
    has_own_page: bool = False
    """It is read as an account or person with all that is known of them, in their own routes."""

    @property
    def name(self) -> str:
        """Its path."""
        return self.table.file.removesuffix(".csv").replace("_", "-")

    @property
    def singular(self) -> str:
        """One of it, as in the names of operations."""
        return to_snake(self._model)

    @property
    def _model(self) -> str:
        return self.table.row.__name__.removesuffix("Row")

    @property
    def is_reference_data(self) -> bool:
        """It belongs to no account."""
        return self.writers is Writers.ADMINISTRATORS

    @cached_property
    def body(self) -> type[BaseModel]:
        """What creates a row: its columns; an id may be chosen by the client."""
        chosen: Any = {"id": (Optional[Id], None)} if self.table.key == ("id",) else {}  # noqa: UP045  (Id is no class)
        return create_model(f"{self._model}Body", __base__=self.table.row, **chosen)

    @cached_property
    def patch(self) -> type[BaseModel]:
        """What changes a row: the columns to change; null makes one unknown."""
        return create_model(f"{self._model}Patch", __base__=_Columns, **self._nullable(without=self.table.key))

    @cached_property
    def stored(self) -> type[BaseModel]:
        """A row as it is answered: all its columns, its key and its version."""
        return create_model(f"Stored{self._model}", key=(str, ...), etag=(str, ...), **self._nullable())

    def _nullable(self, without: tuple[str, ...] = ()) -> Any:  # noqa: ANN401  (fields for create_model)
        return {
            name: (field.rebuild_annotation() | None, Field(default=None, alias=field.alias))
            for name, field in self.table.row.model_fields.items()
            if name not in without
        }


RESOURCES: tuple[Resource, ...] = (
    Resource(accounts.TABLE, has_own_page=True),
    Resource(spend.TABLE),
    Resource(departments.TABLE),
    Resource(people.TABLE, has_own_page=True),
    Resource(relations.TABLE),
    Resource(projects.TABLE),
    Resource(participants.TABLE),
    Resource(opportunities.TABLE),
    Resource(interactions.TABLE),
    Resource(acquaintances.TABLE),
    Resource(coverage.TABLE, Writers.MANAGERS),
    Resource(users.TABLE, Writers.ADMINISTRATORS),
    Resource(project_types.TABLE, Writers.ADMINISTRATORS),
    Resource(offerings.TABLE, Writers.ADMINISTRATORS),
    Resource(vendors.TABLE, Writers.ADMINISTRATORS),
)
"""Every resource; assessments are recorded, corrected and withdrawn in their own routes."""


def resource_named(name: str) -> Resource:
    """The resource of this name."""
    (found,) = (resource for resource in RESOURCES if resource.name == name)
    return found
