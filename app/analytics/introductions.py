"""Through whom do we reach somebody? Introductions from one of us, or from a supporter, to a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import ContactRecord, TieRecord
from graph_models.results import Introduction
from graph_models.vocabulary import Stance

_MOST_INTRODUCTIONS = 3

_Way = tuple[str, ...]
"""Ids of people, each of whom can introduce us to the next; the last is the person to reach."""


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
        for way in self._ways(person_id):
            if way[0] in self._contacts or (len(way) > 1 and way[0] in self._supporters):
                return len(way) - 1
        return None

    def to(self, person_id: str) -> list[Introduction]:
        """Through whom do we best reach the person? At most three, the best first.

        Fewer people between come first, so one of us who knows the person before a supporter; then the stronger tie.
        """
        found: list[tuple[int, float, str, Introduction]] = []
        for way in self._ways(person_id):
            start, names = way[0], [self._names[id_] for id_ in way]
            for contact in self._contacts.get(start, ()):
                introduction = Introduction(
                    kind="user", id=contact.user_id, name=contact.user_name, strength=contact.strength,
                    path=[contact.user_name, *names],
                )  # fmt: skip
                found.append((len(way) - 1, -(contact.strength or 0), contact.user_name, introduction))
            if len(way) > 1 and start in self._supporters:
                # We reach a supporter: that is one step, as is somebody whom we know.
                strength = self._introducers[way[1]][start]
                introduction = Introduction(kind="person", id=start, name=names[0], strength=strength, path=names)
                found.append((len(way) - 1, -(strength or 0), names[0], introduction))
        found.sort(key=lambda item: item[:3])
        return _one_each(introduction for *_, introduction in found)

    def _ways(self, person_id: str) -> Iterator[_Way]:
        """The best way to the person from each who can introduce us, the shortest first.

        Of ways of the same length from somebody, the one whose weakest tie is strongest; then by name.
        """
        avoided = self._conflicts.get(person_id, ())
        reached = {person_id}
        ends: dict[str, tuple[tuple[float, list[str]], _Way]] = {person_id: ((-1.0, []), (person_id,))}
        for _ in self._lengths:
            yield from (way for _, way in ends.values())
            further: dict[str, tuple[tuple[float, list[str]], _Way]] = {}
            for (weakness, _), way in ends.values():
                for introducer, strength in self._introducers[way[0]].items():
                    if introducer in reached or introducer in avoided:
                        continue
                    longer = (introducer, *way)
                    order = (max(weakness, -(strength or 0)), [self._names[id_] for id_ in longer])
                    if introducer not in further or order < further[introducer][0]:
                        further[introducer] = order, longer
            reached |= further.keys()
            ends = further


def _one_each(introductions: Iterable[Introduction]) -> list[Introduction]:
    """The first introduction by each of them, at most three."""
    first: dict[tuple[str, str], Introduction] = {}
    for introduction in introductions:
        first.setdefault((introduction.kind, introduction.id), introduction)
    return list(first.values())[:_MOST_INTRODUCTIONS]


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
