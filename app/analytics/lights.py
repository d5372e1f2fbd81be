"""Red, amber or green: does somebody with power support us at an account?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.analytics import texts
from app.analytics.constants import Constants
from app.analytics.scores import Stances
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import Stake
from app.language import gettext as _
from app.language import ngettext
from graph_models.vocabulary import BuyingRole, Light, Stance

_DECIDE = frozenset((BuyingRole.DECISION_MAKER, BuyingRole.APPROVER))
_NAMED = 2
_ORDER = {Light.RED: 0, Light.AMBER: 1, Light.GREEN: 2}


def light(snapshot: Snapshot, stakes: Sequence[Stake], constants: Constants) -> tuple[Light, str]:
    """The light of an account, and the sentence that explains it.

    Where several things are at stake, it is green if it is for each of them, red if it is for each, else amber: then
    the sentence is about one that is best and one that is worst. What is stale counts as unknown.

    Red: nobody with power supports us. Amber: somebody does. Green: a supporter can approve or decide, and no veto is
    open, that is every holder of a veto supports us. Power is a veto or an approval that acts in what is at stake, or
    the buying role of a decision maker or approver. Where nobody can approve or decide alone, supporters decide if they
    have at least half of the decision.

    Args:
        snapshot: the account.
        stakes: what is decided there, at least one.
        constants: of stances.
    """
    stance = Stances.of(snapshot.consensus, constants)
    found = [_light_of(snapshot, stake, stance) for stake in stakes]
    best, worst = (pick(range(len(found)), key=lambda number: _ORDER[found[number][0]]) for pick in (max, min))
    if found[best][0] is found[worst][0]:
        return found[best]
    about = (_("{name}: {sentence}").format(name=stakes[one].name, sentence=found[one][1]) for one in (best, worst))
    return Light.AMBER, texts.sentences(*about)


def _light_of(snapshot: Snapshot, stake: Stake, stances: Stances) -> tuple[Light, str]:
    committee = stake.committee
    held = _Powers(
        vetoes=committee.vetoes.tolist(),
        approvals=committee.approvals.tolist(),
        members=committee.members.tolist(),
        snapshot=snapshot,
        stances=stances,
    )
    if not held.members:
        return Light.RED, _("No key person is known there.")
    powerful = held.powerful or held.members
    supporters = held.supporters_among(powerful)
    if not supporters:
        nobody = _("Nobody with power supports us: {others}.") if held.powerful else _("Nobody supports us: {others}.")
        return Light.RED, nobody.format(others=held.others(powerful))
    no_veto = _("no veto is open") if held.vetoes else _("nobody holds a veto")
    share = _share(stake, stances.firm)
    backed = _("those who support us have {share} of the decision").format(share=texts.percent(share))
    somebody, but = held.support(supporters), _("{somebody}, but {reason}.")
    deciding = held.supporters_among(held.decide)
    if missing := held.others(held.vetoes) or ("" if deciding else held.others(held.decide)):
        return Light.AMBER, but.format(somebody=somebody, reason=missing)
    if deciding:
        decided = _("{somebody} and can approve or decide it; {no_veto}.")
        return Light.GREEN, decided.format(somebody=held.support(deciding), no_veto=no_veto)
    if share < 0.5:
        return Light.AMBER, but.format(somebody=somebody, reason=backed)
    return Light.GREEN, _("{somebody}: {backed}, and {no_veto}.").format(
        somebody=somebody, backed=backed, no_veto=no_veto
    )


@dataclass(frozen=True)
class _Powers:
    """Who may do what at an account, as rows of people."""

    vetoes: Sequence[int]
    approvals: Sequence[int]
    members: Sequence[int]
    snapshot: Snapshot
    stances: Stances

    @cached_property
    def decide(self) -> Sequence[int]:
        """Who can approve it alone or, if nobody can, decides by role."""
        people = self.snapshot.people
        return self.approvals or [row for row in self.members if _DECIDE & set(people[row].buying_roles)]

    @cached_property
    def powerful(self) -> Sequence[int]:
        """Who has any power."""
        return sorted({*self.vetoes, *self.decide})

    def supporters_among(self, rows: Sequence[int]) -> Sequence[int]:
        """Who of these supports us?"""
        return [row for row in rows if self.stances.firm[row] is Stance.POSITIVE]

    def support(self, rows: Sequence[int]) -> str:
        """That these support us."""
        names = sorted(self.snapshot.people[row].name for row in rows)
        if len(names) > _NAMED + 1:
            names = [*names[:_NAMED], _("{number} others").format(number=len(names) - _NAMED)]
        return ngettext("{names} supports us", "{names} support us", len(rows)).format(names=texts.listed(names))

    def others(self, rows: Sequence[int]) -> str:
        """Those of these who do not support us, with their power and stance; the unknown and negative first."""
        order = (Stance.UNKNOWN, Stance.NEGATIVE, Stance.NEUTRAL)
        left = [row for row in rows if self.stances.firm[row] is not Stance.POSITIVE]
        left.sort(key=lambda row: (order.index(self.stances.firm[row]), self.snapshot.people[row].name))
        said = [self._other(row) for row in left[:_NAMED]]
        more = len(left) - _NAMED
        return _("; ").join([*said, _("and {number} more").format(number=more)] if more > 0 else said)

    def _other(self, row: int) -> str:
        said = _("{name} {stands}")
        if row in self.vetoes:
            said = _("{name} can veto it and {stands}")
        elif row in self.decide:
            said = _("{name} can approve or decide it and {stands}")
        return said.format(name=self.snapshot.people[row].name, stands=self.stances.words(row))


def _share(stake: Stake, stances: Sequence[Stance]) -> float:
    """Of the decision that supporters have."""
    weights, members = stake.committee.weights, stake.committee.members.tolist()
    ours = sum(weight for row, weight in zip(members, weights.tolist(), strict=True) if stances[row] is Stance.POSITIVE)
    return ours / float(weights.sum())
