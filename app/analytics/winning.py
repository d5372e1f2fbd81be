"""What is winning somebody worth? Expected wins, and how they grow when people are won.

*Winning* a person raises each axis to max(current, target). Its value is what expected wins gain, split by the Shapley
value (Shapley 1953) over the channels through which it acts: the person's own weight in the decision, others who are
swayed, the person's own veto lifted, the person's own approval gained. Each part is at least 0; they sum exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.analytics.chance import Chance, Committee, Field, influences, sway_matrix
from app.analytics.consensus import Floats, Ints
from app.analytics.constants import Constants
from app.analytics.scores import scores, won
from app.analytics.snapshot import Money, Snapshot
from app.analytics.stakes import Stake, stakes_of
from graph_models.calibration import CalibrationOut
from graph_models.vocabulary import StakeKind

_Worth = Callable[[bool, bool, bool], Floats]

CHANNELS = ("own_weight", "others_swayed", "veto_lifted", "approval_gained")


@dataclass(frozen=True)
class Outlook:
    """An account's people as they sway each other, and what they decide."""

    field: Field
    stakes: Sequence[Stake]
    won: Floats
    """Each person's own score once won, 0–1; winning somebody who is above that changes nothing."""
    calibration: CalibrationOut | None = None
    """How far C can be believed; None where nothing says so."""

    @property
    def basis(self) -> str:
        """What the money is of: `opportunities`, `windows`, `opportunities and windows`, the `spend`, or `unknown`."""
        kinds = {stake.kind for stake, money in zip(self.stakes, self.money, strict=True) if money}
        words = {StakeKind.OPPORTUNITY: "opportunities", StakeKind.WINDOW: "windows", StakeKind.SPEND: "spend"}
        return " and ".join(word for kind, word in words.items() if kind in kinds) or "unknown"

    def has_a_say(self, stake: Stake) -> Sequence[bool]:
        """Whose score counts in deciding it, or who sways somebody whose does? By person."""
        return np.any(self.field.sway[stake.committee.deciding], axis=0).tolist()

    @cached_property
    def money(self) -> Sequence[Money | None]:
        """What hangs on each stake; None of all where their currencies differ, which are never added."""
        found = [stake.money for stake in self.stakes]
        return [None] * len(found) if len({one.currency for one in found if one}) > 1 else found

    @cached_property
    def currency(self) -> str | None:
        """The one currency of all stakes whose money is known."""
        return next((money.currency for money in self.money if money), None)


def outlook(snapshot: Snapshot, constants: Constants) -> Outlook:
    """What is at stake at this account, who decides it, and how do they sway each other?

    For the stakes see `stakes_of`.
    """
    value = snapshot.consensus.value
    firm = snapshot.consensus.firm(constants)
    known = ~np.isnan(firm)
    cases = np.concatenate([value, np.where(known, firm, 0.0), np.where(known, firm, 100.0), won(value, constants)])
    own, least, most, after = np.split(scores(cases, constants), 4)
    edges = influences(snapshot.ties, snapshot.rows, constants)
    field = Field(own, least, most, sway_matrix(len(own), edges, constants.influence))
    return Outlook(field, stakes_of(snapshot, constants), after, snapshot.calibration)


def expected_wins(outlook: Outlook, chances: Sequence[Chance]) -> tuple[float | None, float, float] | None:
    """Σ money × C over the stakes with known money: point value, low and high; None where no money is known.

    Where nobody's score is known there is no point value, but low and high are given.
    """
    known = [(money.amount, chance) for money, chance in zip(outlook.money, chances, strict=True) if money]
    if not known:
        return None
    points = [amount * chance.value for amount, chance in known if chance.value is not None]
    return (
        sum(points) if len(points) == len(known) else None,
        sum(amount * chance.low for amount, chance in known),
        sum(amount * chance.high for amount, chance in known),
    )


@dataclass(frozen=True)
class Gains:
    """What winning each person alone adds, by channel; shape (channels, people)."""

    chance: Floats
    """To C, mean over the stakes, 0–1."""
    money: Floats | None
    """To expected wins; None where no money is known."""


def gains(outlook: Outlook) -> Gains:
    """What does winning each person alone add to C and to expected wins, and through which channels?

    Where nobody's score is known, C has no value: unknown people are then counted halfway, for the order only, and no
    money is given.
    """
    people = len(outlook.field.own)
    chance = np.zeros((len(CHANNELS), people))
    money = np.zeros((len(CHANNELS), people))
    counted = 0
    has_money = False
    for stake, worth in zip(outlook.stakes, outlook.money, strict=True):
        if not stake.committee.members.size:
            continue
        fill = outlook.field.fill(stake.committee)
        parts = _channel_gains(outlook, stake.committee, 0.5 if fill is None else fill)
        chance += parts
        counted += 1
        if worth and fill is not None:
            money += worth.amount * parts
            has_money = True
    return Gains(chance / max(counted, 1), money if has_money else None)


