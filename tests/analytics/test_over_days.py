"""Answers that compare two days, from CSV files through the graph and over HTTP."""

from collections.abc import Generator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.graph import Graph
from app.store.queries import wipe_if_ours
from graph_models.vocabulary import UserRole
from loaders.load import load
from tests.access.tokens import bearer
from tests.access.world import service
from tests.loaders.folders import write
from tests.neo4j_server import Server

TODAY = date(2026, 6, 30)

RIVER: Mapping[str, str] = {
    "accounts.csv": """\
id,name,industry,region,city_tier,currency
river,River,Water,North,1,CNY
lake,Lake,Water,South,2,CNY
sea,Sea,Power,South,2,USD
""",
    "spend.csv": "account_id,fiscal_year,amount\nriver,2025,1000000\nriver,2026,1000000\nlake,2026,2000000\n",
    "departments.csv": "id,account_id,name,from,to\nold,river,Old plant,,2026-01-31\nnew,river,New plant,2026-02-01,\n",
    "people.csv": """\
id,account_id,name,department_id,works_from,works_to
an,river,An,new,,
bo,river,Bo,new,2026-02-01,
gone,river,Gone,old,,2026-01-31
cai,lake,Cai,,,
""",
    "users.csv": "id,name,role,team\nli,Li,rep,Central\nzhou,Zhou,rep,Coast\n",
    "coverage.csv": "user_id,account_id,role,from,to\nli,river,owner,,\nli,lake,owner,2026-03-01,\nzhou,sea,owner,,\n",
    "vendors.csv": "id,name,is_us\nus,Us,true\nrival,Rival,false\n",
    "assessments.csv": """\
id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance,vendor_id,note
s1,an,li,2025-06-01,60,60,60,,first
s2,an,li,2026-05-20,90,90,90,,SECRET
s3,bo,zhou,2026-06-01,30,30,30,,
s4,gone,li,2025-06-01,60,60,60,,
s5,cai,li,2026-01-01,60,60,60,,
s6,an,zhou,2026-06-01,95,95,95,rival,
""",
    "interactions.csv": """\
id,at,channel,user_ids,person_ids
i1,2026-05-19T10:00:00Z,visit,li,an
i2,2026-04-01T10:00:00Z,visit,zhou,bo
""",
    "opportunities.csv": """\
id,account_id,name,user_id,origin,amount,opened_on,closed_on,outcome
o1,river,Pumps,li,captured,500000,2026-01-10,2026-05-25,won
o2,river,Meters,zhou,hatched,300000,2026-01-10,2026-05-25,lost
o3,lake,Valves,,captured,200000,2025-01-10,2025-05-25,won
o4,sea,Cables,zhou,hatched,100000,2026-02-01,2027-02-01,
o5,river,Far ahead,li,hatched,900000,2026-06-01,2028-06-01,
""",
}


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Generator[TestClient]:
    """The service on those accounts, of which nothing is changed here."""
    wipe_if_ours(connection, "tests")
    assert load(connection, [write(tmp_path_factory.mktemp("river"), RIVER)]).defects == []
    with service(neo4j_server) as client:
        client.headers.update(bearer(connection, role=UserRole.ADMIN))
        yield client


