"""Import: check files without storing anything, correct what is refused where it is seen, then load."""

import csv
import io
import secrets
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from app.analytics import texts
from app.analytics.constants import Constants
from app.api import TheAsker, TheConstants, TheGraph
from app.errors import FieldError, Invalid
from app.graph import Graph
from app.imports.corrections import WHOLE_LINE, correct
from app.imports.preview import Effect, RefusedRow, accounts_in, effect_of, refused_rows
from app.imports.uploads import KNOWN_FILES, load_uploaded, of_a_folder, on_disk
from app.language import gettext as _
from app.language import language, speaking
from app.web import columns
from app.web.page import HEADERS, Page, ThePage, pages
from graph_models.fields import Reference
from loaders.load import TABLES
from loaders.report import DefectFile, LoadReport
from loaders.table import Table

router = pages()

_SHOWN_ROWS = 100
_SHOWN_ACCOUNTS = 50
_MOST_FIELDS = 20_000
_running: dict[str, tuple[str, int, int]] = {}
"""How far each import is that is under way: file, how much of it, and its size. Losing it loses nothing."""

Corrections = Mapping[str, Mapping[int, Mapping[str, str]]]
"""By file, line and column."""


@router.get("/import")
def show_import(page: ThePage) -> Response:
    """Files to choose, and what they may hold."""
    return page.show(
        "import.html",
        may=page.asker.administers and not page.asker.read_only,
        most_mb=page.request.app.state.max_import_mb,
        tables=[Described.of(table) for table in TABLES],
        number=secrets.token_urlsafe(16),
    )


@router.post("/import")
async def import_files(
    request: Request, page: ThePage, asker: TheAsker, graph: TheGraph, constants: TheConstants
) -> Response:
    """Check the files that are sent, or load them; with what was corrected of them here."""
    asker.must_write()
    asker.must_administer()
    spoken = language()
    async with request.form(max_fields=_MOST_FIELDS) as form:
        with speaking(spoken):
            return await run_in_threadpool(_import, page, graph, constants, form)


def _import(page: Page, graph: Graph, constants: Constants, form: FormData) -> Response:
    corrections = read_corrections(form)
    dry_run = form.get("do") != "load"
    number = str(form.get("number", ""))

    def tell(file: str, done: int, size: int) -> None:
        _running[number] = (file, done, size)

    files = of_a_folder([file for file in form.getlist("files") if isinstance(file, UploadFile)])
    try:
        with on_disk(files) as paths:
            for path in paths:
                if path.name in corrections:
                    correct(path, _table(path.name), corrections[path.name])
            report = load_uploaded(graph, paths, constants, dry_run=dry_run, progress=tell)
            return page.show("import_report.html", **_shown(graph, paths, report), corrections=_listed(corrections))
    finally:
        _running.pop(number, None)


def _shown(graph: Graph, paths: Sequence[Path], report: LoadReport) -> dict[str, Any]:
    effects: dict[str, Effect | None] = {}
    if report.dry_run:
        effects = {path.name: effect_of(graph, path, report) for path in paths}
    rows, waiting = refused_rows(paths, report, _SHOWN_ROWS)
    return {
        "report": report,
        "effects": effects,
        "stored": sum(one.stored for one in report.tables),
        "refused": _by_file(rows),
        "all_shown": len(rows) < _SHOWN_ROWS,
        "waiting": waiting,
        "accounts": [] if report.dry_run else accounts_in(paths, report, _SHOWN_ACCOUNTS),
        "defects": f"data:text/csv;charset=utf-8;base64,{b64encode(_as_csv(report)).decode()}",
    }


def _as_csv(report: LoadReport) -> bytes:
    text = io.StringIO(newline="")
    file = DefectFile(text)
    for defect in report.defects:
        file.add(defect)
    return text.getvalue().encode("utf-8", "replace")


def _by_file(rows: Sequence[RefusedRow]) -> Mapping[str, list[RefusedRow]]:
    found: dict[str, list[RefusedRow]] = {}
    for row in rows:
        found.setdefault(row.file, []).append(row)
    return found


