"""Which ids a row may refer to: those accepted from the files of this load, and those in the graph."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from sys import intern
from typing import NamedTuple

from app.graph import Graph, read_query
from app.language import gettext as _
from app.language import marked
from graph_models.records import KnownId, Line


class Known(NamedTuple):
    """An id that may be referred to, the account that it belongs to, if to one, and how long a person works there."""

    account_id: str | None
    works_from: date | None = None
    """None: from ever on, as far as is known."""
    works_to: date | None = None


_OF_NO_ACCOUNT = Known(None)


def _refers_to_refused(file: str, line: str) -> str:
    return _("refers to a row that was refused ({file}, line {line})").format(file=file, line=line)


def only_refers_to_refused(reason: str) -> bool:
    """Is this the reason against a row that holds as soon as another one does? In the reader's language."""
    return all(part in reason for part in _refers_to_refused("\0", "\0").split("\0"))


@read_query
def known_ids(graph: Graph, *, ids: Mapping[str, Sequence[str]]) -> list[KnownId]:
    """Which of these ids, by label, are in the graph, and of which account?"""
    ...


@read_query
def lines_above(graph: Graph, *, ids: Mapping[str, Sequence[str]]) -> list[Line]:
    """Which lines lead upwards from these ids: whom they report to, what they are part of?"""
    ...


_IN_FILES = marked("neither in the files nor in the graph")


class References:
    """The ids of one load. Rows that were refused here are not found in the graph either.

    `places` says where an unknown id was looked for.
    """

    def __init__(self, graph: Graph, places: str = _IN_FILES) -> None:
        self._graph = graph
        self._places = places
        self._known: defaultdict[str, dict[str, Known | None]] = defaultdict(dict)
        self._refused: defaultdict[str, dict[str, tuple[str, int | None]]] = defaultdict(dict)

    def accept(
        self,
        label: str,
        id_: str,
        account_id: str | None,
        works_from: date | None = None,
        works_to: date | None = None,
    ) -> None:
        """A row declares this id."""
        known = _OF_NO_ACCOUNT if account_id is None else Known(intern(account_id), works_from, works_to)
        self._known[label][id_] = known
        self._refused[label].pop(id_, None)

    def refuse(self, label: str, id_: str, file: str, line: int | None) -> None:
        """A row that would declare this id was refused; an accepted row of the same id stands."""
        if self._known[label].get(id_) is None:
            self._refused[label][id_] = (file, line)

    def withdraw(self, label: str, id_: str, file: str, line: int | None) -> None:
        """An accepted row turns out to be refused."""
        self._known[label].pop(id_, None)
        self._refused[label][id_] = (file, line)

    def look_up(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Ask the graph, once, about the ids that no row of this load has declared."""
        unknown: dict[str, list[str]] = {}
        for label, id_ in wanted:
            known = self._known[label]
            if id_ not in known and id_ not in self._refused[label]:
                known[id_] = None
                unknown.setdefault(label, []).append(id_)
        if unknown:
            for found in known_ids(self._graph, ids=unknown):
                self._known[found.label][found.id] = Known(found.account_id, found.works_from, found.works_to)

    def stored(self, label: str, ids: Sequence[str]) -> dict[str, KnownId]:
        """What the graph knows of these ids, whatever the files say."""
        return {found.id: found for found in known_ids(self._graph, ids={label: ids})}

    def find(self, label: str, id_: str) -> Known | None:
        """What is known of an id; None if it is unknown or refused."""
        return self._known[label].get(id_)

    def why_not(self, label: str, id_: str) -> str:
        """Why an id cannot be referred to."""
        if refused := self._refused[label].get(id_):
            file, line = refused
            return _refers_to_refused(file, str(line))
        return _("unknown; {places}").format(places=_(self._places))
