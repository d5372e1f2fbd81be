"""Which accounts a page over many is about, as its address says, and what they can be chosen by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, BeforeValidator, Field

from app.accounts.queries import account_page
from app.accounts.snapshots import Scope
from app.graph import Graph

NOTHING_CHOSEN = BeforeValidator(lambda value: None if value == "" else value)
"""A form sends what nobody chose as an empty text."""


class ScopeChoices(BaseModel):
    """Nothing chosen: all that whoever looks may see."""

    account_id: str = Field(default="", max_length=300)
    owner: str = Field(default="", max_length=300)
    team: str = Field(default="", max_length=300)
    industry: str = Field(default="", max_length=300)
    region: str = Field(default="", max_length=300)

    def scope(self, day: date) -> Scope:
        """The same for a question."""
        return Scope(
            day,
            (self.account_id,) if self.account_id else None,
            self.owner or None,
            team=self.team or None,
            industry=self.industry or None,
            region=self.region or None,
        )

    def chosen(self) -> dict[str, str]:
        """For the address of the answer that the page shows."""
        return {name: getattr(self, name) for name in ScopeChoices.model_fields}


_EVERY_ACCOUNT = 10_000


@dataclass(frozen=True)
class Offered:
    """By what accounts can be chosen, as value and text, and how they are called, by id."""

    names: Mapping[str, str]
    owner: Sequence[tuple[str, str]]
    industry: Sequence[tuple[str, str]]
    region: Sequence[tuple[str, str]]


def offered(graph: Graph, day: date) -> Offered:
    """What whoever looks can choose from."""
    found = account_page(graph, after_name=None, after_id=None, owner=None, as_of=day, limit=_EVERY_ACCOUNT)
    owners = {one.id: one.name for account in found for one in account.owners}
    return Offered(
        names={one.id: one.name for one in found},
        owner=sorted(owners.items(), key=lambda one: (one[1], one[0])),
        industry=[(name, name) for name in sorted({one.industry for one in found if one.industry})],
        region=[(name, name) for name in sorted({one.region for one in found if one.region})],
    )
