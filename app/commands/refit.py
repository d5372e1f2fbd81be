"""`winover refit`: what is pooled over all accounts, found out anew."""

from collections.abc import Mapping
from datetime import date

from rich.progress import BarColumn, Progress, TextColumn

from app.analytics import texts
from app.analytics.calibration import LEAST_OPPORTUNITIES
from app.analytics.histories import EVERY_TYPE, LEAST_ACCOUNTS
from app.analytics.recurrence import Gaps
from app.commands.output import err, out, print_table
from app.database import open_graph
from app.opportunities.calibrating import refit_calibration
from app.projects.histories import fit_pooled_gaps
from app.settings import settings
from graph_models.calibration import CalibrationOut


def refit() -> None:
    """Find out anew what is pooled over all accounts, and keep it: when projects come again, how far C can be believed.

    Answers use what was kept last, so that nobody's answer moves with accounts that they may not see.
    """
    with (
        open_graph(settings()) as graph,
        Progress(TextColumn("{task.description}"), BarColumn(), console=err, transient=True) as bars,
    ):
        pooled = fit_pooled_gaps(graph, date.today(), settings().constants)
        task = bars.add_task("closed opportunities", total=None)
        fitted = refit_calibration(
            graph,
            date.today(),
            settings().constants,
            lambda done, total: bars.update(task, completed=done, total=total),
        )
    _say_gaps(pooled)
    _say_calibration(fitted)


def _say_gaps(pooled: Mapping[str, Gaps]) -> None:
    if EVERY_TYPE not in pooled:
        out.print(
            f"No gaps are kept: projects of a type must have come twice at {LEAST_ACCOUNTS} accounts or more, "
            "or what is kept would tell of single ones.",
            highlight=False,
        )
        return
    types = len(pooled) - 1
    out.print(
        f"Kept {pooled[EVERY_TYPE].count} gaps between projects of a type, {types} types of them also for themselves.",
        highlight=False,
    )


def _say_calibration(fitted: CalibrationOut | None) -> None:
    if fitted is None:
        out.print(
            f"The chance stays uncalibrated: it takes {LEAST_OPPORTUNITIES} opportunities won or lost, at "
            f"{LEAST_ACCOUNTS} accounts or more, whose project has participants with known attitudes.",
            highlight=False,
        )
        return
    out.print(
        f"The chance is calibrated on {fitted.opportunities} opportunities. Brier score: {fitted.brier:.3f} as it was, "
        f"{fitted.brier_calibrated:.3f} calibrated, {fitted.brier_base_rate:.3f} for the share won among the others.",
        highlight=False,
    )
    print_table(
        ("Opportunities", "C", "Calibrated", "Won", "95 % interval"),
        [
            (
                str(one.opportunities),
                texts.percent(one.chance),
                texts.percent(one.calibrated),
                texts.percent(one.won),
                f"{texts.percent(one.low)} to {texts.percent(one.high)}",
            )
            for one in fitted.bins
        ],
    )
