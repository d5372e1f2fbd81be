"""Links to the latest statements: fewer are read, and never others counted."""

from datetime import date, timedelta
from pathlib import Path
from typing import LiteralString

import pytest

from app.accounts.queries import facts
from app.accounts.snapshots import Scope, snapshot
from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.graph import Graph
from graph_models.records import AttitudeRecord
from loaders.load import load
from tests.loaders.folders import write

CONSTANTS = Constants()
TODAY = date.today()
HISTORY = 40


@pytest.fixture
def river(graph: Graph, tmp_path: Path) -> Graph:
    """An, of whom Li and Zhou said something every other day."""
    said = "".join(
        f"s{n},an,{'li' if n % 2 else 'zhou'},{TODAY - timedelta(days=n)},{40 + n},{50 if n > 5 else ''}\n"
        for n in range(HISTORY)
    )
    files = {
        "accounts.csv": "id,name\nriver,River\n",
        "people.csv": "id,account_id,name\nan,river,An\n",
        "users.csv": "id,name\nli,Li\nzhou,Zhou\n",
        "assessments.csv": f"id,person_id,user_id,observed_on,closeness,price_acceptance\n{said}",
    }
    assert not load(graph, [write(tmp_path, files)]).defects
    return graph


def read(graph: Graph, as_of: date = TODAY) -> list[AttitudeRecord]:
    """The statements that an answer of the day is made from."""
    (found,) = facts(
        graph,
        account_ids=["river"],
        owner=None,
        of_team=None,
        industry=None,
        region=None,
        city_tier=None,
        as_of=as_of,
        known_at=None,
        every_statement=False,
        fiscal_year=as_of.year,
        horizon=as_of,
        projects_since=as_of,
    )
    return found.statements


def run(graph: Graph, query: LiteralString) -> None:
    """Change the graph behind the application's back."""
    graph.driver.execute_query(query, database_=graph.database)


def closeness(graph: Graph) -> float:
    return float(snapshot(graph, "river", Scope(TODAY), CONSTANTS).consensus.value[0, 0])


def test_few_are_read(river: Graph) -> None:
    """Before anything is derived all of them; then one a contributor and attitude."""
    assert len(read(river)) == HISTORY
    before = closeness(river)
    derive_attitudes(river, CONSTANTS, TODAY)
    assert sorted((one.user_id, one.age_days) for one in read(river)) == [
        ("li", 1),
        ("li", 7),
        ("zhou", 0),
        ("zhou", 6),
    ]
    assert closeness(river) == pytest.approx(before)


def test_of_a_past_day_all_are_read(river: Graph) -> None:
    """The latest then may be none of the latest now."""
    derive_attitudes(river, CONSTANTS, TODAY)
    assert len(read(river, TODAY - timedelta(days=1))) == HISTORY - 1


@pytest.mark.parametrize(
    "meddle",
    [
        "MATCH (p:Person), (u:User {id: 'li'}) CREATE (u)-[:STATED]->(:Assessment {id: 'new', observedOn: date(), "
        "recordedAt: datetime(), closeness: 0.0})-[:ABOUT]->(p)",
        "MATCH (s:Assessment {id: 's0'}) DETACH DELETE s",
    ],
    ids=["created", "deleted"],
)
def test_what_is_written_by_others_counts(river: Graph, meddle: LiteralString) -> None:
    """A load that was broken off, or a write by hand: the links no longer hold, so all are read, until derived anew."""
    derive_attitudes(river, CONSTANTS, TODAY)
    before = closeness(river)
    run(river, meddle)
    after = closeness(river)
    assert after != pytest.approx(before)
    assert len(read(river)) >= HISTORY - 1
    derive_attitudes(river, CONSTANTS, TODAY)
    assert len(read(river)) < 5
    assert closeness(river) == pytest.approx(after)


def test_a_statement_changed_by_hand_is_mended(river: Graph) -> None:
    """Its number is the same; the links are made anew after a load of files and when a day begins."""
    derive_attitudes(river, CONSTANTS, TODAY)
    run(river, "MATCH (s:Assessment {id: 's0'}) SET s.withdrawnAt = datetime()")
    derive_attitudes(river, CONSTANTS, TODAY)
    assert ("zhou", 2) in {(one.user_id, one.age_days) for one in read(river)}


def test_deriving_again_changes_nothing(river: Graph) -> None:
    derive_attitudes(river, CONSTANTS, TODAY)
    query = "MATCH (s)-[:LATEST_ABOUT]->(p) RETURN collect([s.id, p.id, p.statementsCounted]) AS links"
    (before,) = river.driver.execute_query(query, database_=river.database).records
    derive_attitudes(river, CONSTANTS, TODAY)
    (after,) = river.driver.execute_query(query, database_=river.database).records
    assert sorted(before["links"]) == sorted(after["links"])
