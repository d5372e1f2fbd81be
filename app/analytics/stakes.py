"""What is decided at an account, by whom, and what money hangs on it?

The stakes are the open opportunities and what is expected to come within the horizon and no opportunity covers. Without
an opportunity, and as long as the amount of nothing that is expected is known, the fiscal year's spend is one as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from app.analytics.chance import Committee, acts, decision_weight
from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.expected import silence
from app.analytics.periods import Period
from app.analytics.rhythms import Expected
from app.analytics.snapshot import Money, Snapshot
from app.language import gettext as _
from graph_models.records import CommitteeSeat, OpportunityRecord
from graph_models.recurrence import Seat
from graph_models.vocabulary import CommitteeSource, StakeKind


@dataclass(frozen=True)
class Stake:
    """Something that a committee decides, and the money that hangs on it."""

    kind: StakeKind
    name: str
    committee: Committee
    seated_by: CommitteeSource
    """What is known of who decides."""
    money: Money | None
    """Probability × amount, or the year's spend; None where unknown."""
    id: str | None = None
    """Of the opportunity, or of the planned project."""
    project_type_id: str | None = None
    amount: Money | None = None
    probability: float | None = None
    """As somebody stated it, or that what is expected begins within the horizon; None where unknown."""
    deadlines: tuple[date, ...] = ()
    """When it is decided and begins."""
    silence: Period | None = None
    """Its no-contact period."""

    def by(self, day: date) -> date | None:
        """From this day on, by when is it to be prepared: until it is decided, begins, or falls silent?"""
        last = self.silence and last_day_before(self.silence)
        days = (*self.deadlines, last) if last else self.deadlines
        return min((one for one in days if one >= day), default=None)


def stakes_of(snapshot: Snapshot, constants: Constants) -> list[Stake]:
    """What is decided at this account, as far as it is open?"""
    found = [
        *(_of_opportunity(snapshot, one, constants) for one in snapshot.opportunities),
        *(_of_expected(snapshot, one, constants) for one in snapshot.expected),
    ]
    if not found or (snapshot.spend and not snapshot.opportunities and not any(stake.amount for stake in found)):
        found.append(of_everybody(snapshot, constants))
    return found


def _of_opportunity(snapshot: Snapshot, opportunity: OpportunityRecord, constants: Constants) -> Stake:
    committee, seated_by = committee_of(snapshot, opportunity, constants)
    amount = None
    if opportunity.amount is not None:
        amount = Money(opportunity.amount, opportunity.currency or snapshot.account.currency)
    # C alone stands for a probability that nobody stated.
    share = 1.0 if opportunity.probability is None else opportunity.probability
    return Stake(
        kind=StakeKind.OPPORTUNITY,
        name=opportunity.name,
        committee=committee,
        seated_by=seated_by,
        money=amount and Money(share * amount.amount, amount.currency),
        id=opportunity.id,
        project_type_id=opportunity.project_type_id,
        amount=amount,
        probability=opportunity.probability,
        deadlines=tuple(day for day in (opportunity.expected_on, opportunity.starts_on) if day is not None),
        silence=silence(opportunity.no_contact_from, opportunity.no_contact_to, opportunity.ends_on),
    )


def _of_expected(snapshot: Snapshot, expected: Expected, constants: Constants) -> Stake:
    committee, seated_by = _expected_to_decide(snapshot, expected, constants)
    planned, amount = expected.planned, None
    if expected.amount.amount is not None:
        amount = Money(expected.amount.amount, expected.amount.currency)
    return Stake(
        kind=StakeKind.WINDOW,
        name=planned.name if planned else f"{expected.kind.name} {expected.window.from_.year}",
        committee=committee,
        seated_by=seated_by,
        money=amount and Money(expected.probability * amount.amount, amount.currency),
        id=planned.id if planned else None,
        project_type_id=expected.kind.id,
        amount=amount,
        probability=expected.probability,
        deadlines=(expected.window.from_,),
        silence=silence(planned.no_contact_from, planned.no_contact_to, planned.ended_on) if planned else None,
    )


