"""Answers of Winover, as the API and `--json` give them."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from graph_models.vocabulary import Axis, Stance


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


class Introduction(Result):
    """Through whom: a supporter of ours who influences the person, or one of us who knows them."""

    kind: str
    """`person` or `user`."""
    id: str
    name: str
    strength: Number | None
    path: list[str]
    """The ids on the way, from us to the person."""
    names: list[str]
    """The names on that way."""


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
            "kind": "person",
            "id": "zhao",
            "name": "Zhao Ning",
            "strength": 0.7,
            "path": ["zhao", "wang"],
            "names": ["Zhao Ning", "Wang Jianguo"],
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
    totals: list[PotentialTotal]
    accounts: list[AccountPotential]
    remarks: list[Remark] = []
    """What must be known beside the figures, such as that the asker may not see every account."""


class ChanceResult(Result):
    """C with the interval that unknown attitudes leave; uncalibrated."""

    value: Number | None
    low: Number
    high: Number
    band: str
    """`low`, `medium`, `high` or `unknown`: what to show people instead of digits."""


class Blocker(Result):
    """Somebody whose power stands in the way."""

    person_id: str
    name: str
    power: str
    """`veto` or `approve`."""
    stance: Stance
    code: str
    text: str


class Standing(Result):
    """What an account is worth and whether it can pass; low and high are what unknown attitudes leave open."""

    potential: Number | None
    chance: Number | None
    """C, the mean over what is to be decided; uncalibrated."""
    chance_low: Number | None
    chance_high: Number | None
    chance_band: str
    """`low`, `medium`, `high` or `unknown`: what to show people instead of digits."""
    expected_wins: Number | None
    """Probability × amount × C over the open opportunities or, with none, the year's spend × C."""
    expected_wins_low: Number | None
    expected_wins_high: Number | None
    currency: str | None
    basis: str
    """What the money is of: `opportunities`, `spend` or `unknown`."""


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