def asked(api: TestClient, path: str, **params: Any) -> Any:  # noqa: ANN401
    answer = api.get(f"/api/{path}", params={"as_of": f"{TODAY}", **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


def potential(answer: Any, currency: str = "CNY") -> Any:  # noqa: ANN401
    return next(unit["potential"] for unit in answer["currencies"] if unit["currency"] == currency)


def test_everything_was_as_it_was(api: TestClient) -> None:
    """People who had left, departments that did not exist yet, the spend of another year, what was not yet said."""
    then = asked(api, "accounts/river", as_of="2025-12-31")
    assert [(person["id"], person["department"]) for person in then["people"]] == [("an", None), ("gone", "Old plant")]
    assert (then["people"][0]["closeness"], then["spend"], then["opportunities"]) == (60, 1_000_000, [])
    assert then["competitors"] == []
    now = asked(api, "accounts/river")
    assert [(person["id"], person["department"]) for person in now["people"]] == [
        ("an", "New plant"),
        ("bo", "New plant"),
    ]
    assert asked(api, "accounts/river", as_of="2024-06-01")["spend"] is None


def test_the_gap_to_the_competitor(api: TestClient) -> None:
    """An stands at 95 towards the rival and 90 towards us, which the rival does not change."""
    detail = asked(api, "accounts/river")
    (an, bo) = detail["people"]
    assert (an["closeness"], an["competitor"]["name"], an["competitor"]["gap"]) == (90, "Rival", -0.05)
    assert bo["competitor"] is None
    assert [(gap["vendor_id"], gap["gap"], gap["people"]) for gap in detail["competitors"]] == [("rival", -0.05, 1)]
    person = asked(api, "people/an")
    assert person["competitor"] == an["competitor"]
    assert {doubt["code"] for doubt in person["doubts"]} == {"second_opinion"}
    assert [doubt["axis"] for doubt in person["doubts"]] == ["closeness", "solution_acceptance", "price_acceptance"]


def test_growth_between_two_days(api: TestClient) -> None:
    """An 60 → 90 with a visit the day before, Bo newly known without one, Gone left, Lake's owner came in March."""
    answer = asked(api, "figures", since="2025-12-31", account_id="river")
    found = potential(answer)
    assert (found["before"], found["now"], found["growth"]) == (600_000, 600_000, 0)
    parts: dict[tuple[str, str], list[Any]] = {}
    for cause in found["causes"]:
        parts.setdefault((cause["code"], cause["person_id"]), []).append(cause)
    assert {key: round(sum(cause["amount"] for cause in some)) for key, some in parts.items()} == {
        ("attitude_moved", "an"): 300_000,
        ("newly_known", "bo"): -300_000,
    }
    assert {cause["evidence"] for cause in parts["attitude_moved", "an"]} == {True}
    assert {cause["evidence"] for cause in parts["newly_known", "bo"]} == {False}
    assert found["growth_with_evidence"] == 300_000


def test_of_an_owner(api: TestClient) -> None:
    """Lake came with its owner; of opportunities those that are Li's, and those that are nobody's at Li's accounts."""
    answer = asked(api, "figures", since="2025-12-31", owner="li")
    assert [cause["account_id"] for cause in potential(answer)["causes"] if cause["code"] == "account_entered"] == [
        "lake"
    ]
    rate = answer["win_rate"]
    assert (rate["now"]["won"], rate["now"]["lost"], rate["earlier"]["won"]) == (1, 0, 0)
    year = asked(api, "figures", period="2026", owner="li")["win_rate"]
    assert (year["now"]["won"], year["earlier"]["won"]) == (1, 1)


@pytest.mark.parametrize(
    ("choice", "accounts"),
    [
        ({"team": "Central"}, ["lake", "river"]),
        ({"team": "Coast"}, ["sea"]),
        ({"industry": "Water"}, ["lake", "river"]),
        ({"region": "South"}, ["lake", "sea"]),
        ({"city_tier": "2", "industry": "Water"}, ["lake"]),
        ({"industry": "Nothing"}, []),
        ({"team": "Central", "as_of": "2026-01-01"}, ["river"]),
    ],
)
def test_segments_and_teams(api: TestClient, choice: dict[str, str], accounts: list[str]) -> None:
    found = asked(api, "potential", **choice)["accounts"]
    assert sorted(account["account_id"] for account in found) == accounts


def test_no_such_team(api: TestClient) -> None:
    answer = api.get("/api/figures", params={"team": "Nowhere"})
    assert (answer.status_code, answer.json()["detail"]) == (404, "no team Nowhere")


def test_what_changed(api: TestClient) -> None:
    """The largest first, each with its own money."""
    found = asked(api, "changes", since="2026-05-01", account_id="river")["changes"]
    assert [(change["code"], change["effect"]["amount"], change["on"]) for change in found] == [
        ("opportunity_opened", 900_000, "2026-06-01"),
        ("opportunity_won", 500_000, "2026-05-25"),
        ("attitude_moved", -300_000, "2026-06-01"),
        ("opportunity_lost", -300_000, "2026-05-25"),
        ("attitude_moved", 300_000, "2026-05-20"),
    ]


def test_growth_beside_the_potential(api: TestClient) -> None:
    answer = asked(api, "potential", since="2025-12-31", account_id="river", currency="USD", rate="CNY=0.1")
    assert (answer["currency"], answer["estimate"], answer["growth"]) == ("USD", 60_000, 0)


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("figures", {"since": "2026-06-30"}, "since"),
        ("figures", {"since": "2026-01-01", "period": "2026"}, "since"),
        ("figures", {"period": "2026-Q5"}, "period"),
        ("figures", {"period": "2027"}, "period"),
        ("figures", {"period": "2026", "earlier": "2026"}, "earlier"),
        ("figures", {"rate": "USD=7"}, "currency"),
        ("figures", {"rate": "USD", "currency": "CNY"}, "rate.0"),
        ("figures", {"rate": ["USD=7", "USD=8"], "currency": "CNY"}, "rate"),
        ("figures", {"as_of": "0001-01-15"}, "as_of"),
        ("changes", {"as_of": "0001-01-15"}, "since"),
        ("figures", {"period": "2026-Q2", "earlier": "2026"}, "earlier"),
        ("changes", {"since": "soon"}, "since"),
        ("changes", {"since": "2026-07-01"}, "since"),
    ],
)
def test_bad_questions(api: TestClient, path: str, params: dict[str, Any], field: str) -> None:
    answer = api.get(f"/api/{path}", params={"as_of": f"{TODAY}", **params})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_hand_over(api: TestClient, connection: Graph) -> None:
    """As data and as a document; outside the team without names and notes."""
    brief = asked(api, "accounts/river/hand-over")
    assert [one["person"]["id"] for one in brief["people"]] == ["an", "bo"]
    assert [(deal["id"], deal["expected_on"]) for deal in brief["opportunities"]] == [("o5", "2028-06-01")]
    assert brief["people"][0]["said"][0] == {
        "contributor": {"id": "li", "name": "Li"},
        "withheld": False,
        "observed_on": "2026-05-20",
        "closeness": 90,
        "solution_acceptance": 90,
        "price_acceptance": 90,
    }
    text = api.get("/api/accounts/river/hand-over", params={"as_of": f"{TODAY}", "format": "markdown"})
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    for words in (
        "# River",
        "**An**",
        "Said by Li on May 20, 2026",
        "Rival: we are 5 points behind",
        "## Not known\n\n- Nothing.",
    ):
        assert words in text.text
    assert "SECRET" not in text.text
    executive = bearer(connection, role=UserRole.EXECUTIVE)
    seen = api.get("/api/accounts/river/hand-over", headers=executive, params={"as_of": f"{TODAY}"}).json()
    assert {said["contributor"] for one in seen["people"] for said in one["said"]} == {None}


