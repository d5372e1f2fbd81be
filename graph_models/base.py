"""What nodes and relationships have in common: frozen, no unknown properties, camelCase in the graph."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel, to_snake

Moment = datetime | date
"""A day, or a moment with its time zone where the source knew it."""


def _property_name(field: str) -> str:
    return to_camel(field.rstrip("_"))


class GraphModel(BaseModel):
    """Something stored in the graph; an optional property that is unknown is absent, never a default."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_property_name,
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )


class Node(GraphModel):
    """A node: the class name is its label, `key` the property that is unique."""

    key: ClassVar[str] = "id"
    caption: ClassVar[str] = "name"
    """The property that Neo4j Browser writes on the node."""


class Relationship(GraphModel):
    """A relationship between any of `sources` and any of `targets`; its type is the class name, `WORKS_IN`."""

    rel_type: ClassVar[str]
    sources: ClassVar[tuple[type[Node], ...]]
    targets: ClassVar[tuple[type[Node], ...]]

    def __init_subclass__(cls, *, sources: tuple[type[Node], ...], targets: tuple[type[Node], ...]) -> None:
        """Read the ends from the class line, `class Runs(Relationship, sources=(Account,), targets=(Project,))`."""
        cls.rel_type = to_snake(cls.__name__).upper()
        cls.sources = sources
        cls.targets = targets
