"""Loading files over HTTP."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.analytics.constants import Constants
from app.api import TheAsker, TheConstants, TheGraph, problems
from app.graph import Graph
from app.imports.uploads import load_uploaded, on_disk
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
    with on_disk(files) as paths:
        return load_uploaded(graph, paths, constants, dry_run=dry_run)
