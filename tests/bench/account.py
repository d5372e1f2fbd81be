"""What does it take to show all of one account, and to rank the people of a very large one?

Aims in seconds, so the ratio is to the aim. The account has 20 people and 100 projects; the large one, in memory, has
200 people and 1,000 ties.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from app.accounts.details import account_detail
from app.accounts.snapshots import Scope, snapshot
from app.analytics import decisions, recommendations, recurring
from app.analytics.analytic import Asked
from app.analytics.expected import looking_ahead
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from app.attitudes.contributors import contributor_names
from app.graph import Graph
from app.projects.histories import histories_of
from app.users.our_people import our_people_of
from tests.bench.recommendations import AS_OF, CONSTANTS, grow
from tests.bench.recurrence import begin_projects
from tests.graphs.build import Opportunity, Person, Tie, account, contact

_PAGE, _LARGE = 0.060, 0.300


def measure(graph: Graph) -> dict[str, Any]:
    """Seconds, ratios and aims; `graph` is empty and is filled."""
    grow(graph, 0, 19)
    begin_projects(graph)
    large = large_account()
    return {
        "the account page, everything together": _compared(lambda: _page(graph, "account-00007"), _PAGE, 30),
        "ranking 200 people with 1,000 ties, without the fetch": _compared(
            lambda: recommend([large], CONSTANTS), _LARGE, 10
        ),
    }


def large_account(people: int = 200, ties: int = 1_000) -> Snapshot:
    """Somebody knows every twentieth; six opportunities, each with a committee of fifteen."""
    rng = np.random.default_rng(0)
    names = [f"P{number:03}" for number in range(people)]
    kinds = ("INFLUENCES", "INFLUENCES", "KNOWS", "REPORTS_TO", "CONFLICTS_WITH")
    starts: list[int] = rng.integers(0, people, ties).tolist()
    steps: list[int] = rng.integers(1, people, ties).tolist()
    tied = [
        Tie(names[start], kinds[number % len(kinds)], names[(start + step) % people], 0.5)
        for number, (start, step) in enumerate(zip(starts, steps, strict=True))
    ]
    return account(
        *(Person(name, float(rng.integers(0, 101)), veto=number % 40 == 0) for number, name in enumerate(names)),
        ties=tied,
        contacts=[contact("Li", name) for name in names[::20]],
        opportunities=[
            Opportunity(f"O{number}", 1_000_000, 0.5, committee=rng.permutation(names)[:15].tolist())
            for number in range(6)
        ],
    )


def _page(graph: Graph, account_id: str) -> None:
    """Who is there, whom to win over next and with whom of ours, can it pass, and what recurs: from one fetch."""
    there = snapshot(graph, account_id, Scope(AS_OF), CONSTANTS, with_statements=True)
    histories = histories_of(graph, [there], AS_OF)
    ahead = [looking_ahead(there, histories, CONSTANTS)]
    ours = our_people_of(graph, ahead, AS_OF)
    assert account_detail(ahead[0], contributor_names(graph, account_id), CONSTANTS).people
    for analytic in (recommendations.ANALYTIC, decisions.ANALYTIC, recurring.ANALYTIC):
        asked = Asked(
            ahead, AS_OF, AS_OF.year, None, analytic.options(), CONSTANTS, histories=histories, our_people=ours
        )
        assert analytic.answer(asked)


def _compared(work: Callable[[], object], aim: float, rounds: int) -> dict[str, float]:
    taken: list[float] = []
    for _ in range(2 * rounds):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    seconds = median(taken[rounds:])  # the first half warms up
    return {"seconds": seconds, "aim_seconds": aim, "ratio": seconds / aim, "aim": 1.0}
