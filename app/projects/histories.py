"""Fetches the projects of accounts for the analytics, and fits what is pooled over all accounts."""

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
from app.projects.queries import histories, keep_pooled_gaps, starts
from graph_models.calibration import CalibrationOut
from graph_models.records import HistoryRecord


def _place(project: HistoryRecord) -> tuple[date, str, float, str]:
    """The order of time; of one day and name the larger first, so that ids decide nothing but equals."""
    return project.started_on, project.name, -(project.budget or 0), project.id


def histories_of(graph: Graph, snapshots: Sequence[Snapshot], as_of: date) -> Histories:
    """The projects of these accounts as of the day, with what their rhythm is compared with."""
    (found,) = histories(
        graph,
        account_ids=[snapshot.account.id for snapshot in snapshots],
        as_of=as_of,
        today=date.today(),
        horizon=months_after(as_of, MONTHS_AHEAD),
    )
    return Histories(
        projects={one.account_id: sorted(one.projects, key=_place) for one in found.accounts},
        types={kind.id: kind for kind in (*found.types, *(kind for one in found.accounts for kind in one.types))},
        type_count=found.type_count,
        pooled={gaps.id: Gaps(tuple(gaps.days), gaps.count) for gaps in found.pooled},
        open={one.account_id: [chance for chance in one.chances if chance.outcome is None] for one in found.accounts},
        closed={
            one.account_id: [chance for chance in one.chances if chance.outcome is not None] for one in found.accounts
        },
        refusals={one.account_id: one.refusals for one in found.accounts},
        calibration=CalibrationOut.model_validate_json(found.calibration) if found.calibration else None,
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
