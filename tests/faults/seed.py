"""A small graph for writers: accounts, whom they know there, and a row of its own for each of them."""

from pathlib import Path

from app.graph import Graph
from app.store.queries import wipe_if_ours
from loaders.load import load
from tests.loaders.folders import write

ACCOUNTS, WRITERS = 4, 8

_FILES = {
    "accounts.csv": ["id,name", *(f"a{a},Account {a}" for a in range(ACCOUNTS))],
    "users.csv": ["id,name,role", *(f"u{n},User {n},rep" for n in range(WRITERS))],
    "coverage.csv": ["user_id,account_id,role", *(f"u{n},a{n % ACCOUNTS},member" for n in range(WRITERS))],
    "people.csv": [
        "id,account_id,name", *(f"p{a}-{n},a{a},Person {n} of {a}" for a in range(ACCOUNTS) for n in range(3))
    ],
    "opportunities.csv": [
        "id,account_id,name,amount", *(f"o{n},a{n % ACCOUNTS},Opportunity {n},0" for n in range(WRITERS))
    ],
    "project_types.csv": ["id,name", "t,Type"],
    "projects.csv": [
        "id,account_id,project_type_id,name,started_on",
        *(f"c{a},a{a},t,Project {a},2025-01-01" for a in range(ACCOUNTS)),
    ],
    "vendors.csv": ["id,name,is_us", "us,We,true", "rival,They,false"],
    "assessments.csv": [
        "id,person_id,user_id,observed_on,closeness,recorded_at",
        *(f"s{a},p{a}-0,u{a},2025-01-01,50,2025-01-02" for a in range(ACCOUNTS)),
    ],
}  # fmt: skip


def fill(graph: Graph, folder: Path) -> None:
    """Writer `u5` is of the team of account `a1`, which has people `p1-0` to `p1-2` and opportunities `o1` and `o5`."""
    wipe_if_ours(graph, "tests")
    files = {name: "\n".join(lines) + "\n" for name, lines in _FILES.items()}
    report = load(graph, [write(folder, files)])
    assert not report.defects, report.defects
