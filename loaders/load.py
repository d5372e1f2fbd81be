"""Loads files of the canonical folder: every row that holds is stored, every other is reported with its reasons.

Tables come in an order in which every row follows those that it refers to; files and rows may come in any. A table is
read in batches, so memory is bounded by the ids and not by the rows. Every batch is one transaction of MERGEs: a load
that was broken off is completed by loading again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from app.errors import Invalid
from app.graph import Graph
from app.language import gettext as _
from loaders import (
    accounts,
    acquaintances,
    assessments,
    coverage,
    departments,
    interactions,
    offerings,
    opportunities,
    participants,
    people,
    project_types,
    projects,
    relations,
    spend,
    users,
    vendors,
)
from loaders.check import Checked, Progress, Source, check_rows
from loaders.lines import Placed, broken_lines
from loaders.references import References
from loaders.report import Defect, LoadReport, TableReport, shown
from loaders.table import Table

TABLES: tuple[Table, ...] = tuple(
    module.TABLE
    for module in (
        accounts, users, vendors, project_types, spend, departments, people, relations, offerings, projects,
        participants, coverage, acquaintances, assessments, interactions, opportunities,
    )
)  # fmt: skip
"""Every table, each after those that its rows refer to."""

KEPT_DEFECTS = 10_000


def load(
    graph: Graph,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    on_defect: Callable[[Defect], None] = lambda _: None,
    progress: Progress = lambda _file, _done, _size: None,
) -> LoadReport:
    """Load canonical folders and files; the answer says what was refused and why.

    `dry_run` stores nothing and reports the same. `on_defect` is told every defect as it is found; the report keeps
    the first `KEPT_DEFECTS`.

    Raises:
        Invalid: a path does not exist, or is not a file of the canonical folder.
    """
    return _Load(graph, dry_run, on_defect, progress).run(paths)


class _Load:
    """One load: what its rows may refer to, and its report."""

    def __init__(self, graph: Graph, dry_run: bool, on_defect: Callable[[Defect], None], progress: Progress) -> None:
        self.graph = graph
        self.references = References(graph)
        self.report = LoadReport(dry_run=dry_run)
        self.on_defect = on_defect
        self.progress = progress

    def run(self, paths: Sequence[Path]) -> LoadReport:
        files = self.find_files(paths)
        if not self.report.dry_run:
            self.graph.apply_schema()
        for table in TABLES:
            if table.file in files:
                self.load_table(table, files[table.file])
        return self.report

    def find_files(self, paths: Sequence[Path]) -> Mapping[str, Sequence[Source]]:
        """The files to load by their table, in the order given; one that is given twice is read once."""
        known = [table.file for table in TABLES]
        not_known = _("not a file that can be loaded; the names are {names}").format(names=", ".join(known))
        found: dict[str, dict[Path, Path]] = {}
        folders: list[Path] = []
        for path in paths:
            if path.is_dir():
                folders.append(path)
                for file in sorted(path.iterdir()):
                    if file.name in known and file.is_file():
                        found.setdefault(file.name, {}).setdefault(file.resolve(), file)
                    elif file.suffix.lower() == ".csv":
                        self.report_file(file.name, not_known)
            elif not path.exists():
                msg = _("{path} does not exist; give a folder or its files").format(path=path)
                raise Invalid(msg)
            elif path.name in known:
                found.setdefault(path.name, {}).setdefault(path.resolve(), path)
            else:
                msg = _("{name}: {sentence}").format(name=path.name, sentence=not_known)
                raise Invalid(msg)
        for table in TABLES:
            if table.required and folders and table.file not in found:
                names = ", ".join(folder.name for folder in folders)
                self.report_file(
                    table.file, _("missing in {folders}; a folder has at least this file").format(folders=names)
                )
        return {name: _named(list(files.values())) for name, files in found.items()}

    def load_table(self, table: Table, sources: Sequence[Source]) -> None:
        """Check the rows of one table and store those that hold."""
        for source in sources:
            self.count(source.name)
        accepted = self.decide(table, sources)
        if table.parent is not None:
            # Whether a row stands may depend on any row after it: read once to decide, and once more to store.
            refused = self.decide_lines(table, table.parent, accepted)
            accepted = (
                [checked for checked in batch if checked.holds and checked.cells["id"] not in refused]
                for batch in check_rows(self.graph, table, sources, self.references, self.progress)
            )
        self.store(table, accepted)

    def store(self, table: Table, accepted: Iterable[Sequence[Checked]]) -> None:
        """Store rows batch after batch; while the database works on one, the next is read and checked."""
        with ThreadPoolExecutor(max_workers=1) as thread:
            storing: Future[None] | None = None
            for batch in accepted:
                if batch and not self.report.dry_run:
                    rows = [checked.row.parameters() for checked in batch if checked.row is not None]
                    if storing is not None:
                        storing.result()
                    storing = thread.submit(table.merge, self.graph, rows=rows, columns=list(batch[0].cells))
            if storing is not None:
                storing.result()

    def decide(self, table: Table, sources: Sequence[Source]) -> Iterator[list[Checked]]:
        """The rows that hold by themselves, in batches; the others are reported."""
        for batch in check_rows(self.graph, table, sources, self.references, self.progress):
            counts = self.count(batch[0].file)
            accepted = [checked for checked in batch if checked.holds]
            if table.label:
                self.accept(table.label, accepted)
            for checked in batch:
                if not checked.holds:
                    self.refuse(table, checked)
            counts.rows += sum(not checked.whole_file for checked in batch)
            counts.stored += len(accepted)
            yield accepted

    def accept(self, label: str, rows: Sequence[Checked]) -> None:
        """Rows declare ids that others may refer to; days of work that a file does not have are what the graph has."""
        partly = [row for row in rows if label == "Person" and not {"works_from", "works_to"} <= row.cells.keys()]
        stored = self.references.stored(label, [row.cells["id"] or "" for row in partly]) if partly else {}
        for row in rows:
            id_ = row.cells["id"] or ""
            days = [
                getattr(row.row, name, None) if name in row.cells else getattr(stored.get(id_), name, None)
                for name in ("works_from", "works_to")
            ]
            self.references.accept(label, id_, row.cells.get("account_id"), *days)

    def refuse(self, table: Table, checked: Checked) -> None:
        """A row, or with its header a whole file, is refused."""
        counts = self.count(checked.file)
        if checked.whole_file:
            counts.file_refused = True
        else:
            counts.refused += 1
        if table.label and (id_ := checked.cells.get("id")):
            self.references.refuse(table.label, id_, checked.file, checked.line)
        for defect in checked.defects:
            self.report_defect(defect)

    def decide_lines(self, table: Table, column: str, accepted: Iterable[Sequence[Checked]]) -> set[str]:
        """The ids of accepted rows that must be refused for the row above them; they are reported."""
        placed = {
            checked.cells["id"] or "": Placed(
                checked.file,
                checked.line,
                checked.cells.get("account_id"),
                checked.cells.get(column),
                replaces=column in checked.cells,
            )
            for batch in accepted
            for checked in batch
        }
        refused: set[str] = set()
        for id_, defect in broken_lines(self.graph, table, placed, self.references):
            refused.add(id_)
            self.count(defect.file).stored -= 1
            self.count(defect.file).refused += 1
            self.report_defect(defect)
        return refused

    def count(self, file: str) -> TableReport:
        """The counts of one file."""
        for table in self.report.tables:
            if table.file == file:
                return table
        self.report.tables.append(TableReport(file=file))
        return self.report.tables[-1]

    def report_file(self, file: str, reason: str) -> None:
        """A file as a whole is refused."""
        self.count(file).file_refused = True
        self.report_defect(Defect(file, None, None, None, reason))

    def report_defect(self, defect: Defect) -> None:
        """One line of the report."""
        defect = Defect(defect.file, defect.line, shown(defect.column), shown(defect.value), defect.reason)
        self.report.defect_count += 1
        if len(self.report.defects) < KEPT_DEFECTS:
            self.report.defects.append(defect)
        self.on_defect(defect)


def _named(paths: Sequence[Path]) -> Sequence[Source]:
    """The files of one table with the names that tell them apart."""
    if len(paths) == 1:
        return [Source(paths[0].name, paths[0])]
    return [Source(str(path), path) for path in paths]
