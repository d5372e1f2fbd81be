"""Which won opportunities have a dated contact, or a project that went to us, behind them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from app.accounts.snapshots import Scope
from app.graph import Graph
from app.opportunities.queries import deals
from loaders.load import load
from tests.loaders.folders import write

FILES = {
    "accounts.csv": "id,name\nriver,River\nhill,Hill\n",
    "people.csv": "id,account_id,name\nan,river,An\nbo,hill,Bo\n",
    "users.csv": "id,name\nli,Li\n",
    "project_types.csv": "id,name\nt,Control\n",
    "vendors.csv": "id,name,is_us\nus,Us,true\nrival,Rival,false\n",
    "opportunities.csv": "id,account_id,name,project_id,opened_on,closed_on,outcome\n"
    "o,river,Chance,c,2026-01-01,2026-06-01,won\n",
}
PROJECT = "id,account_id,project_type_id,name,started_on,vendor_id\n"
CONTACT = "id,at,channel,user_ids,person_ids\n"
CASES: Mapping[str, tuple[str, str, bool]] = {
    "went to us": ("c,river,t,Dam,2026-01-01,us\n", "", True),
    "went to another": ("c,river,t,Dam,2026-01-01,rival\n", "", False),
    "met while it was open": ("c,river,t,Dam,2026-01-01,\n", "i,2026-06-01T10:00:00Z,visit,li,an\n", True),
    "met before": ("c,river,t,Dam,2026-01-01,\n", "i,2025-12-31T10:00:00Z,visit,li,an\n", False),
    "met at another account": ("c,river,t,Dam,2026-01-01,\n", "i,2026-06-01T10:00:00Z,visit,li,bo\n", False),
}


def of_the_deal(graph: Graph) -> bool:
    day = date(2026, 6, 30)
    (deal,) = deals(graph, account_ids=["river"], **Scope(day).choice, since=date(2026, 1, 1), as_of=day)
    return deal.evidence


@pytest.mark.parametrize("case", CASES)
def test_evidence(graph: Graph, tmp_path: Path, case: str) -> None:
    project, contact, expected = CASES[case]
    files = {**FILES, "projects.csv": PROJECT + project, "interactions.csv": CONTACT + contact}
    assert not load(graph, [write(tmp_path, files)]).defects
    assert of_the_deal(graph) == expected


def test_a_project_that_moved_to_another_account_is_no_evidence(graph: Graph, tmp_path: Path) -> None:
    """Loaded again at another account, it tells nothing of this one."""
    files = {**FILES, "projects.csv": PROJECT + CASES["went to us"][0]}
    assert not load(graph, [write(tmp_path / "first", files)]).defects
    assert of_the_deal(graph)
    moved = {"projects.csv": PROJECT + "c,hill,t,Dam,2026-01-01,us\n"}
    assert not load(graph, [write(tmp_path / "moved", moved) / "projects.csv"]).defects
    assert not of_the_deal(graph)
