"""Checks the lines upwards in a table whose rows form trees: whom people report to, what departments are part of."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.graph import Graph
from app.language import gettext as _
from app.language import marked
from loaders.references import References, lines_above
from loaders.report import Defect
from loaders.table import Table

ON_A_CYCLE = marked("on a cycle: following the lines upwards leads back to this row")


@dataclass(frozen=True, slots=True)
class Placed:
    """An accepted row of a table whose rows form trees: where it stands, and the row above it."""

    file: str
    line: int | None
    account_id: str | None
    parent: str | None
    replaces: bool
    """The file has the column, so a line that is in the graph goes; else it stays."""


def broken_lines(
    graph: Graph, table: Table, placed: Mapping[str, Placed], references: References
) -> Iterator[tuple[str, Defect]]:
    """Which accepted rows must be refused for the row above them, and why?

    A row is refused if the one above is unknown, refused, or of another account where that matters; if the lines
    upwards lead back to it; or if it is below such a row. Lines in the graph count where no accepted row replaces
    them. Every refused id is withdrawn from `references`.
    """
    column = table.parent or ""
    label = table.references[column].label
    parents = {id_: row.parent for id_, row in placed.items() if row.parent is not None}
    references.look_up((label, parent) for parent in parents.values())
    below: defaultdict[str, list[str]] = defaultdict(list)
    for id_, parent in parents.items():
        below[parent].append(id_)
    lines = _Lines(graph, label, placed, parents)
    found = dict(_not_there(table, placed, parents, references))
    while found := found or dict.fromkeys(lines.on_cycles(), _(ON_A_CYCLE)):
        queue = deque(found.items())
        found = {}
        while queue:
            id_, reason = queue.popleft()
            if id_ in lines.refused:
                continue
            row = placed[id_]
            lines.refused.add(id_)
            references.withdraw(label, id_, row.file, row.line)
            yield id_, Defect(row.file, row.line, column, row.parent, reason)
            queue.extend((child, references.why_not(label, id_)) for child in below[id_])


def _not_there(
    table: Table, placed: Mapping[str, Placed], parents: Mapping[str, str], references: References
) -> Iterator[tuple[str, str]]:
    """The rows whose row above cannot be referred to, and why."""
    reference = table.references[table.parent or ""]
    for id_, parent in parents.items():
        known = references.find(reference.label, parent)
        if known is None:
            yield id_, references.why_not(reference.label, parent)
        elif reference.same_account and known.account_id != placed[id_].account_id:
            text = _("{id} belongs to another account than {account}")
            yield id_, text.format(id=parent, account=placed[id_].account_id)


class _Lines:
    """The lines as they would be after the load: the accepted rows' own, and the graph's where none replaces them."""

    def __init__(self, graph: Graph, label: str, placed: Mapping[str, Placed], parents: Mapping[str, str]) -> None:
        self.refused: set[str] = set()
        self._graph = graph
        self._label = label
        self._placed = placed
        self._parents = parents
        self._stored: dict[str, str] = {}
        self._asked: set[str] = set()

    def on_cycles(self) -> list[str]:
        """The accepted rows on a cycle; asked again after a refusal, which leaves a line of the graph in place."""
        accepted = {id_: parent for id_, parent in self._parents.items() if id_ not in self.refused}
        if not accepted:
            return []
        self._ask({parent for parent in accepted.values() if not self._is_replaced(parent)} | self.refused)
        staying = {id_: parent for id_, parent in self._stored.items() if not self._is_replaced(id_)}
        on_cycles = rows_on_cycles(staying | accepted)
        return [id_ for id_ in self._placed if id_ in on_cycles and id_ not in self.refused]

    def _is_replaced(self, id_: str) -> bool:
        """Does an accepted row say what is above it?"""
        return id_ not in self.refused and (row := self._placed.get(id_)) is not None and row.replaces

    def _ask(self, ids: set[str]) -> None:
        """Fetch the graph's lines upwards from these, all the way."""
        if asked := ids - self._asked:
            self._asked |= asked
            self._stored |= {
                line.id: line.parent_id for line in lines_above(self._graph, ids={self._label: list(asked)})
            }


def rows_on_cycles(parents: Mapping[str, str]) -> set[str]:
    """The ids that lie on a cycle of child → parent lines; each id has at most one parent."""
    on_cycle: set[str] = set()
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        id_: str | None = start
        while id_ is not None and id_ not in done and id_ not in path:
            path[id_] = None
            id_ = parents.get(id_)
        if id_ in path:
            trail = list(path)
            on_cycle.update(trail[trail.index(id_) :])
        done.update(path)
    return on_cycle
