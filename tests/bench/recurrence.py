"""What does it cost to say what recurs, against only fetching the same projects?

The accounts are those of `recommendations`, each with 10 types of projects that came once a year for ten years, give or
take some weeks, and 5 people taking part in each.
"""

from typing import Any, LiteralString

from app.accounts.snapshots import Scope
from app.analytics import recurring
from app.analytics.recurring import RecurringOptions
from app.graph import Graph
from app.questions import ask
from tests.bench.recommendations import AS_OF, CONSTANTS, compared, fetch_with_projects, grow

ACCOUNTS = 200

PROJECTS: LiteralString = """
MATCH (a:Account)
CALL (a) {
  MATCH (a)<-[:KEY_PERSON_OF]-(person)
  WITH a, person ORDER BY person.id
  WITH a, collect(person) AS people
  UNWIND range(0, 9) AS t
  MATCH (type:ProjectType {id: 'type-' + t})
  UNWIND range(0, 9) AS year
  WITH a, people, t, type, year, toInteger(right(a.id, 5)) AS n
  CREATE (a)-[:RUNS]->(project:Project {
    id: a.id + '-' + t + '-' + year, name: 'Project ' + t + ' of ' + year, budget: 100000.0 * (t + 1),
    startedOn: date('2016-03-01') + duration({days: 365 * year + 11 * t + (n * 7 + year * 13 + t * 5) % 40})
  })-[:OF_TYPE]->(type)
  FOREACH (p IN range(0, 4) |
    FOREACH (person IN [people[(t + year * p) % size(people)]] |
      MERGE (person)-[:PARTICIPATES_IN {buyingRole: 'user'}]->(project)
    )
  )
} IN TRANSACTIONS OF 20 ROWS
"""


def measure(graph: Graph) -> dict[str, Any]:
    """Seconds, ratios and aims; `graph` is empty and is filled."""
    grow(graph, 0, ACCOUNTS - 1)
    begin_projects(graph)
    return {
        "recurring projects, 200 accounts × 10 types × 10 years": {
            **compared(graph, ACCOUNTS, _ask, fetch_with_projects),
            "aim": 3.0,
        }
    }


def begin_projects(graph: Graph) -> None:
    """Give every account its projects."""
    with graph.driver.session(database=graph.database) as session:  # pyright: ignore[reportUnknownMemberType]
        session.run(PROJECTS).consume()


def _ask(graph: Graph, ids: tuple[str, ...]) -> None:
    found = ask(graph, recurring.ANALYTIC, Scope(AS_OF, ids), RecurringOptions(), CONSTANTS)[1]
    assert len(found) >= 10 * len(ids)
