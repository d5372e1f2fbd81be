"""An account whose projects recur, one that nobody of ours serves, and the service on them."""

from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.graph import Graph
from loaders.load import load
from tests.access.world import service
from tests.loaders.folders import write
from tests.neo4j_server import Server

TODAY = date.today()


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# Control comes each year at `a`, last 100 days ago; meters came once and are planned; `b` has the same projects as `a`.
FILES = {
    "accounts.csv": "id,name,currency\na,Anshan Water,CNY\nb,Benxi Water,CNY\n",
    "people.csv": "".join((
        "id,account_id,name,title,veto,works_to\n",
        *(
            f"{x}-wang,{x},Wang,Manager,true,\n{x}-liu,{x},Liu,Director,,\n"
            f"{x}-xu,{x},Xu,Director,,{_ago(30)}\n{x}-new,{x},New,Clerk,,\n"
            for x in "ab"
        ),
    )),
    "project_types.csv": "id,name\nt1,Control\nt2,Meters\nt3,Pipes\n",
    "offerings.csv": "id,name,project_type_ids\nk1,Kit,t1\nk2,Meter,t2\nk9,Unused,t2\n",
    "vendors.csv": "id,name,is_us\nus,Us,true\nrival,Rival,false\n",
    "users.csv": "id,name,role\nli,Li,rep\nfar,Far,rep\n",
    "coverage.csv": "user_id,account_id,role\nli,a,owner\nfar,b,owner\n",
    "projects.csv": "id,account_id,project_type_id,name,started_on,budget,vendor_id\n" + "".join(
        "".join(f"{x}-c{n},{x},t1,Control {n},{_ago(100 + 365 * n)},{1000 + n},rival\n" for n in range(5))
        + f"{x}-m0,{x},t2,Meters,{_ago(500)},300,us\n{x}-m1,{x},t2,Meters II,{_ago(-300)},400,\n"
        for x in "ab"
    ),
    "participants.csv": "project_id,person_id,buying_role\n" + "".join(
        f"{x}-c{year},{x}-wang,approver\n{x}-c{year},{x}-xu,user\n" for x in "ab" for year in range(5)
    ),
    "assessments.csv": "id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance\n" + "".join(
        f"{x}-s,{x}-wang,li,{_ago(10)},50,50,50\n" for x in "a"
    ),
}  # fmt: skip


@pytest.fixture
def recurring(graph: Graph, tmp_path: Path) -> Graph:
    """Both accounts."""
    assert load(graph, [write(tmp_path / "files", FILES)]).defects == []
    derive_attitudes(graph, Constants(), TODAY)
    return graph


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server) -> Generator[TestClient]:
    """The service on the tests' database."""
    del connection
    with service(neo4j_server) as client:
        yield client
