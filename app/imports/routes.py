"""Loading files over HTTP."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.analytics.constants import Constants
from app.api import TheAsker, TheConstants, TheGraph, problems
from app.attitudes.derived import derive_attitudes
from app.errors import FieldError, Invalid
from app.graph import Graph
from app.language import gettext as _
from loaders.load import TABLES, load
from loaders.report import LoadReport

router = APIRouter(prefix="/imports", tags=["imports"])


# The route reads the body itself, after it has seen who asks: nobody else makes us store anything for a moment.
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "title": "Body_load_files",
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {
                        "type": "array",
                        "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                        "description": "Files of the canonical folder, under their own names.",
                    }
                },
            }
        }
    },
}


@router.post("", responses=problems(), openapi_extra={"requestBody": _BODY})
async def load_files(
    request: Request,
    graph: TheGraph,
    asker: TheAsker,
    constants: TheConstants,
    dry_run: Annotated[bool, Query(description="Store nothing and report the same.")] = False,
) -> LoadReport:
    """Load CSV files: every row that holds is stored, every other is reported with its reasons. For administrators."""
    asker.must_write()
    asker.must_administer()
    async with request.form() as form:
        files = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
        return await run_in_threadpool(_load, graph, files, constants, dry_run=dry_run)


def _load(graph: Graph, files: Sequence[UploadFile], constants: Constants, *, dry_run: bool) -> LoadReport:
    names = [file.filename or "" for file in files]
    known = [table.file for table in TABLES]
    reason = _("not a file that can be loaded; the names are {names}").format(names=", ".join(known))
    errors = [FieldError(name[:100] or "files", reason) for name in names if name not in known]
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
        report = load(graph, paths, dry_run=dry_run)
    if not dry_run:
        derive_attitudes(graph, constants, date.today())
    return report
