"""Tokens, links and sessions: what lets in, for how long, and what gives nobody away."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from itsdangerous import Signer

from app.access.cookies import COOKIE, CSRF_HEADER
from app.access.queries import forget_expired
from app.access.tokens import LINK_LASTS, PREFIX, SESSION_LASTS, hash_of, make_token
from app.graph import Graph
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer, token
from tests.access.world import NEAR, ROLES, TODAY, everything_stored, load_near, service
from tests.neo4j_server import Server

SECRET_KEY = "the-secret-key-of-these-tests-and-of-no-other"  # noqa: S105
SAID = {"observed_on": f"{TODAY}", "closeness": 50}
WRITE = "/api/people/near-p1/assessments"
_NUMBERS = count()


@pytest.fixture(scope="module")
def world(connection: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Our people and one account."""
    load_near(connection, tmp_path_factory.mktemp("near"))
    return connection


@pytest.fixture(scope="module")
def api(world: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service, as nobody asks it."""
    del world
    with service(neo4j_server, secret_key=SECRET_KEY) as client:
        client.follow_redirects = False
        yield client


Browser = Callable[[], TestClient]


@pytest.fixture
def browser(api: TestClient) -> Browser:
    """Opens another browser, with cookies of its own."""

    def open_one() -> TestClient:
        client = TestClient(api.app, base_url="http://localhost", follow_redirects=False)
        client.portal = api.portal  # one service for all
        return client

    return open_one


def link(graph: Graph, user_id: str | None = "u-near", role: UserRole | None = None) -> str:
    """A one-time link, as the path and query of the service."""
    return f"/sign-in?token={make_token(graph, 'link', user_id=user_id, role=role, lasts=LINK_LASTS).token}"


def signed_in(browser: TestClient, graph: Graph, user_id: str | None = "u-near", **more: Any) -> TestClient:  # noqa: ANN401
    """The same browser after it followed a link."""
    assert browser.get(link(graph, user_id, **more)).status_code == 303
    return browser


def csrf(browser: TestClient) -> dict[str, str]:
    """What a page of ours sends with a write."""
    return {CSRF_HEADER: browser.get("/api/session").json()["csrf_token"]}


def who(browser: TestClient, headers: dict[str, str] | None = None) -> str | None:
    """Who is signed in."""
    answer = browser.get("/api/session", headers=headers)
    return answer.json()["user_id"] if answer.status_code == 200 else None


# --- At rest ----------------------------------------------------------------------------------------------------------


def test_only_hashes_are_stored(api: TestClient, world: Graph, browser: Browser) -> None:
    """Neither a token nor what opens a link or session is anywhere in the graph."""
    made = api.post("/api/tokens", headers=bearer(world, "u-near"), json={"name": "mine"}).json()["token"]
    unused = link(world).partition("=")[2]
    followed = link(world).partition("=")[2]
    page = browser()
    page.get("/sign-in", params={"token": followed})
    session = page.cookies[COOKIE].rsplit(".", 1)[0]
    assert all(text.startswith(PREFIX) and len(text) > 40 for text in (made, unused, followed, session))
    stored = "\n".join(everything_stored(world))
    for text in (made, unused, followed, session, page.cookies[COOKIE], csrf(page)[CSRF_HEADER], SECRET_KEY):
        assert text not in stored
        assert text.removeprefix(PREFIX) not in stored
    for text in (made, unused, session):
        assert hash_of(text) in stored
    assert hash_of(followed) not in stored


# --- Tokens of apps ---------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_then_by_its_use(api: TestClient, world: Graph) -> None:
    """The answer that makes it holds it, no list does; the list says when it was last used, and when it ends."""
    mine = bearer(world, "u-near")
    body = {"name": "dashboard", "read_only": True, "account_ids": [NEAR], "expires_in_days": 30}
    made = api.post("/api/tokens", headers=mine, json=body).json()
    ends = datetime.fromisoformat(made["expires_at"])
    assert timedelta(days=29, hours=23) < ends - datetime.now(UTC) <= timedelta(days=30)
    shown = {key: value for key, value in made.items() if key != "token"}
    assert shown.items() >= {"name": "dashboard", "read_only": True}.items()
    assert shown["account_ids"] == [NEAR]
    assert (shown["user_id"], shown["role"], shown["last_used_at"]) == ("u-near", None, None)
    listed = api.get("/api/tokens", headers=mine)
    assert made["token"] not in listed.text
    assert hash_of(made["token"]) not in listed.text
    (found,) = [one for one in listed.json()["items"] if one["id"] == made["id"]]
    assert found == shown
    assert who(api, {"Authorization": f"Bearer {made['token']}"}) == "u-near"
    (used,) = [one for one in api.get("/api/tokens", headers=mine).json()["items"] if one["id"] == made["id"]]
    assert used | {"last_used_at": None} == shown
    assert abs(datetime.fromisoformat(used["last_used_at"]) - datetime.now(UTC)) < timedelta(minutes=2)


def test_pages_of_tokens(api: TestClient, world: Graph) -> None:
    """They follow each other, and hold one's own only."""
    mine = bearer(world, "u-pal")
    ids = {make_token(world, "api", user_id="u-pal", role=None, lasts=timedelta(hours=1)).id for _ in range(3)}
    seen: list[str] = []
    cursor = None
    while True:
        page = api.get("/api/tokens", headers=mine, params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        assert len(page["items"]) <= 2
        assert {one["user_id"] for one in page["items"]} == {"u-pal"}
        seen += [one["id"] for one in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert len(seen) == len(set(seen))
    assert ids <= set(seen)


def test_a_token_ends(api: TestClient, world: Graph) -> None:
    """By revocation at once; by time, after which it is neither listed nor kept."""
    mine = bearer(world, "u-near")
    made = api.post("/api/tokens", headers=mine, json={}).json()
    opens = {"Authorization": f"Bearer {made['token']}"}
    assert who(api, opens) == "u-near"
    assert api.delete(f"/api/tokens/{made['id']}", headers=mine).status_code == 204
    assert who(api, opens) is None
    assert api.delete(f"/api/tokens/{made['id']}", headers=mine).status_code == 404
    expired = make_token(world, "api", user_id="u-near", role=None, lasts=timedelta(seconds=-1))
    assert who(api, {"Authorization": f"Bearer {expired.token}"}) is None
    assert expired.id not in api.get("/api/tokens", headers=mine).text
    assert expired.id in "".join(everything_stored(world))
    assert forget_expired(world)[0].deleted >= 1
    assert expired.id not in "".join(everything_stored(world))
    for days in (0, -1, 3_651):
        assert api.post("/api/tokens", headers=mine, json={"expires_in_days": days}).status_code == 422


def test_ones_own_tokens_only(api: TestClient, world: Graph) -> None:
    """Nobody but an administrator lists or revokes another's."""
    theirs = make_token(world, "api", user_id="u-pal", role=None, lasts=timedelta(hours=1))
    path = f"/api/tokens/{theirs.id}"
    for user_id in set(ROLES.values()) - {"u-admin"}:
        mine = bearer(world, user_id)
        assert {one["user_id"] for one in api.get("/api/tokens", headers=mine).json()["items"]} == {user_id}
        assert api.delete(path, headers=mine).status_code == 404
    assert who(api, {"Authorization": f"Bearer {theirs.token}"}) == "u-pal"
    admin = bearer(world, "u-admin")
    assert theirs.id in api.get("/api/tokens", headers=admin).text
    assert api.delete(path, headers=admin).status_code == 204
    assert who(api, {"Authorization": f"Bearer {theirs.token}"}) is None


def test_tokens_that_act_for_nobody_are_an_administrators(api: TestClient, world: Graph) -> None:
    """Another app's of the same kind neither lists nor revokes them."""
    made = make_token(world, "api", user_id=None, role=UserRole.ANALYST, lasts=timedelta(hours=1))
    other = bearer(world, None, UserRole.ANALYST)
    assert api.get("/api/tokens", headers=other).json()["items"] == []
    assert api.delete(f"/api/tokens/{made.id}", headers=other).status_code == 404
    assert made.id in api.get("/api/tokens", headers=bearer(world, "u-admin")).text


@pytest.mark.parametrize("role", sorted(set(ROLES) - {UserRole.ADMIN}), ids=str)
def test_nobody_makes_themselves_more_than_they_are(api: TestClient, world: Graph, role: UserRole) -> None:
    """No token of another role or user, whatever the role."""
    mine = bearer(world, ROLES[role])
    for body in (
        *({"role": other} for other in UserRole if other is not role),
        *({"user_id": other} for other in {*ROLES.values(), "u-pal", "nobody"} - {ROLES[role]}),
        {"user_id": "u-admin", "role": "admin"},
        {"user_id": ROLES[role], "role": "admin"},
    ):
        answer = api.post("/api/tokens", headers=mine, json=body)
        assert answer.status_code == 403, body
        assert PREFIX not in answer.text
    for body in ({}, {"role": role}, {"user_id": ROLES[role]}):
        made = api.post("/api/tokens", headers=mine, json=body).json()
        session = api.get("/api/session", headers={"Authorization": f"Bearer {made['token']}"}).json()
        assert (session["user_id"], session["role"]) == (ROLES[role], role)


def test_tokens_that_make_no_tokens(api: TestClient, world: Graph) -> None:
    """One that only reads, and one that is for some accounts only; one of a smaller role makes no bigger one."""
    limited: list[dict[str, Any]] = [{"read_only": True}, {"account_ids": [NEAR]}, {"account_ids": []}]
    for limits in limited:
        for user_id in ("u-near", "u-admin"):
            assert api.post("/api/tokens", headers=bearer(world, user_id, **limits), json={}).status_code == 403
    lesser = bearer(world, "u-admin", UserRole.REP)
    assert api.post("/api/tokens", headers=lesser, json={"role": "admin"}).status_code == 403
    made = api.post("/api/tokens", headers=lesser, json={}).json()
    session = api.get("/api/session", headers={"Authorization": f"Bearer {made['token']}"}).json()
    assert (session["user_id"], session["role"]) == ("u-admin", "rep")


def test_an_administrator_makes_tokens_of_others(api: TestClient, world: Graph) -> None:
    """In the user's role of the moment, in another, or of nobody; not of somebody unknown."""
    admin = bearer(world, "u-admin")

    def made(**body: Any) -> tuple[str | None, str]:  # noqa: ANN401
        answer = api.post("/api/tokens", headers=admin, json=body)
        assert answer.status_code == 201, answer.text
        shown = {"Authorization": f"Bearer {answer.json()['token']}"}
        session = api.get("/api/session", headers=shown).json()
        return session["user_id"], session["role"]

    assert made(user_id="u-boss") == ("u-boss", "manager")
    assert made(user_id="u-boss", role="rep") == ("u-boss", "rep")
    assert made(user_id=None, role="executive") == ("u-admin", "executive")
    unknown = api.post("/api/tokens", headers=admin, json={"user_id": "nobody"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "user_id")


def _newcomer(api: TestClient, graph: Graph, role: str) -> tuple[str, dict[str, str]]:
    """Somebody new of ours, and what changes or removes them."""
    admin = {**bearer(graph, "u-admin"), "If-Match": "*"}
    id_ = f"u-new-{next(_NUMBERS)}"
    assert api.post("/api/users", headers=admin, json={"id": id_, "name": "New", "role": role}).status_code == 201
    return id_, admin


def test_a_token_follows_its_user(api: TestClient, world: Graph) -> None:
    """Whoever loses a role or leaves loses it in the sessions and tokens that act in whatever role they have."""
    id_, admin = _newcomer(api, world, "executive")
    shown = bearer(world, id_)
    assert api.get("/api/accounts", headers=shown).json()["items"]
    assert api.patch(f"/api/users/{id_}", headers=admin, json={"role": "rep"}).status_code == 200
    assert api.get("/api/accounts", headers=shown).json()["items"] == []
    assert api.delete(f"/api/users/{id_}", headers=admin).status_code == 204
    assert api.get("/api/session", headers=shown).status_code == 401


def test_ones_own_token_follows_its_user(api: TestClient, world: Graph) -> None:
    """Also where they made it themselves: it is never more than they are."""
    id_, admin = _newcomer(api, world, "executive")
    made = api.post("/api/tokens", headers=bearer(world, id_), json={"expires_in_days": 3_650}).json()
    shown = {"Authorization": f"Bearer {made['token']}"}
    assert api.get("/api/accounts", headers=shown).json()["items"]
    assert api.patch(f"/api/users/{id_}", headers=admin, json={"role": "rep"}).status_code == 200
    assert api.get("/api/accounts", headers=shown).json()["items"] == []


def test_a_token_leaves_with_its_user(api: TestClient, world: Graph, browser: Browser) -> None:
    """Whoever is no longer one of ours gets in by no token, session or link that was made for them, in any role."""
    id_, admin = _newcomer(api, world, "executive")
    page, unused = signed_in(browser(), world, id_), link(world, id_)
    tokens = [bearer(world, id_), bearer(world, id_, UserRole.EXECUTIVE), bearer(world, id_, read_only=True)]
    assert [who(api, shown) for shown in tokens] == [id_] * 3
    assert api.delete(f"/api/users/{id_}", headers=admin).status_code == 204
    assert [api.get("/api/session", headers=shown).status_code for shown in tokens] == [401] * 3
    assert page.get("/api/session").status_code == 401
    assert api.get(unused).status_code == 401


# --- Links and sessions -----------------------------------------------------------------------------------------------


def test_a_link_signs_in_once(world: Graph, browser: Browser) -> None:
    """It leads to a page whose address holds no secret, with a cookie that scripts and other sites cannot use."""
    path = link(world)
    first, second = browser(), browser()
    answer = first.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"{COOKIE}={PREFIX}")
    assert {attribute.lower() for attribute in attributes} == {
        "httponly",
        "samesite=lax",
        "path=/",
        f"max-age={SESSION_LASTS.total_seconds():.0f}",
    }
    assert who(first) == "u-near"
    again = second.get(path)
    assert again.status_code == 401
    assert "used already" in again.text
    assert "set-cookie" not in again.headers
    assert who(second) is None
    assert path.partition("=")[2] not in again.text
    assert who(first) == "u-near"


def test_a_link_of_two_at_once(world: Graph, app_url: str) -> None:
    """One is signed in, the other is told that it was used."""
    for _ in range(5):
        address, start = app_url + link(world), Barrier(2)

        def follow(address: str = address, start: Barrier = start) -> int:
            with httpx2.Client() as client:
                start.wait()
                status = client.get(address).status_code
                signed = client.get(f"{app_url}/api/session").status_code
                assert (status, signed) in ((303, 200), (401, 401))
                return status

        with ThreadPoolExecutor(2) as threads:
            statuses = [asked.result() for asked in [threads.submit(follow) for _ in range(2)]]
        assert sorted(statuses) == [303, 401]


def test_what_is_no_link(api: TestClient, world: Graph, browser: Browser) -> None:
    """A link that has expired, a token of an app, what opens a session, and nonsense; without one the page helps."""
    expired = make_token(world, "link", user_id="u-near", role=None, lasts=timedelta(seconds=-1)).token
    session = signed_in(browser(), world).cookies[COOKIE].rsplit(".", 1)[0]
    for text in (expired, token(world, "u-near"), session, "nonsense", hash_of(expired)):
        answer = api.get("/sign-in", params={"token": text})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert text not in answer.text
    assert api.get("/sign-in").status_code == 200
    assert api.get("/sign-in", params={"token": "x" * 201}).status_code == 422


def test_a_cookie_that_we_did_not_sign(world: Graph, browser: Browser) -> None:
    """One bit is enough; and what opens something else opens no session, whoever signed it."""
    page = signed_in(browser(), world)
    cookie = page.cookies[COOKIE]
    secret, signature = cookie.rsplit(".", 1)
    flipped = {text: ("A" if text[-1] != "A" else "B") for text in (secret, signature)}
    forged = {
        "another secret": f"{secret[:-1]}{flipped[secret]}.{signature}",
        "another signature": f"{secret}.{signature[:5]}{'A' if signature[5] != 'A' else 'B'}{signature[6:]}",
        "no signature": secret,
        "an empty signature": f"{secret}.",
        "nothing": "",
        "signed with another key": Signer("another-key", salt="session").sign(secret).decode(),
        "signed for something else": Signer(SECRET_KEY, salt="csrf").sign(secret).decode(),
        "a token of an app": Signer(SECRET_KEY, salt="session").sign(token(world, "u-near")).decode(),
        "not ASCII": "\u00e9" + cookie,
    }
    for what, text in forged.items():
        other = browser()
        answer = other.get("/api/session", headers={b"Cookie": f"{COOKIE}={text}".encode()})
        assert answer.status_code == 401, what
    assert who(browser(), {"Authorization": f"Bearer {secret}"}) is None
    assert who(browser(), {"Authorization": f"Bearer {cookie}"}) is None
    assert who(browser(), {"Cookie": f"{COOKIE}={cookie}"}) == "u-near"
    with_bearer = {"Authorization": f"Bearer {token(world, 'u-boss')}"}
    assert who(page, with_bearer) == "u-boss"
    assert who(page, {"Authorization": "Bearer nonsense"}) is None


def test_cookies_of_services_that_share_the_key(
    world: Graph, neo4j_server: Server, api: TestClient, browser: Browser
) -> None:
    """They understand each other's; one with a key of its own does not. Behind https the cookie is for https alone."""
    page = signed_in(browser(), world)
    cookie = {"Cookie": f"{COOKIE}={page.cookies[COOKIE]}"}
    with service(neo4j_server, secret_key=SECRET_KEY, public_url="https://winover.example") as other:
        assert who(other, cookie) == "u-near"
        given = other.get(link(world), follow_redirects=False).headers["set-cookie"]
        assert "secure" in given.lower().split("; ")
    with service(neo4j_server) as stranger:
        assert who(stranger, cookie) is None


def test_a_page_that_writes_knows_the_sessions_token(api: TestClient, world: Graph, browser: Browser) -> None:
    """Without it, or with that of another session, nothing is written; reading and apps need none."""
    page, other = signed_in(browser(), world), signed_in(browser(), world)
    before = page.get(WRITE).content
    for wrong in ({}, {CSRF_HEADER: ""}, {CSRF_HEADER: "wrong"}, {CSRF_HEADER: page.cookies[COOKIE]}, csrf(other)):
        for method, path, body in (
            ("POST", WRITE, SAID),
            ("POST", "/api/tokens", {}),
            ("DELETE", "/api/session", None),
            ("PATCH", "/api/people/near-p1", {"title": "another"}),
            ("POST", f"/api/accounts/{NEAR}/what-if", {}),
        ):
            answer = page.request(method, path, headers={**wrong, "If-Match": "*"}, json=body)
            assert answer.status_code == 403, (wrong, method, path)
            assert csrf(page)[CSRF_HEADER] not in answer.text
    assert page.get(WRITE).content == before
    assert page.post(WRITE, headers=csrf(page), json=SAID).status_code == 201
    assert api.post(WRITE, headers=bearer(world, "u-near"), json=SAID).status_code == 201
    foreign = page.post(WRITE, headers={**csrf(page), "Origin": "http://evil.example"}, json=SAID)
    assert foreign.status_code == 403
    assert api.get("/api/session", headers=bearer(world, "u-near")).json()["csrf_token"] is None


def test_signing_out(api: TestClient, world: Graph, browser: Browser) -> None:
    """One browser, or every one of this user; nobody else's, and no app's."""
    first, second, third = (signed_in(browser(), world) for _ in range(3))
    colleague = signed_in(browser(), world, "u-pal")
    app = bearer(world, "u-near")
    kept = {"Cookie": f"{COOKIE}={first.cookies[COOKIE]}"}
    answer = first.delete("/api/session", headers=csrf(first))
    assert answer.status_code == 204
    assert COOKIE not in first.cookies
    assert [who(one) for one in (first, second, third)] == [None, "u-near", "u-near"]
    assert who(browser(), kept) is None
    assert second.delete("/api/session?everywhere=true", headers=csrf(second)).status_code == 204
    assert [who(one) for one in (second, third, colleague)] == [None, None, "u-pal"]
    assert who(api, app) == "u-near"


def test_signing_out_an_app_ends_nothing_else(api: TestClient, world: Graph, browser: Browser) -> None:
    """Its token is revoked, not signed out; that one's sessions end only when everywhere is meant."""
    page, app = signed_in(browser(), world), bearer(world, "u-near")
    assert api.delete("/api/session", headers=app).status_code == 204
    assert (who(page), who(api, app)) == ("u-near", "u-near")
    reading = bearer(world, "u-near", read_only=True)
    assert api.delete("/api/session?everywhere=true", headers=reading).status_code == 403
    assert who(page) == "u-near"
    assert api.delete("/api/session?everywhere=true", headers=app).status_code == 204
    assert (who(page), who(api, app)) == (None, "u-near")


def test_sessions_of_nobody_in_particular(world: Graph, browser: Browser) -> None:
    """Those of this machine's own link: signing out everywhere ends them, and no user's."""
    admin, other = (signed_in(browser(), world, None, role=UserRole.ADMIN) for _ in range(2))
    page = signed_in(browser(), world)
    assert admin.get("/api/session").json()["role"] == "admin"
    assert admin.delete("/api/session?everywhere=true", headers=csrf(admin)).status_code == 204
    assert other.get("/api/session").status_code == 401
    assert who(page) == "u-near"


# --- The command line, and what is logged -----------------------------------------------------------------------------

WINOVER = Path(sys.executable).with_name("winover")


def environment(server: Server, **more: str) -> dict[str, str]:
    """What a process of ours finds, on the tests' database."""
    database = {
        "NEO4J_URI": server.bolt_uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password,
    }  # fmt: skip
    return os.environ | database | {"COLUMNS": "200"} | more


@pytest.fixture
def run(world: Graph, neo4j_server: Server, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `winover token` in an empty folder on the tests' database."""
    del world

    def run_winover(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(WINOVER), "token", *arguments],
            capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path, env=environment(neo4j_server),
        )  # fmt: skip
        for stream in (done.stdout, done.stderr):
            assert neo4j_server.password not in stream
            assert "Traceback" not in stream
        return done

    return run_winover


def test_tokens_on_the_command_line(
    run: Callable[..., subprocess.CompletedProcess[str]], api: TestClient, world: Graph
) -> None:
    """Create shows a token, list never does, revoke ends it."""
    made = json.loads(run("create", "--user", "u-near", "--name", "mine", "--expires-in-days", "2", "--json").stdout)
    assert made.keys() >= {"token", "id", "expires_at"}
    ends = datetime.fromisoformat(made["expires_at"]).date()
    assert ends in {date.today() + timedelta(days=days) for days in (1, 2, 3)}
    opens = {"Authorization": f"Bearer {made['token']}"}
    assert who(api, opens) == "u-near"
    shown = run("create", "--role", "analyst", "--read-only", "--account", NEAR)
    second = shown.stdout.splitlines()[0]
    session = api.get("/api/session", headers={"Authorization": f"Bearer {second}"}).json()
    assert (session["user_id"], session["role"], session["may_write"]) == (None, "analyst", False)
    listed = run("list", "--json")
    table = run("list").stdout
    for secret in (made["token"], second, PREFIX, hash_of(second)):
        assert secret not in listed.stdout + listed.stderr + table
    (found,) = [one for one in json.loads(listed.stdout)["items"] if one["id"] == made["id"]]
    assert found["last_used_at"] is not None
    assert made["id"] in table
    assert run("revoke", made["id"]).returncode == 0
    assert who(api, opens) is None
    again = run("revoke", made["id"])
    assert (again.returncode, again.stdout) == (1, "")
    assert "no token" in again.stderr


def test_links_on_the_command_line(run: Callable[..., subprocess.CompletedProcess[str]], browser: Browser) -> None:
    """For somebody, or for this machine's own administrator."""
    for arguments, user_id, role in ((("--user", "u-boss"), "u-boss", "manager"), ((), None, "admin")):
        address = run("link", *arguments).stdout.strip()
        assert address.startswith("http://127.0.0.1:8000/sign-in?token=")
        page = browser()
        assert page.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 303
        session = page.get("/api/session").json()
        assert (session["user_id"], session["role"]) == (user_id, role)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("create", "--user", "nobody"), 1, "there is no user nobody"),
        (("create",), 1, "give a user or a role"),
        (("link", "--user", "nobody"), 1, "there is no user nobody"),
        (("create", "--role", "admin", "--expires-in-days", "0"), 2, "expires-in-days"),
    ],
)
def test_what_the_command_line_refuses(
    run: Callable[..., subprocess.CompletedProcess[str]], arguments: tuple[str, ...], status: int, words: str
) -> None:
    """It says why, and makes nothing."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert words in done.stderr
    assert PREFIX not in done.stderr


def test_the_service_logs_no_secret(world: Graph, neo4j_server: Server, tmp_path: Path) -> None:
    """Neither tokens nor links, cookies, keys or passwords, whatever is asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = environment(neo4j_server, WINOVER_PORT=str(port), WINOVER_SECRET_KEY=SECRET_KEY)
    out = tmp_path / "out"
    with out.open("w") as file:
        process = subprocess.Popen(
            [str(WINOVER), "serve"], stdout=file, stderr=subprocess.STDOUT, cwd=tmp_path, env=known
        )
    secrets = [SECRET_KEY, neo4j_server.password]
    try:
        deadline = time.monotonic() + 120
        while "Ctrl-C" not in out.read_text():
            assert process.poll() is None, out.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as page:
            path, shown = link(world), bearer(world, "u-near")
            secrets += [path.partition("=")[2], shown["Authorization"].partition(" ")[2]]
            answers = [page.get(path), page.get(path)]
            secrets += [page.cookies[COOKIE], csrf(page)[CSRF_HEADER]]  # pyright: ignore[reportArgumentType]
            made = page.post("/api/tokens", headers=csrf(page), json={})  # pyright: ignore[reportArgumentType]
            secrets.append(made.json()["token"])
            answers += [
                page.get("/api/accounts", headers=shown),
                page.get("/api/accounts", headers={"Authorization": f"Bearer {secrets[2]}"}),
                page.get("/api/accounts", headers={"Cookie": f"{COOKIE}={secrets[4]}x"}),
                page.get("/api/accounts", params={"cursor": secrets[3]}, headers=shown),
                page.post("/api/tokens", content=secrets[3], headers=shown),
                page.get("/api/tokens", headers=shown),
                page.get("/healthz"),
                page.get("/readyz"),
            ]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    text = out.read_text()
    assert "Winover's pages are at" in text
    for secret in secrets:
        assert len(secret) > 10
        assert secret not in text
        assert not any(secret in answer.text for answer in answers)
    assert PREFIX not in text
