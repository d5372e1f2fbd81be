"""Answers of Winover, as the API and `--json` give them."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from graph_models.vocabulary import Axis, IntroductionKind, Stance


def _without_noise(number: float) -> float:
    """Floating-point noise is not information: six decimals are kept."""
    return round(number, 6) + 0.0


Number = Annotated[float, AfterValidator(_without_noise)]


class Result(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Amount(Result):
    """An amount of money in main units; null where it is unknown, and never of mixed currencies."""

    amount: Number | None
    currency: str | None


class Remark(Result):
    """Something said about an answer: the code is stable, the text is for people."""

    code: str
    text: str


class Reason(Remark):
    """One part of a value; the amounts of all reasons sum to it."""

    amount: Number | None
    chance: Number
    """The same part as a share of C, 0–1."""


class PersonBrief(Result):
    """Who it is about."""

    id: str
    name: str
    title: str | None
    department: str | None


class AxisTarget(Result):
    """An attitude to raise: from where (null: unknown) to where."""

    axis: Axis
    current: Number | None
    target: Number


class PathTie(Result):
    """One tie of a way to a person."""

    kind: IntroductionKind
    text: str
    """In plain words, from whoever comes first on the way: `took part in the same project, Meiling`."""
    strength: Number | None
    """0–1, the larger of both below; null where neither is known, and then the cost is that of a setting's default."""
    stated: Number | None
    """As somebody stated it."""
    computed: Number | None
    """From dated contacts or shared projects; of the kinds `contact` and `shared_project`."""


class Introduction(Result):
    """Through whom: a supporter of ours who can introduce us to the person, or one of us who knows them."""

    kind: str
    """`person` or `user`."""
    id: str
    name: str
    strength: Number | None
    """Of the first tie of the way; null where it is not known."""
    path: list[str]
    """The ids on the way, from us to the person."""
    names: list[str]
    """The names on that way."""
    ties: list[PathTie]
    """Between each on the way and the next."""
    cost: Number
    """The sum over the ties, and for a supporter of reaching them; only its order means something."""


class MatchReason(Remark):
    """Why one of ours should go; the points of all reasons sum to the score."""

    points: Number


class Colleague(Result):
    """One of ours who should go to the person."""

    id: str
    name: str
    role: str | None
    score: Number
    """0–1, an index: the sum of the points of the reasons."""
    strength: Number | None
    """Of the tie to the person, 0–1; null where there is none or it is not known."""
    same_level: bool | None
    """Do both stand on the same level of management? Null where either level is not known."""
    reasons: list[MatchReason]


_EXAMPLE: dict[str, Any] = {
    "rank": 1,
    "account_id": "lanjiang",
    "person": {"id": "wang", "name": "Wang Jianguo", "title": "General manager", "department": "Management"},
    "stance": "neutral",
    "value": {"amount": 115_000.0, "currency": "CNY"},
    "chance_gain": 0.12,
    "ease": 0.75,
    "reasons": [
        {"code": "own_weight", "text": "Has a say and is neutral: CN¥15K.", "amount": 15_000.0, "chance": 0.02},
        {"code": "veto_lifted", "text": "Can veto it and is neutral: CN¥100K.", "amount": 100_000.0, "chance": 0.1},
    ],
    "axes": [{"axis": "closeness", "current": 50.0, "target": 75.0}],
    "through": [
        {
            "kind": "user",
            "id": "sun",
            "name": "Sun Qiang",
            "strength": 0.4,
            "path": ["sun", "wang"],
            "names": ["Sun Qiang", "Wang Jianguo"],
            "ties": [{"kind": "contact", "text": "knows", "strength": 0.4, "stated": 0.4, "computed": 0.27}],
            "cost": 1.581139,
        }
    ],
    "ours": [
        {
            "id": "sun",
            "name": "Sun Qiang",
            "role": "executive",
            "score": 0.4,
            "strength": 0.4,
            "same_level": True,
            "reasons": [
                {"code": "tie", "text": "Knows Wang Jianguo; strength 0.40 as stated.", "points": 0.2},
                {"code": "level", "text": "Stands on the same level, as far as reporting lines say.", "points": 0.2},
            ],
        }
    ],
    "by": "2027-03-21",
    "unknowns": [{"code": "attitude_unknown", "text": "Nobody has stated price acceptance."}],
}


class Recommendation(Result):
    """One person to win over next."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    rank: int
    account_id: str
    person: PersonBrief
    stance: Stance
    value: Amount
    """Expected wins after winning the person, less those before."""
    chance_gain: Number
    """How much winning the person adds to C, 0–1."""
    ease: Number
    """0–1, an index and not a probability."""
    reasons: list[Reason]
    axes: list[AxisTarget]
    through: list[Introduction]
    ours: list[Colleague]
    """Which of ours should go, at most three, the best first."""
    by: date | None
    unknowns: list[Remark]


class BestSet(Result):
    """The people of an account who are worth most together; a set's value is its own and not a sum."""

    rank: int
    account_id: str
    people: list[PersonBrief]
    value: Amount
    chance_gain: Number