def read_corrections(form: FormData) -> Corrections:
    """What a form corrects: fields `fix:FILE:LINE:COLUMN`, without a column the whole line.

    Raises:
        Invalid: a field names no cell.
    """
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in form.multi_items():
        if not name.startswith("fix:") or not isinstance(value, str):
            continue
        _fix, file, line, column = [*name.split(":", 3), "", "", ""][:4]
        if file not in KNOWN_FILES or not line.isascii() or not line.isdigit() or len(line) > _MOST_DIGITS:
            raise Invalid.of([FieldError(name[:100], "no cell of a file that can be loaded")])
        found.setdefault(file, {}).setdefault(int(line), {})[column] = value
    return found


_MOST_DIGITS = 9


def _listed(corrections: Corrections) -> list[tuple[str, str, str, str]]:
    """The name of each, with where it is and what stands there now."""
    return [
        (f"fix:{file}:{line}:{column}", _("%(file)s, line %(line)s") % {"file": file, "line": line}, column, value)
        for file, lines in corrections.items()
        for line, cells in lines.items()
        for column, value in cells.items()
        if column != WHOLE_LINE or value
    ]


@router.get("/import/progress")
def show_progress(page: ThePage, number: Annotated[str, Query(max_length=100)] = "") -> Response:
    """How far is the import that this page has begun?"""
    file, done, size = _running.get(number, ("", 0, 0))
    return page.show("import_progress.html", file=file, done=done, size=size)


@router.get("/import/template")
def download_template(page: ThePage, file: Annotated[str, Query(max_length=100)] = "") -> Response:  # noqa: ARG001
    """A file with only its header, to be filled; without a name all of them."""
    if file:
        return _download(_header(_table(file)).encode("utf-8-sig"), "text/csv; charset=utf-8", file)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in TABLES:
            packed.writestr(table.file, _header(table).encode("utf-8-sig"))
    return _download(archive.getvalue(), "application/zip", "winover-import.zip")


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    )


def _header(table: Table) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(table.columns)
    return text.getvalue()


def _table(file: str) -> Table:
    found = next((table for table in TABLES if table.file == file), None)
    if found is None:
        raise Invalid.of([FieldError("file", _("not one of {words}").format(words=", ".join(KNOWN_FILES)))])
    return found


@dataclass(frozen=True)
class Described:
    """A file of the canonical folder, in words."""

    file: str
    what: str
    columns: Sequence[tuple[str, bool, str]]
    """Name, whether it is required, and what stands in it."""

    @classmethod
    def of(cls, table: Table) -> "Described":
        """Read off the model of its rows."""
        return cls(table.file, columns.about(table.file), list(_columns(table)))


def _columns(table: Table) -> Iterator[tuple[str, bool, str]]:
    shapes = table.row.model_json_schema(by_alias=True)
    for column in table.columns:
        reference = table.references.get(column)
        yield column, column in table.required_columns, _holds(shapes, shapes["properties"][column], reference)


def _holds(shapes: Mapping[str, Any], shape: Mapping[str, Any], reference: Reference | None) -> str:
    """What stands in a cell of this JSON schema, in a few words."""
    kinds = [kind for kind in shape.get("anyOf", [shape]) if kind.get("type") != "null"]
    kind = kinds[0]
    if "$ref" in kind:
        kind = shapes["$defs"][kind["$ref"].rsplit("/", 1)[-1]]
    if reference is not None:
        many = kind.get("type") == "array"
        return (_("ids of %(kind)s, separated by ;") if many else _("id of %(kind)s")) % {
            "kind": texts.thing(reference.label)
        }
    if "enum" in kind:
        return ", ".join(kind["enum"])
    if any("enum" in one for one in kinds):
        return _("0–100, or %(words)s") % {"words": ", ".join(next(one["enum"] for one in kinds if "enum" in one))}
    if "maximum" in kind and kind["type"] == "number":
        return f"{kind['minimum']:g}–{kind['maximum']:g}"
    words = {
        "date": _("a day: 2026-03-31"),
        "date-time": _("a moment: 2026-03-31T14:30:00+08:00"),
        "boolean": _("true or false"),
        "integer": _("a year: 2026"),
        "number": _("a number: 1234.5"),
    }
    return words.get(kind.get("format", "")) or words.get(kind.get("type", "")) or _("text")
