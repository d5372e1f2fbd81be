"""What does it cost to say whom to win over next, against only fetching the same facts?

The yardstick is one Cypher query through the bare driver that returns the same facts; both are asked in turn, in the
same run. An account has 20 people in 4 departments, 3 statements about each, 59 ties, and an open opportunity.
"""

from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any, LiteralString

from neo4j import RoutingControl

from app.accounts.snapshots import Scope, snapshots
from app.analytics import recommendations
from app.analytics.constants import Constants
from app.analytics.potential import portfolio_potential
from app.analytics.recommendations import RecommendationOptions
from app.graph import Graph
from app.questions import ask

AS_OF = date(2026, 6, 15)
CONSTANTS = Constants()

SHARED: LiteralString = """
UNWIND range(0, 99) AS n
MERGE (t:ProjectType {id: 'type-' + n}) SET t.name = 'Type ' + n
MERGE (u:User {id: 'user-' + n}) SET u.name = 'User ' + n
"""

ACCOUNTS: LiteralString = """
UNWIND range($first, $last) AS n
CALL (n) {
  WITH 'account-' + right('0000' + n, 5) AS id, n
  CREATE (a:Account {id: id, name: 'Account ' + n, currency: 'CNY'})
  CREATE (a)-[:EXPECTS_TO_SPEND]->(:Spend {id: id, fiscalYear: 2026, amount: 5000000.0})
  WITH a, n
  MATCH (owner:User {id: 'user-' + n % 100}), (type:ProjectType {id: 'type-' + n % 100})
  CREATE (owner)-[:SERVES {role: 'owner', from: date('2026-01-01')}]->(a)
  CREATE (a)-[:RUNS]->(project:Project {id: a.id, name: 'Project ' + n, startedOn: date('2026-09-01')})
  CREATE (project)-[:OF_TYPE]->(type)
  CREATE (a)<-[:AT]-(o:Opportunity {id: a.id, name: 'Opportunity ' + n, amount: 1000000.0, probability: 0.5})
  CREATE (o)-[:AIMS_AT]->(project)
  WITH a, n, project
  UNWIND range(0, 3) AS d
  CREATE (a)<-[:PART_OF]-(department:Department {id: a.id + '-' + d, name: 'Department ' + d})
  WITH a, n, project, collect(department) AS departments
  UNWIND range(0, $people - 1) AS p
  CREATE (person:Person {id: a.id + '-' + p, name: 'Person ' + p, veto: p = 0, approve: false})
  CREATE (person)-[:KEY_PERSON_OF]->(a)
  WITH a, n, project, p, person, departments, departments[p % 4] AS department
  CREATE (person)-[:WORKS_IN {title: 'Title ' + p, from: date('2020-01-01')}]->(department)
  FOREACH (_ IN CASE WHEN p < 5 THEN [1] END |
    CREATE (person)-[:PARTICIPATES_IN {buyingRole: 'user'}]->(project)
  )
  WITH a, n, collect(person) AS people
  FOREACH (p IN range(0, $people - 1) |
    FOREACH (one IN [people[p]] |
      FOREACH (other IN [people[(p + 3) % $people]] | CREATE (one)-[:INFLUENCES {strength: 0.5}]->(other))
      FOREACH (other IN [people[(p + 7) % $people]] | CREATE (one)-[:KNOWS {strength: 0.5}]->(other))
      FOREACH (_ IN CASE WHEN p > 0 THEN [1] END |
        FOREACH (boss IN [people[p / 4]] | CREATE (one)-[:REPORTS_TO]->(boss))
      )
    )
  )
  WITH a, n, people
  UNWIND range(0, 2) AS s
  MATCH (u:User {id: 'user-' + (n + s) % 100})
  FOREACH (p IN range(0, $people - 1) |
    FOREACH (person IN [people[p]] |
      CREATE (u)-[:STATED]->(:Assessment {
        id: person.id + '-' + s, observedOn: date('2026-06-01') - duration({days: 40 * s + p}),
        recordedAt: datetime('2026-06-01T00:00:00Z'), confidence: 0.8, source: 'own meeting',
        closeness: 10.0 * ((p + s) % 9), solutionAcceptance: 10.0 * ((p + 2 * s) % 9), priceAcceptance: 5.0 * (p % 21)
      })-[:ABOUT]->(person)
      FOREACH (_ IN CASE WHEN p % 10 = s THEN [1] END | CREATE (u)-[:KNOWS {strength: 0.5}]->(person))
    )
  )
} IN TRANSACTIONS OF 100 ROWS
"""

