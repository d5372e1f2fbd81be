"""A command for every declared analytic, made from its declaration."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.accounts.queries import any_account
from app.analytics.analytic import Analytic, Asked
from app.commands.output import Account, AsOf, Json, KnownAt, Owner, err, out, print_json, print_table, scope
from app.database import open_graph
from app.graph import Graph
from app.questions import ask
from app.settings import settings

_SCOPE = {"account": Account, "owner": Owner, "as_of": AsOf, "known_at": KnownAt}


def command_for(analytic: Analytic) -> Callable[..., None]:
    """The command that asks this question: which accounts, when, the analytic's own options, and `--json`."""

    def command(*, as_json: bool, **given: Any) -> None:  # noqa: ANN401
        when = scope(**{name: given.pop(name) for name in _SCOPE})
        try:
            options = analytic.options(**given)
        except ValidationError as error:
            problem = error.errors()[0]
            raise typer.BadParameter(problem["msg"], param_hint=f"--{problem['loc'][0]}") from error
        with open_graph(settings()) as graph:
            question, found = ask(graph, analytic, when, options, settings().constants)
            if as_json:
                print_json(analytic.result, found)
            else:
                show(analytic, question, found)
                say_if_empty(graph)

    parameters: dict[str, tuple[Any, Any]] = {name: (kind, None) for name, kind in _SCOPE.items()}
    for name, field in analytic.options.model_fields.items():
        option = typer.Option(f"--{name.replace('_', '-')}", help=field.description)
        parameters[name] = (Annotated[field.rebuild_annotation(), option], field.default)
    parameters["as_json"] = (Json, False)
    command.__annotations__ = {name: kind for name, (kind, _) in parameters.items()}
    command.__signature__ = inspect.Signature(  # pyright: ignore[reportFunctionMemberAccess]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, (kind, default) in parameters.items()
        ]
    )
    return command


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
