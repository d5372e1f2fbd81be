"""Loading files over HTTP."""

import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from app.api import TheAsker, TheConstants, TheGraph, problems
from app.attitudes.stance_labels import derive_stance_labels
from app.errors import FieldError, Invalid
from loaders.load import TABLES, load
from loaders.report import LoadReport

router = APIRouter(prefix="/imports", tags=["imports"])


@router.post("", responses=problems())
def load_files(
    files: Annotated[list[UploadFile], File(description="Files of the canonical folder, under their own names.")],
    graph: TheGraph,
    asker: TheAsker,
    constants: TheConstants,
    dry_run: Annotated[bool, Query(description="Store nothing and report the same.")] = False,
) -> LoadReport:
    """Load CSV files: every row that holds is stored, every other is reported with its reasons. For administrators."""
    asker.must_write()
    asker.must_administer()
    names = [file.filename or "" for file in files]
    known = [table.file for table in TABLES]
    reason = f"not a file that can be loaded; the names are {', '.join(known)}"
    errors = [FieldError(name[:100] or "files", reason) for name in names if name not in known]
    errors += [FieldError(name, "given more than once") for name, times in Counter(names).items() if times > 1]
    if errors:
        raise Invalid.of(errors)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in names]
        for file, path in zip(files, paths, strict=True):
            with path.open("wb") as copy:
                shutil.copyfileobj(file.file, copy)
        report = load(graph, paths, dry_run=dry_run)
    if not dry_run:
        derive_stance_labels(graph, constants, date.today())
    return report
