"""Through whom do we reach somebody? Introductions from one of us, or from a supporter, to a person.

A way costs the sum of its ties, and a tie the cost of its kind ÷ strength^α (Opsahl, Agneessens and Skvoretz 2010,
"Node centrality in weighted networks"): with α = 0 only the number and kinds of ties count, with α = 1 strength as much
as kind. The strength of a tie that nobody knows counts as a documented default, and is shown as not known.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.analytics.tie_strength import Contacts, Strength, shared_projects
from app.language import gettext as _
from app.language import marked
from graph_models.records import TieRecord
from graph_models.results import Introduction, PathTie
from graph_models.vocabulary import IntroductionKind, Stance

_MOST_INTRODUCTIONS = 3
_UNITS = 1_000_000
"""Costs are added as whole millionths, so that sums depend on no order and what costs the same is the same."""
_TEXTS = {
    IntroductionKind.INFLUENCES: marked("influences"),
    IntroductionKind.KNOWS: marked("knows"),
    IntroductionKind.REPORTS_TO: marked("reports to"),
    IntroductionKind.MANAGES: marked("is the superior of"),
}


class _Tie(NamedTuple):
    """A tie along which somebody introduces us."""

    cost: int
    kind: IntroductionKind
    strength: Strength
    text: str

    @property
    def order(self) -> tuple[int, IntroductionKind, bool, float, str]:
        """The cheapest comes first; of those that cost the same, what is known, and the stronger."""
        known = self.strength.known
        return self.cost, self.kind, known is None, -(known or 0), self.text


class _Way(NamedTuple):
    """People, each of whom can introduce us to the next; the last is the person to reach."""

    cost: int
    people: tuple[str, ...]
    names: tuple[str, ...]
    ties: tuple[_Tie, ...] = ()

    @property
    def order(self) -> tuple[int, int, tuple[str, ...]]:
        """What is cheapest comes first, then what needs fewer people; ids decide nothing."""
        return self.cost, len(self.people), self.names

    def longer(self, id_: str, name: str, tie: _Tie) -> "_Way":
        """This way, begun by somebody before."""
        return _Way(self.cost + tie.cost, (id_, *self.people), (name, *self.names), (tie, *self.ties))


class Introductions:
    """Who can introduce whom at one account.

    We reach those whom one of us knows or has met. They, and supporters, can introduce us to the people whom they
    influence or know, whom they report to, who report to them, and who took part in the same projects. Nobody
    introduces us who is in conflict with the person, nor to whom they are in conflict with, nor anybody who is against
    us or may not be contacted now. As many people may stand between as are given a reach.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        contacts: Contacts,
        stances: Sequence[Stance],
        constants: Constants,
        silent: Collection[str] = (),
    ) -> None:
        self._snapshot = snapshot
        self._known = contacts
        self._constants = constants
        self._most_between = len(constants.reach_by_steps) - 1
        self._names = {person.id: person.name for person in snapshot.people}
        stance = dict(zip(self._names, stances, strict=True))
        self._supporters = {id_ for id_ in self._names if stance[id_] is Stance.POSITIVE}
        self._ours = self._known.keys() | self._supporters
        self._conflicts = _conflicts(snapshot.ties)
        self._willing = {id_ for id_ in self._names if stance[id_] is not Stance.NEGATIVE and id_ not in silent}
        self._introducers = self._all_introducers()
        self._cheapest: dict[str, Mapping[str, _Tie]] = {}

    def steps(self, person_id: str) -> int | None:
        """How many people at least stand between us and the person? None: no way, or more than are given a reach.

        Looked for backwards from the person, level by level, as whom to avoid differs from person to person.
        """
        if person_id in self._known:
            return 0
        seen = {person_id, *self._conflicts.get(person_id, ())}
        level: Iterable[str] = (person_id,)
        for between in range(1, self._most_between + 1):
            level = set[str]().union(*(self._introducers[person] for person in level)) - seen
            if not self._ours.isdisjoint(level):
                return between
            seen |= level
        return None

    def to(self, person_id: str) -> list[Introduction]:
        """Through whom do we best reach the person? At most three, who begin with different people, cheapest first.

        The best supporter has a place of their own: what we can say of ourselves, they can confirm.
        """
        best: dict[tuple[str, str], _Way] = {}

        def consider(kind: str, way: _Way) -> None:
            known = best.get((kind, way.people[0]))
            if known is None or way.order < known.order:
                best[kind, way.people[0]] = way

        for way in self._ways(person_id):
            start = way.people[0]
            for user_id, name, tie in self._contacts.get(start, ()):
                known = best.get(("user", user_id))
                if known is None or way.cost + tie.cost <= known.cost:
                    consider("user", way.longer(user_id, name, tie))
            if way.ties and start in self._supporters:
                consider("person", way._replace(cost=way.cost + self._supporter_cost))
        found = sorted(((kind, way) for (kind, _), way in best.items()), key=lambda one: one[1].order)
        supporter = next((one for one in found if one[0] == "person"), None)
        if supporter is not None and supporter not in found[:_MOST_INTRODUCTIONS]:
            found.insert(_MOST_INTRODUCTIONS - 1, supporter)
        return [_introduction(kind, way) for kind, way in found[:_MOST_INTRODUCTIONS]]

    def _ways(self, person_id: str) -> Iterable[_Way]:
        """The cheapest way to the person from everybody from whom there is one.

        Bellman and Ford's shortest paths, backwards and for as many rounds as people may stand between. All costs are
        above 0, so no way goes through anybody twice.
        """
        avoided = self._conflicts.get(person_id, ())
        best = {person_id: _Way(0, (person_id,), (self._names[person_id],))}
        level = best
        for left in reversed(range(self._most_between)):
            longer: dict[str, _Way] = {}
            for way in level.values():
                for introducer, tie in self._ties(way.people[0]).items():
                    known = longer.get(introducer) or best.get(introducer)
                    if introducer in avoided or (known is not None and known.cost < way.cost + tie.cost):
                        continue
                    if not left and introducer not in self._ours:
                        continue
                    candidate = way.longer(introducer, self._names[introducer], tie)
                    if known is None or candidate.order < known.order:
                        longer[introducer] = candidate
            best = best | longer
            level = longer
        return best.values()

    def _tie(self, kind: IntroductionKind, strength: Strength, text: str) -> _Tie:
        counted = max(strength.counted(self._constants), self._constants.least_strength)
        cost = self._constants.introduction_costs[kind] / counted**self._constants.strength_exponent
        return _Tie(max(round(cost * _UNITS), 1), kind, strength, text)

    @cached_property
    def _supporter_cost(self) -> int:
        """We reach a supporter as somebody of whom it is not known how well one of us knows them."""
        return self._tie(IntroductionKind.SUPPORTER, Strength(None, None), "").cost

    @cached_property
    def _contacts(self) -> Mapping[str, Sequence[tuple[str, str, _Tie]]]:
        """Who of ours knows or has met each person."""
        knows, has_met = _("knows"), _("has met")
        return {
            person: [
                (
                    contact.user_id,
                    contact.name,
                    self._tie(
                        IntroductionKind.CONTACT, contact.strength, knows if contact.strength.at_all else has_met
                    ),
                )
                for contact in contacts
            ]
            for person, contacts in self._known.items()
        }

    def _all_introducers(self) -> Mapping[str, set[str]]:
        """Who can introduce us to each person? Whatever the tie: it is all that the number of steps needs."""
        found: dict[str, set[str]] = {person: set() for person in self._names}
        for tie in self._snapshot.ties:
            if tie.kind != "CONFLICTS_WITH":
                if tie.to_id in found:
                    found[tie.to_id].add(tie.from_id)
                if tie.kind != "INFLUENCES" and tie.from_id in found:
                    found[tie.from_id].add(tie.to_id)
        for project in self._snapshot.shared_projects:
            for person in found.keys() & set(project.person_ids):
                found[person].update(project.person_ids)
        return {
            person: (introducers & self._willing) - self._conflicts.get(person, set()) - {person}
            for person, introducers in found.items()
        }

    def _ties(self, person: str) -> Mapping[str, _Tie]:
        """The cheapest tie along which each can introduce us to this person."""
        if person not in self._cheapest:
            self._cheapest[person] = found = dict[str, _Tie]()
            for introducer, kind, strength, text in self._ways_in(person):
                if introducer in self._introducers.get(person, ()):
                    tie = self._tie(kind, strength, text)
                    known = found.get(introducer)
                    found[introducer] = tie if known is None else min(known, tie, key=attrgetter("order"))
        return self._cheapest[person]

    def _ways_in(self, person: str) -> Iterable[tuple[str, IntroductionKind, Strength, str]]:
        """By whom and along what could we be introduced to this person? The kind of tie, its strength and its text."""
        for tie in self._stated.get(person, ()):
            kind = IntroductionKind(tie.kind.lower())
            introducer = tie.from_id
            if tie.from_id == person:
                if kind is IntroductionKind.INFLUENCES:
                    continue
                introducer = tie.to_id
                kind = IntroductionKind.MANAGES if kind is IntroductionKind.REPORTS_TO else kind
            yield introducer, kind, Strength(tie.strength, None), _(_TEXTS[kind])
        for introducer, computed, project in self._shared.get(person, ()):
            text = _("took part in the same project, {project}").format(project=project)
            yield introducer, IntroductionKind.SHARED_PROJECT, Strength(None, computed, at_all=False), text

    @cached_property
    def _stated(self) -> Mapping[str, Sequence[TieRecord]]:
        """The ties of each person but conflicts."""
        found: defaultdict[str, list[TieRecord]] = defaultdict(list)
        for tie in self._snapshot.ties:
            if tie.kind != "CONFLICTS_WITH":
                found[tie.from_id].append(tie)
                found[tie.to_id].append(tie)
        return found

    @cached_property
    def _shared(self) -> Mapping[str, Sequence[tuple[str, float, str]]]:
        """With whom each person took part in the same projects, how strong a tie that is, and in which above all."""
        found: defaultdict[str, list[tuple[str, float, str]]] = defaultdict(list)
        for (one, other), (computed, project) in shared_projects(self._snapshot, self._constants).items():
            found[other].append((one, computed, project))
        return found


def _introduction(kind: str, way: _Way) -> Introduction:
    return Introduction(
        kind=kind,
        id=way.people[0],
        name=way.names[0],
        strength=way.ties[0].strength.known,
        path=list(way.people),
        names=list(way.names),
        ties=[
            PathTie(
                kind=tie.kind,
                text=tie.text,
                strength=tie.strength.known,
                stated=tie.strength.stated,
                computed=tie.strength.computed,
            )
            for tie in way.ties
        ],
        cost=way.cost / _UNITS,
    )


def _conflicts(ties: Iterable[TieRecord]) -> Mapping[str, set[str]]:
    """With whom each person is in conflict."""
    found: dict[str, set[str]] = {}
    for tie in ties:
        if tie.kind == "CONFLICTS_WITH":
            found.setdefault(tie.from_id, set()).add(tie.to_id)
            found.setdefault(tie.to_id, set()).add(tie.from_id)
    return found


def reach(steps: int | None, constants: Constants) -> float:
    """How well can we reach somebody with so many people between us, 0–1?"""
    if steps is None or steps >= len(constants.reach_by_steps):
        return constants.reach_without_path
    return constants.reach_by_steps[steps]
