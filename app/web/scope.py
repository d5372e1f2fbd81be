"""Which accounts a page over many is about, as its address says."""

from datetime import date

from pydantic import BaseModel, BeforeValidator, Field

from app.accounts.snapshots import Scope

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
