"""Through whom do we reach somebody? Introductions from one of us, or from a supporter, to a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import ContactRecord, TieRecord
from graph_models.results import Introduction
from graph_models.vocabulary import Stance

_MOST_INTRODUCTIONS = 3

_Way = tuple[str, ...]
"""Ids of people, each of whom can introduce us to the next; the last is the person to reach."""


class _Found(NamedTuple):
    kind: str
    id: str
    name: str
    strength: float | None
    way: _Way
    """From whom they introduce us to first."""
    names: Sequence[str]
    """Of those on the way."""
    weakest: float
    """Strength of the weakest tie of the way."""

    @property
    def order(self) -> tuple[float, float, str, Sequence[str]]:
        """What is best comes first; ids decide nothing."""
        return -(self.strength or 0), -self.weakest, self.name, self.names


class Introductions:
    """Who can introduce whom at one account.

    We reach those whom one of us knows. They, and supporters, can introduce us to the people whom they influence or
    know, whom they report to, and who report to them. Nobody introduces us who is in conflict with the person or
    against us, nor anybody who may not be contacted now.
    """

    def __init__(
        self, snapshot: Snapshot, stances: Sequence[Stance], constants: Constants, silent: Collection[str] = ()
    ) -> None:
        self._lengths = range(len(constants.reach_by_steps))
        self._names = {person.id: person.name for person in snapshot.people}
        stance = dict(zip(self._names, stances, strict=True))
        self._supporters = {id_ for id_ in self._names if stance[id_] is Stance.POSITIVE}
        self._contacts: dict[str, list[ContactRecord]] = {}
        for contact in snapshot.contacts:
            self._contacts.setdefault(contact.person_id, []).append(contact)
        self._conflicts = _conflicts(snapshot.ties)
        willing = {id_ for id_ in self._names if stance[id_] is not Stance.NEGATIVE and id_ not in silent}
        self._introducers = _introducers(snapshot.rows, willing, snapshot.ties, self._conflicts)

    def steps(self, person_id: str) -> int | None:
        """How many people stand between us and the person? None: no way, or more than are given a reach."""
        return next((between for between, ways in enumerate(self._ways(person_id)) if ways), None)

    def to(self, person_id: str) -> list[Introduction]:
        """Through whom do we best reach the person? At most three, the best first.

        Fewer people between come first, so one of us who knows the person before a supporter; then the stronger tie.
        The best supporter has a place of their own: what we can say of ourselves, they can confirm.
        """
        found: dict[tuple[str, str], _Found] = {}
        for ways in self._ways(person_id):
            along = [introduction for way in ways for introduction in self._along(*way)]
            for introduction in sorted(along, key=attrgetter("order")):
                found.setdefault((introduction.kind, introduction.id), introduction)
            if len(found) >= _MOST_INTRODUCTIONS and any(kind == "person" for kind, _ in found):
                break
        best = list(found.values())
        supporter = next((one for one in best if one.kind == "person"), None)
        if supporter is not None and supporter not in best[:_MOST_INTRODUCTIONS]:
            best.insert(_MOST_INTRODUCTIONS - 1, supporter)
        return [
            Introduction(
                kind=one.kind,
                id=one.id,
                name=one.name,
                strength=one.strength,
                path=[one.id, *one.way],
                names=[one.name, *one.names],
            )
            for one in best[:_MOST_INTRODUCTIONS]
        ]

    def _along(self, way: _Way, weakest: float) -> Iterator[_Found]:
        """Who of ours knows whoever the way begins with, and that person, if a supporter and not the one to reach."""
        start, names = way[0], [self._names[id_] for id_ in way]
        for contact in self._contacts.get(start, ()):
            yield _Found("user", contact.user_id, contact.user_name, contact.strength, way, names, weakest)
        if len(way) > 1 and start in self._supporters:
            # We reach a supporter: that is one step, as is somebody whom we know.
            strength = self._introducers[way[1]][start]
            yield _Found("person", start, names[0], strength, way[1:], names[1:], weakest)

    def _ways(self, person_id: str) -> Iterator[Sequence[tuple[_Way, float]]]:
        """Ways to the person from those whom we reach, and the weakest tie of each: with nobody between, with one, …

        Of ways of the same length from somebody, the one whose weakest tie is strongest; then by name.
        """
        avoided = self._conflicts.get(person_id, ())
        reached = {person_id}
        ways: dict[str, tuple[_Way, float]] = {person_id: ((person_id,), 1.0)}
        ours: Collection[str] = self._contacts
        for left in reversed(self._lengths):
            yield [way for start, way in ways.items() if start in ours]
            ours = self._contacts.keys() | self._supporters
            longer: dict[str, tuple[_Way, float]] = {}
            for way, weakest in ways.values() if left else ():
                for introducer, strength in self._introducers[way[0]].items():
                    if introducer in reached or introducer in avoided or (left == 1 and introducer not in ours):
                        continue
                    candidate = (introducer, *way), min(weakest, strength or 0)
                    known = longer.get(introducer)
                    longer[introducer] = candidate if known is None else min(known, candidate, key=self._order)
            reached |= longer.keys()
            ways = longer

    def _order(self, way: tuple[_Way, float]) -> tuple[float, list[str]]:
        return -way[1], [self._names[id_] for id_ in way[0]]


def _conflicts(ties: Iterable[TieRecord]) -> dict[str, set[str]]:
    """With whom each person is in conflict."""
    found: dict[str, set[str]] = {}
    for tie in ties:
        if tie.kind == "CONFLICTS_WITH":
            found.setdefault(tie.from_id, set()).add(tie.to_id)
            found.setdefault(tie.to_id, set()).add(tie.from_id)
    return found


def _introducers(
    people: Iterable[str], willing: Collection[str], ties: Iterable[TieRecord], conflicts: Mapping[str, Collection[str]]
) -> dict[str, dict[str, float | None]]:
    """Who can introduce us to each person, with the strength of their strongest tie."""
    found: dict[str, dict[str, float | None]] = {person: {} for person in people}

    def add(person: str, introducer: str, strength: float | None) -> None:
        if person in found and introducer in willing:
            known = found[person].get(introducer)
            found[person][introducer] = strength if known is None else max(known, strength or 0)

    for tie in ties:
        if tie.kind == "CONFLICTS_WITH" or tie.to_id in conflicts.get(tie.from_id, ()):
            continue
        add(tie.to_id, tie.from_id, tie.strength)
        if tie.kind != "INFLUENCES":
            add(tie.from_id, tie.to_id, tie.strength)
    return found


def reach(steps: int | None, constants: Constants) -> float:
    """How well can we reach somebody with so many people between us, 0–1?"""
    if steps is None or steps >= len(constants.reach_by_steps):
        return constants.reach_without_path
    return constants.reach_by_steps[steps]
