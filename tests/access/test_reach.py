"""Who sees what, over HTTP: what is foreign leaves no trace, and whoever serves an account today sees it today."""

from collections.abc import Generator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.editing.keys import write_key
from app.graph import Graph
from graph_models.vocabulary import UserRole
from loaders import coverage
from tests.access.every_request import about_all, operations, request
from tests.access.tokens import bearer
from tests.access.world import (
    FOREIGN,
    NEAR,
    QUOTA,
    ROLES,
    SECRET,
    TELLER,
    TODAY,
    TOMORROW,
    YESTERDAY,
    load_foreign,
    load_near,
    service,
)
from tests.neo4j_server import Server

Answers = Mapping[str, tuple[int, bytes, list[tuple[str, str]]]]
LIMITED = (UserRole.REP, UserRole.MANAGER)

CHANGES_BY_ITSELF = {"list_tokens"}
"""Operations whose answers tell of the asking: when a token was last used."""


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Generator[TestClient]:
    """The service on the near account, for now."""
    load_near(connection, tmp_path_factory.mktemp("near"))
    with service(neo4j_server) as client:
        yield client


@pytest.fixture(scope="module")
def headers(api: TestClient, connection: Graph) -> Mapping[UserRole, dict[str, str]]:
    """Somebody of each role."""
    return {role: bearer(connection, user_id) for role, user_id in ROLES.items()}


