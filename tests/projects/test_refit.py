"""What is pooled over accounts moves nobody's answer until an administrator asks for it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from app.analytics.constants import Constants
from app.analytics.histories import EVERY_TYPE
from app.graph import Graph
from app.projects.histories import fit_pooled_gaps
from app.projects.queries import histories
from graph_models.records import PooledGapsRecord
from loaders.load import load
from tests.access.tokens import bearer
from tests.loaders.folders import write
from tests.projects.conftest import TODAY

C = Constants()
MORE = {
    "accounts.csv": "id,name\nc,C\nd,D\n",
    "people.csv": "id,account_id,name\n",
    "projects.csv": "id,account_id,project_type_id,name,started_on\n"
    + "".join(f"{x}-{month},{x},t1,P,2020-{month:02}-01\n" for x in "cd" for month in range(1, 13, 3)),
}

THIRD = {
    "accounts.csv": "id,name\ne,E\n",
    "people.csv": "id,account_id,name\n",
    "projects.csv": "id,account_id,project_type_id,name,started_on\n"
    + "".join(f"e-{n},e,t1,P,{TODAY - timedelta(days=365 * n)}\n" for n in range(5)),
}
OTHERS = {**THIRD, "projects.csv": THIRD["projects.csv"].replace(",t1,", ",t3,")}


def windows(api: TestClient, graph: Graph) -> list[Any]:
    asked = api.get("/api/recurring-projects", headers=bearer(graph, "li")).json()
    return [(one["project_type_id"], one["next"], one["best_window"]) for one in asked]


def kept_gaps(graph: Graph, as_of: date) -> list[PooledGapsRecord]:
    return histories(graph, account_ids=[], as_of=as_of, today=TODAY, horizon=TODAY)[0].pooled


def test_refit(api: TestClient, recurring: Graph, tmp_path: Path) -> None:
    """Gaps of a year at three accounts; of three months at two more that nobody serves."""
    before = windows(api, recurring)
    assert kept_gaps(recurring, TODAY) == []
    load(recurring, [write(tmp_path / "third", THIRD)])
    before = windows(api, recurring)
    fitted = fit_pooled_gaps(recurring, TODAY, C)
    assert (set(fitted), fitted[EVERY_TYPE].count, set(fitted[EVERY_TYPE].days)) == ({EVERY_TYPE, "t1"}, 12, {365})
    after = windows(api, recurring)
    assert after != before
    load(recurring, [write(tmp_path / "more", MORE)])
    assert windows(api, recurring) == after
    fitted = fit_pooled_gaps(recurring, TODAY, C)
    assert {kind: gaps.count for kind, gaps in fitted.items()} == {EVERY_TYPE: 18, "t1": 18}
    kept = {one.id: (tuple(one.days), one.count) for one in kept_gaps(recurring, TODAY)}
    assert kept_gaps(recurring, TODAY - timedelta(days=1)) == []  # not known then
    assert kept == {kind: (gaps.days, gaps.count) for kind, gaps in fitted.items()}
    assert windows(api, recurring) != after


def test_what_no_longer_holds_is_dropped(recurring: Graph, tmp_path: Path) -> None:
    """A type that is pooled no more keeps no gaps."""
    load(recurring, [write(tmp_path / "more", MORE)])
    load(recurring, [write(tmp_path / "third", OTHERS)])
    fit_pooled_gaps(recurring, TODAY, C)
    recurring.driver.execute_query("MATCH (p:Project) WHERE p.id STARTS WITH 'c-' DETACH DELETE p")
    recurring.driver.execute_query("MATCH (p:Project) WHERE p.id STARTS WITH 'd-' DETACH DELETE p")
    fit_pooled_gaps(recurring, TODAY, C)
    assert [one.id for one in kept_gaps(recurring, TODAY)] == [EVERY_TYPE]
    recurring.driver.execute_query("MATCH (p:Project) DETACH DELETE p")
    assert fit_pooled_gaps(recurring, TODAY, C) == {}
    assert kept_gaps(recurring, TODAY) == []
