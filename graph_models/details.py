"""Answers about one account or person."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from graph_models.records import OwnerRecord, Statement, TieRecord
from graph_models.results import (
    AccountPotential,
    Blocker,
    ChanceResult,
    CompetitorGap,
    Doubt,
    Number,
    Remark,
    Result,
    Standing,
    UserBrief,
)
from graph_models.vocabulary import Axis, Light, Stance

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Part of a list; `next` is the cursor of the following part, null on the last."""

    items: list[T]
    next: str | None = None


class AccountBrief(Result):
    """An account in a list."""

    id: str
    name: str
    industry: str | None
    region: str | None
    city_tier: str | None
    currency: str | None
    owners: list[OwnerRecord]


class KeyPerson(Result):
    """A key person in an account."""

    id: str
    name: str
    title: str | None
    department_id: str | None
    department: str | None
    stance: Stance
    score: Number | None
    """0–1; null where no attitude is known."""
    closeness: Number | None
    solution_acceptance: Number | None
    price_acceptance: Number | None
    veto: bool
    veto_types: list[str]
    """Project types that the veto is limited to; none: it acts on all."""
    approve: bool
    approve_types: list[str]
    placeholder: bool
    outsider: bool
    buying_roles: list[str]
    competitor: CompetitorGap | None
    """How they stand towards our strongest competitor; null where nothing is known of that."""


class OpenOpportunity(Result):
    """An opportunity that is open, and whether it can pass."""

    id: str
    name: str
    amount: Number | None
    currency: str | None
    probability: Number | None
    expected_on: date | None
    project_type_id: str | None
    chance: ChanceResult
    committee: list[str]
    """Ids of those who decide; empty: not known, so all key people count."""


class AccountDetail(AccountBrief):
    """One account as it stood on a day."""

    as_of: date
    spend: Number | None
    light: Light
    """Does somebody with power support us?"""
    light_reason: str
    standing: Standing
    blockers: list[Blocker]
    """Whose power stands in the way, the first first."""
    held_back: list[Remark]
    """Who is not recommended because of a no-contact period."""
    people: list[KeyPerson]
    opportunities: list[OpenOpportunity]
    competitors: list[CompetitorGap]
    """How the account stands towards each competitor, the strongest first."""
    doubts: list[Doubt]
    """What is known only doubtfully, and whom to ask."""


class DepartmentOut(Result):
    """A department as it stood on a day."""

    id: str
    name: str
    parent_id: str | None
    """The department that it is part of; null: none, or none that there was on the day."""


class DepartmentOnMap(DepartmentOut):
    """A department as a box on the map: around its people and the departments that are part of it."""

    x: Number
    """Of its middle, in pixels of a map in full size; to the right."""
    y: Number
    """Downwards."""
    width: Number
    height: Number


class PersonOnMap(KeyPerson):
    """A key person as a card on the map."""

    x: Number
    """Of its middle: where somebody put it, else a place of ours that depends on who is there and how they are tied."""
    y: Number


class AccountMap(Result):
    """The people of an account in their departments, and the ties between them, as they stood on a day."""

    account_id: str
    account_name: str
    as_of: date
    departments: list[DepartmentOnMap]
    people: list[PersonOnMap]
    """Whose `department_id` is null, or of no department that there was on the day, works at the account as such."""
    ties: list[TieRecord]


class AxisConsensus(Result):
    """What is known of one attitude."""

    axis: Axis
    value: Number | None
    spread: Number | None
    """Highest less lowest contributor; null for fewer than two."""
    age_days: int | None
    contributors: int
    stale: bool


class PersonDetail(KeyPerson):
    """One person as they stood on a day."""

    account_id: str
    email: str | None
    reports_to: str | None
    works_from: date | None
    works_to: date | None
    as_of: date
    consensus: list[AxisConsensus]
    doubts: list[Doubt]
    """What is known only doubtfully, and whom to ask."""
    ties: list[TieRecord]


class StatementOut(Statement):
    """An assessment, with the name of who stated it."""

    user_name: str | None
    supersedes: str | None
    """The earlier statement that this one corrects."""
    superseded_by: str | None
    """The statement that corrects this one; it no longer counts."""
    withdrawn_at: datetime | None
    """From this moment on it no longer counts."""
    withdrawal_reason: str | None
    withheld: bool
    """Note and contributor are there for the account team only, and are left out here."""


class Meeting(Result):
    """What was recorded of a meeting."""

    interaction_id: str
    assessments: list[StatementOut]


class Health(Result):
    """Is the service up, and does its database answer?"""

    status: str
    database: str | None = None


class ProblemField(BaseModel):
    """One defect of a request."""

    field: str
    reason: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 problem details."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []


class DatabaseStatus(Result):
    """Is the embedded Neo4j running, and how does one reach it?"""

    running: bool
    uri: str | None
    browser_url: str | None
    username: str
    password_file: str


class Said(Result):
    """What a contributor says of a person: the latest word on each attitude."""

    contributor: UserBrief | None
    """Null where nobody signed it, or where it is not for whoever asks."""
    withheld: bool
    """Who it was is there for the account team only."""
    observed_on: date
    """The newest of the days."""
    closeness: Number | None
    solution_acceptance: Number | None
    price_acceptance: Number | None


class HandOverPerson(Result):
    """Somebody who matters: where they stand, and who says so."""

    person: KeyPerson
    share: Number
    """Of the decision, 0–1."""
    said: list[Said]
    through: list[UserBrief]
    """Those of ours who know them or have met them."""


class ProjectKind(Result):
    """Projects of one type that the account ran."""

    project_type: str | None
    times: int
    first: date
    last: date
    vendors: list[str]
    """Who won them, the latest first."""


class OpenDeal(Result):
    """An opportunity that is open, whenever it is expected to close."""

    id: str
    name: str
    origin: str | None
    amount: Number | None
    currency: str | None
    opened_on: date | None
    expected_on: date | None


class HandOver(Result):
    """What a new owner of an account must know (交接)."""

    account: AccountBrief
    as_of: date
    potential: AccountPotential
    standing: Standing
    blockers: list[Blocker]
    people: list[HandOverPerson]
    """Who matters, whoever has a power first, then by share in the decision."""
    projects: list[ProjectKind]
    """What recurs, the most frequent first."""
    opportunities: list[OpenDeal]
    """What is open, the earliest expected first."""
    competitors: list[CompetitorGap]
    doubts: list[Doubt]
    """What is known only doubtfully, and whom to ask."""
    unknowns: list[Remark]
    """What is not known."""
