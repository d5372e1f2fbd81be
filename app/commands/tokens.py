"""`winover token`: what lets apps and people in."""

from datetime import timedelta
from typing import Annotated

import typer

from app.access.queries import revoke_token, tokens
from app.access.tokens import LINK_LASTS, make_token
from app.commands.output import Json, out, print_json, print_table
from app.database import open_graph
from app.errors import NotFound
from app.settings import settings
from graph_models.access import NewToken, TokenOut
from graph_models.details import Page
from graph_models.vocabulary import UserRole

cli = typer.Typer(no_args_is_help=True)

User = Annotated[str | None, typer.Option("--user", help="Whom it acts for; left out: nobody in particular.")]
Role = Annotated[
    UserRole | None, typer.Option("--role", help="In which role; left out: whatever role the user has at the moment.")
]


@cli.command()
def create(
    *,
    user: User = None,
    role: Role = None,
    name: Annotated[str | None, typer.Option("--name", help="What it is for.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="It may not write.")] = False,
    account: Annotated[list[str] | None, typer.Option("--account", help="Only this account; may be repeated.")] = None,
    expires_in_days: Annotated[int, typer.Option("--expires-in-days", min=1, max=3650)] = 90,
    as_json: Json = False,
) -> None:
    """Make a token for an app, to be sent as `Authorization: Bearer`; it is shown this once."""
    with open_graph(settings()) as graph:
        graph.apply_schema()
        made = make_token(
            graph,
            "api",
            user_id=user,
            role=role,
            lasts=timedelta(days=expires_in_days),
            name=name,
            read_only=read_only,
            account_ids=account or None,
        )
    if as_json:
        print_json(NewToken, made)
        return
    out.print(made.token, highlight=False, soft_wrap=True)
    out.print(
        f"Valid until {made.expires_at:%Y-%m-%d}; keep it like a password. winover token revoke {made.id} ends it."
    )


@cli.command()
def link(*, user: User = None, role: Role = None) -> None:
    """Print a link that signs a browser in, once; without a user or role as administrator."""
    if user is None and role is None:
        role = UserRole.ADMIN
    with open_graph(settings()) as graph:
        graph.apply_schema()
        made = make_token(graph, "link", user_id=user, role=role, lasts=LINK_LASTS)
    host = f"[{settings().host}]" if ":" in settings().host else settings().host
    origin = settings().public_url or f"http://{host}:{settings().port}"
    out.print(f"{origin}/sign-in?token={made.token}", highlight=False, soft_wrap=True)


@cli.command("list")
def list_tokens(*, as_json: Json = False) -> None:
    """List the tokens of apps, when they were last used, and when they end."""
    with open_graph(settings()) as graph:
        found = tokens(graph, user_id=None, everybody=True, kinds=["api", "calendar"], after=None, limit=1_000_000)
    if as_json:
        print_json(Page[TokenOut], Page(items=[TokenOut.model_validate(one, from_attributes=True) for one in found]))
        return
    print_table(
        ("Id", "User", "Role", "For", "May", "Last used", "Ends"),
        (
            (
                one.id,
                one.user_id or "–",
                one.role or "the user's",
                one.name or "–",
                "read the calendar" if one.kind == "calendar" else "read" if one.read_only else "read and write",
                f"{one.last_used_at:%Y-%m-%d %H:%M}" if one.last_used_at else "never",
                f"{one.expires_at:%Y-%m-%d}",
            )
            for one in found
        ),
    )


@cli.command()
def revoke(token_id: Annotated[str, typer.Argument(help="Id of the token, as list shows it.", metavar="ID")]) -> None:
    """Revoke a token: it opens nothing from now on."""
    with open_graph(settings()) as graph:
        if not revoke_token(graph, id=token_id, user_id=None, everybody=True)[0].deleted:
            msg = f"no token {token_id}"
            raise NotFound(msg)
    out.print("Revoked.")