def of_everybody(snapshot: Snapshot, constants: Constants) -> Stake:
    """The fiscal year's spend, decided by all key people."""
    return Stake(
        kind=StakeKind.SPEND,
        name=_("This year's expected spend"),
        committee=whole_committee(snapshot, constants),
        seated_by=CommitteeSource.EVERYBODY,
        money=snapshot.spend,
        amount=snapshot.spend,
    )


def last_day_before(period: Period) -> date | None:
    """The last day on which contact is allowed before a no-contact period; None: it has always been."""
    return None if period.first == date.min else period.first - timedelta(days=1)


def committee_of(
    snapshot: Snapshot, opportunity: OpportunityRecord, constants: Constants
) -> tuple[Committee, CommitteeSource]:
    """Who decides about an opportunity: who takes part in its project, else is expected to, else all key people."""
    seats = [seat for seat in opportunity.committee if seat.person_id in snapshot.rows]
    if seats:
        return _committee(snapshot, seats, opportunity.project_type_id, constants), CommitteeSource.PARTICIPANTS
    rhythm = snapshot.rhythms.get(opportunity.project_type_id or "")
    if rhythm is not None:
        seated = expected_committee(snapshot, rhythm.series.project_type_id, rhythm.bursts, constants)
        if seated:
            return _seated(snapshot, seated, constants), CommitteeSource.EARLIER
    return whole_committee(snapshot, constants, opportunity.project_type_id), CommitteeSource.EVERYBODY


def _expected_to_decide(
    snapshot: Snapshot, expected: Expected, constants: Constants
) -> tuple[Committee, CommitteeSource]:
    kind, rhythm = expected.kind, expected.rhythm
    seated = expected_committee(snapshot, kind.id, rhythm.bursts, constants, expected.planned)
    if seated:
        parts = expected.planned.participants if expected.planned else ()
        named = {part.person_id for part in parts} >= {seat.person_id for seat in seated}
        return _seated(snapshot, seated, constants), CommitteeSource.PARTICIPANTS if named else CommitteeSource.EARLIER
    return whole_committee(snapshot, constants, kind.id), CommitteeSource.EVERYBODY


def whole_committee(snapshot: Snapshot, constants: Constants, project_type_id: str | None = None) -> Committee:
    """All key people of the account; powers limited to other project types than this one do not act."""
    seats = [
        CommitteeSeat(person_id=person.id, buying_roles=person.buying_roles, veto=None, approve=None)
        for person in snapshot.people
    ]
    return _committee(snapshot, seats, project_type_id, constants)


def _committee(
    snapshot: Snapshot, seats: Sequence[CommitteeSeat], project_type_id: str | None, constants: Constants
) -> Committee:
    rows = [snapshot.rows[seat.person_id] for seat in seats]
    people = [snapshot.people[row] for row in rows]
    return _made_of(
        rows,
        [decision_weight(seat.buying_roles, constants) for seat in seats],
        [
            acts(seat.veto, person.veto, person.veto_types, project_type_id)
            for seat, person in zip(seats, people, strict=True)
        ],
        [
            acts(seat.approve, person.approve, person.approve_types, project_type_id)
            for seat, person in zip(seats, people, strict=True)
        ],
    )


def _seated(snapshot: Snapshot, seats: Sequence[Seat], constants: Constants) -> Committee:
    """Who is expected to decide: weighed by how likely they are to take part. Whoever may veto it, may veto it."""
    return _made_of(
        [snapshot.rows[seat.person_id] for seat in seats],
        [seat.likelihood * decision_weight(seat.buying_roles, constants) for seat in seats],
        [seat.veto for seat in seats],
        [seat.approve for seat in seats],
    )


def _made_of(
    rows: Sequence[int], weights: Sequence[float], vetoes: Iterable[bool], approvals: Iterable[bool]
) -> Committee:
    weighed = np.array(weights, dtype=np.float64)
    return Committee(
        members=np.array(rows, dtype=np.int64),
        weights=weighed if weighed.any() else np.ones(len(rows)),
        vetoes=np.array([row for row, held in zip(rows, vetoes, strict=True) if held], dtype=np.int64),
        approvals=np.array([row for row, held in zip(rows, approvals, strict=True) if held], dtype=np.int64),
    )
