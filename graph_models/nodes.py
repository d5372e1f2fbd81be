"""Every kind of node, in the words of the domain."""

from datetime import date, datetime
from typing import ClassVar

from graph_models.base import Node
from graph_models.vocabulary import Origin, Outcome, UserRole


class Account(Node):
    """A key account (大客户): a customer that buys projects for years."""

    id: str
    name: str
    industry: str | None = None
    region: str | None = None
    city_tier: str | None = None
    currency: str | None = None
    """Of amounts at this account that name none."""
    edited_at: datetime | None = None
    """When anything of the account was last edited in Winover (not loaded); whoever edits holds it meanwhile."""


class Spend(Node):
    """What an account is expected to spend in a fiscal year (预期年度投入), in total or on one project type."""

    caption: ClassVar[str] = "fiscalYear"

    id: str
    """Made of the account, the year and the project type, so that a row has one node."""
    fiscal_year: int
    amount: float
    currency: str | None = None


class Department(Node):
    """A department (部门) of an account; it may be part of another, and may begin and end."""

    id: str
    name: str
    from_: date | None = None
    to: date | None = None


class Person(Node):
    """A key person (关键人) of an account, or the empty seat of one.

    A second label, `Positive`, `Neutral`, `Negative` or `Unknown`, says where the person stood on the day in
    `stanceAsOf`. It is derived from the assessments so that Neo4j Browser can colour people; no answer of Winover is
    computed from it.
    """

    id: str
    name: str
    email: str | None = None
    veto: bool | None = None
    """One-vote veto (一票否决): a power, not a role. Absent: unknown, counted as none."""
    approve: bool | None = None
    """One-vote approval (一票批准)."""
    placeholder: bool | None = None
    """A seat whose holder is not known ("the B1 director, name unknown")."""
    outsider: bool | None = None
    """Not employed by the account: a consultant, a design institute."""
    stance_as_of: date | None = None
    """The day for which the stance label was derived."""
    statements_counted: int | None = None
    """How many assessments the person had when `LATEST_ABOUT` was derived; those links hold while it is so many."""
    latest_observed_on: date | None = None
    """The last day on which any of those was seen …"""
    latest_recorded_at: datetime | None = None
    """… and the last moment at which one was recorded."""


class ProjectType(Node):
    """A kind of project that accounts run again and again (项目类型)."""

    id: str
    name: str


class Offering(Node):
    """What we sell (产品/方案); a project type that some offering fits is wanted."""

    id: str
    name: str


class Vendor(Node):
    """Somebody who wins projects (竞争对手); one of them is us."""

    id: str
    name: str
    is_us: bool


class Project(Node):
    """A project (项目) that an account runs or ran."""

    id: str
    name: str
    started_on: date
    ended_on: date | None = None
    budget: float | None = None
    currency: str | None = None
    outcome: Outcome | None = None
    no_contact_from: date | None = None
    """From here on tender rules forbid contact with those who decide …"""
    no_contact_to: date | None = None
    """… until this day."""


class Opportunity(Node):
    """A chance to sell (商机)."""

    id: str
    name: str
    origin: Origin | None = None
    amount: float | None = None
    currency: str | None = None
    stage: str | None = None
    probability: float | None = None
    """0–1, of winning it, as its owner sees it."""
    opened_on: date | None = None
    closed_on: date | None = None
    """The day it closed, or while it is open the day it is expected to."""
    outcome: Outcome | None = None
    """Absent while it is open."""


class User(Node):
    """One of our people (销售, 售前, 高层)."""

    id: str
    name: str
    email: str | None = None
    role: UserRole | None = None
    quota: float | None = None
    currency: str | None = None


class Team(Node):
    """A team of ours."""

    key: ClassVar[str] = "name"

    name: str


class Assessment(Node):
    """One contributor's dated statement (评估) of a person's attitudes; never changed, only followed by others."""

    caption: ClassVar[str] = "observedOn"

    id: str
    observed_on: date
    """Valid time: the day the attitude was seen."""
    recorded_at: datetime
    """Transaction time: the moment we were told."""
    closeness: float | None = None
    """关系紧密度, 0–100."""
    solution_acceptance: float | None = None
    """方案认可度, 0–100."""
    price_acceptance: float | None = None
    """价格接受度, 0–100."""
    confidence: float | None = None
    """0–1, as the contributor sees it; capped by source when it is used."""
    source: str | None = None
    note: str | None = None
    withdrawn_at: datetime | None = None
    """From this moment on it no longer counts."""
    withdrawal_reason: str | None = None


class Interaction(Node):
    """A contact between our people and theirs (拜访/互动)."""

    caption: ClassVar[str] = "channel"

    id: str
    at: datetime
    channel: str
    summary: str | None = None


class Store(Node):
    """What this database is for (demo, tests), so that nothing else is ever wiped."""

    key: ClassVar[str] = "purpose"
    caption: ClassVar[str] = "purpose"

    purpose: str
    loaded_on: date | None = None


class Token(Node):
    """What lets an app, a session or a one-time link in; known only by its hash."""

    id: str
    hash: str
    """SHA-256."""
    kind: str
    """`api`, `session`, `link` or `calendar`."""
    user_id: str | None = None
    """Whom it acts for; absent: nobody in particular."""
    role: UserRole | None = None
    """Absent: whatever role the user has at the moment."""
    name: str | None = None
    read_only: bool = False
    account_ids: list[str] | None = None
    """Only these accounts; absent: not limited."""
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None


class Receipt(Node):
    """That a write was done, and what it answered: sent again with the same key, it is answered again and not done."""

    caption: ClassVar[str] = "doneAt"

    id: str
    """Of whom, what and with which key."""
    fingerprint: str
    """SHA-256 of what was asked."""
    answer: str | None = None
    """As JSON."""
    account_ids: list[str] | None = None
    """The accounts that it is about."""
    done_at: datetime
    expires_at: datetime


class ReferenceData(Node):
    """What belongs to no account (our people, offerings, vendors, project types), taken together."""

    caption: ClassVar[str] = "id"

    id: str
    edited_at: datetime | None = None


class Refusal(Node):
    """That somebody refused to open a proposed opportunity, so that it is not proposed again until the next one."""

    caption: ClassVar[str] = "reason"

    id: str
    after: date | None = None
    """When the occurrence before the proposed one began; absent: there was none."""
    project_id: str | None = None
    """The planned project that was proposed; absent: none was planned."""
    until: date
    """The last day of the window that was proposed: what comes later is proposed anew."""
    reason: str
    refused_on: date


class PooledGaps(Node):
    """How long it took, over all accounts, until projects of a type came again: kept by `winover refit` alone."""

    caption: ClassVar[str] = "id"

    id: str
    """The project type, or empty for all of them."""
    days: list[float]
    """Gaps in days; of many, 50 quantiles."""
    count: int
    """For how many gaps they stand."""
    fitted_on: date


class Calibration(Node):
    """How far the chance C can be believed, as closed opportunities of all accounts say: kept by `winover refit`."""

    caption: ClassVar[str] = "id"

    id: str
    """`chance`."""
    fitted: str
    """Intercept, slope, Brier scores and the reliability table, as JSON."""
    fitted_on: date


NODES: tuple[type[Node], ...] = (
    Account, Spend, Department, Person, ProjectType, Offering, Vendor, Project,
    Opportunity, User, Team, Assessment, Interaction, Store, Token, Receipt, ReferenceData,
    PooledGaps, Calibration, Refusal,
)  # fmt: skip
