"""`winover load`: files into the graph."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from app.attitudes.derived import derive_attitudes
from app.commands.output import Json, err, out, print_json, print_table
from app.database import open_graph
from app.errors import Invalid
from app.graph import Graph
from app.settings import settings
from loaders.load import load
from loaders.report import Defect, LoadReport, defect_file

_SHOWN_DEFECTS = 20


def load_command(
    paths: Annotated[list[Path], typer.Argument(help="A canonical folder, or files of one.", metavar="FOLDER|FILE…")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing and report the same.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write what was refused to this CSV file, a line a defect.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Load CSV files: every row that holds is stored, every other is reported with its reasons."""
    with ExitStack() as stack:
        graph = stack.enter_context(open_graph(settings()))
        on_defect = _ignore
        if report is not None:
            try:
                on_defect = stack.enter_context(defect_file(report)).add
            except OSError as error:
                msg = f"the report cannot be written to {report}: {error.strerror}; nothing was loaded"
                raise Invalid(msg) from error
        loaded = load_with_progress(graph, paths, dry_run=dry_run, on_defect=on_defect)
    if as_json:
        print_json(LoadReport, loaded)
    else:
        _show(loaded, report)
    if loaded.refused:
        raise typer.Exit(1)


def load_with_progress(
    graph: Graph, paths: list[Path], *, dry_run: bool = False, on_defect: Callable[[Defect], None]
) -> LoadReport:
    """Load, with a progress bar a file on standard error, and derive the stance labels."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=err, transient=True
    ) as bars:
        tasks: dict[str, TaskID] = {}
        shown_at = 0.0

        def show(file: str, done: int, size: int) -> None:
            nonlocal shown_at
            if file not in tasks:
                tasks[file] = bars.add_task(file, total=size)
            elif monotonic() - shown_at < 0.1:  # a bar is for eyes
                return
            shown_at = monotonic()
            bars.update(tasks[file], completed=done, total=size)

        loaded = load(graph, paths, dry_run=dry_run, on_defect=on_defect, progress=show)
        if not dry_run:
            task = bars.add_task("where people stand", total=None)
            derive_attitudes(
                graph,
                settings().constants,
                date.today(),
                progress=lambda done, total: bars.update(task, completed=done, total=total),
            )
    return loaded


def _ignore(_: Defect) -> None:
    pass


def _show(loaded: LoadReport, report: Path | None) -> None:
    verb = "Would store" if loaded.dry_run else "Stored"
    print_table(
        ("File", "Rows", verb, "Refused"),
        (
            (table.file, str(table.rows), str(table.stored), "the file" if table.file_refused else str(table.refused))
            for table in loaded.tables
        ),
    )
    if not loaded.refused:
        return
    out.print(f"Refused ({loaded.defect_count}):")
    for defect in loaded.defects[:_SHOWN_DEFECTS]:
        out.print(f"  {_worded(defect)}", markup=False, highlight=False, soft_wrap=True)
    if loaded.defect_count > _SHOWN_DEFECTS:
        where = f"all are in {report}" if report else "--report FILE writes them all"
        out.print(f"  … and {loaded.defect_count - _SHOWN_DEFECTS} more; {where}.")
    out.print("Mend these rows and load again: what is stored already does not change by that.")


def _worded(defect: Defect) -> str:
    place = defect.file if defect.line is None else f"{defect.file}, line {defect.line}"
    column = f", {defect.column}" if defect.column else ""
    value = "" if defect.value is None else f" {defect.value[:60].encode('utf-8', 'replace').decode()!r}"
    return f"{place}{column}{value}: {defect.reason}"