class PotentialPart(Result):
    """One person's share in one axis of the potential."""

    person_id: str
    axis: Axis
    score: Number | None
    share: Number
    """Of the decision, 0–1; the shares of an axis sum to 1."""
    gap: Number | None
    """What full marks would add; all gaps of an account sum to spend − estimate."""


class PotentialAxis(Result):
    """What one axis adds to the potential: spend × percentage × weight."""

    axis: Axis
    percentage: Number | None
    """Of the account, 0–100: the mean over those whose attitude is known, weighted by their share in the decision."""
    weight: Number
    """0–1; the weights of the axes sum to 1."""
    amount: Number | None
    """The amounts of the axes sum to the estimate."""


class AccountPotential(Result):
    """The attitude-weighted spend of one account: not a forecast."""

    account_id: str
    currency: str | None
    spend: Number | None
    estimate: Number | None
    """Null where the spend or an axis is unknown."""
    low: Number | None
    """With every unknown or stale attitude at 0."""
    high: Number | None
    """With every unknown or stale attitude at 100."""
    axes: list[PotentialAxis]
    parts: list[PotentialPart]
    unknowns: list[Remark]


class PotentialTotal(Result):
    """The sum over the accounts of one currency; estimates only over those that have one."""

    currency: str | None
    accounts: int
    spend: Number | None
    estimate: Number | None
    low: Number | None
    high: Number | None
    without_estimate: list[str]
    """Accounts that count in low and high but have no estimate, or have no known spend at all."""
    growth: Number | None = None
    """Estimates now less those of the day asked for with `since`, of the accounts in this currency."""


class Potential(Result):
    """The potential of accounts; the scalars are null where currencies are mixed."""

    fiscal_year: int
    currency: str | None
    spend: Number | None
    estimate: Number | None
    low: Number | None
    high: Number | None
    quota_multiple: Number | None
    """Estimate ÷ quota of the owner asked for; null without an owner or a quota in the same currency."""
    growth: Number | None = None
    """Since the day asked for; `figures` says what caused it."""
    totals: list[PotentialTotal]
    accounts: list[AccountPotential]
    remarks: list[Remark] = []
    """What must be known beside the figures, such as that the asker may not see every account."""


class ChanceResult(Result):
    """C with the interval that unknown attitudes leave."""

    value: Number | None
    low: Number
    high: Number
    calibrated: Number | None
    """The probability that C stands for, as closed opportunities say; null: C is uncalibrated."""
    band: str
    """`low`, `medium`, `high` or `unknown`, of the calibrated one where there is: what to show instead of digits."""


class Blocker(Result):
    """Somebody whose power stands in the way."""

    person_id: str
    name: str
    power: str
    """`veto` or `approve`."""
    stance: Stance
    code: str
    """`never_assessed`, `stale` or `not_positive`."""
    text: str


class Standing(Result):
    """What an account is worth and whether it can pass; low and high are what unknown attitudes leave open."""

    potential: Number | None
    potential_currency: str | None
    """Of the year's spend; what is to be decided may be paid in another."""
    chance: Number | None
    """C, the mean over what is to be decided."""
    chance_low: Number | None
    chance_high: Number | None
    chance_calibrated: Number | None
    """The probability that it stands for, as closed opportunities say; null: C is uncalibrated."""
    chance_band: str
    """`low`, `medium`, `high` or `unknown`: what to show people instead of digits."""
    expected_wins: Number | None
    """Probability × amount × C over what is open or expected within the horizon or, with none, the year's spend × C."""
    expected_wins_low: Number | None
    expected_wins_high: Number | None
    currency: str | None
    """Of the expected wins, which are unknown where currencies are mixed."""
    basis: str
    """What the money is of: `opportunities`, `windows`, `opportunities and windows`, `spend` or `unknown`."""


class Difference(Result):
    """After less before; null where either is unknown."""

    potential: Number | None
    chance: Number | None
    expected_wins: Number | None


class WhatIf(Result):
    """What changes would do; nothing of it is stored."""

    account_id: str
    currency: str | None
    before: Standing
    after: Standing
    difference: Difference
    remarks: list[Remark]
    """`no_say`: of people whose changes do not move C and expected wins, who have no say in what is at stake."""


class UserBrief(Result):
    """One of our people."""

    id: str
    name: str


class Doubt(Remark):
    """Something to be resolved about an attitude: `disagreement`, `stale`, or a move that asks for `second_opinion`."""

    person_id: str
    axis: Axis
    ask: list[UserBrief]
    """Who could tell: contributors, as far as one may know who they are, else who knows the person, else the owner."""


