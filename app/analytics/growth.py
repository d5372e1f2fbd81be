"""Why did the potential grow or shrink between two days? (总产出潜力增长)

Growth is the potential now less the potential then, account by account, split so that the parts sum to it exactly:

- *spend changed*: the change of spend at the mean of the two attitudes;
- *attitude moved*: of everybody whose attitude was known then and is known now, their move, by decision weight;
- *newly known* and *no longer known*: what somebody adds to, or took from, the mean of those known on both days;
- *account entered* or *left*: all of an account that one of the two days does not have.

The product of spend and attitudes is split by taking each at the mean of the other's two values, which is the Shapley
value of two factors (Shapley 1953).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from app.analytics import texts
from app.analytics.consensus import AXES, Floats
from app.analytics.constants import Constants
from app.analytics.potential import decision_shares, estimate
from app.analytics.scores import axis_weights
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from app.language import marked
from graph_models.vocabulary import Axis

_ROUNDING = 1e-9
"""Of the spend: less is what sums of the same numbers in another order differ by."""

Evidence = Collection[tuple[str, Axis]]
"""Attitudes, as person and axis, that somebody stated within the time after a dated contact with the person."""


@dataclass(frozen=True)
class Cause:
    """One part of the growth of an account's potential."""

    code: str
    """`spend_changed`, `attitude_moved`, `newly_known`, `no_longer_known`, `account_entered` or `account_left`."""
    account_id: str
    amount: float
    currency: str | None
    person_id: str | None = None
    axis: Axis | None = None
    before: float | None = None
    """The attitude, or the spend, then …"""
    after: float | None = None
    """… and now."""
    evidence: bool | None = None
    """Is there a dated contact behind it? None: it is not about an attitude."""


def growth(then: Iterable[Snapshot], now: Iterable[Snapshot], evidence: Evidence, constants: Constants) -> list[Cause]:
    """What made the potential of these accounts grow or shrink, the largest effect first."""
    before = {snapshot.account.id: snapshot for snapshot in then}
    after = {snapshot.account.id: snapshot for snapshot in now}
    causes = [
        cause
        for account_id in (*after, *(before.keys() - after.keys()))
        for cause in account_growth(before.get(account_id), after.get(account_id), evidence, constants)
    ]
    return sorted(causes, key=lambda cause: (-abs(cause.amount), cause.account_id, cause.code, cause.person_id or ""))


def account_growth(
    then: Snapshot | None, now: Snapshot | None, evidence: Evidence, constants: Constants
) -> list[Cause]:
    """What made the potential of one account grow or shrink; on a day that does not have it, it is None.

    An estimate that was unknown on one of the two days counts in full, as newly or no longer known.
    """
    before, after = _worth(then, constants), _worth(now, constants)
    if then is None or now is None:
        known, code = (after, "account_entered") if then is None else (before, "account_left")
        return [] if known is None else [_whole(code, known, 1 if then is None else -1)]
    if before is None or after is None:
        appeared = [] if after is None else [_whole("newly_known", after, 1, _is_evidenced(then, now, evidence))]
        gone = [] if before is None else [_whole("no_longer_known", before, -1)]
        return appeared + gone
    if before.currency != after.currency:
        return [_whole("spend_changed", after, 1), _whole("spend_changed", before, -1)]
    least = _ROUNDING * max(before.spend, after.spend)
    return [cause for cause in _parts(before, after, evidence) if abs(cause.amount) > least]


def _is_evidenced(then: Snapshot, now: Snapshot, evidence: Evidence) -> bool | None:
    """Is there a dated contact behind all that made an estimate known? None: it was not attitudes that were missing."""
    known, new = then.consensus.known, now.consensus.known
    missing = [axis for axis in range(len(AXES)) if not known[:, axis].any() and new[:, axis].any()]
    if not missing:
        return None
    return all(
        (person.id, AXES[axis]) in evidence
        for axis in missing
        for row, person in enumerate(now.people)
        if new[row, axis]
    )


@dataclass(frozen=True)
class _Worth:
    """An account whose potential is known."""

    account_id: str
    currency: str | None
    spend: float
    estimate: float
    axis_weights: Floats
    """Of the three axes; they sum to 1."""
    values: Mapping[str, Floats]
    """Each person's attitudes, 0–1 by axis, NaN where unknown."""
    shares: Mapping[str, float]
    """Each person's share in the decision."""


def _worth(snapshot: Snapshot | None, constants: Constants) -> _Worth | None:
    if snapshot is None or snapshot.spend is None:
        return None
    worth = estimate(snapshot, constants)
    if worth is None:
        return None
    weights = axis_weights(constants)
    shares = decision_shares(snapshot, constants)
    return _Worth(
        snapshot.account.id,
        snapshot.spend.currency,
        snapshot.spend.amount,
        worth,
        weights / weights.sum(),
        {person.id: snapshot.consensus.value[row] / 100 for row, person in enumerate(snapshot.people)},
        {person.id: float(shares[row]) for row, person in enumerate(snapshot.people)},
    )


