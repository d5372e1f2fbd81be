"""Fetches what lies between two days, for answers that compare."""

from dataclasses import replace

from app.accounts.snapshots import Scope, snapshots
from app.analytics.analytic import Span
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.periods import Comparison
from app.analytics.snapshot import Snapshot
from app.attitudes.queries import evidenced
from app.graph import Graph
from app.opportunities.queries import deals
from app.projects.queries import between


def span(graph: Graph, scope: Scope, comparison: Comparison, constants: Constants) -> tuple[list[Snapshot], Span]:
    """The accounts in scope on the last day of the period, and what lies between it and the earlier period.

    Raises:
        NotFound: an account that was asked for by id is not there, or the owner or team is not.
    """
    later, earlier = comparison.period.last, comparison.earlier.last
    now = snapshots(graph, replace(scope, as_of=later), constants)
    before = snapshots(graph, replace(scope, as_of=earlier), constants, partly=True)
    ids = sorted({snapshot.account.id for snapshot in (*before, *now)})
    supported = evidenced(
        graph,
        account_ids=ids,
        after=earlier,
        as_of=later,
        known_at=scope.known_at,
        evidence_days=constants.evidence_days,
    )
    return now, Span(
        comparison=comparison,
        before=before,
        deals=deals(
            graph,
            account_ids=scope.account_ids,
            **scope.choice,
            since=comparison.earlier.first,
            as_of=later,
        ),
        projects=between(graph, account_ids=ids, first=comparison.period.first, last=later),
        evidence=frozenset((found.person_id, axis) for found in supported for axis in AXES if getattr(found, axis)),
    )
