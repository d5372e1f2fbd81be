"""What is to be decided at an account, who decides it, and whom it takes."""

from datetime import date

from graph_models.results import Amount, Blocker, ChanceResult, Number, PersonBrief, Remark, Result
from graph_models.vocabulary import CommitteeSource, StakeKind, Stance


class Member(Result):
    """Somebody who decides."""

    person: PersonBrief
    stance: Stance
    score: Number | None
    """0–1, after others have swayed them; null where their own is not known."""
    share: Number
    """Of the decision, 0–1; the shares of a committee sum to 1. Powers act beside them."""
    veto: bool
    approve: bool


class SinglePoint(Remark):
    """Somebody without whom it cannot pass, whatever all others think: `veto`, or `only_approver`."""

    person_id: str


class SmallestSetsOut(Result):
    """The smallest sets of people whose winning lifts C to 0.5, or to what `passing_chance` says."""

    chance: Number
    """What C is to be lifted to."""
    sets: list[list[PersonBrief]] | None
    """Those that lift it most first, at most a hundred; empty where it is there already, null where it cannot be."""
    count: int
    """How many such sets there are."""
    exact: bool
    """Every set was looked at; false: only those of the twenty who add most."""
    text: str


class Decision(Result):
    """Something that is to be decided: an open opportunity, an expected project, the account's spend."""

    account_id: str
    account_name: str
    kind: StakeKind
    id: str | None
    """Of the opportunity or the planned project."""
    name: str
    project_type_id: str | None
    amount: Amount
    probability: Number | None
    """As somebody stated it, or that what is expected begins within the horizon."""
    expected_wins: Amount
    """Probability × amount × C."""
    by: date | None
    """The first day to come on which it is decided or begins, or the last one before its no-contact period."""
    chance: ChanceResult
    """Its value is null where nobody's attitude is known, or nobody is there to decide."""
    seated_by: CommitteeSource
    committee: list[Member]
    """Who holds a power first, then the largest share."""
    blockers: list[Blocker]
    """An unknown veto holder first; then the least favourable."""
    single_points: list[SinglePoint]
    smallest: SmallestSetsOut
    reason: str
