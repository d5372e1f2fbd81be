"""Every operation of the API, asked by every role about what is near, what is foreign and what is nowhere.

A new operation fails until the tables here and in `every_request.py` say what it is and what it is asked.
"""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx2
import pytest
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from fastapi.testclient import TestClient

from app.access.queries import revoke_token
from app.access.tokens import make_token
from app.analytics.constants import Constants
from app.api import the_asker, whole_graph
from app.graph import Graph
from app.main import create_app
from app.settings import OidcSettings
from graph_models.vocabulary import UserRole
from tests.access.every_request import BODIES, PATHS_OF, Operation, Sent, about_all, operations, request, same
from tests.access.tokens import bearer
from tests.access.world import (
    FOREIGN,
    NEAR,
    NOBODY,
    QUOTA,
    ROLES,
    SECRET,
    TELLER,
    everything_stored,
    load_world,
    service,
    write_and_undo,
)
from tests.neo4j_server import Server

REP, MANAGER, ANALYST, EXECUTIVE, ADMIN = UserRole
_FIGURES = {ANALYST, EXECUTIVE, ADMIN}


@dataclass(frozen=True)
class Kind:
    """What a kind of operation takes."""

    doers: Collection[UserRole]
    """Who does it where they may."""
    beyond: Collection[UserRole]
    """For whom the foreign thing is there."""


KINDS: Mapping[str, Kind] = {
    "figures": Kind(ROLES, _FIGURES),
    "team": Kind({REP, MANAGER, ADMIN}, _FIGURES),
    "coverage": Kind({MANAGER, ADMIN}, _FIGURES),
    "everybody's": Kind(ROLES, _FIGURES),
    "administration": Kind({ADMIN}, _FIGURES),
    "one's own": Kind(ROLES, {ADMIN}),
}

OPERATIONS: Mapping[str, str] = {
    "figures": """
        recommendations decisions portfolio potential figures changes get_hand_over recurring_projects white_space
        proposals calendar screening get_screening
        search list_accounts get_account get_map ask_what_if list_people get_person
        list_assessments get_assessment
        list_spend get_spend list_departments get_department list_relations get_relation list_projects get_project
        list_participants get_participant list_opportunities get_opportunity list_interactions get_interaction
        list_acquaintances get_acquaintance list_coverage get_coverage
    """,
    "team": """
        record_assessment correct_assessment withdraw_assessment record_a_meeting
        change_account remove_account create_person change_person remove_person
        create_spend change_spend remove_spend create_department change_department remove_department
        create_relation change_relation remove_relation create_project change_project remove_project
        create_participant change_participant remove_participant
        create_opportunity change_opportunity remove_opportunity
        create_interaction change_interaction remove_interaction
        create_acquaintance change_acquaintance remove_acquaintance
        place_people arrange_anew accept_proposal refuse_proposal reconsider_proposal
    """,
    "coverage": "create_coverage change_coverage remove_coverage",
    "everybody's": """
        create_account list_users get_user list_project_types get_project_type list_offerings get_offering
        list_vendors get_vendor get_calibration
    """,
    "administration": """
        create_user change_user remove_user create_project_type change_project_type remove_project_type
        create_offering change_offering remove_offering create_vendor change_vendor remove_vendor load_files
    """,
    "one's own": "show_session sign_out list_tokens create_api_token revoke_api_token create_calendar_link",
}
"""Every operation, by its kind."""

ABOUT_OUR_PEOPLE = {"list_users", "get_user", "change_user"}
"""Operations whose answers name our own people, who are no secret; that one of them said something is."""

UNIQUE_IDS = {"create_account": "an id that is taken is refused, whoever has it; with which content is not said"}
"""Operations that tell what is foreign from what is nowhere, and why."""

PUBLIC = {
    "/browser.grass",
    "/built",
    "/calendar/{secret}.ics",
    "/docs",
    "/docs-assets",
    "/guide.html",
    "/healthz",
    "/openapi.json",
    "/preferences",
    "/readyz",
    "/sign-in",
    "/sign-in/oidc",
    "/sign-in/oidc/callback",
    "/static",
}
"""Paths outside /api: none of them answers with anything of the graph but that it is there, and a
calendar to whoever has the secret of its link (see tests/feeds)."""