FACTS: LiteralString = """
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})
RETURN
  a.id AS id, a.name AS name, a.currency AS currency,
  COLLECT {
    MATCH (a)-[:EXPECTS_TO_SPEND]->(s:Spend {fiscalYear: $as_of.year})
    OPTIONAL MATCH (s)-[:ON]->(t:ProjectType)
    RETURN [s.amount, s.currency, t.id]
  } AS spend,
  COLLECT {
    MATCH (u:User)-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
    RETURN [u.id, u.name, u.quota, u.currency]
  } AS owners,
  COLLECT {
    MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)-[w:WORKS_IN]->(d)
    WHERE (w.from IS NULL OR w.from <= $as_of) AND (w.to IS NULL OR w.to >= $as_of)
    RETURN [
      p.id, p.name, p.email, w.title, d.id, d.name, p.veto, p.approve, p.placeholder, p.outsider,
      COLLECT { MATCH (p)-[:VETO_LIMITED_TO]->(t) RETURN t.id },
      COLLECT { MATCH (p)-[:APPROVAL_LIMITED_TO]->(t) RETURN t.id },
      COLLECT { MATCH (p)-[r:PARTICIPATES_IN]->(x:Project) RETURN [r.buyingRole, x.noContactFrom, x.noContactTo] },
      COLLECT {
        MATCH (p)<-[:ABOUT]-(s:Assessment)
        WHERE s.observedOn <= $as_of AND NOT EXISTS { MATCH (s)-[:TOWARDS]->(v:Vendor) WHERE NOT v.isUs }
        RETURN [
          head([(u:User)-[:STATED]->(s) | u.id]), s.observedOn, s.closeness, s.solutionAcceptance, s.priceAcceptance,
          s.confidence, s.source
        ]
      },
      COLLECT {
        MATCH (p)-[r:INFLUENCES|CONFLICTS_WITH|KNOWS|REPORTS_TO]->(other:Person)
        RETURN [other.id, type(r), r.strength]
      },
      COLLECT { MATCH (u:User)-[k:KNOWS]->(p) RETURN [u.id, u.name, k.strength] },
      COLLECT {
        MATCH (u:User)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(p) WHERE date(i.at) <= $as_of
        RETURN [u.id, u.name, i.at, i.channel, COUNT { (i)<-[:TOOK_PART_IN]-() }]
      }
    ]
  } AS people,
  COLLECT {
    MATCH (a)-[:RUNS]->(x:Project)
    WHERE x.startedOn <= $as_of
    RETURN [x.name, x.startedOn, x.endedOn, COLLECT { MATCH (p:Person)-[:PARTICIPATES_IN]->(x) RETURN p.id }]
  } AS projects,
  COLLECT {
    MATCH (a)<-[:AT]-(o:Opportunity)-[:AIMS_AT]->(project:Project)-[:OF_TYPE]->(t:ProjectType)
    WHERE o.outcome IS NULL
    RETURN [
      o.id, o.name, o.amount, o.currency, o.probability, o.closedOn, t.id, project.startedOn, project.noContactFrom,
      project.noContactTo,
      COLLECT {
        MATCH (p:Person)-[r:PARTICIPATES_IN]->(project) RETURN [p.id, r.buyingRole, r.veto, r.approve]
      }
    ]
  } AS opportunities
"""


PROJECTS: LiteralString = """
UNWIND $account_ids AS account_id
MATCH (a:Account {id: account_id})-[:RUNS]->(project:Project)
RETURN
  project.id, a.id, project.name, project.startedOn, project.endedOn, project.budget, project.currency,
  project.noContactFrom, project.noContactTo,
  head([(project)-[:OF_TYPE]->(t:ProjectType) | t.id]) AS type,
  head([(project)-[:WENT_TO]->(v:Vendor) | [v.id, v.name, v.isUs]]) AS vendor,
  COLLECT { MATCH (project)<-[:AIMS_AT]-(o:Opportunity) RETURN [o.outcome, o.closedOn, o.amount, o.currency] } AS deals,
  COLLECT {
    MATCH (project)<-[r:PARTICIPATES_IN]-(p:Person)-[:KEY_PERSON_OF]->(a)
    RETURN [p.id, p.name, r.buyingRole, r.veto, r.approve, [(p)-[w:WORKS_IN]->(d) | [w.title, w.from, w.to, d.id]]]
  } AS participants
"""


