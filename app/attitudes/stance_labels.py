"""The one derived fact that is stored: each person's stance as a label, so that Neo4j Browser can colour people.

No answer of Winover is computed from it. It is derived anew after every load and recorded assessment, and for
everybody when a service starts on another day: a stance may change with time alone.
"""

from collections.abc import Callable, Sequence
from datetime import date

from app.analytics.constants import Constants
from app.analytics.scores import stances
from app.attitudes.agreement import consensus_of
from app.attitudes.queries import account_ids, attitudes, label_stances, people_of
from app.graph import Graph

_ACCOUNTS_AT_ONCE = 500


def derive_stance_labels(
    graph: Graph,
    constants: Constants,
    as_of: date,
    accounts: Sequence[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Label the people of these accounts (None: all) with where they stand on the day."""
    ids = [account.id for account in account_ids(graph)] if accounts is None else list(accounts)
    for start in range(0, len(ids), _ACCOUNTS_AT_ONCE):
        batch = ids[start : start + _ACCOUNTS_AT_ONCE]
        people = [person.id for person in people_of(graph, account_ids=batch)]
        stated = attitudes(graph, account_ids=batch, as_of=as_of, known_at=None)
        stance = stances(consensus_of(people, stated, constants).value, constants)
        label_stances(
            graph,
            people=[{"id": id_, "stance": where.value} for id_, where in zip(people, stance, strict=True)],
            as_of=as_of,
        )
        progress(start + len(batch), len(ids))