def _channel_gains(outlook: Outlook, committee: Committee, unknown_as: float) -> Floats:
    """The Shapley value of each channel for each person; shape (channels, people)."""
    before = outlook.field.settled(unknown_as)
    own = np.where(np.isnan(outlook.field.own), unknown_as, outlook.field.own)
    people = len(own)
    # Column i holds everybody's score once person i is won.
    after = before[:, None] + outlook.field.sway * np.maximum(outlook.won - own, 0)
    unchanged = np.broadcast_to(before[:, None], (people, people))
    diagonal = np.arange(people)

    def scores_with(others: bool, person: bool) -> Floats:
        mixed = np.array(after if others else unchanged)
        mixed[diagonal, diagonal] = (after if person else unchanged)[diagonal, diagonal]
        return mixed

    state = {(others, person): scores_with(others, person) for others in (False, True) for person in (False, True)}
    veto = {key: committee.veto(value) for key, value in state.items()}
    assent = {key: committee.assent(value) for key, value in state.items()}

    def chance(own_part: bool, others: bool, own_veto: bool) -> Floats:
        return veto[others, own_veto] * assent[others, own_part]

    # Own weight and own approval are the same slot: a committee with approval holders has no mean, and the other way.
    own_part, swayed, lifted = _shapley_of_three(chance)
    slot = 3 if committee.approvals.size else 0
    parts = np.zeros((len(CHANNELS), people))
    parts[slot], parts[1], parts[2] = own_part, swayed, lifted
    return np.maximum(parts, 0)


def _shapley_of_three(worth: _Worth) -> tuple[Floats, Floats, Floats]:
    """Shapley value of three players: the mean of what each adds over the orders in which they may come."""
    no, yes = False, True
    nothing, everything = worth(no, no, no), worth(yes, yes, yes)
    a, b, c = worth(yes, no, no), worth(no, yes, no), worth(no, no, yes)
    ab, ac, bc = worth(yes, yes, no), worth(yes, no, yes), worth(no, yes, yes)
    return (
        (2 * (a - nothing) + (ab - b) + (ac - c) + 2 * (everything - bc)) / 6,
        (2 * (b - nothing) + (ab - a) + (bc - c) + 2 * (everything - ac)) / 6,
        (2 * (c - nothing) + (ac - a) + (bc - b) + 2 * (everything - ab)) / 6,
    )


def rises(ahead: Outlook, unknown_as: float) -> Floats:
    """By how much winning raises each person's own score, with unknown ones counted as given."""
    return np.maximum(ahead.won - np.where(np.isnan(ahead.field.own), unknown_as, ahead.field.own), 0)


def chance_once_won(ahead: Outlook, committee: Committee, unknown_as: float, sets: Ints) -> Floats:
    """C of a committee once each of these sets of people is won, 0–1; shape (sets,).

    Args:
        ahead: the account.
        committee: who decides.
        unknown_as: what an unknown score counts as.
        sets: rows of people, shape (sets, k).
    """
    rows = committee.rows
    lifts = ahead.field.sway[rows] * rises(ahead, unknown_as)
    scores = np.repeat(ahead.field.settled(unknown_as)[rows, None], len(sets), axis=1)
    for won_person in sets.T:
        scores += lifts[:, won_person]
    return committee.among_themselves.chance(scores)


NOBODY: Ints = np.zeros((1, 0), dtype=np.int64)
"""The one set of nobody."""


def set_gains(outlook: Outlook, sets: Ints) -> tuple[Floats, Floats | None]:
    """What does winning each set of people together add to C (mean over the stakes) and to expected wins?

    Args:
        outlook: the account.
        sets: rows of people, shape (sets, k).
    """
    chance = np.zeros(len(sets))
    money = np.zeros(len(sets))
    counted = 0
    has_money = False
    for stake, worth in zip(outlook.stakes, outlook.money, strict=True):
        if not stake.committee.members.size:
            continue
        fill = outlook.field.fill(stake.committee)
        unknown_as = 0.5 if fill is None else fill
        before = chance_once_won(outlook, stake.committee, unknown_as, NOBODY)
        added = chance_once_won(outlook, stake.committee, unknown_as, sets) - before
        chance += added
        counted += 1
        if worth and fill is not None:
            money += worth.amount * added
            has_money = True
    return chance / max(counted, 1), money if has_money else None
