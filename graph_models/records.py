"""Rows that queries answer: the columns of a `.cypher` file are the fields of its record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class QueryRecord(BaseModel):
    """One row of a query's answer. Rows that come in tens of thousands are plain dataclasses, at half the cost."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class KnownId(QueryRecord):
    """An id that is in the graph."""

    label: str
    id: str
    account_id: str | None
    works_from: date | None
    """Of a person: the first day there; None where that is not known."""
    works_to: date | None


class Line(QueryRecord):
    """A line from a node to the one above it."""

    label: str
    id: str
    parent_id: str


class Statement(QueryRecord):
    """An assessment as it was stated."""

    id: str
    person_id: str
    user_id: str | None
    observed_on: date
    closeness: float | None
    solution_acceptance: float | None
    price_acceptance: float | None
    confidence: float | None
    source: str | None
    project_id: str | None
    vendor_id: str | None
    note: str | None
    recorded_at: datetime


class SpendRecord(QueryRecord):
    """Expected spend of a fiscal year: the total, or on one project type."""

    amount: float
    currency: str | None
    project_type_id: str | None


class OwnerRecord(QueryRecord):
    """Who owns an account."""

    id: str
    name: str
    quota: float | None
    currency: str | None


class AccountRecord(QueryRecord):
    """An account with its spend of one fiscal year and its owners on one day."""

    id: str
    name: str
    industry: str | None
    region: str | None
    city_tier: str | None
    currency: str | None
    spend: list[SpendRecord]
    owners: list[OwnerRecord]


class NoContactRecord(QueryRecord):
    """What it is about whose people may not be contacted now (tender rules)."""

    name: str
    no_contact_to: date | None
    """The last such day, where it is known."""


class PersonRecord(QueryRecord):
    """A key person as of a day."""

    account_id: str
    id: str
    name: str
    email: str | None
    title: str | None
    department_id: str | None
    department: str | None
    veto: bool
    approve: bool
    veto_types: list[str]
    """Project types that the veto is limited to; none: it acts on all."""
    approve_types: list[str]
    placeholder: bool
    outsider: bool
    buying_roles: list[str]
    works_from: date | None = None
    works_to: date | None = None
    no_contact: list[NoContactRecord] = []
    """Projects that the person takes part in and that are in their no-contact period on the day."""


@dataclass(frozen=True, slots=True)
class AttitudeRecord:
    """What a statement says about a person's attitudes, and how old it is."""

    person_id: str
    user_id: str | None
    vendor_id: str | None
    """The competitor towards whom; None: towards us."""
    age_days: int
    closeness: float | None
    solution_acceptance: float | None
    price_acceptance: float | None
    confidence: float | None
    source: str | None


@dataclass(frozen=True, slots=True)
class TieRecord:
    """A tie between two people of an account."""

    account_id: str
    from_id: str
    to_id: str
    kind: str
    """INFLUENCES, CONFLICTS_WITH, KNOWS or REPORTS_TO."""
    strength: float | None


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A key person of an account, and where somebody put them on its map."""

    person_id: str
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class InteractionRecord:
    """A dated contact between one of ours and a person."""

    age_days: int
    channel: str
    participants: int
    """How many took part in it, ours and theirs."""


class ContactRecord(QueryRecord):
    """One of ours who knows, or has met, a person."""

    person_id: str
    user_id: str
    user_name: str
    strength: float | None
    """As somebody stated it."""
    acquainted: bool = True
    """Is it stated that they know each other? Otherwise they have met."""
    interactions: list[InteractionRecord] = []


@dataclass(frozen=True, slots=True)
class SharedProjectRecord:
    """A project in which several people of an account took part."""

    name: str
    age_days: int
    """Since it ended or, where it has not or the end is not known, since it began."""
    person_ids: list[str]


class CommitteeSeat(QueryRecord):
    """A person's part in the decision about an opportunity."""

    person_id: str
    buying_roles: list[str]
    veto: bool | None
    """Said for this project; None: what is said of the person holds."""
    approve: bool | None


class OpportunityRecord(QueryRecord):
    """An open opportunity and who decides about it, as far as that is known."""

    account_id: str
    id: str
    name: str
    amount: float | None
    currency: str | None
    probability: float | None
    expected_on: date | None
    """The day it is expected to close."""
    project_type_id: str | None
    starts_on: date | None
    """The day its project starts …"""
    ends_on: date | None
    """… and ends."""
    no_contact_from: date | None
    no_contact_to: date | None
    committee: list[CommitteeSeat]


class DealRecord(QueryRecord):
    """An opportunity, open or closed, with what its figures are made of."""

    id: str
    account_id: str
    account_name: str
    name: str
    user_id: str | None
    origin: str | None
    amount: float | None
    currency: str | None
    """Its own, else the account's."""
    opened_on: date | None
    closed_on: date | None
    """The day it closed, or while it is open the day it is expected to."""
    outcome: str | None
    evidence: bool
    """If it was won: is there a dated contact with the account while it was open, or a project that went to us?"""


class ProjectRecord(QueryRecord):
    """A project of an account."""

    id: str
    account_id: str
    name: str
    project_type: str | None
    started_on: date
    ended_on: date | None
    outcome: str | None
    budget: float | None
    currency: str | None
    """Its own, else the account's."""
    vendor: str | None
    """Whom it went to, as far as that was so on the later day."""


class EvidencedRecord(QueryRecord):
    """On which attitudes of a person there are statements made soon after a dated contact."""

    person_id: str
    closeness: bool
    solution_acceptance: bool
    price_acceptance: bool


