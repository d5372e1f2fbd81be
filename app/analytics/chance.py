"""Can it pass? The chance C that a committee lets us win, from its people's scores, influence and powers.

C = V × A. V is the product of the scores of those who hold a veto. A is 1 − the product of (1 − score) over those who
hold an approval or, if nobody does, the decision-weighted mean score. Scores are taken after influence, by the model
of Friedkin and Johnsen (1990): x′ = (1 − d) × own + d × strength-weighted mean of the influencers' x′.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.analytics.consensus import Floats, Ints
from app.analytics.constants import Constants
from graph_models.records import TieRecord


@dataclass(frozen=True)
class Committee:
    """Who decides: rows of people, their decision weights, and who among them holds a power."""

    members: Ints
    weights: Floats
    vetoes: Ints
    approvals: Ints

    @cached_property
    def rows(self) -> Ints:
        """All rows whose scores decide, in ascending order."""
        return np.unique(np.concatenate([self.members, self.vetoes, self.approvals]))

    @cached_property
    def deciding(self) -> Ints:
        """Those of them whose scores count now, in ascending order: where some can approve, no mean is taken."""
        return np.union1d(self.vetoes, self.approvals if self.approvals.size else self.members)

    @cached_property
    def among_themselves(self) -> "Committee":
        """The same committee, for scores of `rows` alone."""
        members, vetoes, approvals = (
            np.searchsorted(self.rows, some).astype(np.int64) for some in (self.members, self.vetoes, self.approvals)
        )
        return Committee(members, self.weights, vetoes, approvals)

    def chance(self, scores: Floats) -> Floats:
        """C for scores of shape (people, cases), 0–1; the result has shape (cases,).

        Raises:
            ValueError: the committee is empty.
        """
        return self.veto(scores) * self.assent(scores)

    def veto(self, scores: Floats) -> Floats:
        """V: does nobody who could stop it stop it?"""
        return np.prod(scores[self.vetoes], axis=0)

    def assent(self, scores: Floats) -> Floats:
        """A: does somebody who may approve it do so, or is the committee for it on the whole?"""
        if not self.members.size:
            msg = "a committee without members decides nothing"
            raise ValueError(msg)
        if self.approvals.size:
            return 1 - np.prod(1 - scores[self.approvals], axis=0)
        return self.weights @ scores[self.members] / self.weights.sum()


@dataclass(frozen=True)
class Chance:
    """C of one committee, with the interval that the unknown leaves."""

    value: float | None
    """None where nobody's score is known."""
    low: float
    high: float


@dataclass(frozen=True)
class Field:
    """The people of an account as they sway each other."""

    own: Floats
    """Own scores 0–1, NaN where unknown."""
    least: Floats
    """Own scores if every unknown or stale attitude were 0."""
    most: Floats
    """Own scores if every unknown or stale attitude were 100."""
    sway: Floats
    """Matrix M with settled scores = M × own; rows sum to 1."""

    @cached_property
    def known(self) -> Floats:
        """The scores that are known."""
        return self.own[~np.isnan(self.own)]

    def fill(self, committee: Committee) -> float | None:
        """What an unknown score counts as for a point value: the mean of the committee's known ones, else of all."""
        members = self.own[committee.members]
        known = members[~np.isnan(members)]
        known = known if known.size else self.known
        return float(known.mean()) if known.size else None

    def settled(self, unknown_as: float) -> Floats:
        """Scores after influence, with unknown ones counted as given."""
        return self.sway @ np.where(np.isnan(self.own), unknown_as, self.own)

    def chance(self, committee: Committee, unknown_as: float | None = None) -> Chance:
        """C and its interval, with unknown scores counted as given, or as `fill`.

        Where nobody who decides is known, it may be anything.
        """
        if not committee.members.size:
            return Chance(None, 0.0, 1.0)
        fill = self.fill(committee) if unknown_as is None else unknown_as
        cases = np.column_stack([self.least, self.most, np.where(np.isnan(self.own), fill or 0.0, self.own)])
        low, high, point = committee.chance(self.sway @ cases)
        return Chance(None if fill is None else float(point), float(low), float(high))


def sway_matrix(people: int, influences: Iterable[tuple[int, int, float]], d: float) -> Floats:
    """How settled scores follow from own ones: the matrix M = (I − d W)⁻¹ (I − d D).

    W holds each person's influencers, weighted to sum 1; D is 1 for those who have any, so that whom nobody influences
    keeps their own score.

    Args:
        people: how many there are.
        influences: (influencer, influenced, strength > 0), rows below `people`.
        d: how far people are swayed, 0 ≤ d < 1.
    """
    strengths = np.zeros((people, people))
    for influencer, influenced, strength in influences:
        strengths[influenced, influencer] += strength
    total = strengths.sum(axis=1)
    swayed = total > 0
    if not swayed.any():
        return np.eye(people)
    shares = np.divide(strengths, total[:, None], out=np.zeros_like(strengths), where=swayed[:, None])
    return np.asarray(np.linalg.solve(np.eye(people) - d * shares, np.diag(np.where(swayed, 1 - d, 1.0))), np.float64)


def influences(
    ties: Sequence[TieRecord], rows: Mapping[str, int], constants: Constants
) -> list[tuple[int, int, float]]:
    """Who sways whom, and how strongly; a conflict between two removes it."""
    conflicts = {frozenset((tie.from_id, tie.to_id)) for tie in ties if tie.kind == "CONFLICTS_WITH"}
    found: list[tuple[int, int, float]] = []
    for tie in ties:
        if tie.kind != "INFLUENCES" or frozenset((tie.from_id, tie.to_id)) in conflicts:
            continue
        if tie.from_id in rows and tie.to_id in rows:
            strength = constants.influence_strength if tie.strength is None else tie.strength
            found.append((rows[tie.from_id], rows[tie.to_id], strength))
    return found


def acts(in_project: bool | None, held: bool, types: Sequence[str], project_type_id: str | None) -> bool:
    """Does a power act here? What is said for the project goes before what is said of the person."""
    if in_project is not None:
        return in_project
    return held and (not types or project_type_id in types)


def decision_weight(buying_roles: Sequence[str], constants: Constants) -> float:
    """How much somebody's attitude weighs: the highest multiplier of their buying roles, 1 without any."""
    multipliers = {role.value: weight for role, weight in constants.buying_role_multipliers.items()}
    return max((multipliers.get(role, 1.0) for role in buying_roles), default=1.0)
