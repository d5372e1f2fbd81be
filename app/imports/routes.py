"""Loading files over HTTP."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from app.api import TheConstants, TheGraph, problems
from app.attitudes.stance_labels import derive_stance_labels
from loaders.load import load
from loaders.report import LoadReport

router = APIRouter(prefix="/imports", tags=["imports"])


@router.post("", responses=problems())
def load_files(
    files: Annotated[list[UploadFile], File(description="Files of the canonical folder, under their own names.")],
    graph: TheGraph,
    constants: TheConstants,
    dry_run: Annotated[bool, Query(description="Store nothing and report the same.")] = False,
) -> LoadReport:
    """Load CSV files: every row that holds is stored, every other is reported with its reasons."""
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = []
        for number, file in enumerate(files):
            # A name that is no file of the canonical folder, or not a plain name at all, is refused by the loader.
            place = Path(folder) / str(number)
            place.mkdir()
            path = place / (Path(file.filename or "").name or "unnamed")
            with path.open("wb") as copy:
                shutil.copyfileobj(file.file, copy)
            paths.append(path)
        report = load(graph, paths, dry_run=dry_run)
    if not dry_run:
        derive_stance_labels(graph, constants, date.today())
    return report
