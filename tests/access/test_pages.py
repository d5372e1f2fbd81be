"""Every page, asked about what is near and what is foreign: it shows no more than the API answers."""

import re
from collections.abc import Generator, Iterator, Mapping
from typing import NoReturn

import httpx2
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from app.analytics.constants import Constants
from app.graph import Graph
from app.main import create_app
from app.web.page import PageRoute
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import FOREIGN, NEAR, NOBODY, QUOTA, ROLES, SECRET, TELLER, load_world, service
from tests.neo4j_server import Server

PATHS: Mapping[str, str] = {
    "account_id": "{x}",
    "person_id": "{x}-p1",
    "assessment_id": "{x}-s1",
    "interaction_id": "{x}-i1",
    "name": "people",
    "key": "{x}-p1",
}
"""Ids in the paths of pages, by the name of the parameter; `{x}` is the account."""

QUERY: Mapping[str, str] = {"q": "{x}", "account_id": "{x}"}
"""What a page is asked for about an account, where it takes that."""

NAMING = ("/search", "/search/results")
"""Pages that repeat what was typed."""

LIMITED = (UserRole.REP, UserRole.MANAGER)
"""Roles that see the near account only."""

WITHOUT_NOTES = (UserRole.ANALYST, UserRole.EXECUTIVE)
"""Roles that see every account, and no notes and contributors of any."""


@pytest.fixture(scope="module")
def pages(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Generator[TestClient]:
    """The service on both accounts."""
    load_world(connection, tmp_path_factory.mktemp("world"))
    with service(neo4j_server) as client:
        yield client


def _no_graph() -> NoReturn:
    raise AssertionError  # nobody asks


def addresses() -> Iterator[tuple[str, list[str]]]:
    """The path of every page that only shows, and which of `QUERY` it takes."""
    for route in iter_route_contexts(create_app(_no_graph, Constants()).routes):
        original = route.original_route
        if isinstance(original, PageRoute) and "GET" in (original.methods or ()):
            yield str(route.path), [name for name in _taken(route.dependant) if name in QUERY]


def _taken(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a page, and of what it depends on."""
    yield from (one.name for one in dependant.query_params)
    for below in dependant.dependencies:
        yield from _taken(below)


def ask(client: TestClient, path: str, query: list[str], account: str, headers: Mapping[str, str]) -> httpx2.Response:
    for name, value in PATHS.items():
        for written in (f"{{{name}}}", f"{{{name}:path}}"):
            path = path.replace(written, value.replace("{x}", account))
    assert "{" not in path, f"say in PATHS what {path} is asked for"
    return client.get(path, params={name: QUERY[name].replace("{x}", account) for name in query}, headers=headers)


_NEW_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Of what a form will add: another one each time."""


def _plain(text: str, account: str) -> str:
    return _NEW_ID.sub("new", text.replace(account, "x"))


def test_pages_ask_who_asks(pages: TestClient, subtests: pytest.Subtests) -> None:
    """Nobody in particular is sent to sign in, and a part of a page too."""
    for path, query in addresses():
        with subtests.test(path):
            answer = ask(pages, path, query, NEAR, {})
            assert str(answer.url).endswith("/sign-in")
            part = ask(pages, path, query, NEAR, {"HX-Request": "true"})
            assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/sign-in")


@pytest.mark.parametrize("role", LIMITED, ids=str)
def test_what_is_foreign_is_nowhere(
    pages: TestClient, connection: Graph, subtests: pytest.Subtests, role: UserRole
) -> None:
    """As if it were not there: the same answer as about an account that is not; and no word of it where one is near."""
    headers = bearer(connection, ROLES[role])
    for path, query in addresses():
        with subtests.test(path):
            near = ask(pages, path, query, NEAR, headers)
            assert near.status_code == 200, near.text
            assert all(word not in near.text for word in (FOREIGN, QUOTA))
            foreign, nowhere = (ask(pages, path, query, account, headers) for account in (FOREIGN, NOBODY))
            assert foreign.status_code == nowhere.status_code
            if path not in NAMING:
                assert _plain(foreign.text, FOREIGN) == _plain(nowhere.text, NOBODY)
            if "{" in path:
                assert foreign.status_code == 404


@pytest.mark.parametrize("role", WITHOUT_NOTES, ids=str)
def test_notes_and_contributors_are_for_the_team(
    pages: TestClient, connection: Graph, subtests: pytest.Subtests, role: UserRole
) -> None:
    """Whoever sees every account as figures is shown neither; somebody of the team is shown both."""
    seen = ""
    for path, query in addresses():
        with subtests.test(path):
            shown = ask(pages, path, query, NEAR, bearer(connection, ROLES[role]))
            assert shown.status_code in (200, 403), shown.text
            assert all(word not in shown.text for word in (SECRET, TELLER))
            seen += ask(pages, path, query, NEAR, bearer(connection, ROLES[UserRole.ADMIN])).text
    if any("person_id" in path for path, _ in addresses()):
        assert SECRET in seen
        assert TELLER in seen