def measure(graph: Graph) -> dict[str, Any]:
    """Seconds, ratios and aims of recommendations and potential; `graph` is empty and is filled."""
    grow(graph, 0, 99)
    one_of_few = compared(graph, 1, _recommendations, fetch_with_projects)
    grow(graph, 100, 199)
    some = compared(graph, 200, _first_recommendations, fetch_with_projects)
    everybody = compared(graph, 200, _recommendations, fetch_with_projects)
    worth = compared(graph, 200, potential)
    # The many others are smaller, so that this takes a minute and not five.
    grow(graph, 200, 9_999, people=5)
    one_of_many = compared(graph, 1, _recommendations, fetch_with_projects)
    return {
        "recommendations, 1 account": {**one_of_few, "aim": 3.0},
        "recommendations, 200 accounts, the first 20 of 4,000": {**some, "aim": 4.0},
        # Whoever asks for all of them reads megabytes; it is to be below a second.
        "recommendations, 200 accounts, all 4,000 written out": {
            **everybody,
            "ratio": everybody["seconds"],
            "aim": 1.0,
        },
        "potential, 200 accounts": {**worth, "aim": 3.0},
        # These two cannot be asked in turn, so the fastest of each are compared: other work on the machine only slows.
        "recommendations, 1 account of 10,000 against 1 of 100": {
            "seconds": one_of_many["fastest_seconds"],
            "yardstick_seconds": one_of_few["fastest_seconds"],
            "ratio": one_of_many["fastest_seconds"] / one_of_few["fastest_seconds"],
            "aim": 1.3,
        },
    }


def grow(graph: Graph, first: int, last: int, people: int = 20) -> None:
    """Add accounts of these numbers."""
    graph.apply_schema()
    graph.driver.execute_query(SHARED, database_=graph.database)
    with graph.driver.session(database=graph.database) as session:  # pyright: ignore[reportUnknownMemberType]
        session.run(ACCOUNTS, first=first, last=last, people=people).consume()


def _recommendations(graph: Graph, ids: tuple[str, ...]) -> None:
    assert ask(graph, recommendations.ANALYTIC, Scope(AS_OF, ids), RecommendationOptions(), CONSTANTS)[1]


def _first_recommendations(graph: Graph, ids: tuple[str, ...]) -> None:
    assert ask(graph, recommendations.ANALYTIC, Scope(AS_OF, ids), RecommendationOptions(top=20), CONSTANTS)[1]


def potential(graph: Graph, ids: tuple[str, ...]) -> None:
    """Ask for the potential of these accounts."""
    assert portfolio_potential(snapshots(graph, Scope(AS_OF, ids), CONSTANTS), AS_OF.year, None, CONSTANTS).estimate


Ask = Callable[[Graph, tuple[str, ...]], None]


def fetch(graph: Graph, ids: tuple[str, ...]) -> None:
    """The yardstick: only fetch the facts of these accounts."""
    records = graph.driver.execute_query(
        FACTS, account_ids=list(ids), as_of=AS_OF, database_=graph.database, routing_=RoutingControl.READ
    ).records
    assert len(records) == len(ids)


def fetch_with_projects(graph: Graph, ids: tuple[str, ...]) -> None:
    """The yardstick of what also looks at projects."""
    fetch(graph, ids)
    records = graph.driver.execute_query(
        PROJECTS, account_ids=list(ids), database_=graph.database, routing_=RoutingControl.READ
    ).records
    assert records


def compared(graph: Graph, accounts: int, question: Ask, yardstick: Ask = fetch) -> dict[str, float]:
    """Median seconds of the answer and of the yardstick, asked in turn."""
    ids = tuple(f"account-{number:05}" for number in range(accounts))
    rounds = 100 if accounts == 1 else 7
    ours: list[float] = []
    bare: list[float] = []
    for number in range(2 * rounds):
        seconds = _seconds(lambda: question(graph, ids)), _seconds(lambda: yardstick(graph, ids))
        if number >= rounds:  # the first half warms up
            ours.append(seconds[0])
            bare.append(seconds[1])
    return {
        "seconds": median(ours),
        "fastest_seconds": min(ours),
        "yardstick_seconds": median(bare),
        "ratio": median(ours) / median(bare),
    }


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