class AccountFacts(QueryRecord):
    """Everything about an account on one day that answers are computed from."""

    account: AccountRecord
    people: list[PersonRecord]
    """Key people who work there, in an order that does not depend on ids."""
    statements: list[AttitudeRecord]
    ties: list[TieRecord]
    contacts: list[ContactRecord]
    shared_projects: list[SharedProjectRecord]
    opportunities: list[OpportunityRecord]


class StoreRecord(QueryRecord):
    """What a database is for."""

    empty: bool
    purpose: str | None
    loaded_on: date | None


class DeletedRecord(QueryRecord):
    """How much was deleted."""

    deleted: int


class AccountOfPerson(QueryRecord):
    """A person and the account they belong to."""

    id: str
    name: str
    account_id: str


class WinRecord(QueryRecord):
    """An opportunity that was won."""

    account_id: str
    industry: str | None
    project_type_id: str | None
    person_ids: list[str]
    """Key people of the accounts asked about who took part in its project, wherever it was."""


class ColleagueRecord(QueryRecord):
    """One of ours, the accounts they serve and what they have won."""

    id: str
    name: str
    role: str | None
    serves: list[str]
    """Of the accounts asked for, on the day."""
    wins: list[WinRecord]


class VisitRecord(QueryRecord):
    """A visit to the page of an account."""

    before: date | None
    """The day of the one before; None: there was none."""


class IdRecord(QueryRecord):
    """The id of a node."""

    id: str


class NamedRecord(QueryRecord):
    """A node and its name."""

    id: str
    name: str


class FoundRecord(QueryRecord):
    """Is there such a thing?"""

    found: bool


class StoredRow(QueryRecord):
    """A row of a source table as it is stored now, to be shown, edited and compared."""

    position: str
    """Unique in its table; rows are listed in its order."""
    row: dict[str, Any]
    """Every column of the table under its name, null where it is unknown."""
    account_ids: list[str]
    """The accounts that it is about; none: it is everybody's."""


class ReferringRecord(QueryRecord):
    """What refers to a row, so that it cannot be removed."""

    kind: str
    """In plain words, plural: `assessments`."""
    count: int


class ReceiptRecord(QueryRecord):
    """A write that is begun, or was done before."""

    fingerprint: str
    """Of what was asked under the key first."""
    done: bool
    answer: str | None
    """As JSON; None: not done, or about an account that the asker may not see."""


class VendorRecord(QueryRecord):
    """A vendor; one of them is us."""

    id: str
    name: str
    is_us: bool


class AmountRecord(QueryRecord):
    """An amount of money; the currency may be unknown."""

    amount: float
    currency: str | None


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A key person's part in a project, and where they worked last."""

    person_id: str
    name: str
    buying_role: str | None
    veto: bool | None
    approve: bool | None
    title: str | None
    department_id: str | None
    works_to: date | None


class HistoryRecord(QueryRecord):
    """A project of an account, past, running or planned, with who took part."""

    id: str
    account_id: str
    name: str
    project_type_id: str | None
    started_on: date
    ended_on: date | None
    budget: float | None
    currency: str | None
    """Its own, else the account's."""
    no_contact_from: date | None
    no_contact_to: date | None
    vendor: VendorRecord | None
    """Whom it went to, as far as that was so on the day."""
    decided: bool
    """We won it, or lost it."""
    sold: list[AmountRecord]
    """What we sold to it."""
    participants: list[PartRecord]

    @property
    def is_open(self) -> bool:
        """Is it neither decided nor gone to anybody?"""
        return not (self.decided or self.vendor)


class ProjectTypeRecord(QueryRecord):
    """A project type and the offerings of ours that fit it; some: it is wanted."""

    id: str
    name: str
    offerings: list[NamedRecord]


class PooledGapsRecord(QueryRecord):
    """What an administrator's command has found out about the gaps between occurrences of all accounts."""

    id: str
    """The project type; empty: all of them."""
    days: list[float]
    count: int


class StartRecord(QueryRecord):
    """When a project of a type started at an account."""

    account_id: str
    project_type_id: str
    started_on: date


class RefusalRecord(QueryRecord):
    """A proposal that was refused."""

    id: str
    account_id: str
    project_type_id: str
    after: date | None
    """When the occurrence before the proposed one began; None: there was none."""
    project_id: str | None
    """The planned project that was proposed."""
    until: date
    """The last day of the window that was proposed."""
    reason: str | None
    """None: withheld from whoever is not of the account team, and so is the user."""
    refused_on: date
    user: NamedRecord | None


class ChanceRecord(QueryRecord):
    """An opportunity as of a day: open, or won or lost by then."""

    id: str
    account_id: str
    name: str
    origin: str | None
    amount: float | None
    currency: str | None
    probability: float | None
    opened_on: date | None
    expected_on: date | None
    """The day it closed, or while it is open the day it is expected to."""
    outcome: str | None
    """None: it is open."""
    project_type_id: str | None
    project_id: str | None


class DecidedRecord(QueryRecord):
    """An opportunity that was won or lost."""

    id: str
    account_id: str
    closed_on: date
    won: bool


class CalibrationRecord(QueryRecord):
    """How far the chance can be believed."""

    fitted: str
    """As JSON."""


class ProjectsRecord(QueryRecord):
    """All about the projects of an account."""

    account_id: str
    projects: list[HistoryRecord]
    types: list[ProjectTypeRecord]
    """Of those projects, and of others of the account."""
    chances: list[ChanceRecord]
    refusals: list[RefusalRecord]


class HistoriesRecord(QueryRecord):
    """All about the projects of accounts, and what they are compared with."""

    accounts: list[ProjectsRecord]
    types: list[ProjectTypeRecord]
    """Those that offerings of ours fit."""
    type_count: int
    """Of all."""
    pooled: list[PooledGapsRecord]
    calibration: str | None
    """As JSON."""
