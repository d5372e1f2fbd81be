"""The command line: `winover`."""

import logging
import sys

import typer

from app.analytics.catalogue import ANALYTICS
from app.commands import ask, database, look, serving, tokens
from app.commands.backtest import backtest_command
from app.commands.loading import load_command
from app.commands.refit import refit
from app.errors import WinoverError
from app.process import calm_garbage_collector

cli = typer.Typer(
    name="winover",
    help="Whom to win over next at a key account: on what, through whom, by when, and what it is worth.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command("demo")(serving.demo)
cli.command("serve")(serving.serve)
cli.command("load")(load_command)
for _analytic in ANALYTICS:
    cli.command(_analytic.command, help=_analytic.question)(ask.command_for(_analytic))
cli.command("what-if")(look.what_if_command)
cli.command("accounts")(look.accounts)
cli.command("people")(look.people)
cli.command("assessments")(look.assessments)
cli.command("hand-over")(look.hand_over_command)
cli.command("backtest")(backtest_command)
cli.command("refit")(refit)
cli.command("health")(look.health)
cli.add_typer(tokens.cli, name="token", help="What lets apps and people in: create, list, revoke, link.")
cli.add_typer(database.cli, name="db", help="The embedded Neo4j: start, stop, status.")


def main() -> None:
    """Run the command; an expected failure is one message on standard error and exit status 1."""
    calm_garbage_collector()
    # The driver logs what it also raises; we say it once.
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    try:
        cli()
    except WinoverError as error:
        print(f"winover: {error.detail}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output, such as `head`, has seen enough.
        sys.stderr.close()
        sys.exit(0)
