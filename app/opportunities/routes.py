"""Opportunities over HTTP, beside what can be edited."""

from datetime import date

from fastapi import APIRouter

from app.api import AsOf, TheGraph, problems
from app.opportunities.calibrating import calibration_of
from graph_models.calibration import CalibrationOut

router = APIRouter(tags=["answers"])


@router.get("/calibration", responses=problems())
def get_calibration(graph: TheGraph, as_of: AsOf = None) -> CalibrationOut | None:
    """How far can the chance be believed, as closed opportunities say? Null: it is uncalibrated."""
    return calibration_of(graph, as_of or date.today())