def _whole(code: str, known: _Worth, sign: int, evidence: bool | None = None) -> Cause:
    before, after = (None, known.spend) if sign > 0 else (known.spend, None)
    amount = sign * known.estimate
    return Cause(code, known.account_id, amount, known.currency, before=before, after=after, evidence=evidence)


def _parts(before: _Worth, after: _Worth, evidence: Evidence) -> Iterable[Cause]:
    spend = (after.spend - before.spend) * (_attitude(before) + _attitude(after)) / 2
    yield Cause("spend_changed", after.account_id, spend, after.currency, before=before.spend, after=after.spend)
    middle = (before.spend + after.spend) / 2
    for axis, name in enumerate(AXES):
        for code, person_id, part in _moves(before, after, axis):
            old, new = (worth.values.get(person_id) for worth in (before, after))
            yield Cause(
                code,
                after.account_id,
                float(middle * after.axis_weights[axis] * part),
                after.currency,
                person_id,
                name,
                None if old is None or np.isnan(old[axis]) else float(100 * old[axis]),
                None if new is None or np.isnan(new[axis]) else float(100 * new[axis]),
                None if code == "no_longer_known" else (person_id, name) in evidence,
            )


def _attitude(worth: _Worth) -> float:
    """The account's attitude over all axes, 0–1."""
    means = [_axis_mean(worth, axis, _known(worth, axis)) for axis in range(len(AXES))]
    return float(worth.axis_weights @ np.array(means))


def _known(worth: _Worth, axis: int) -> list[str]:
    return [id_ for id_, values in worth.values.items() if not np.isnan(values[axis]) and worth.shares[id_] > 0]


def _axis_mean(worth: _Worth, axis: int, people: Collection[str]) -> float:
    total = sum(worth.shares[id_] for id_ in people)
    return sum(worth.shares[id_] * float(worth.values[id_][axis]) for id_ in people) / total if total else 0.0


def _moves(before: _Worth, after: _Worth, axis: int) -> Iterable[tuple[str, str, float]]:
    """What each person adds to the change of the account's mean on an axis: code, person, part of 1."""
    then, now = _known(before, axis), _known(after, axis)
    both = sorted(set(now) & set(then))
    stayed = set(both)
    both_total = sum(after.shares[id_] for id_ in both)
    for id_ in both:
        change = float(after.values[id_][axis] - before.values[id_][axis])
        yield "attitude_moved", id_, after.shares[id_] / both_total * change
    middle = _axis_mean(after, axis, both)
    total = sum(after.shares[id_] for id_ in now)
    for id_ in now:
        if id_ not in stayed:
            yield "newly_known", id_, after.shares[id_] / total * (float(after.values[id_][axis]) - middle)
    # The shares of those known on both days keep their ratios, for what gives a share is not dated.
    middle = _axis_mean(before, axis, both)
    total = sum(before.shares[id_] for id_ in then)
    for id_ in then:
        if id_ not in stayed:
            yield "no_longer_known", id_, -before.shares[id_] / total * (float(before.values[id_][axis]) - middle)


_OF_ACCOUNT = {
    "spend_changed": marked("{account}: expected spend {spend}."),
    "newly_known": marked("{account}: enough is known now for an estimate."),
    "no_longer_known": marked("{account}: too little is known now for an estimate."),
    "account_entered": marked("{account} came into the portfolio."),
    "account_left": marked("{account} left the portfolio."),
}
_OF_ATTITUDE = {
    "attitude_moved": marked("{axis} {figures}"),
    "newly_known": marked("{axis} is known now, {figures}"),
    "no_longer_known": marked("{axis} no longer counts, it was {figures}"),
}


def account_cause(cause: Cause, account: str) -> str:
    """A cause that is about no single attitude, in words."""
    spend = " → ".join(texts.money(x, cause.currency) for x in (cause.before, cause.after) if x is not None)
    return _(_OF_ACCOUNT[cause.code]).format(account=account, spend=spend)


def attitude_cause(cause: Cause, who: str) -> str:
    """A cause that is about one attitude of a person, in words."""
    assert cause.axis is not None
    figures = " → ".join(f"{x:.0f}" for x in (cause.before, cause.after) if x is not None)
    said = _(_OF_ATTITUDE[cause.code]).format(axis=texts.axis(cause.axis), figures=figures)
    return with_evidence(who, said, proven=cause.evidence is not False)


def with_evidence(who: str, said: str, *, proven: bool) -> str:
    """What is said of somebody, and whether there is a dated contact behind it."""
    text = _("{who}: {said}.") if proven else _("{who}: {said}; no dated contact behind it.")
    return text.format(who=who, said=said)
