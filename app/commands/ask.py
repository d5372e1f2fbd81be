"""A command for every declared analytic, made from its declaration."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from rich.progress import Progress, TextColumn

from app.accounts.queries import any_account
from app.analytics.analytic import Analytic, Asked
from app.analytics.periods import FiscalPeriod
from app.commands.output import (
    Account,
    AsOf,
    CityTier,
    Industry,
    Json,
    KnownAt,
    Owner,
    Region,
    Team,
    err,
    out,
    print_json,
    print_table,
    scope,
)
from app.database import open_graph
from app.errors import field_errors
from app.graph import Graph
from app.questions import ask
from app.settings import settings
from graph_models.fields import Day

_SCOPE = {
    "account": Account,
    "owner": Owner,
    "team": Team,
    "industry": Industry,
    "region": Region,
    "city_tier": CityTier,
    "as_of": AsOf,
    "known_at": KnownAt,
}

_AS_TEXT: dict[Any, str] = {Day: "DATE", FiscalPeriod: "PERIOD"}
"""Types that read text themselves, as help shows them."""


def command_for(analytic: Analytic) -> Callable[..., None]:
    """The command that asks this question: which accounts, when, the analytic's own options, and `--json`."""

    def command(*, as_json: bool, **given: Any) -> None:  # noqa: ANN401
        when = scope(**{name: given.pop(name) for name in _SCOPE})
        try:
            options = analytic.options(**given)
        except ValidationError as error:
            problem = field_errors(error)[0]
            option = problem.field.split(".")[0].replace("_", "-")
            raise typer.BadParameter(problem.reason, param_hint=f"--{option}") from error
        with open_graph(settings()) as graph:
            with Progress(TextColumn("{task.description}"), console=err, transient=True) as bars:
                task = bars.add_task("Looking at the accounts …")
                question, found = ask(
                    graph, analytic, when, options, settings().constants,
                    progress=lambda done: bars.update(task, description=f"{done:,} accounts …"),
                )  # fmt: skip
            if as_json:
                print_json(analytic.result, found)
            else:
                show(analytic, question, found)
                say_if_empty(graph)

    parameters: dict[str, tuple[Any, Any]] = {name: (kind, None) for name, kind in _SCOPE.items()}
    for name, field in analytic.options.model_fields.items():
        kind, shown = _as_typed(field)
        option = typer.Option(f"--{name.replace('_', '-')}", help=field.description, metavar=shown)
        parameters[name] = (Annotated[kind, option], field.default)
    parameters["as_json"] = (Json, False)
    command.__annotations__ = {name: kind for name, (kind, _) in parameters.items()}
    command.__signature__ = inspect.Signature(  # pyright: ignore[reportFunctionMemberAccess]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, (kind, default) in parameters.items()
        ]
    )
    return command


def _as_typed(field: FieldInfo) -> tuple[Any, str | None]:
    """The type of an option that the command line knows, and how help shows it; the analytic's own type checks it."""
    for kind, shown in _AS_TEXT.items():
        if kind in get_args(field.annotation):
            return str | None, shown
    if get_origin(field.annotation) is list:
        return list[str], None
    return field.rebuild_annotation(), None


def show(analytic: Analytic, asked: Asked, found: Any) -> None:  # noqa: ANN401
    """Print an answer for people: the question, its table, and what must be known beside it."""
    out.print(analytic.question, style="bold")
    rows = list(analytic.rows(found))
    if rows:
        print_table(analytic.headers, rows)
    for note in analytic.notes(asked, found):
        out.print(note, style="dim")


def say_if_empty(graph: Graph) -> None:
    """An empty graph has no answers: say what to do first."""
    if not any_account(graph)[0].found:
        err.print("The graph is empty. Load your data first: winover load FOLDER (or look at winover demo).")
