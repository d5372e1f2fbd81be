"""Fetches the projects of accounts for the analytics, and fits what is pooled over all accounts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.histories import Histories, pool, series_of
from app.analytics.periods import months_after
from app.analytics.proposals import MONTHS_AHEAD
from app.analytics.recurrence import Gaps
from app.analytics.snapshot import Snapshot
from app.graph import Graph
from app.opportunities.calibrating import calibration_of
from app.opportunities.queries import chances
from app.projects.queries import histories, keep_pooled_gaps, pooled_gaps, refusals, starts, types
from graph_models.records import ChanceRecord, HistoryRecord, RefusalRecord


def _place(project: HistoryRecord) -> tuple[date, str, float, str]:
    """The order of time; of one day and name the larger first, so that ids decide nothing but equals."""
    return project.started_on, project.name, -(project.budget or 0), project.id


def histories_of(graph: Graph, snapshots: Sequence[Snapshot], as_of: date) -> Histories:
    """The projects of these accounts as of the day, with what their rhythm is compared with."""
    found: defaultdict[str, list[HistoryRecord]] = defaultdict(list)
    opened: defaultdict[str, list[ChanceRecord]] = defaultdict(list)
    closed: defaultdict[str, list[ChanceRecord]] = defaultdict(list)
    refused: defaultdict[str, list[RefusalRecord]] = defaultdict(list)
    ids = [snapshot.account.id for snapshot in snapshots]
    horizon = months_after(as_of, MONTHS_AHEAD)
    for project in histories(graph, account_ids=ids, as_of=as_of, today=date.today(), horizon=horizon):
        found[project.account_id].append(project)
    for projects in found.values():
        projects.sort(key=_place)
    for chance in chances(graph, account_ids=ids, as_of=as_of):
        (opened if chance.outcome is None else closed)[chance.account_id].append(chance)
    for refusal in refusals(graph, account_ids=ids, as_of=as_of):
        refused[refusal.account_id].append(refusal)
    return Histories(
        projects=found,
        types={kind.id: kind for kind in types(graph)},
        pooled={gaps.id: Gaps(tuple(gaps.days), gaps.count) for gaps in pooled_gaps(graph, as_of=as_of)},
        open=opened,
        closed=closed,
        refusals=refused,
        calibration=calibration_of(graph, as_of),
    )


def with_what_is_ahead(graph: Graph, snapshot: Snapshot, constants: Constants) -> Snapshot:
    """The account with what is expected to come there."""
    return looking_ahead(snapshot, histories_of(graph, [snapshot], snapshot.as_of), constants)


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
