"""An account as it stood on a day: what every analytic is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.analytics.consensus import Consensus
from app.analytics.rhythms import Expected, Rhythm
from graph_models.calibration import CalibrationOut
from graph_models.records import (
    AccountRecord,
    AttitudeRecord,
    ContactRecord,
    OpportunityRecord,
    PersonRecord,
    SharedProjectRecord,
    TieRecord,
)


@dataclass(frozen=True)
class Money:
    """An amount in main units of a currency; the currency may be unknown."""

    amount: float
    currency: str | None


@dataclass(frozen=True)
class Competitor:
    """A vendor, and how the account's people stand towards it."""

    vendor_id: str
    name: str
    consensus: Consensus


@dataclass(frozen=True)
class Snapshot:
    """One account on one day. People are in an order that does not depend on their ids."""

    as_of: date
    account: AccountRecord
    people: tuple[PersonRecord, ...]
    consensus: Consensus
    ties: tuple[TieRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    shared_projects: tuple[SharedProjectRecord, ...] = ()
    opportunities: tuple[OpportunityRecord, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    """Those towards whom any attitude is known."""
    statements: tuple[AttitudeRecord, ...] = ()
    """Every statement that counts on the day, where that was asked for."""
    rhythms: Mapping[str, Rhythm] = field(default_factory=dict[str, Rhythm])
    """How each type of project recurs there, where that was asked for."""
    expected: tuple[Expected, ...] = ()
    """What is expected to come, where that was asked for."""
    calibration: CalibrationOut | None = None
    """How far C can be believed; None where nothing says so."""
    rows: Mapping[str, int] = field(init=False)
    """Row of each person by id, in `people` and in every array."""

    def __post_init__(self) -> None:
        """Number the people."""
        object.__setattr__(self, "rows", {person.id: row for row, person in enumerate(self.people)})

    @cached_property
    def spend(self) -> Money | None:
        """The year's expected spend: the untyped row, else the sum of the typed ones; None if unknown.

        Typed rows in different currencies are not added: the spend is then unknown.
        """
        default = self.account.currency
        total = [row for row in self.account.spend if row.project_type_id is None]
        rows = total or self.account.spend
        currencies = {row.currency or default for row in rows}
        if len(currencies) != 1:
            return None
        return Money(sum(row.amount for row in rows), currencies.pop())

    @property
    def currency(self) -> str | None:
        """The currency that the account's figures are in."""
        return self.spend.currency if self.spend else self.account.currency