@pytest.fixture(scope="module")
def world(connection: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Both accounts."""
    load_world(connection, tmp_path_factory.mktemp("world"))
    return connection


@pytest.fixture(scope="module")
def api(world: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service, as nobody asks it; what is written is answered and undone, so that each request meets the same."""
    del world
    with pytest.MonkeyPatch.context() as patch, service(neo4j_server) as client:
        patch.setattr(Graph, "write", write_and_undo)
        yield client


def kind_of(operation: Operation) -> Kind:
    """What the table says of this operation."""
    kinds = [kind for kind, names in OPERATIONS.items() if operation.id in names.split()]
    assert len(kinds) == 1, f"say once in OPERATIONS what kind of operation {operation.id} is ({operation})"
    return KINDS[kinds[0]]


def words(answer: httpx2.Response) -> str:
    """All that is answered, headers too."""
    return f"{answer.text}\n{answer.headers}"


def test_every_path_is_known(api: TestClient) -> None:
    """What is not under /api is listed; whatever is, is in OpenAPI, where the matrix finds it, and asks who asks."""
    oidc = OidcSettings(issuer="https://id.example", client_id="winover")
    routes = list(iter_route_contexts(create_app(_no_graph, Constants(), oidc=oidc).routes))
    outside = [route for route in routes if not str(route.path).startswith("/api/")]
    assert {str(route.path) for route in outside if not _asks_who_asks(route)} == PUBLIC
    described = operations(api)
    inside = [route for route in routes if str(route.path).startswith("/api/")]
    assert len(inside) == len(described)
    for route in inside:
        assert (route.include_in_schema, route.dependant.dependencies[0].call) == (True, the_asker)
    assert {one.id for one in described} == {name for names in OPERATIONS.values() for name in names.split()}
    assert BODIES.keys() == {one.body for one in described if one.body}
    assert PATHS_OF.keys() | UNIQUE_IDS.keys() | ABOUT_OUR_PEOPLE <= {one.id for one in described}


def _asks_who_asks(route: RouteContext) -> bool:
    """Does it answer only who has signed in, as pages do?"""
    open_ones = [route.dependant] if isinstance(route.original_route, APIRoute) else []
    while open_ones:
        one = open_ones.pop()
        if one.call is the_asker:
            return True
        open_ones += one.dependencies
    return False


def _no_graph() -> Graph:
    raise AssertionError  # nobody asks


def test_routes_take_the_graph_of_the_asker() -> None:
    """The whole graph is for signing in and for tokens alone; a calendar finds out by its link whose it is."""
    whole = {
        str(route.name)
        for route in iter_route_contexts(create_app(_no_graph, Constants()).routes)
        if isinstance(route.original_route, APIRoute)
        if whole_graph in [one.call for one in route.dependant.dependencies]
    }
    tokens = {"list_tokens", "create_api_token", "revoke_api_token", "create_calendar_link", "read_calendar"}
    assert whole == {"sign_in", "sign_out", *tokens}


def test_public_pages_tell_nothing(api: TestClient) -> None:
    """They answer everybody alike, and hold no row."""
    for path in sorted(PUBLIC - {"/docs-assets", "/built", "/static", "/preferences"}):
        if path.count("/") > 1:
            continue
        answer = api.get(path)
        assert answer.status_code == 200
        for word in (f"{NEAR} ", f"{NEAR}-", FOREIGN, TELLER, SECRET, QUOTA):
            assert word not in words(answer)


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_what_is_near(api: TestClient, world: Graph, subtests: pytest.Subtests, role: UserRole) -> None:
    """Each does what the table says they may, and is refused with 403 what they see but may not do."""
    before = everything_stored(world, "Token")
    headers = bearer(world, ROLES[role])
    for operation in operations(api):
        with subtests.test(operation.id):
            sent = request(operation, NEAR, world, ROLES[role])
            for one in [sent, about_all(sent)] if operation.may_be_about_all else [sent]:
                answer = one.send(api, headers)
                allowed = role in kind_of(operation).doers
                assert answer.status_code in (done(operation) if allowed else {403}), answer.text
                assert_holds_nothing_secret(operation, answer, role)
    assert everything_stored(world, "Token") == before


def done(operation: Operation) -> set[int]:
    """The statuses of an operation that may be done; what others refer to is not removed."""
    return {200, 201, 204, 409} if operation.id.startswith("remove_") else {200, 201, 204}


def assert_holds_nothing_secret(operation: Operation, answer: httpx2.Response, role: UserRole) -> None:
    """Nothing foreign for those who do not see it; no notes and contributors for those who see only figures."""
    secrets = {
        REP: [FOREIGN, QUOTA],
        MANAGER: [FOREIGN, *(f"{QUOTA}{number}" for number in ("001", "004", "005", "006"))],
        ANALYST: [SECRET, TELLER],
        EXECUTIVE: [SECRET, TELLER],
        ADMIN: [],
    }[role]
    for secret in secrets:
        if secret != TELLER or operation.id not in ABOUT_OUR_PEOPLE:
            assert secret not in words(answer)


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_what_is_foreign(api: TestClient, world: Graph, subtests: pytest.Subtests, role: UserRole) -> None:
    """Where it is not seen it is answered, letter by letter, as what is nowhere; where it is seen, as what is near."""
    headers = bearer(world, ROLES[role])
    compared = 0
    for operation in operations(api):
        with subtests.test(operation.id):
            kind = kind_of(operation)
            sent = request(operation, FOREIGN, world, ROLES[role])
            if same(sent, request(operation, NEAR, world, ROLES[role])):
                continue
            answer = sent.send(api, headers)
            if role in kind.beyond:
                assert answer.status_code in (done(operation) if role in kind.doers else {403}), answer.text
                assert_holds_nothing_secret(operation, answer, role)
            elif operation.id in UNIQUE_IDS:
                assert_tells_only_that_it_is_taken(api, sent, headers)
            else:
                nowhere = request(operation, NOBODY, world, ROLES[role])
                assert sent.plain(answer) == nowhere.plain(nowhere.send(api, headers))
                assert_is_not_there(answer, may=role in kind.doers)
                compared += 1
    assert compared > 50 if role in (REP, MANAGER) else compared == (role != ADMIN)


def assert_is_not_there(answer: httpx2.Response, *, may: bool) -> None:
    """Not found, or in a body not known; lists are empty. Whoever may never do this may be told so."""
    if answer.status_code == 200:
        assert answer.json() in ([], {"items": [], "next": None})
    else:
        assert answer.status_code in ({404, 422} if may else {403, 404, 422})


def assert_tells_only_that_it_is_taken(api: TestClient, sent: Sent, headers: Mapping[str, str]) -> None:
    """Whatever else is sent with the id."""
    answers = [
        Sent(sent.method, sent.url, {**sent.options, "json": {"id": FOREIGN, "name": name}}, None, FOREIGN).send(
            api, headers
        )
        for name in (f"{FOREIGN} Water", "something else")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.text.replace("something else", f"{FOREIGN} Water") for answer in answers}) == 1


