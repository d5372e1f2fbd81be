"""The constants of the definitions: one documented place, each with its default."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from graph_models.vocabulary import Axis, BuyingRole, IntroductionKind, Match, WinLikeness

_Share = Annotated[float, Field(ge=0, le=1)]


class Constants(BaseModel):
    """What the definitions leave to be set. Every analytic takes these as an argument and reads no environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    axis_weights: dict[Axis, float] = Field(
        default={Axis.CLOSENESS: 1, Axis.SOLUTION: 1, Axis.PRICE: 1},
        description="Relative weight of each attitude; normalised to sum 1.",
    )
    positive_score: float = Field(default=0.625, description="A score from here on is positive …")
    positive_floor: float = Field(default=37.5, description="… unless a known attitude is below this.")
    negative_score: float = Field(default=0.375, description="A score below this is negative.")
    half_life_days: float = Field(default=180, gt=0, description="A statement's weight halves in so many days.")
    stale_days: int = Field(default=720, gt=0, description="A consensus whose newest statement is older is stale.")
    default_confidence: float = Field(default=0.5, gt=0, le=1, description="Of a statement that gives none.")
    confidence_caps: dict[str, _Share] = Field(
        default={"hearsay": 0.5}, description="Highest confidence by a statement's source; other sources 1."
    )
    buying_role_multipliers: dict[BuyingRole, Annotated[float, Field(ge=0)]] = Field(
        default={}, description="Decision weight by buying role; a role that is not named weighs 1."
    )
    influence: float = Field(default=0.4, ge=0, lt=1, description="d: how far people are swayed by their influencers.")
    influence_strength: float = Field(
        default=0.5, gt=0, le=1, description="Strength of an influence whose strength nobody stated."
    )
    target: float = Field(default=75, gt=0, le=100, description="Winning a person raises each attitude to this.")
    reach_by_steps: tuple[_Share, ...] = Field(
        default=(1.0, 0.8, 0.6), min_length=1, description="Reach with 0, 1, 2 … people between us and the target."
    )
    reach_without_path: _Share = Field(default=0.4, description="Reach where there is no such path.")
    passing_chance: float = Field(
        default=0.5, gt=0, lt=1, description="The smallest set of people is looked for whose winning lifts C to this."
    )
    introduction_costs: dict[IntroductionKind, Annotated[float, Field(gt=0)]] = Field(
        default={
            IntroductionKind.CONTACT: 1,
            IntroductionKind.SUPPORTER: 1,
            IntroductionKind.INFLUENCES: 1,
            IntroductionKind.KNOWS: 1,
            IntroductionKind.REPORTS_TO: 1.5,
            IntroductionKind.MANAGES: 1,
            IntroductionKind.SHARED_PROJECT: 1.5,
        },
        description="Cost of an introduction along a tie of this kind and of strength 1. `contact`: of ours with "
        "theirs; `supporter`: of reaching a supporter whom nobody of ours need know; `reports_to`: to one's "
        "superior; `manages`: to somebody below.",
    )
    strength_exponent: float = Field(
        default=0.5,
        ge=0,
        description="α: a tie's cost is that of its kind ÷ strength^α. 0: only kinds and numbers of ties count.",
    )
    least_strength: float = Field(
        default=0.1, gt=0, le=1, description="A weaker tie costs no more than one of this strength."
    )
    unknown_strength: float = Field(
        default=0.5, gt=0, le=1, description="Of a tie whose strength is not known, in costs and orders only."
    )
    tie_half_life_days: float = Field(default=180, gt=0, description="A contact counts half for a tie after so long.")
    tie_contacts: float = Field(
        default=3,
        gt=0,
        description="So many fresh contacts, mutual and one to one, make a tie of strength 1 − 1/e = 0.63.",
    )
    one_way_channels: tuple[str, ...] = Field(
        default=(
            *("email", "e-mail", "mail", "mailing", "letter", "newsletter", "brochure", "fax", "sms"),
            *("邮件", "电子邮件", "信函", "短信", "传真", "群发"),
        ),
        description="Channels of contacts of which it is not known that the other side answered, in any case.",
    )
    one_way_reciprocity: _Share = Field(default=0.3, description="How much such a contact counts; a mutual one: 1.")
    shared_project_days: int = Field(
        default=1825, ge=0, le=36_500, description="Projects begun longer ago tie nobody who took part in them …"
    )
    shared_project_half_life_days: float = Field(
        default=730, gt=0, description="… and one that ended so long ago counts half."
    )
    match_weights: dict[Match, Annotated[float, Field(ge=0)]] = Field(
        default={Match.TIE: 0.5, Match.LEVEL: 0.2, Match.WINS: 0.3},
        description="Of which of ours should go: relative weight of tie, level and past wins; normalised to sum 1.",
    )
    win_relevance: dict[WinLikeness, _Share] = Field(
        default={WinLikeness.PERSON: 1, WinLikeness.TYPE: 0.5, WinLikeness.INDUSTRY: 0.25},
        description="How much a past win says: with the same person, on the same project type, in the same industry.",
    )
    horizon_months: int = Field(default=12, gt=0, description="How far ahead an opportunity counts.")
    fiscal_year_begins_in: int = Field(
        default=1,
        ge=1,
        le=12,
        description="The month in which a fiscal year begins; it is named after that of its end.",
    )
    disagreement_points: float = Field(
        default=40, gt=0, le=100, description="Contributors who are further apart disagree strongly."
    )
    large_move_points: float = Field(
        default=20, gt=0, le=100, description="A move of an attitude by more asks for a second contributor."
    )
    evidence_days: int = Field(
        default=30, ge=0, description="A contact so many days before a statement, or on its day, is evidence for it."
    )
    burst_days: int = Field(
        default=60, ge=0, le=365, description="Projects of a type begun so soon after the first are one occurrence."
    )
    regular_p: float = Field(
        default=0.05, gt=0, lt=1, description="Gaps at least so even come by chance in at most this share of cases …"
    )
    regular_spread: float = Field(
        default=0.3, gt=0, description="… and vary, as standard deviation ÷ mean, at most by this: a series is regular."
    )
    window_days: int = Field(default=90, gt=0, le=730, description="Length of the likeliest window.")

    committee_half_life_days: float = Field(
        default=1095, gt=0, description="Having taken part so long ago counts half for the expected committee."
    )

    lead_time_days: int = Field(
        default=180, ge=0, description="So long before a project begins one must start to win its people over."
    )

    @field_validator("axis_weights")
    @classmethod
    def _all_axes_weigh(cls, weights: dict[Axis, float]) -> dict[Axis, float]:
        if set(weights) != set(Axis) or min(weights.values()) < 0 or sum(weights.values()) <= 0:
            axes = ", ".join(Axis)
            msg = f"give a weight of at least 0 to each of {axes}, not all 0"
            raise ValueError(msg)
        return {axis: weights[axis] for axis in Axis}

    @field_validator("introduction_costs", "match_weights", "win_relevance")
    @classmethod
    def _all_are_there(cls, given: dict[StrEnum, float], info: ValidationInfo) -> dict[StrEnum, float]:
        default: dict[StrEnum, float] = cls.model_fields[str(info.field_name)].default
        if set(given) != set(default):
            msg = f"give a number to each of {', '.join(default)}"
            raise ValueError(msg)
        if info.field_name == "match_weights" and sum(given.values()) <= 0:
            msg = "some weight must be above 0"
            raise ValueError(msg)
        return {key: given[key] for key in default}
