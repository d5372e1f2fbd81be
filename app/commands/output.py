"""How commands speak: answers on standard output, everything else on standard error."""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from app.accounts.snapshots import Scope
from app.errors import field_errors
from graph_models.fields import Day, Moment

out = Console()
err = Console(stderr=True)


def _parser(kind: Any) -> Callable[[str], Any]:  # noqa: ANN401  (a type for pydantic)
    """Reads an option as the API reads the same parameter."""
    adapter = TypeAdapter[Any](kind)

    def parse(text: str) -> Any:  # noqa: ANN401
        try:
            return adapter.validate_python(text)
        except ValidationError as error:
            raise typer.BadParameter(field_errors(error)[0].reason) from None

    return parse


Account = Annotated[list[str] | None, typer.Option("--account", help="Only this account; may be repeated.")]
Owner = Annotated[str | None, typer.Option("--owner", help="Only accounts that this user owns.")]
Team = Annotated[str | None, typer.Option("--team", help="Only accounts that somebody of this team owns.")]
Industry = Annotated[str | None, typer.Option("--industry", help="Only accounts of this industry.")]
Region = Annotated[str | None, typer.Option("--region", help="Only accounts in this region.")]
CityTier = Annotated[str | None, typer.Option("--city-tier", help="Only accounts in cities of this tier.")]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=_parser(Day), metavar="DATE", help="The day to answer for.")
]
KnownAt = Annotated[
    datetime | None,
    typer.Option("--known-at", parser=_parser(Moment), metavar="MOMENT", help="Leave out what was recorded later."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the JSON that the API answers, and nothing else.")]


def scope(
    account: Sequence[str] | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    **choice: str | None,
) -> Scope:
    """Which accounts a question is about, and when; `choice` by owner, team or segment."""
    ids = tuple(dict.fromkeys(account)) if account else None
    return Scope(as_of=as_of or date.today(), account_ids=ids, known_at=known_at, **choice)


def print_json(kind: Any, answer: Any) -> None:  # noqa: ANN401
    """Print an answer of this type as the API would."""
    sys.stdout.write(TypeAdapter(kind).dump_json(answer, indent=2, by_alias=True).decode() + "\n")


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table that wraps to the width of the terminal."""
    table = Table(show_lines=True)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        # Text of the data is shown as it is, never read as markup.
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    out.print(table)
