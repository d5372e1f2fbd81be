"""Which statements have a dated contact behind them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from app.attitudes.queries import evidenced
from app.graph import Graph
from loaders.load import load
from tests.loaders.folders import write

HEADER = "id,person_id,user_id,observed_on,closeness,price_acceptance,confidence\n"
FILES = {
    "accounts.csv": "id,name\nriver,River\n",
    "people.csv": "id,account_id,name\nan,river,An\n",
    "users.csv": "id,name\nli,Li\nzhou,Zhou\n",
    "interactions.csv": "id,at,channel,user_ids,person_ids\ni1,2026-05-10T10:00:00Z,visit,li,an\n",
}
CASES: Mapping[str, tuple[str, set[str]]] = {
    "met that day": ("s1,an,li,2026-05-10,60,,\n", {"closeness"}),
    "met 30 days before": ("s1,an,li,2026-06-09,60,70,\n", {"closeness", "price_acceptance"}),
    "met 31 days before": ("s1,an,li,2026-06-10,60,,\n", set()),
    "met afterwards": ("s1,an,li,2026-05-09,60,,\n", set()),
    "somebody else met them": ("s1,an,zhou,2026-05-11,60,,\n", set()),
    "nobody signed": ("s1,an,,2026-05-11,60,,\n", {"closeness"}),
    "one has met them, the other has not": ("s1,an,li,2026-05-11,60,,\ns2,an,zhou,2026-05-11,90,,\n", set()),
    "of different attitudes": ("s1,an,li,2026-05-11,60,,\ns2,an,zhou,2026-05-11,,90,\n", {"closeness"}),
    "repeated without meeting again": ("s1,an,li,2026-05-11,60,,\ns2,an,li,2026-06-20,60,,\n", {"closeness"}),
    "what has no weight": ("s1,an,li,2026-05-11,60,,\ns2,an,zhou,2026-05-11,90,,0\n", {"closeness"}),
    "before the time": ("s1,an,li,2026-04-30,60,,\n", set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_evidence(graph: Graph, tmp_path: Path, case: str) -> None:
    """Each contributor of an attitude has met the person, at most 30 days before saying so."""
    said, expected = CASES[case]
    assert not load(graph, [write(tmp_path, {**FILES, "assessments.csv": HEADER + said})]).defects
    found = evidenced(
        graph, account_ids=["river"], after=date(2026, 4, 30), as_of=date(2026, 6, 30), known_at=None, evidence_days=30
    )
    axes = ("closeness", "solution_acceptance", "price_acceptance")
    assert {axis for one in found for axis in axes if getattr(one, axis)} == expected
