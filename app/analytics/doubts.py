"""What is known only doubtfully about people's attitudes, and who of ours could clear it up?

Three things are to be resolved rather than averaged away: contributors who disagree strongly; a consensus whose newest
statement is stale; and a large move that only one contributor has seen, for which a second one is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.analytics import texts
from app.analytics.agreement import consensus_of, has_weight
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.language import gettext as _
from graph_models.records import AttitudeRecord
from graph_models.results import Doubt, UserBrief
from graph_models.vocabulary import Axis


def doubts(
    snapshot: Snapshot, contributors: Mapping[str, str], constants: Constants, person_id: str | None = None
) -> list[Doubt]:
    """What is to be resolved about this account's people, in their order.

    Args:
        snapshot: fetched with all statements.
        contributors: names of those who stated something, by id, as far as whoever asks may know; only they are named.
        constants: how much is strong, large or old.
        person_id: only about this person; None: about all.
    """
    found: list[Doubt] = []
    stale = snapshot.consensus.stale(constants)
    by_person: defaultdict[str, list[AttitudeRecord]] = defaultdict(list)
    for one in snapshot.statements:
        if one.vendor_id is None and has_weight(one, constants):
            by_person[one.person_id].append(one)
    moves = _moves_seen_by_one(snapshot, by_person, constants)
    for row, person in enumerate(snapshot.people):
        if person_id not in (None, person.id):
            continue
        asking = _Asking(snapshot, person.id, contributors)
        for axis, name in enumerate(AXES):
            said = _that_mention(by_person[person.id], name)
            if not said:
                continue
            about = {"name": person.name, "axis": texts.axis(name)}
            spread = float(snapshot.consensus.spread[row, axis])
            if spread > constants.disagreement_points:
                text = _("{name}'s {axis}: contributors are {points:.0f} points apart.").format(**about, points=spread)
                extremes = _extremes(said, name)
                found.append(_doubt("disagreement", text, person.id, name, asking.of(extremes)))
            if stale[row, axis]:
                days = int(snapshot.consensus.age_days[row, axis])
                newest = [one.user_id for one in said if one.age_days == days]
                text = _("{name}'s {axis} was last stated {days} days ago.").format(**about, days=days)
                found.append(_doubt("stale", text, person.id, name, asking.of(newest)))
            move = moves.get((person.id, name))
            if move is not None and abs(move.points) > constants.large_move_points:
                text = _(
                    "{name}'s {axis} moved by {points:+.0f} points on one contributor's word: ask for a second opinion."
                ).format(**about, points=move.points)
                found.append(_doubt("second_opinion", text, person.id, name, asking.others(move.contributor)))
    return found


@dataclass(frozen=True)
class _Asking:
    """Who of ours could tell about a person."""

    snapshot: Snapshot
    person_id: str
    contributors: Mapping[str, str]

    def of(self, user_ids: Iterable[str | None]) -> list[UserBrief]:
        """These contributors, else whoever owns the account."""
        named = [id_ for id_ in dict.fromkeys(user_ids) if id_ is not None and id_ in self.contributors]
        return [UserBrief(id=id_, name=self.contributors[id_]) for id_ in named] or self._owners()

    def others(self, user_id: str | None) -> list[UserBrief]:
        """Those of ours who know the person, but for this one; else whoever owns the account.

        Where the contributor is not to be known, the owners: who is left out would tell.
        """
        if user_id not in self.contributors:
            return self._owners()
        known = {
            contact.user_id: contact.user_name
            for contact in self.snapshot.contacts
            if contact.person_id == self.person_id and contact.user_id != user_id
        }
        people = [UserBrief(id=id_, name=name) for id_, name in sorted(known.items(), key=lambda one: one[::-1])]
        return people or [owner for owner in self._owners() if owner.id != user_id]

    def _owners(self) -> list[UserBrief]:
        return [UserBrief(id=owner.id, name=owner.name) for owner in self.snapshot.account.owners]


def _doubt(code: str, text: str, person_id: str, axis: Axis, ask: list[UserBrief]) -> Doubt:
    return Doubt(code=code, text=text, person_id=person_id, axis=axis, ask=ask)


def _that_mention(statements: Sequence[AttitudeRecord], axis: Axis) -> list[AttitudeRecord]:
    """The statements that mention the axis, the newest first."""
    said = [one for one in statements if getattr(one, axis) is not None]
    return sorted(said, key=lambda one: one.age_days)


def _extremes(said: Sequence[AttitudeRecord], axis: Axis) -> list[str | None]:
    """Whose latest word is the highest, and whose the lowest."""
    latest: dict[str | None, list[AttitudeRecord]] = {}
    for one in said:
        theirs = latest.setdefault(one.user_id, [])
        if not theirs or theirs[0].age_days == one.age_days:
            theirs.append(one)
    means = {who: float(np.mean([getattr(one, axis) for one in words])) for who, words in latest.items()}
    return [max(means, key=lambda who: means[who]), min(means, key=lambda who: means[who])]


@dataclass(frozen=True)
class _Move:
    contributor: str | None
    points: float


def _moves_seen_by_one(
    snapshot: Snapshot, by_person: Mapping[str, Sequence[AttitudeRecord]], constants: Constants
) -> Mapping[tuple[str, Axis], _Move]:
    """How far each consensus moved since anybody but the newest contributor said anything.

    Where nobody else ever did, since that contributor's first word. What was agreed before is worked out for all at
    once, each person and axis as if they were a person of their own.
    """
    movers: dict[str, tuple[int, int, str | None]] = {}
    before: list[AttitudeRecord] = []
    for row, person in enumerate(snapshot.people):
        for axis, name in enumerate(AXES):
            said = _that_mention(by_person.get(person.id, ()), name)
            newest = {one.user_id for one in said if one.age_days == said[0].age_days}
            if len(newest) != 1:
                continue
            (who,) = newest
            since = min((one.age_days for one in said if one.user_id != who), default=said[-1].age_days)
            if said[0].age_days < since:
                key = f"{row} {name}"
                movers[key] = row, axis, who
                before += [replace(one, person_id=key) for one in said if one.age_days >= since]
    earlier = consensus_of(list(movers), before, constants).value
    return {
        (snapshot.people[row].id, AXES[axis]): _Move(
            who, float(snapshot.consensus.value[row, axis] - earlier[number, axis])
        )
        for number, (row, axis, who) in enumerate(movers.values())
    }