class CompetitorGap(Result):
    """How people stand towards a competitor, compared with us."""

    vendor_id: str
    name: str
    score: Number
    """Towards the competitor, 0–1."""
    own_score: Number | None
    """Towards us; null where it is not known."""
    gap: Number | None
    """Ours less theirs: below 0 they are ahead."""
    people: int
    """Of how many people it is the mean."""


class PeriodOut(Result):
    """Days from the first to the last, both counted."""

    first: date
    last: date


class GrowthCause(Remark):
    """One part of the growth of the potential; all parts sum to it."""

    account_id: str | None
    person_id: str | None
    axis: Axis | None
    amount: Number
    evidence: bool | None
    """Is there a dated contact behind the attitude? Null: it is not about an attitude."""


class PotentialGrowth(Result):
    """Total potential growth (总产出潜力增长): the potential on the last day less that on the earlier one."""

    before: Number
    now: Number
    growth: Number
    growth_with_evidence: Number
    """Without those moves of attitudes behind which there is no dated contact."""
    without_estimate: list[str]
    """Accounts that count on neither or only one of the two days, because too little is known of them."""
    causes: list[GrowthCause]
    """The largest first."""


class DealSum(Result):
    """Opportunities and what they are worth."""

    number: int
    amount: Number
    """Of those whose amount is known …"""
    without_amount: int
    """… and how many others there are."""


class DealCause(Remark):
    """What an opportunity that was won adds to the conversion growth, or in the earlier period took from it."""

    opportunity_id: str | None
    account_id: str | None
    amount: Number
    evidence: bool | None


class OriginFigures(Result):
    """Opportunities of one origin: opened, won, and what was won more than in the earlier period."""

    origin: str
    """`captured`, `hatched`, `unknown`, or `all` of them."""
    opened: DealSum
    opened_earlier: DealSum
    won: DealSum
    won_earlier: DealSum
    conversion_growth: Number
    """转化金额增长: the amount won (by closing day) less that of the earlier period."""
    conversion_growth_with_evidence: Number
    """Only of those with a dated contact while they were open, or a project that went to us."""
    causes: list[DealCause]
    """The largest first; they sum to the growth."""


class HatchedAhead(Result):
    """Hatched opportunities that are open and expected to close within the next two years."""

    until: date
    expected: DealSum
    overdue: DealSum
    """Open hatched ones whose expected day has passed."""
    undated: DealSum
    """Open hatched ones without a day on which they are expected to close."""


class CurrencyFigures(Result):
    """The figures whose unit is money, in one currency."""

    currency: str | None
    potential: PotentialGrowth
    origins: list[OriginFigures]
    hatched_ahead: HatchedAhead


class Rate(Result):
    """A win rate with its Wilson 95 % interval."""

    won: int
    lost: int
    rate: float | None
    low: Number
    high: Number


class RateCause(Remark):
    """What an account's opportunities add to the growth of the win rate."""

    account_id: str | None
    share: Number


class WinRateGrowth(Result):
    """Won ÷ (won + lost) by closing day, and its growth."""

    now: Rate
    earlier: Rate
    growth: Number | None
    """Of 1; × 100 it is in points. Null where either period has no closed opportunity."""
    growth_with_evidence: Number | None
    """Counting only won opportunities that have evidence; lost ones always count."""
    causes: list[RateCause]
    """The largest first; they sum to the growth."""


class SalesCycle(Result):
    """Days from opening to closing of the opportunities won in a period."""

    number: int
    """Of those with both days."""
    median: Number | None
    low: Number | None
    """A quarter took less."""
    high: Number | None
    """A quarter took more."""


class SalesCycleGrowth(Result):
    """The length of the sales cycle, and how much longer (or, below 0, shorter) it became."""

    now: SalesCycle
    earlier: SalesCycle
    growth: Number | None
    """Of the medians, in days."""


class Figures(Result):
    """The figures of accounts run well, between two days: progress with its causes, for people to judge."""

    period: PeriodOut
    earlier: PeriodOut
    currencies: list[CurrencyFigures]
    """One for each currency: amounts of different ones are never added."""
    win_rate: WinRateGrowth
    sales_cycle: SalesCycleGrowth
    remarks: list[Remark] = []


class Change(Remark):
    """Something that changed at an account, with its effect in money."""

    on: date | None
    account_id: str
    person_id: str | None = None
    opportunity_id: str | None = None
    project_id: str | None = None
    effect: Amount
    """What the potential gained or lost by it, or the amount of an opportunity, or the budget of a project."""
    effect_on: str
    """`potential`, `opportunities` or `projects`: they are different money and are never added."""
    evidence: bool | None = None
    """Of a moved attitude: is there a dated contact behind it?"""


class Changes(Result):
    """What changed since a day, the largest effect first."""

    since: date
    as_of: date
    changes: list[Change]
    remarks: list[Remark] = []
