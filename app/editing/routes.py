"""Routes for every resource: list, read, create, change, remove; one declaration each."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from app.access.asker import Asker
from app.analytics.periods import fiscal_year
from app.api import ETAG, LOCATION, Cursor, Limit, TheAsker, TheConstants, TheGraph, problems, reach_header
from app.editing.edit import change, create, found, listed, remove
from app.editing.keys import read_key
from app.editing.receipts import Answer, Request
from app.editing.resources import RESOURCES, Resource
from app.graph import Graph
from graph_models.details import Page
from graph_models.fields import Day, Moment
from loaders.table import OnDay

router = APIRouter()

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="Chosen by the client for one write: sent again with it, the write is answered again, not done.",
    ),
]
IfMatch = Annotated[
    str | None, Header(max_length=1_000, description="The `etag` of the version that is changed; `*` for any.")
]
_KEY_HELP = "`key` of the row: its id or, where several columns are the key, as listed."
Key = Annotated[str, Path(description=_KEY_HELP)]
AccountFilter = Annotated[str, Query(description="Rows about this account.", examples=["lanjiang"])]


def the_day(
    constants: TheConstants,
    as_of: Annotated[
        Day | None,
        Query(
            description="Only what held on this day, without outcomes that came later; if left out, all that is stored."
        ),
    ] = None,
    known_at: Annotated[  # noqa: ARG001  (said in words)
        Moment | None,
        Query(description="Changes no row here: of assessments alone it is stored when they were recorded."),
    ] = None,
) -> OnDay | None:
    """The day that rows are asked for; None: as they are stored, whenever they hold."""
    return None if as_of is None else {"day": as_of, "fiscal_year": fiscal_year(as_of, constants)}


TheDay = Annotated[OnDay | None, Depends(the_day)]


def request_of(
    asker: Asker,
    operation: str,
    content: Any,  # noqa: ANN401
    idempotency_key: str | None,
    chosen_id: str | None = None,
) -> Request:
    """The write that is asked for, under the key that the client chose: the header, else the id in the body."""
    if idempotency_key is None and chosen_id is not None:
        return Request(asker, f"{operation} by id", content, chosen_id, "id")
    return Request(asker, operation, content, idempotency_key)


def sent(answer: Answer, graph: Graph) -> Response:
    """An answer of a write, or of reading a row, over HTTP."""
    location = answer.location if answer.status == 201 else None
    headers = {"ETag": answer.etag, "Location": location, **reach_header(graph)}
    given = {name: value for name, value in headers.items() if value is not None}
    if answer.status == 204:
        return Response(status_code=204, headers=given)
    return JSONResponse(answer.body, answer.status, given)


def _add_routes(resource: Resource) -> None:
    one, many, path = resource.singular, resource.name.replace("-", "_"), f"/{resource.name}"
    words, key_name = one.replace("_", " "), f"{one}_id" if resource.has_own_page else "key"
    one_path = f"{path}/{{{key_name}:path}}"

    def list_rows(
        graph: TheGraph, account_id: AccountFilter, on: TheDay, limit: Limit = 100, cursor: Cursor = None
    ) -> Response:
        items, more = listed(graph, resource, account_id, limit=limit, cursor=cursor, on=on)
        return JSONResponse({"items": items, "next": more}, headers=reach_header(graph))

    def list_all(graph: TheGraph, on: TheDay, limit: Limit = 100, cursor: Cursor = None) -> Response:
        items, more = listed(graph, resource, None, limit=limit, cursor=cursor, on=on)
        return JSONResponse({"items": items, "next": more}, headers=reach_header(graph))

    def get_row(key: Key, graph: TheGraph, on: TheDay) -> Response:
        return sent(found(graph, resource, read_key(resource.table, key), on), graph)

    def create_row(body: Any, graph: TheGraph, asker: TheAsker, idempotency_key: IdempotencyKey = None) -> Response:  # noqa: ANN401
        # An id that the client chose needs no receipt: the row itself tells whether it is there, also after a removal.
        given = _given(body)
        request = Request(asker, f"create {one}", given, idempotency_key)
        return sent(create(graph, resource, given, request), graph)

    def change_row(
        key: Key,
        body: Any,  # noqa: ANN401
        graph: TheGraph,
        *,
        asker: TheAsker,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        given = _given(body)
        request = Request(asker, f"change {one} {key}", given, idempotency_key, if_match=if_match)
        return sent(change(graph, resource, read_key(resource.table, key), given, request), graph)

    def remove_row(
        key: Key, graph: TheGraph, asker: TheAsker, if_match: IfMatch = None, idempotency_key: IdempotencyKey = None
    ) -> Response:
        request = Request(asker, f"remove {one} {key}", None, idempotency_key, if_match=if_match)
        return sent(remove(graph, resource, read_key(resource.table, key), request), graph)

    create_row.__annotations__["body"] = resource.body
    change_row.__annotations__["body"] = resource.patch
    for route in (get_row, change_row, remove_row):
        route.__annotations__["key"] = Annotated[str, Path(alias=key_name, description=_KEY_HELP)]
    add = partial(router.add_api_route, tags=[resource.name])
    if not resource.has_own_page:
        add(
            path,
            list_all if resource.is_reference_data else list_rows,
            operation_id=f"list_{many}",
            summary=f"The {many.replace('_', ' ')}, a page at a time.",
            response_model=Page[resource.stored],
            responses=problems(404),
        )
        add(
            one_path,
            get_row,
            operation_id=f"get_{one}",
            summary=f"One {words} as it is stored.",
            response_model=resource.stored,
            responses={200: {"headers": ETAG}, **problems(404)},
        )
    add(
        path,
        create_row,
        methods=["POST"],
        operation_id=f"create_{one}",
        summary=f"Add one {words}.",
        status_code=201,
        response_model=resource.stored,
        responses={201: {"headers": {**ETAG, **LOCATION}}, **problems(404)},
    )
    add(
        one_path,
        change_row,
        methods=["PATCH"],
        operation_id=f"change_{one}",
        summary=f"Change columns of one {words}; null makes one unknown.",
        response_model=resource.stored,
        responses={200: {"headers": ETAG}, **problems(404, 412, 428)},
    )
    add(
        one_path,
        remove_row,
        methods=["DELETE"],
        operation_id=f"remove_{one}",
        summary=f"Remove one {words} that nothing refers to.",
        status_code=204,
        responses=problems(404, 409, 412, 428),
    )


def _given(body: BaseModel) -> dict[str, Any]:
    return body.model_dump(by_alias=True, exclude_unset=True)


for _resource in RESOURCES:
    _add_routes(_resource)
