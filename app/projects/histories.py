"""Fetches the projects of accounts for the analytics, and fits what is pooled over all accounts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from app.analytics.constants import Constants
from app.analytics.histories import Histories, pool, series_of
from app.analytics.periods import months_after
from app.analytics.recurrence import Gaps
from app.analytics.snapshot import Snapshot
from app.graph import Graph
from app.opportunities.queries import open_ones
from app.projects.queries import histories, keep_pooled_gaps, pooled_gaps, refusals, starts, types
from graph_models.records import HistoryRecord, OpenOpportunityRecord, RefusalRecord

PLANNED_MONTHS = 24
"""Projects that are planned so far ahead count as planned."""


def histories_of(graph: Graph, snapshots: Sequence[Snapshot], as_of: date, constants: Constants) -> Histories:
    """The projects of these accounts as of the day, with what their rhythm is compared with."""
    found: defaultdict[str, list[HistoryRecord]] = defaultdict(list)
    opened: defaultdict[str, list[OpenOpportunityRecord]] = defaultdict(list)
    refused: defaultdict[str, list[RefusalRecord]] = defaultdict(list)
    ids = [snapshot.account.id for snapshot in snapshots]
    horizon = months_after(as_of, max(PLANNED_MONTHS, constants.horizon_months))
    for project in histories(graph, account_ids=ids, as_of=as_of, today=date.today(), horizon=horizon):
        found[project.account_id].append(project)
    for projects in found.values():
        projects.sort(key=lambda project: (project.started_on, project.name, project.id))
    for opportunity in open_ones(graph, account_ids=ids, as_of=as_of):
        opened[opportunity.account_id].append(opportunity)
    for refusal in refusals(graph, account_ids=ids, as_of=as_of):
        refused[refusal.account_id].append(refusal)
    return Histories(
        projects=found,
        types={kind.id: kind for kind in types(graph)},
        pooled={gaps.id: Gaps(tuple(gaps.days), gaps.count) for gaps in pooled_gaps(graph)},
        open=opened,
        refusals=refused,
    )


def fit_pooled_gaps(graph: Graph, as_of: date, constants: Constants) -> dict[str, Gaps]:
    """Find out anew how long it takes, over all accounts, until projects of a type come again, and keep it.

    Answers use what was kept, so that nobody's answer changes with an account that they may not see until an
    administrator asks for this.
    """
    started = ((one.account_id, one.project_type_id, one.started_on) for one in starts(graph, as_of=as_of))
    pooled = pool(series_of(started, constants))
    rows = [{"id": kind, "days": list(gaps.days), "count": gaps.count} for kind, gaps in pooled.items()]
    keep_pooled_gaps(graph, rows=rows, as_of=as_of)
    return pooled
