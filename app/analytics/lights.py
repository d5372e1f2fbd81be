"""Red, amber or green: does somebody with power support us at an account?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.analytics import texts
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import Stake
from graph_models.vocabulary import BuyingRole, Light, Stance

_DECIDE = frozenset((BuyingRole.DECISION_MAKER, BuyingRole.APPROVER))
_NAMED = 2


def light(snapshot: Snapshot, stakes: Sequence[Stake], stances: Sequence[Stance]) -> tuple[Light, str]:
    """The light of an account, and the sentence that explains it.

    Red: nobody with power supports us. Amber: somebody does. Green: a supporter can approve or decide, and no veto is
    open, that is every holder of a veto supports us. Power is a veto or an approval that acts in what is at stake, or
    the buying role of a decision maker or approver. Where nobody can approve or decide alone, supporters decide if they
    have at least half of the decision.

    Args:
        snapshot: the account.
        stakes: what is decided there.
        stances: of its people, in their order.
    """
    held = _Powers(
        vetoes=_rows(stake.committee.vetoes.tolist() for stake in stakes),
        approvals=_rows(stake.committee.approvals.tolist() for stake in stakes),
        members=_rows(stake.committee.members.tolist() for stake in stakes),
        snapshot=snapshot,
        stances=stances,
    )
    if not held.members:
        return Light.RED, "No key person is known there."
    powerful = held.powerful or held.members
    supporters = held.supporters_among(powerful)
    if not supporters:
        return Light.RED, f"Nobody {'with power ' if held.powerful else ''}supports us: {held.others(powerful)}."
    no_veto = "no veto is open" if held.vetoes else "nobody holds a veto"
    share = min(_share(stake, stances) for stake in stakes if stake.committee.members.size)
    backed = f"those who support us have {texts.percent(share)} of the decision"
    deciding = held.supporters_among(held.decide)
    if missing := held.others(held.vetoes) or ("" if deciding else held.others(held.decide)):
        return Light.AMBER, f"{held.support(supporters)}, but {missing}."
    if deciding:
        return Light.GREEN, f"{held.support(deciding)} and can approve or decide it; {no_veto}."
    if share < 0.5:
        return Light.AMBER, f"{held.support(supporters)}, but {backed}."
    return Light.GREEN, f"{held.support(supporters)}: {backed}, and {no_veto}."


@dataclass(frozen=True)
class _Powers:
    """Who may do what at an account, as rows of people."""

    vetoes: Sequence[int]
    approvals: Sequence[int]
    members: Sequence[int]
    snapshot: Snapshot
    stances: Sequence[Stance]

    @cached_property
    def decide(self) -> Sequence[int]:
        """Who can approve or decide alone."""
        people = self.snapshot.people
        return [row for row in self.members if row in self.approvals or _DECIDE & set(people[row].buying_roles)]

    @cached_property
    def powerful(self) -> Sequence[int]:
        """Who has any power."""
        return sorted({*self.vetoes, *self.decide})

    def supporters_among(self, rows: Sequence[int]) -> Sequence[int]:
        """Who of these supports us?"""
        return [row for row in rows if self.stances[row] is Stance.POSITIVE]

    def support(self, rows: Sequence[int]) -> str:
        """That these support us."""
        names = sorted(self.snapshot.people[row].name for row in rows)
        if len(names) > _NAMED + 1:
            names = [*names[:_NAMED], f"{len(names) - _NAMED} others"]
        together = " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
        return f"{together} {'supports' if len(rows) == 1 else 'support'} us"

    def others(self, rows: Sequence[int]) -> str:
        """Those of these who do not support us, with their power and stance; the unknown and negative first."""
        order = (Stance.UNKNOWN, Stance.NEGATIVE, Stance.NEUTRAL)
        left = [row for row in rows if self.stances[row] is not Stance.POSITIVE]
        left.sort(key=lambda row: (order.index(self.stances[row]), self.snapshot.people[row].name))
        said = [
            f"{self.snapshot.people[row].name}{self._power(row)} {texts.stands(self.stances[row])}"
            for row in left[:_NAMED]
        ]
        return "; ".join([*said, f"and {len(left) - _NAMED} more"] if len(left) > _NAMED else said)

    def _power(self, row: int) -> str:
        if row in self.vetoes:
            return " can veto it and"
        return " can approve or decide it and" if row in self.decide else ""


def _rows(found: Iterable[Iterable[int]]) -> list[int]:
    return sorted({row for rows in found for row in rows})


def _share(stake: Stake, stances: Sequence[Stance]) -> float:
    """Of the decision that supporters have."""
    weights, members = stake.committee.weights, stake.committee.members.tolist()
    ours = sum(weight for row, weight in zip(members, weights.tolist(), strict=True) if stances[row] is Stance.POSITIVE)
    return ours / float(weights.sum())
