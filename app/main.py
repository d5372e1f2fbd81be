"""The HTTP service."""

from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import date
from functools import cache
from importlib.metadata import version

from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute
from starlette.staticfiles import StaticFiles

from app.accounts.routes import router as accounts
from app.analytics.constants import Constants
from app.api import TheGraph, handle_errors, refuse_unknown_parameters, with_problem_documents
from app.attitudes.routes import router as assessments
from app.attitudes.stance_labels import derive_stance_labels
from app.errors import Unavailable
from app.graph import Graph
from app.hosts import OnlyKnownHosts
from app.imports.routes import router as imports
from app.people.routes import router as people
from app.questions import router as questions
from app.settings import LOCAL_HOSTS
from app.web.routes import router as web
from graph_models.details import Health

DESCRIPTION = (
    "Whom to win over next at a key account: on what, through whom, by when, and what it is worth. "
    "Unknown is null, never a default; every error is a problem document (RFC 9457)."
)


def create_app(
    connect: Callable[[], Graph], constants: Constants, allowed_hosts: Collection[str] = LOCAL_HOSTS
) -> FastAPI:
    """The service on the database that `connect` opens when it starts; it is closed when the service ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        with connect() as graph:
            graph.apply_schema()
            derive_stance_labels(graph, constants, date.today())
            app.state.graph = graph
            app.state.constants = constants
            yield

    app = FastAPI(
        title="Winover",
        version=version("winover"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    handle_errors(app)
    app.add_middleware(OnlyKnownHosts, allowed=allowed_hosts)
    describe = app.openapi
    app.openapi = cache(lambda: with_problem_documents(describe()))
    api = APIRouter(prefix="/api", dependencies=[Depends(refuse_unknown_parameters)])
    # Ids may hold slashes, so the longer paths come first.
    for router in (questions, assessments, accounts, people, imports):
        api.include_router(router)
    app.include_router(api)
    app.include_router(health)
    app.include_router(web)
    app.mount("/docs-assets", StaticFiles(packages=[("fastapi_swagger", "resources")]), name="docs-assets")
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


health = APIRouter(tags=["health"])


@health.get("/healthz")
def is_alive() -> Health:
    """Is the service running?"""
    return Health(status="ok")


@health.get(
    "/readyz",
    response_model=Health,
    responses={503: {"model": Health, "description": "The database does not answer."}},
)
def is_ready(graph: TheGraph) -> Health | JSONResponse:
    """Is the service running, and does its database answer?"""
    try:
        graph.verify()
    except Unavailable as error:
        away = Health(status="unavailable", database=error.detail)
        return JSONResponse(away.model_dump(), status_code=503, headers={"Retry-After": "2"})
    return Health(status="ok", database="ok")


@health.get("/docs", include_in_schema=False)
def show_docs() -> HTMLResponse:
    """The API, to read and to try."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Winover API",
        swagger_js_url="/docs-assets/swagger-ui-bundle.js",
        swagger_css_url="/docs-assets/swagger-ui.css",
        swagger_favicon_url="/docs-assets/favicon-32x32.png",
    )
