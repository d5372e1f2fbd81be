"""What does it cost that attitudes have a history, and that whoever asks sees only some accounts?

The accounts are those of `recommendations`. The yardstick is the same bare query over the same accounts; with 120
statements a person in the place of 3 it is today's answer with 3.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any, LiteralString

from app.accounts.snapshots import Scope, snapshots
from app.analytics.potential import portfolio_potential
from app.attitudes.derived import derive_attitudes
from app.graph import Graph
from app.reach import Reach
from tests.bench.recommendations import AS_OF, CONSTANTS, compared, grow, potential

ACCOUNTS = 200
EARLIER = 39
"""Rounds of 3 statements a person, before those that are there."""

MORE: LiteralString = """
MATCH (p:Person)
CALL (p) {
  MATCH (u:User)-[:STATED]->(s:Assessment)-[:ABOUT]->(p)
  UNWIND range(1, $rounds) AS n
  CREATE (u)-[:STATED]->(:Assessment {
    id: s.id + '-' + n, observedOn: s.observedOn - duration({days: 30 * n}), recordedAt: s.recordedAt,
    confidence: s.confidence, source: s.source, closeness: s.closeness, solutionAcceptance: s.solutionAcceptance,
    priceAcceptance: s.priceAcceptance
  })-[:ABOUT]->(p)
} IN TRANSACTIONS OF 200 ROWS
"""


def measure(graph: Graph) -> dict[str, Any]:
    """Seconds, ratios and aims; `graph` is empty and is filled."""
    grow(graph, 0, ACCOUNTS - 1)
    derive_attitudes(graph, CONSTANTS, AS_OF)
    past = compared(graph, ACCOUNTS, _of_a_past_day)
    seen = compared(graph.within(_reach()), ACCOUNTS, _in_reach)
    few = _seconds(graph)
    with graph.driver.session(database=graph.database) as session:  # pyright: ignore[reportUnknownMemberType]
        session.run(MORE, rounds=EARLIER).consume()
    derive_attitudes(graph, CONSTANTS, AS_OF)
    many = _seconds(graph)
    return {
        "potential, 200 accounts, as of a past day": {**past, "aim": 3.0},
        "potential, the 200 accounts that a rep may see": {**seen, "aim": 3.0},
        "potential, 200 accounts, 120 statements a person against 3": {
            "seconds": many,
            "yardstick_seconds": few,
            "ratio": many / few,
            "aim": 2.0,
        },
    }


def _reach() -> Reach:
    ids = tuple(f"account-{number:05}" for number in range(ACCOUNTS))
    return Reach(ids, ids, ("user-0",))


def _of_a_past_day(graph: Graph, ids: tuple[str, ...]) -> None:
    day = AS_OF - timedelta(days=20)
    assert portfolio_potential(snapshots(graph, Scope(day, ids), CONSTANTS), day.year, None, CONSTANTS).estimate


def _in_reach(graph: Graph, ids: tuple[str, ...]) -> None:
    found = snapshots(graph, Scope(AS_OF), CONSTANTS)
    assert len(found) == len(ids)
    assert portfolio_potential(found, AS_OF.year, None, CONSTANTS).estimate


def _seconds(graph: Graph) -> float:
    """Of today's answer, the median of the fastest half: the two cannot be asked in turn."""
    ids = tuple(f"account-{number:05}" for number in range(ACCOUNTS))
    taken: list[float] = []
    for _ in range(14):
        start = perf_counter()
        potential(graph, ids)
        taken.append(perf_counter() - start)
    return median(sorted(taken)[:7])
