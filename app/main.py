"""The HTTP service."""

import secrets
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute
from starlette.staticfiles import StaticFiles

from app.access.cookies import SessionCookies
from app.access.oidc import oidc_routes
from app.access.routes import router as access
from app.accounts.map import router as maps
from app.accounts.routes import router as accounts
from app.analytics.constants import Constants
from app.api import handle_errors, refuse_unknown_parameters, the_asker, with_problem_documents
from app.attitudes.routes import router as assessments
from app.availability import AnswerWhileAway, Availability
from app.editing.routes import router as editing
from app.feeds.routes import feed
from app.feeds.routes import router as feeds
from app.graph import Graph
from app.hosts import OnlyKnownHosts
from app.imports.routes import router as imports
from app.limits import LimitBodies
from app.negotiation import SpeakTheirLanguage
from app.opportunities.routes import router as calibration
from app.people.routes import router as people
from app.projects.routes import router as proposals
from app.questions import router as questions
from app.search.routes import router as search
from app.settings import LOCAL_HOSTS, OidcSettings
from app.upkeep import kept_up
from app.web.page import HERE as PAGES
from app.web.page import explain_to_browsers
from app.web.routes import router as web
from app.web.sign_in import router as sign_in
from graph_models.details import Health

DESCRIPTION = (
    "Whom to win over next at a key account: on what, through whom, by when, and what it is worth. "
    "Unknown is null, never a default; every error is a problem document (RFC 9457)."
)


def create_app(
    connect: Callable[[], Graph],
    constants: Constants,
    allowed_hosts: Collection[str] = LOCAL_HOSTS,
    secret_key: str | None = None,
    *,
    max_body_mb: float = 1,
    max_import_mb: float = 500,
    public_url: str | None = None,
    oidc: OidcSettings | None = None,
) -> FastAPI:
    """The service on the database that `connect` opens when it starts; it is closed when the service ends.

    Without a secret key, which signs the cookies of sessions, one is made that lasts as long as the service. Behind a
    proxy, `public_url` is the address under which people reach it.
    """
    secret_key = secret_key or secrets.token_hex(32)
    if public_url:
        allowed_hosts = {*allowed_hosts, str(urlsplit(public_url).hostname)}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.openapi()  # every request looks into it, and made by several at once it fails
        with connect() as graph:
            graph.apply_schema()
            app.state.graph = graph
            app.state.constants = constants
            async with kept_up(graph, constants), app.state.availability.watched(graph):
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
    explain_to_browsers(app)
    # The last one that is added is the first one that a request meets.
    app.state.availability = Availability()
    app.add_middleware(AnswerWhileAway, availability=app.state.availability)
    app.add_middleware(LimitBodies, max_body_mb=max_body_mb, max_import_mb=max_import_mb)
    app.add_middleware(OnlyKnownHosts, allowed=allowed_hosts)
    app.add_middleware(SpeakTheirLanguage)
    app.state.session_cookies = SessionCookies(secret_key)
    app.state.public_url = public_url
    app.state.max_import_mb = max_import_mb
    app.state.oidc = oidc
    describe = app.openapi
    app.openapi = cache(lambda: with_problem_documents(describe()))
    api = APIRouter(prefix="/api", dependencies=[Depends(the_asker), Depends(refuse_unknown_parameters)])
    # Ids may hold slashes, so the longer paths come first.
    for router in (
        access,
        feeds,
        search,
        questions,
        calibration,
        proposals,
        assessments,
        maps,
        accounts,
        people,
        imports,
        editing,
    ):
        api.include_router(router)
    app.include_router(api)
    app.include_router(health)
    app.include_router(web)
    app.include_router(sign_in)
    app.include_router(feed)
    if oidc:
        app.router.routes.extend(oidc_routes(oidc, secret_key))
    app.mount("/static", StaticFiles(directory=PAGES / "static"), name="static")
    app.mount("/built", StaticFiles(directory=PAGES / "built", check_dir=False), name="built")
    app.mount("/docs-assets", StaticFiles(packages=[("fastapi_swagger", "resources")]), name="docs-assets")
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


health = APIRouter(tags=["health"])


@health.get("/healthz")
async def is_alive() -> Health:
    """Is the service running?"""
    return Health(status="ok")


@health.get(
    "/readyz",
    response_model=Health,
    responses={503: {"model": Health, "description": "The database does not answer."}},
)
async def is_ready(request: Request) -> Health | JSONResponse:
    """Is the service running, and does its database answer?"""
    reason = request.app.state.availability.reason
    if reason is not None:
        away = Health(status="unavailable", database=reason)
        return JSONResponse(away.model_dump(), status_code=503, headers={"Retry-After": "2"})
    return Health(status="ok", database="ok")


@health.get("/docs", include_in_schema=False)
async def show_docs() -> HTMLResponse:
    """The API, to read and to try."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Winover API",
        swagger_js_url="/docs-assets/swagger-ui-bundle.js",
        swagger_css_url="/docs-assets/swagger-ui.css",
        swagger_favicon_url="/docs-assets/favicon-32x32.png",
    )