def test_two_words_of_a_day_are_one_in_the_hand_over(graph: Graph, neo4j_server: Server, tmp_path: Path) -> None:
    """Of one contributor the latest day counts, its words averaged; an earlier one of another attitude stays."""
    files = {
        "accounts.csv": "id,name\nriver,River\n",
        "people.csv": "id,account_id,name\nan,river,An\n",
        "users.csv": "id,name\nli,Li\n",
        "coverage.csv": "user_id,account_id,role\nli,river,owner\n",
        "assessments.csv": "id,person_id,user_id,observed_on,closeness,price_acceptance\n"
        "s1,an,li,2026-05-01,10,30\ns2,an,li,2026-06-01,40,\ns3,an,li,2026-06-01,60,\n",
    }
    assert not load(graph, [write(tmp_path, files)]).defects
    with service(neo4j_server) as client:
        client.headers.update(bearer(graph, "li"))
        (said,) = asked(client, "accounts/river/hand-over")["people"][0]["said"]
    assert (said["observed_on"], said["closeness"], said["price_acceptance"]) == ("2026-06-01", 50, 30)


@pytest.mark.parametrize("number", [10, 100])
def test_the_published_figures(graph: Graph, neo4j_server: Server, tmp_path: Path, number: int) -> None:
    """Each account of 5,000,000 at 60, opening two opportunities of 1,000,000 a year: 30 (300) and 20 (200) million."""
    ids = [f"a{index}" for index in range(number)]
    opened = [(id_, origin) for id_ in ids for origin in ("captured", "hatched")]
    files = {
        "accounts.csv": "id,name,currency\n" + "".join(f"{id_},{id_},CNY\n" for id_ in ids),
        "people.csv": "id,account_id,name\n" + "".join(f"{id_}-p,{id_},P\n" for id_ in ids),
        "spend.csv": "account_id,fiscal_year,amount\n" + "".join(f"{id_},2026,5000000\n" for id_ in ids),
        "assessments.csv": "id,person_id,observed_on,closeness,solution_acceptance,price_acceptance\n"
        + "".join(f"{id_}-s,{id_}-p,2026-06-29,60,60,60\n" for id_ in ids),
        "opportunities.csv": "id,account_id,name,origin,amount,opened_on\n"
        + "".join(f"{id_}-{origin},{id_},O,{origin},1000000,2026-02-01\n" for id_, origin in opened),
    }
    assert not load(graph, [write(tmp_path, files)]).defects
    with service(neo4j_server) as client:
        client.headers.update(bearer(graph, role=UserRole.ADMIN))
        assert asked(client, "potential")["estimate"] == number * 3_000_000
        (unit,) = asked(client, "figures", period="2026")["currencies"]
        assert {origin["origin"]: origin["opened"]["amount"] for origin in unit["origins"]} == {
            "captured": number * 1_000_000,
            "hatched": number * 1_000_000,
            "all": number * 2_000_000,
        }
        assert unit["potential"]["now"] == number * 3_000_000