@pytest.fixture(scope="module")
def before_and_after(
    api: TestClient,
    headers: Mapping[UserRole, dict[str, str]],
    connection: Graph,
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[UserRole, tuple[Answers, Answers]]:
    """What those of limited reach are answered before and after the foreign account comes in."""
    before = {role: collect(api, connection, headers[role]) for role in LIMITED}
    load_foreign(connection, tmp_path_factory.mktemp("foreign"))
    return {role: (before[role], collect(api, connection, headers[role])) for role in LIMITED}


@pytest.fixture
def world(before_and_after: object) -> None:
    """Both accounts are there."""


def collect(api: TestClient, graph: Graph, headers: Mapping[str, str]) -> Answers:
    """Every answer that only reads, about the near account and about all there are, and every refused removal."""
    found: dict[str, tuple[int, bytes, list[tuple[str, str]]]] = {}
    for operation in operations(api):
        if operation.method == "GET" and operation.id not in CHANGES_BY_ITSELF:
            sent = request(operation, NEAR, graph, None)
            wanted = {operation.id: sent}
            if operation.may_be_about_all:
                wanted[f"{operation.id} about all"] = about_all(sent)
            for name, one in wanted.items():
                answer = one.send(api, headers)
                assert answer.status_code == 200, answer.text
                found[name] = answer.status_code, answer.content, sorted(answer.headers.items())
    for person in range(1, 4):
        found[f"get person {person}"] = _plain(api, "GET", f"/api/people/near-p{person}", headers)
    for person in range(1, 3):  # others refer to these
        found[f"remove person {person}"] = _plain(api, "DELETE", f"/api/people/near-p{person}", headers)
    found["remove project"] = _plain(api, "DELETE", "/api/projects/near-c1", headers)
    found["pages"] = _plain(api, "GET", "/api/accounts?limit=1", headers)
    change = {"changes": [{"person_id": "near-p3", "closeness": 90}]}
    found["what-if"] = _plain(api, "POST", f"/api/accounts/{NEAR}/what-if", headers, json=change)
    return found


def _plain(
    api: TestClient,
    method: str,
    path: str,
    headers: Mapping[str, str],
    **given: Any,  # noqa: ANN401
) -> tuple[int, bytes, list[tuple[str, str]]]:
    answer = api.request(method, path, headers={**headers, "If-Match": "*"}, **given)
    return answer.status_code, answer.content, sorted(answer.headers.items())


@pytest.mark.parametrize("role", LIMITED, ids=str)
def test_a_foreign_account_changes_no_byte(
    before_and_after: Mapping[UserRole, tuple[Answers, Answers]], subtests: pytest.Subtests, role: UserRole
) -> None:
    """Neither of a body nor of a header: no number, no order, no version, no refusal."""
    before, after = before_and_after[role]
    assert len(before) > 40
    assert {before[name][0] for name in before if name.startswith("remove")} == {409}
    for name, answer in before.items():
        with subtests.test(name):
            assert after[name] == answer


@pytest.mark.usefixtures("world")
def test_what_only_others_refer_to_stays(api: TestClient, connection: Graph) -> None:
    """The one thing that shows: it cannot be removed. By whom it is referred to, and how often, is not said."""
    headers = bearer(connection, "u-near")
    made = api.post("/api/people", headers=headers, json={"account_id": NEAR, "name": "Tied"}).json()
    tie = {"from_person_id": f"{FOREIGN}-p1", "to_person_id": made["id"], "kind": "knows"}
    assert api.post("/api/relations", headers=bearer(connection, "u-admin"), json=tie).status_code == 201
    refused = api.delete(f"/api/people/{made['id']}", headers={**headers, "If-Match": "*"})
    assert refused.status_code == 409
    assert "something that you may not see" in refused.json()["detail"]
    assert "ties" not in refused.text


@pytest.mark.usefixtures("world")
def test_those_who_see_it_do_see_it(api: TestClient, headers: Mapping[UserRole, dict[str, str]]) -> None:
    """The same questions tell analysts, executives and administrators of both accounts."""
    for role in ROLES:
        names = {item["id"] for item in api.get("/api/accounts", headers=headers[role]).json()["items"]}
        assert names == ({NEAR} if role in LIMITED else {NEAR, FOREIGN})


@pytest.mark.usefixtures("world")
def test_notes_are_the_teams(
    api: TestClient, connection: Graph, headers: Mapping[UserRole, dict[str, str]], member: "Member"
) -> None:
    """And of an analyst who serves the account, and of it alone."""
    serving = member(UserRole.ANALYST, serves=NEAR)
    askers = {**headers, "serving": bearer(connection, serving)}
    for account in (NEAR, FOREIGN):
        for who, shown in askers.items():
            said = api.get(f"/api/people/{account}-p1/assessments", headers=shown)
            talks = api.get("/api/interactions", params={"account_id": account}, headers=shown)
            of_team = who == UserRole.ADMIN or (account == NEAR and who in (*LIMITED, "serving"))
            if account == FOREIGN and who in LIMITED:
                assert said.status_code == 404
                continue
            for word in (SECRET, TELLER):
                assert (word in said.text) == of_team
            assert {one["withheld"] for one in said.json()["items"]} == {not of_team}
            assert (SECRET in talks.text) == of_team
    for path, status in ((NEAR, 201), (FOREIGN, 403)):
        written = api.post(
            f"/api/people/{path}-p1/assessments",
            headers=askers["serving"],
            json={"observed_on": f"{TODAY}", "closeness": 50},
        )
        assert written.status_code == status


# --- Who serves, and when ---------------------------------------------------------------------------------------------


_NUMBERS = count()


class Member:
    """Makes somebody new of ours, over HTTP, as an administrator does."""

    def __init__(self, api: TestClient, headers: Mapping[str, str]) -> None:
        self._api = api
        self._headers = headers

    def __call__(
        self, role: UserRole = UserRole.REP, manager_id: str | None = None, serves: str | None = None, **when: str
    ) -> str:
        """Their id."""
        id_ = f"u-new-{next(_NUMBERS)}"
        body = {"id": id_, "name": id_, "role": role, "manager_id": manager_id, "quota": 12345, "currency": "CNY"}
        assert self._api.post("/api/users", headers=self._headers, json=body).status_code == 201
        if serves:
            self.let_serve(id_, serves, **when)
        return id_

    def let_serve(self, user_id: str, account_id: str, **when: str) -> str:
        """The key of the coverage."""
        body = {"user_id": user_id, "account_id": account_id, "role": "member", **when}
        made = self._api.post("/api/coverage", headers=self._headers, json=body)
        assert made.status_code == 201, made.text
        return made.json()["key"]

    def change(self, method: str, path: str, **changes: str | None) -> None:
        """Any other write."""
        body = changes or None
        answer = self._api.request(method, path, headers={**self._headers, "If-Match": "*"}, json=body)
        assert answer.status_code in (200, 204), answer.text


@pytest.fixture
def member(world: None, api: TestClient, headers: Mapping[UserRole, dict[str, str]]) -> Member:
    """Makes somebody new."""
    del world
    return Member(api, headers[UserRole.ADMIN])


def sees(api: TestClient, graph: Graph, user_id: str) -> set[str]:
    """The accounts that somebody sees, by every way to see them."""
    shown = bearer(graph, user_id)
    listed = {item["id"] for item in api.get("/api/accounts", headers=shown).json()["items"]}
    assert {part["account_id"] for part in api.get("/api/potential", headers=shown).json()["accounts"]} == listed
    for account in (NEAR, FOREIGN):
        for path in (f"/api/accounts/{account}", f"/api/people/{account}-p1", f"/api/projects/{account}-c1"):
            assert api.get(path, headers=shown).status_code == (200 if account in listed else 404)
    return listed


TIMES: Mapping[str, tuple[date | None, date | None, bool]] = {
    "always": (None, None, True),
    "from today": (TODAY, None, True),
    "until today": (None, TODAY, True),
    "today": (TODAY, TODAY, True),
    "from tomorrow": (TOMORROW, None, False),
    "until yesterday": (None, YESTERDAY, False),
    "yesterday": (YESTERDAY, YESTERDAY, False),
}


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("role", LIMITED, ids=str)
def test_coverage_is_dated(api: TestClient, connection: Graph, member: Member, time: str, role: UserRole) -> None:
    """Only who serves an account today sees it today."""
    begins, ends, seen = TIMES[time]
    when = {name: f"{day}" for name, day in (("from", begins), ("to", ends)) if day}
    assert sees(api, connection, member(role, serves=FOREIGN, **when)) == ({FOREIGN} if seen else set())


def test_a_day_that_is_asked_for_does_not_open_an_account(api: TestClient, connection: Graph, member: Member) -> None:
    """Who served it then does not see it as it was then."""
    shown = bearer(connection, member(serves=FOREIGN, to=f"{YESTERDAY}"))
    for path in (f"/api/accounts/{FOREIGN}", f"/api/people/{FOREIGN}-p1"):
        assert api.get(path, params={"as_of": f"{YESTERDAY}"}, headers=shown).status_code == 404
    assert api.get("/api/recommendations", params={"as_of": f"{YESTERDAY}"}, headers=shown).json() == []


def test_a_manager_sees_what_those_below_serve(api: TestClient, connection: Graph, member: Member) -> None:
    """At any distance; whoever is no manager sees only what they serve themselves, whoever reports to them."""
    top = member(UserRole.MANAGER)
    middle = member(UserRole.REP, top)
    below = member(UserRole.REP, middle, serves=NEAR)
    other = member(UserRole.MANAGER, top)
    assert [sees(api, connection, one) for one in (top, middle, below, other)] == [{NEAR}, set(), {NEAR}, set()]
    shown = bearer(connection, top)
    assert SECRET in api.get("/api/people/near-p1/assessments", headers=shown).text
    ended = member(UserRole.REP, top, serves=FOREIGN, to=f"{YESTERDAY}")
    assert sees(api, connection, top) == {NEAR}
    member.let_serve(ended, FOREIGN, **{"from": f"{TODAY}"})
    assert sees(api, connection, top) == {NEAR, FOREIGN}


def test_a_change_takes_effect_at_once(api: TestClient, connection: Graph, member: Member) -> None:
    """Of a manager, of a role, of coverage: with the tokens that there are."""
    old, new = member(UserRole.MANAGER), member(UserRole.MANAGER)
    middle = member(UserRole.MANAGER, old)
    below = member(UserRole.REP, middle)
    key = member.let_serve(below, NEAR)
    tokens = {one: bearer(connection, one) for one in (old, new, middle, below)}

    def seen() -> list[int]:
        answers = [api.get(f"/api/accounts/{NEAR}", headers=tokens[one]) for one in (old, new, middle, below)]
        return [answer.status_code for answer in answers]

    assert seen() == [200, 404, 200, 200]
    member.change("PATCH", f"/api/users/{middle}", manager_id=new)
    assert seen() == [404, 200, 200, 200]
    member.change("PATCH", f"/api/users/{middle}", role="rep")
    assert seen() == [404, 200, 404, 200]
    member.change("PATCH", f"/api/users/{old}", role="executive")
    assert seen() == [200, 200, 404, 200]
    member.change("PATCH", f"/api/coverage/{key}", to=f"{YESTERDAY}")
    assert seen() == [200, 404, 404, 404]
    member.change("PATCH", f"/api/coverage/{key}", to=None)
    assert seen() == [200, 200, 404, 200]
    member.change("DELETE", f"/api/coverage/{key}")
    assert seen() == [200, 404, 404, 404]


def test_who_serves_is_said_by_managers_of_the_team(api: TestClient, connection: Graph, member: Member) -> None:
    """A rep does not let others in, not even into their own account; a manager does, into that of the team."""
    boss = member(UserRole.MANAGER)
    rep, other = member(UserRole.REP, boss, serves=NEAR), member()
    body = {"user_id": other, "account_id": NEAR, "role": "member"}
    assert api.post("/api/coverage", headers=bearer(connection, rep), json=body).status_code == 403
    foreign = api.post("/api/coverage", headers=bearer(connection, boss), json={**body, "account_id": FOREIGN})
    assert foreign.status_code == 422
    assert sees(api, connection, other) == set()
    assert api.post("/api/coverage", headers=bearer(connection, boss), json=body).status_code == 201
    assert sees(api, connection, other) == {NEAR}
    row = {"user_id": other, "account_id": NEAR, "role": "member", "from": None}
    path = f"/api/coverage/{write_key(coverage.TABLE, row)}"
    assert api.delete(path, headers={**bearer(connection, boss), "If-Match": "*"}).status_code == 204
    assert sees(api, connection, other) == set()


def test_who_opens_an_account_owns_it(api: TestClient, connection: Graph, member: Member) -> None:
    """From today, and nobody else sees it but their managers and those who see all."""
    boss = member(UserRole.MANAGER)
    rep, other = member(UserRole.REP, boss), member()
    opened = api.post("/api/accounts", headers=bearer(connection, rep), json={"name": "Opened"}).json()["id"]
    seen = {
        one: api.get(f"/api/accounts/{opened}", headers=bearer(connection, one)).status_code
        for one in (rep, boss, other, "u-near", "u-exec")
    }
    assert seen == {rep: 200, boss: 200, other: 404, "u-near": 404, "u-exec": 200}
    owners = api.get(f"/api/accounts/{opened}", headers=bearer(connection, boss)).json()["owners"]
    assert [owner["id"] for owner in owners] == [rep]
    gone = {"If-Match": "*", **bearer(connection, "u-admin")}
    for key in [write_key(coverage.TABLE, {"user_id": rep, "account_id": opened, "role": "owner", "from": f"{TODAY}"})]:
        assert api.delete(f"/api/coverage/{key}", headers=gone).status_code == 204
    assert api.delete(f"/api/accounts/{opened}", headers=gone).status_code == 204


# --- Colleagues -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("world")
def test_a_colleagues_accounts(api: TestClient, headers: Mapping[UserRole, dict[str, str]]) -> None:
    """Of a colleague's accounts only those are shown that one sees; a colleague of none of them has none."""
    shown = headers[UserRole.REP]
    for owner, accounts in {"u-mate": [NEAR], "u-near": [NEAR], "u-far": [], "u-boss": []}.items():
        asked = {"owner": owner}
        listed = api.get("/api/accounts", params=asked, headers=shown).json()["items"]
        assert [account["id"] for account in listed] == accounts
        potential = api.get("/api/potential", params=asked, headers=shown).json()["accounts"]
        assert [account["account_id"] for account in potential] == accounts
        named = api.get("/api/recommendations", params=asked, headers=shown)
        assert named.status_code == 200
        assert FOREIGN not in named.text
    missing = [
        api.get("/api/potential", params={"owner": "u-far", "account_id": account}, headers=shown)
        for account in (FOREIGN, "NOWHERE")
    ]
    assert [answer.status_code for answer in missing] == [404, 404]
    assert missing[0].text.replace(FOREIGN, "NOWHERE") == missing[1].text


@pytest.mark.usefixtures("world")
def test_quotas(api: TestClient, headers: Mapping[UserRole, dict[str, str]]) -> None:
    """One's own, and those of whom one manages; analysts and executives see all."""
    shown: dict[UserRole, dict[str, bool]] = {}
    for role in ROLES:
        owners = api.get(f"/api/accounts/{NEAR}", headers=headers[role]).json()["owners"]
        shown[role] = {owner["id"]: owner["quota"] is not None for owner in owners}
        multiple = {
            id_: api.get("/api/potential", params={"owner": id_}, headers=headers[role]).json()["quota_multiple"]
            for id_ in ("u-near", "u-pal")
        }
        assert {id_: number is not None for id_, number in multiple.items()} == {
            id_: shown[role][id_] for id_ in multiple
        }
    assert shown[UserRole.REP] == {"u-near": True, "u-pal": False, "u-mate": False}
    assert shown[UserRole.MANAGER] == {"u-near": True, "u-pal": True, "u-mate": False}
    for role in (UserRole.ANALYST, UserRole.EXECUTIVE, UserRole.ADMIN):
        assert all(shown[role].values())
    assert QUOTA not in api.get("/api/accounts", headers=headers[UserRole.REP]).text


@pytest.mark.usefixtures("world")
def test_statements_in_the_name_of_others(api: TestClient, headers: Mapping[UserRole, dict[str, str]]) -> None:
    """A contributor in their own; a manager of those below; nobody speaks for a stranger or corrects a colleague."""
    said = {"observed_on": f"{TODAY}", "closeness": 55}
    path = "/api/people/near-p2/assessments"
    for role, user_id, status in (
        (UserRole.REP, "u-near", 201),
        (UserRole.REP, "u-pal", 403),
        (UserRole.REP, "u-boss", 403),
        (UserRole.MANAGER, "u-near", 201),
        (UserRole.MANAGER, "u-pal", 201),
        (UserRole.MANAGER, "u-mate", 403),
        (UserRole.ADMIN, "u-mate", 201),
    ):
        answer = api.post(path, headers=headers[role], json={**said, "user_id": user_id})
        assert answer.status_code == status, (role, user_id, answer.text)
    by_teller = "/api/assessments/near-s1"
    for what, body in (("corrections", said), ("withdrawal", {"reason": "so it is"})):
        assert api.post(f"{by_teller}/{what}", headers=headers[UserRole.REP], json=body).status_code == 403


def test_a_file_of_a_limited_administrator_changes_nothing(
    api: TestClient, connection: Graph, world: None, tmp_path: Path
) -> None:
    """An import reaches everything, so a token for some accounts does not import."""
    del world
    files = [("files", ("accounts.csv", f"id,name\n{FOREIGN},Renamed\n", "text/csv"))]
    for dry_run in (True, False):
        answer = api.post(
            "/api/imports",
            params={"dry_run": dry_run},
            files=files,
            headers=bearer(connection, "u-admin", account_ids=[NEAR]),
        )
        assert answer.status_code == 403
    name = api.get(f"/api/accounts/{FOREIGN}", headers=bearer(connection, "u-admin")).json()["name"]
    assert name == f"{FOREIGN} Water"
