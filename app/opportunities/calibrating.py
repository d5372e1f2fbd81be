"""Fits how far the chance can be believed, and keeps it."""

from collections.abc import Callable
from datetime import date, timedelta

from app.accounts.snapshots import Scope, snapshot
from app.analytics.calibration import Decided, fit_calibration
from app.analytics.constants import Constants
from app.analytics.stakes import committee_of
from app.analytics.winning import outlook
from app.graph import Graph
from app.opportunities.queries import calibration, decided, keep_calibration
from graph_models.calibration import CalibrationOut
from graph_models.records import DecidedRecord


def refit_calibration(
    graph: Graph, as_of: date, constants: Constants, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> CalibrationOut | None:
    """Find out anew, from all opportunities won or lost by the day, how far C can be believed, and keep it.

    None where they are too few; what was kept before is then forgotten. C is that of the participants of the
    opportunity's project, from what was observed by the day before it closed. `progress` is told how many
    opportunities are looked at, of how many.
    """
    found: list[Decided] = []
    wanted = decided(graph, as_of=as_of)
    for done, one in enumerate(wanted):
        progress(done, len(wanted))
        chance = _chance_before(graph, one, constants)
        if chance is not None:
            found.append(Decided(one.account_id, chance, one.won))
    progress(len(wanted), len(wanted))
    fitted = fit_calibration(found)
    keep_calibration(graph, calibration=fitted.model_dump_json() if fitted else None, as_of=as_of)
    return fitted


def _chance_before(graph: Graph, one: DecidedRecord, constants: Constants) -> float | None:
    """C on the day before an opportunity closed; None where it was not open then, or nobody's attitude was known."""
    if one.closed_on == date.min:
        return None
    there = snapshot(graph, one.account_id, Scope(one.closed_on - timedelta(days=1)), constants)
    opportunity = next((open_one for open_one in there.opportunities if open_one.id == one.id), None)
    if opportunity is None or not any(seat.person_id in there.rows for seat in opportunity.committee):
        return None
    committee, _ = committee_of(there, opportunity, constants)
    return outlook(there, constants).field.chance(committee).value


def calibration_of(graph: Graph, as_of: date) -> CalibrationOut | None:
    """What was kept by the day; None: nothing."""
    found = calibration(graph, as_of=as_of)
    return CalibrationOut.model_validate_json(found[0].fitted) if found else None
