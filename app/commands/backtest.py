"""`winover backtest`: how good the prediction of the next project is, on data of one's own."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from app.analytics import texts
from app.analytics.backtest import backtest
from app.analytics.histories import series_of
from app.commands.output import Json, err, out, print_json, print_table
from app.errors import Invalid
from app.settings import settings
from graph_models.backtest import Backtest, BacktestPart
from loaders import projects
from loaders.check import Source, read_rows

_NAMES = {
    "winover": "Winover",
    "exponential": "Exponential, mean gap",
    "median_mad": "Median ± MAD",
    "annual": "Annual ± 60 days",
    "pooled": "Gaps of other series",
}


def backtest_command(
    folder: Annotated[Path, typer.Argument(help="A canonical folder with projects.csv.", metavar="FOLDER")],
    *,
    as_json: Json = False,
) -> None:
    """How well would each next project of a type have been predicted from what was known before it? No database."""
    path = folder / projects.TABLE.file if folder.is_dir() else folder
    if not path.is_file():
        msg = f"{folder} has no {projects.TABLE.file}; give a folder as winover load takes it"
        raise Invalid(msg)
    found: dict[str, projects.ProjectRow] = {}
    refused = 0
    with Progress(TextColumn("{task.description}"), BarColumn(), console=err, transient=True) as bars:
        task = bars.add_task(path.name, total=path.stat().st_size)
        for line in read_rows(projects.TABLE, Source(path.name, path), _ignore):
            if line.whole_file and line.defects:
                defect = line.defects[0]
                msg = f"{path.name}{f', {defect.column}' if defect.column else ''}: {defect.reason}"
                raise Invalid(msg)
            row = line.row
            if isinstance(row, projects.ProjectRow) and row.id not in found:
                found[row.id] = row
            else:
                refused += 1
            bars.advance(task, line.characters)
        begun = [row for row in found.values() if row.started_on <= date.today()]
        task = bars.add_task("predictions", total=None)
        series = series_of(
            ((row.account_id, row.project_type_id, row.started_on) for row in begun), settings().constants
        )
        result = backtest(
            series, settings().constants, lambda done, total: bars.update(task, completed=done, total=total)
        )
    planned = len(found) - len(begun)
    result = result.model_copy(update={"projects": len(begun), "planned": planned, "refused": refused})
    if planned:
        err.print(f"Left out as planned, because they begin later: {planned}.", highlight=False)
    if refused:
        err.print(f"Left out as refused: {refused}; winover load --dry-run says why.", highlight=False)
    if as_json:
        print_json(Backtest, result)
        return
    _show("All series", result)
    _show("Series that were regular at the time", result.regular)


def _show(title: str, part: BacktestPart) -> None:
    out.print(f"{title}: {part.predictions} predictions in {part.series} series", highlight=False)
    if not part.predictions:
        out.print("Nothing to predict: it takes a project type with four occurrences at one account.", highlight=False)
        return
    print_table(
        ("Method", "CRPS, days", "80 % interval holds", "Best 90 days hit", "claimed"),
        (
            (
                _NAMES[name],
                f"{score.crps:.0f} ({score.crps_interval.low:.0f} to {score.crps_interval.high:.0f})",
                texts.percent(score.coverage80),
                texts.percent(score.hit90),
                texts.percent(score.claimed90),
            )
            for name, score in part.methods.items()
        ),
    )


def _ignore(_file: str, _done: int, _size: int) -> None:
    pass
