"""Every kind of relationship: what it says, from which node to which."""

from datetime import date

from graph_models.base import Relationship
from graph_models.nodes import (
    Account,
    Assessment,
    Department,
    Interaction,
    Offering,
    Opportunity,
    Person,
    Project,
    ProjectType,
    Refusal,
    Spend,
    Team,
    User,
    Vendor,
)
from graph_models.vocabulary import BuyingRole, CoverageRole


class ExpectsToSpend(Relationship, sources=(Account,), targets=(Spend,)):
    """The account's expected spend of a fiscal year."""


class On(Relationship, sources=(Spend, Assessment), targets=(ProjectType, Project)):
    """What a typed spend is on; which project an assessment was made in."""


class PartOf(Relationship, sources=(Department,), targets=(Account, Department)):
    """A department is part of the account, and perhaps of another department."""


class KeyPersonOf(Relationship, sources=(Person,), targets=(Account,)):
    """The account whose decisions the person takes part in."""

    map_x: float | None = None
    """Where somebody put the person's card on the map of the account: pixels to the right; else unknown."""
    map_y: float | None = None
    """Pixels downwards."""


class WorksIn(Relationship, sources=(Person,), targets=(Department, Account)):
    """Where somebody works or worked: a department, or the account where the department is not known."""

    title: str | None = None
    from_: date | None = None
    to: date | None = None


class ReportsTo(Relationship, sources=(Person, User), targets=(Person, User)):
    """A reporting line (汇报), at the customer or among us; never a cycle."""


class Influences(Relationship, sources=(Person,), targets=(Person,)):
    """Whose opinion somebody's opinion follows (影响)."""

    strength: float | None = None
    """0–1; more is stronger."""


class ConflictsWith(Relationship, sources=(Person,), targets=(Person,)):
    """Two people who are at odds (冲突), in either direction; it removes every other tie between them."""

    strength: float | None = None


class Knows(Relationship, sources=(Person, User), targets=(Person,)):
    """An acquaintance (认识), of two of theirs or of one of ours with one of theirs."""

    strength: float | None = None


class VetoLimitedTo(Relationship, sources=(Person,), targets=(ProjectType,)):
    """The veto acts on these project types only; without any, on all."""


class ApprovalLimitedTo(Relationship, sources=(Person,), targets=(ProjectType,)):
    """The one-vote approval acts on these project types only; without any, on all."""


class Fits(Relationship, sources=(Offering,), targets=(ProjectType,)):
    """Which project types an offering of ours fits; such a type is wanted."""


class Runs(Relationship, sources=(Account,), targets=(Project,)):
    """The account runs or ran the project."""


class OfType(Relationship, sources=(Project, Opportunity, Refusal), targets=(ProjectType,)):
    """What kind of project it is."""


class WentTo(Relationship, sources=(Project,), targets=(Vendor,)):
    """The vendor that won the project."""


class ParticipatesIn(Relationship, sources=(Person,), targets=(Project,)):
    """A person's part in a project, with powers that hold in this project."""

    buying_role: BuyingRole | None = None
    veto: bool | None = None
    approve: bool | None = None


class At(Relationship, sources=(Opportunity, Refusal), targets=(Account,)):
    """The account where the opportunity is, or was proposed."""


class AimsAt(Relationship, sources=(Opportunity,), targets=(Project,)):
    """The project that the opportunity is about."""


class Owns(Relationship, sources=(User,), targets=(Opportunity,)):
    """Whose opportunity it is."""


class Refused(Relationship, sources=(User,), targets=(Refusal,)):
    """Who refused the proposal."""


class MemberOf(Relationship, sources=(User,), targets=(Team,)):
    """The team one of our people is in."""


class Serves(Relationship, sources=(User,), targets=(Account,)):
    """One of our people serves the account, as owner or member, for a time."""

    role: CoverageRole
    from_: date | None = None
    to: date | None = None


class Visited(Relationship, sources=(User,), targets=(Account,)):
    """One of our people has looked at the page of the account."""

    on: date
    """The last time …"""
    before: date | None = None
    """… and the last day before that one; what changed since then is new to them."""


class Stated(Relationship, sources=(User,), targets=(Assessment,)):
    """Who made the assessment."""


class About(Relationship, sources=(Assessment,), targets=(Person,)):
    """Whose attitude the assessment is about."""


class LatestAbout(Relationship, sources=(Assessment,), targets=(Person,)):
    """Derived from the assessments so that few need be read: nobody has a later one on some attitude, towards the same
    vendor and from the same source. It holds while the person's `statementsCounted` is the number of assessments."""


class Supersedes(Relationship, sources=(Assessment,), targets=(Assessment,)):
    """A correction takes the place of an earlier statement, from when it was recorded until it is withdrawn."""


class WithdrawnBy(Relationship, sources=(Assessment,), targets=(User,)):
    """Who withdrew the statement."""


class Towards(Relationship, sources=(Assessment,), targets=(Vendor,)):
    """The vendor the attitude is towards; without one it is towards us."""


class TookPartIn(Relationship, sources=(User, Person), targets=(Interaction,)):
    """Who was in the interaction, ours and theirs."""


RELATIONSHIPS: tuple[type[Relationship], ...] = (
    ExpectsToSpend, On, PartOf, KeyPersonOf, WorksIn, ReportsTo, Influences, ConflictsWith, Knows, VetoLimitedTo,
    ApprovalLimitedTo, Fits, Runs, OfType, WentTo, ParticipatesIn, At, AimsAt, Owns, Refused, MemberOf, Serves, Visited,
    Stated, About, LatestAbout, Supersedes, WithdrawnBy, Towards, TookPartIn,
)  # fmt: skip