def test_nobody_is_answered_without_a_sign_in(api: TestClient, world: Graph, subtests: pytest.Subtests) -> None:
    """Without one, with one that has expired or was revoked, and with one that never was: 401, for every operation."""
    gone = make_token(world, "api", user_id="u-admin", role=None, lasts=timedelta(hours=1))
    assert api.get("/api/session", headers={"Authorization": f"Bearer {gone.token}"}).status_code == 200
    revoke_token(world, id=gone.id, user_id="u-admin", everybody=False)
    expired = make_token(world, "api", user_id="u-admin", role=None, lasts=timedelta(seconds=-1))
    link = make_token(world, "link", user_id="u-admin", role=None, lasts=timedelta(hours=1))
    everything: list[dict[str, str]] = [{}, {"Authorization": "Basic dTpw"}, {"Authorization": "Bearer winover_none"}]
    everything += [{"Authorization": f"Bearer {token.token}"} for token in (gone, expired, link)]
    for operation in operations(api):
        with subtests.test(operation.id):
            sent = request(operation, NEAR, world, "u-near")
            answers = [sent.send(api, headers) for headers in everything]
            answers.append(api.request(operation.method, sent.url, content=b"{", headers={"Host": "localhost"}))
            for answer in answers:
                assert answer.status_code in ({401} if answer is not answers[-1] else {401, 422})
                assert answer.headers["content-type"] == "application/problem+json"
                assert NEAR not in words(answer).replace(sent.url, "")
                if answer.status_code == 401:
                    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_that_only_reads(api: TestClient, world: Graph, subtests: pytest.Subtests) -> None:
    """An administrator's: it does nothing but answer."""
    headers = bearer(world, "u-admin", read_only=True)
    for operation in operations(api):
        with subtests.test(operation.id):
            reads = operation.method == "GET" or operation.id == "ask_what_if"
            answer = request(operation, NEAR, world, "u-admin").send(api, headers)
            assert answer.status_code == (200 if reads else 403), answer.text


