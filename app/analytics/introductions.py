"""Through whom do we reach somebody? Introductions from one of us, or from a supporter, to a person."""

from collections.abc import Iterable, Sequence

import networkx as nx

from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import ContactRecord, TieRecord
from graph_models.results import Introduction
from graph_models.vocabulary import Stance

_MOST_INTRODUCTIONS = 3


class Introductions:
    """Who can introduce whom at one account.

    We reach those whom one of us knows. They, and supporters, can introduce us to the people whom they influence or
    know, whom they report to, and who report to them; never to somebody they are in conflict with.
    """

    def __init__(self, snapshot: Snapshot, stances: Sequence[Stance]) -> None:
        self._names = {person.id: person.name for person in snapshot.people}
        self._supporters = {
            person.id for person, stance in zip(snapshot.people, stances, strict=True) if stance is Stance.POSITIVE
        }
        self._contacts: dict[str, list[ContactRecord]] = {}
        for contact in snapshot.contacts:
            self._contacts.setdefault(contact.person_id, []).append(contact)
        self._conflicts: dict[str, set[str]] = {}
        for tie in snapshot.ties:
            if tie.kind == "CONFLICTS_WITH":
                self._conflicts.setdefault(tie.from_id, set()).add(tie.to_id)
                self._conflicts.setdefault(tie.to_id, set()).add(tie.from_id)
        self._introducers = _introducers(snapshot.rows, snapshot.ties, self._conflicts)

    def to(self, person_id: str) -> tuple[int | None, list[Introduction]]:
        """How many people stand between us and the person, at most 2 (None: no such path), and through whom?

        One of us who knows the person comes before a supporter; the stronger tie before the weaker. Nobody in conflict
        with the person is on a path.
        """
        avoided = self._conflicts.get(person_id, set())
        allowed = self._introducers.subgraph(node for node in self._introducers if node not in avoided)
        paths = nx.single_source_shortest_path(allowed, person_id, cutoff=2)
        steps: int | None = None
        found: list[tuple[int, float, str, Introduction]] = []
        for start, path in paths.items():
            way = [self._names[id_] for id_ in reversed(path)]
            between = len(path) - 1
            for contact in self._contacts.get(start, ()):
                introduction = Introduction(
                    kind="user", id=contact.user_id, name=contact.user_name, strength=contact.strength,
                    path=[contact.user_name, *way],
                )  # fmt: skip
                found.append((between, -(contact.strength or 0), contact.user_name, introduction))
            if start in self._supporters and start != person_id:
                strength = allowed.edges[path[-2], path[-1]]["strength"]
                introduction = Introduction(
                    kind="person", id=start, name=self._names[start], strength=strength, path=way
                )
                # We reach a supporter: that is one step, as is somebody whom we know.
                found.append((between, -(strength or 0), self._names[start], introduction))
        found.sort(key=lambda item: item[:3])
        steps = found[0][0] if found else None
        return steps, _one_each(introduction for *_, introduction in found)


def _one_each(introductions: Iterable[Introduction]) -> list[Introduction]:
    """The first introduction by each of them, at most three."""
    first: dict[tuple[str, str], Introduction] = {}
    for introduction in introductions:
        first.setdefault((introduction.kind, introduction.id), introduction)
    return list(first.values())[:_MOST_INTRODUCTIONS]


def _introducers(people: Iterable[str], ties: Iterable[TieRecord], conflicts: dict[str, set[str]]) -> "nx.DiGraph[str]":
    """An edge from each person to everybody who can introduce us to them, with the strength of their tie."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(people)
    for tie in ties:
        if tie.kind == "CONFLICTS_WITH" or tie.to_id in conflicts.get(tie.from_id, ()):
            continue
        if tie.from_id in graph and tie.to_id in graph:
            _add(graph, tie.to_id, tie.from_id, tie.strength)
            if tie.kind != "INFLUENCES":
                _add(graph, tie.from_id, tie.to_id, tie.strength)
    return graph


def _add(graph: "nx.DiGraph[str]", person: str, introducer: str, strength: float | None) -> None:
    known = graph.edges[person, introducer]["strength"] if graph.has_edge(person, introducer) else None
    strongest = max((s for s in (known, strength) if s is not None), default=None)
    graph.add_edge(person, introducer, strength=strongest)


def reach(steps: int | None, constants: Constants) -> float:
    """How well can we reach somebody with so many people between us, 0–1?"""
    if steps is None or steps >= len(constants.reach_by_steps):
        return constants.reach_without_path
    return constants.reach_by_steps[steps]
