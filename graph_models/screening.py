"""Is an account worth carrying: the verdict, why, and what to find out next."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from graph_models.recurrence import AmountRange, Proposal, WindowOut
from graph_models.results import Amount, Number, PersonBrief, Remark, Result
from graph_models.vocabulary import Stance


class Verdict(StrEnum):
    """What a first look at an account says."""

    QUALIFY = "qualify"
    INVESTIGATE = "investigate"
    EXCLUDE = "exclude"


class ScreeningReason(Remark):
    """A condition of the verdict with its figures, or what else must be known beside it."""

    share: Number | None = None
    """Of the decision weight, 0–1."""
    years: int | None = None
    """Of the last three."""
    person_ids: list[str] = Field(default=[])
    project_type_ids: list[str] = Field(default=[])


class ScreeningAnswer(Result):
    """What may turn out, how probable that is, and the verdict that would follow at once."""

    code: str
    probability: Number
    verdict: Verdict


class ScreeningQuestion(Remark):
    """A fact that is not known, and how much it would decide."""

    person_id: str | None = None
    project_type_id: str | None = None
    answers: list[ScreeningAnswer] = Field(default=[])
    probability_of_change: Number = 0.0
    """That the answer alone changes the verdict."""
    decisiveness: Number = 0.0
    """0–1: how far the answer moves, on the mean, the probabilities of what the verdict will be once all is known."""
    value: Amount
    """How far it moves expected wins: the standard deviation over the answers; null where money is unknown."""
    chance: Number = 0.0
    """The same of C."""


class ScreeningContact(PersonBrief):
    """Whom to see, and why."""

    stance: Stance
    """Unknown also where everything known of it is stale."""
    text: str


class ScreeningYear(Result):
    """Twelve months, and what was begun in them that offerings of ours fit."""

    from_: date = Field(serialization_alias="from")
    to: date
    project_type_ids: list[str]


class Screening(Result):
    """The verdict on one account, and what would change it."""

    account_id: str
    account_name: str
    verdict: Verdict
    reasons: list[ScreeningReason]
    ask_next: list[ScreeningQuestion]
    """The most decisive first, at most five."""
    contact: ScreeningContact | None
    """Whom to see: to qualify, who endorses us; to investigate, who is to be met first. Nobody who is in a no-contact
    period."""
    project_type_id: str | None
    """The type that recurs and that offerings of ours fit; null where none is known, or the account is excluded."""
    project_type: str | None
    amount: AmountRange | None
    """What the next project of that type is worth."""
    window: WindowOut | None
    """When it is expected or planned; null where that cannot be told."""
    proposal: Proposal | None
    """The opportunity to open for it, where the account qualifies; null, with the reason, where that is open, decided,
    refused or cannot be told."""
    known_share: Number
    """Of the decision weight: of those whose stance is known, 0–1."""
    years: list[ScreeningYear]
    """The last three, the latest first."""
    value: Amount
    """Expected wins; null where money, or how people stand, is unknown."""
