"""`winover db`: the embedded Neo4j."""

import typer

from app.commands.output import Json, out, print_json
from app.database import embedded
from app.errors import Conflict
from app.local_neo4j import ServerStatus
from app.settings import settings
from graph_models.details import DatabaseStatus

cli = typer.Typer(no_args_is_help=True)


@cli.command()
def start() -> None:
    """Start the embedded Neo4j, or find it running."""
    _refuse_if_configured()
    _show(embedded(settings()).start())


@cli.command()
def stop() -> None:
    """Stop the embedded Neo4j; returns when its process is gone."""
    _refuse_if_configured()
    stopped = embedded(settings()).stop()
    out.print("Neo4j has stopped." if stopped else "Neo4j was not running.")


@cli.command()
def status(*, as_json: Json = False) -> None:
    """Is the embedded Neo4j running, and how does one reach it?"""
    now = embedded(settings()).status()
    if as_json:
        print_json(DatabaseStatus, _report(now))
    else:
        _show(now)
        if settings().neo4j_uri:
            out.print("NEO4J_URI is set, so Winover uses that database and not this one.")


def _refuse_if_configured() -> None:
    if settings().neo4j_uri:
        msg = "NEO4J_URI is set, so the embedded Neo4j is not used; unset it to start or stop that one"
        raise Conflict(msg)


def _report(now: ServerStatus) -> DatabaseStatus:
    return DatabaseStatus(
        running=now.running,
        uri=now.uri,
        browser_url=now.browser_url,
        username=now.username,
        password_file=str(now.password_file),
    )


def _show(now: ServerStatus) -> None:
    if not now.running:
        out.print("Neo4j is not running; winover db start starts it.")
        return
    out.print(f"Neo4j is running at {now.uri}", highlight=False)
    out.print(f"Neo4j Browser: {now.browser_url}", highlight=False, soft_wrap=True)
    out.print(f"User name {now.username}; the password is in {now.password_file}", highlight=False, soft_wrap=True)
