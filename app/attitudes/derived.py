"""What is derived from the assessments and stored: nothing that they do not say, and all of it may be lost.

- Each person's stance as a label, so that Neo4j Browser can colour people. No answer of Winover is computed from it.
- Links to the latest statements about each person, so that a consensus of today need not read years of earlier ones.
  A query believes them only while a person has as many assessments as were counted when they were derived; else it
  reads all. So an interrupted load, or statements added by hand, make answers slower and never wrong.

Both are derived anew after every load and recorded assessment, and for everybody when a service starts on another day:
a stance may change with time alone.
"""

from collections.abc import Callable, Sequence
from datetime import date

from app.analytics.agreement import consensus_of
from app.analytics.constants import Constants
from app.analytics.scores import stances
from app.attitudes.queries import account_ids, attitudes, label_stances, link_latest, people_of
from app.graph import Graph

_ACCOUNTS_AT_ONCE = 500
_PEOPLE_AT_ONCE = 500  # of whom each may have hundreds of statements, in the memory of one transaction


def derive_attitudes(
    graph: Graph,
    constants: Constants,
    as_of: date,
    accounts: Sequence[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Label the people of these accounts (None: all) with where they stand on the day; link their latest statements.

    For all accounts the links are made anew, so that what somebody wrote by hand is mended; for some, only where
    statements came or went.
    """
    ids = [account.id for account in account_ids(graph)] if accounts is None else list(accounts)
    for start in range(0, len(ids), _ACCOUNTS_AT_ONCE):
        batch = ids[start : start + _ACCOUNTS_AT_ONCE]
        people = [person.id for person in people_of(graph, account_ids=batch)]
        for first in range(0, len(people), _PEOPLE_AT_ONCE):
            link_latest(graph, person_ids=people[first : first + _PEOPLE_AT_ONCE], anew=accounts is None)
        stated = attitudes(graph, account_ids=batch, as_of=as_of, known_at=None)
        stance = stances(consensus_of(people, stated, constants).value, constants)
        label_stances(
            graph,
            people=[{"id": id_, "stance": where.value} for id_, where in zip(people, stance, strict=True)],
            as_of=as_of,
        )
        progress(start + len(batch), len(ids))
