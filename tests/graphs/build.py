"""A few words with which a tiny account is written down, so that it reads like its picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.analytics.consensus import AXES, Consensus
from app.analytics.snapshot import Snapshot
from graph_models.records import (
    AccountRecord,
    CommitteeSeat,
    ContactRecord,
    InteractionRecord,
    NoContactRecord,
    OpportunityRecord,
    PersonRecord,
    SharedProjectRecord,
    SpendRecord,
    TieRecord,
)

TODAY = date(2026, 6, 15)

Attitudes = float | tuple[float | None, float | None, float | None] | None


@dataclass(frozen=True)
class Person:
    """A key person; the id is the name in lower case."""

    name: str
    attitudes: Attitudes = None
    """One number for all three attitudes, or closeness, solution and price; None is unknown."""
    veto: bool = False
    approve: bool = False
    veto_types: tuple[str, ...] = ()
    approve_types: tuple[str, ...] = ()
    title: str | None = None
    placeholder: bool = False
    buying_roles: tuple[str, ...] = ()
    age_days: float = 30
    """Of what is known."""
    tenders: tuple[str, ...] = ()
    """Projects in their no-contact period that the person takes part in."""

    @property
    def axes(self) -> tuple[float | None, ...]:
        """The three attitudes."""
        return self.attitudes if isinstance(self.attitudes, tuple) else (self.attitudes,) * len(AXES)

    def record(self, account_id: str) -> PersonRecord:
        """As the query answers it."""
        return PersonRecord(
            account_id=account_id,
            id=self.name.lower(),
            name=self.name,
            email=None,
            title=self.title,
            department_id=None,
            department=None,
            veto=self.veto,
            approve=self.approve,
            veto_types=list(self.veto_types),
            approve_types=list(self.approve_types),
            placeholder=self.placeholder,
            outsider=False,
            buying_roles=list(self.buying_roles),
            no_contact=[NoContactRecord(name=name, no_contact_to=None) for name in self.tenders],
        )


@dataclass(frozen=True)
class Tie:
    """A tie between two people, by their names."""

    start: str
    kind: str
    end: str
    strength: float | None = None

    def record(self, account_id: str) -> TieRecord:
        """As the query answers it."""
        return TieRecord(
            account_id=account_id,
            from_id=self.start.lower(),
            to_id=self.end.lower(),
            kind=self.kind,
            strength=self.strength,
        )


def influences(start: str, end: str, strength: float | None = 1.0) -> Tie:
    """`start` ──influences──▶ `end`."""
    return Tie(start, "INFLUENCES", end, strength)


def conflicts(start: str, end: str) -> Tie:
    """`start` ╳ `end`."""
    return Tie(start, "CONFLICTS_WITH", end)


def knows(start: str, end: str, strength: float | None = None) -> Tie:
    """`start` ──knows── `end`."""
    return Tie(start, "KNOWS", end, strength)


def reports_to(start: str, end: str) -> Tie:
    """`start` is below `end` in the hierarchy."""
    return Tie(start, "REPORTS_TO", end)


def contact(user: str, person: str, strength: float | None = None) -> ContactRecord:
    """`user`, one of us, knows `person`."""
    return ContactRecord(person_id=person.lower(), user_id=user.lower(), user_name=user, strength=strength)


def met(user: str, person: str, *interactions: InteractionRecord, stated: float | None = None) -> ContactRecord:
    """`user`, one of us, has met `person` so often; `stated`, if somebody said how strong the tie is."""
    return ContactRecord(
        person_id=person.lower(),
        user_id=user.lower(),
        user_name=user,
        strength=stated,
        acquainted=stated is not None,
        interactions=list(interactions),
    )


def visit(age_days: int, participants: int = 2, channel: str = "visit") -> InteractionRecord:
    """A contact so long ago, of so many people, ours and theirs."""
    return InteractionRecord(age_days, channel, participants)


def together(name: str, *people: str, age_days: int = 0) -> SharedProjectRecord:
    """These people took part in a project that ended so long ago."""
    return SharedProjectRecord(name, age_days, [person.lower() for person in people])


def seat(
    name: str, *, veto: bool | None = None, approve: bool | None = None, roles: Sequence[str] = ()
) -> CommitteeSeat:
    """A place in a committee."""
    return CommitteeSeat(person_id=name.lower(), buying_roles=list(roles), veto=veto, approve=approve)


@dataclass(frozen=True)
class Opportunity:
    """An open opportunity; without a committee all key people decide."""

    name: str
    amount: float | None = None
    probability: float | None = None
    committee: Sequence[str | CommitteeSeat] = ()
    type_id: str | None = None
    currency: str | None = None
    expected_on: date | None = None
    starts_on: date | None = None
    no_contact: tuple[date | None, date | None] = (None, None)

    def record(self, account_id: str) -> OpportunityRecord:
        """As the query answers it."""
        return OpportunityRecord(
            account_id=account_id,
            id=self.name.lower(),
            name=self.name,
            amount=self.amount,
            currency=self.currency,
            probability=self.probability,
            expected_on=self.expected_on,
            project_type_id=self.type_id,
            starts_on=self.starts_on,
            ends_on=None,
            no_contact_from=self.no_contact[0],
            no_contact_to=self.no_contact[1],
            committee=[seat(member) if isinstance(member, str) else member for member in self.committee],
        )


def spending(amount: float, currency: str | None = None, type_id: str | None = None) -> SpendRecord:
    """Expected spend of the year: the total, or on a project type."""
    return SpendRecord(amount=amount, currency=currency, project_type_id=type_id)


def account(
    *people: Person,
    spend: float | Sequence[SpendRecord] | None = None,
    ties: Iterable[Tie] = (),
    contacts: Iterable[ContactRecord] = (),
    shared_projects: Iterable[SharedProjectRecord] = (),
    opportunities: Iterable[Opportunity] = (),
    name: str = "Lanjiang",
    currency: str | None = "CNY",
    as_of: date = TODAY,
) -> Snapshot:
    """An account on a day; attitudes are taken as agreed by one contributor."""
    if isinstance(spend, float | int):
        spend = [spending(spend)]
    id_ = name.lower()
    record = AccountRecord(
        id=id_,
        name=name,
        industry=None,
        region=None,
        city_tier=None,
        currency=currency,
        spend=list(spend or ()),
        owners=[],
    )
    return Snapshot(
        as_of=as_of,
        account=record,
        people=tuple(person.record(id_) for person in people),
        consensus=agreed(people),
        ties=tuple(tie.record(id_) for tie in ties),
        contacts=tuple(contacts),
        shared_projects=tuple(shared_projects),
        opportunities=tuple(opportunity.record(id_) for opportunity in opportunities),
    )


def agreed(people: Sequence[Person]) -> Consensus:
    """What is written down about these people, as one contributor's word."""
    value = np.array([person.axes for person in people], dtype=np.float64).reshape(-1, len(AXES))
    known = ~np.isnan(value)
    age = np.array([person.age_days for person in people], dtype=np.float64)
    return Consensus(
        value=value,
        spread=np.full(value.shape, np.nan),
        age_days=np.where(known, age[:, None], np.nan),
        contributors=known.astype(np.int64),
    )
