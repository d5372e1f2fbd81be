"""Files that somebody sends: taken to disk, corrected where that is asked, and loaded."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile

from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.errors import FieldError, Invalid
from app.graph import Graph
from app.language import gettext as _
from loaders.check import Progress
from loaders.load import TABLES, load
from loaders.report import LoadReport

KNOWN_FILES = tuple(table.file for table in TABLES)
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".et")
"""Of Excel and WPS."""


def _tell_nobody(_file: str, _done: int, _size: int) -> None:
    pass


@contextmanager
def on_disk(files: Sequence[UploadFile]) -> Generator[list[Path]]:
    """Copies of these files under their own names, for as long as the context lasts.

    Raises:
        Invalid: there is none, or one of a name that cannot be loaded, or two of the same.
    """
    names = [file.filename or "" for file in files]
    reason = _("not a file that can be loaded; the names are {names}").format(names=", ".join(KNOWN_FILES))
    workbook = _("an Excel workbook; save each sheet as “CSV UTF-8”, under one of the names {names}")
    errors = [
        FieldError(
            name[:100] or "files",
            workbook.format(names=", ".join(KNOWN_FILES)) if name.lower().endswith(_WORKBOOKS) else reason,
        )
        for name in names
        if name not in KNOWN_FILES
    ]
    errors += [FieldError(name, _("given more than once")) for name, times in Counter(names).items() if times > 1]
    if not files:
        errors.append(FieldError("files", _("missing, but it is required")))
    if errors:
        raise Invalid.of(errors)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in names]
        for file, path in zip(files, paths, strict=True):
            with path.open("wb") as copy:
                shutil.copyfileobj(file.file, copy)
        yield paths


def of_a_folder(files: Sequence[UploadFile]) -> list[UploadFile]:
    """The same files under their bare names; of a whole folder only those that look as if they were meant."""
    kept: list[UploadFile] = []
    for file in files:
        path = PurePosixPath((file.filename or "").replace("\\", "/"))
        if path.name and (len(path.parts) == 1 or path.suffix.lower() == ".csv"):
            kept.append(UploadFile(file.file, size=file.size, filename=path.name, headers=file.headers))
    return kept


def load_uploaded(
    graph: Graph, paths: Sequence[Path], constants: Constants, *, dry_run: bool, progress: Progress = _tell_nobody
) -> LoadReport:
    """Load them, and derive where people stand then; a dry run stores nothing and reports the same."""
    report = load(graph, paths, dry_run=dry_run, progress=progress)
    if not dry_run:
        derive_attitudes(graph, constants, date.today())
    return report