def test_a_token_for_one_account(api: TestClient, world: Graph, subtests: pytest.Subtests) -> None:
    """An administrator's: the other is not there, others' tokens are hidden, what is everybody's is not written."""
    make_token(world, "api", user_id="u-far", role=None, lasts=timedelta(hours=1), name=FOREIGN, account_ids=[FOREIGN])
    headers = bearer(world, "u-admin", account_ids=[NEAR])
    for operation in operations(api):
        with subtests.test(operation.id):
            sent = request(operation, NEAR, world, "u-admin")
            beyond = kind_of(operation) is KINDS["administration"]
            never = beyond or operation.id in {"create_account", "create_api_token", "create_calendar_link"}
            for one in [sent, about_all(sent)] if operation.may_be_about_all else [sent]:
                answer = one.send(api, headers)
                assert answer.status_code in ({403} if never else done(operation)), answer.text
                assert FOREIGN not in words(answer)
            sent = request(operation, FOREIGN, world, "u-admin")
            if not beyond and operation.id not in {*UNIQUE_IDS, *ABOUT_OUR_PEOPLE}:
                nowhere = request(operation, NOBODY, world, "u-admin")
                assert sent.plain(sent.send(api, headers)) == nowhere.plain(nowhere.send(api, headers))


def test_a_token_for_no_account(api: TestClient, world: Graph) -> None:
    """It is for none, not for all."""
    headers = bearer(world, "u-exec", account_ids=[])
    assert api.get("/api/accounts", headers=headers).json()["items"] == []
    assert api.get(f"/api/accounts/{NEAR}", headers=headers).status_code == 404


# What rows refer to, by the label of the reference.
REFERRED = {"Account": "{x}", "Department": "{x}-d1", "Person": "{x}-p3", "Project": "{x}-c2"}


def test_rows_refer_to_nothing_foreign(api: TestClient, world: Graph, subtests: pytest.Subtests) -> None:
    """A near row cannot be tied to what is not seen, and trying tells nothing of it."""
    headers = bearer(world, "u-near")
    tried = 0
    for operation in operations(api):
        for column, label in _references(operation) if REP in kind_of(operation).doers else ():
            with subtests.test(f"{operation.id} {column}"):
                asked: dict[str, tuple[int, str]] = {}
                for account in (FOREIGN, NOBODY):
                    sent = request(operation, NEAR, world, "u-near")
                    id_ = REFERRED[label].replace("{x}", account)
                    given = sent.options["json"] | {column: [id_] if column.endswith("_ids") else id_}
                    answer = Sent(sent.method, sent.url, {**sent.options, "json": given}, None, account).send(
                        api, headers
                    )
                    asked[account] = answer.status_code, answer.text.replace(account, "{x}")
                assert asked[FOREIGN] == asked[NOBODY]
                assert asked[FOREIGN][0] == 422, asked
                tried += 1
    assert tried > 20


def _references(operation: Operation) -> list[tuple[str, str]]:
    """The columns of a body that refer to something of an account, and to what."""
    labels = {
        "account_id": "Account", "department_id": "Department", "parent_id": "Department", "project_id": "Project",
        "reports_to": "Person", "person_id": "Person", "person_ids": "Person", "from_person_id": "Person",
        "to_person_id": "Person",
    }  # fmt: skip
    return [(column, label) for column, label in labels.items() if column in operation.columns]
