"""Commands that look at accounts, people and assessments."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.accounts.details import key_people
from app.accounts.hand_over import as_markdown, hand_over
from app.accounts.queries import account_page
from app.accounts.snapshots import snapshot
from app.analytics import texts
from app.analytics.what_if import WhatIfBody, what_if
from app.attitudes.queries import statements
from app.commands.ask import say_if_empty
from app.commands.output import AsOf, Json, KnownAt, Owner, out, print_json, print_table, scope
from app.database import open_graph
from app.errors import Invalid, Unavailable, field_errors
from app.people.lookup import find_person
from app.projects.histories import with_what_is_ahead
from app.settings import settings
from app.users.owner import check_owner
from graph_models.details import AccountBrief, HandOver, Health, KeyPerson, Page, StatementOut
from graph_models.results import CompetitorGap, WhatIf

_ALL = 1_000_000


def accounts(
    *,
    owner: Owner = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    top: Annotated[int, typer.Option("--top", min=1, help="At most so many.")] = _ALL,
    as_json: Json = False,
) -> None:
    """List the accounts."""
    with open_graph(settings()) as graph:
        when = scope(as_of=as_of, known_at=known_at)  # nothing that is listed was recorded at a moment
        check_owner(graph, owner)
        found = account_page(graph, after_name=None, after_id=None, owner=owner, as_of=when.as_of, limit=top)
        if as_json:
            print_json(Page[AccountBrief], Page(items=found))
            return
        print_table(
            ("Id", "Account", "Industry", "Region", "Owner"),
            (
                (a.id, a.name, a.industry or "–", a.region or "–", ", ".join(o.name for o in a.owners) or "–")
                for a in found
            ),
        )
        say_if_empty(graph)


def people(
    account: Annotated[str, typer.Argument(help="Id of the account.")],
    *,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """List the key people of an account and where each stands."""
    with open_graph(settings()) as graph:
        when = scope(as_of=as_of, known_at=known_at)
        found = key_people(snapshot(graph, account, when, settings().constants), settings().constants)
    if as_json:
        print_json(Page[KeyPerson], Page(items=found))
        return
    print_table(
        ("Id", "Name", "Title", "Department", "Stance", "Closeness", "Solution", "Price", "Powers", "Competitor"),
        (
            (
                person.id,
                person.name,
                person.title or "–",
                person.department or "–",
                person.stance,
                *(_score(x) for x in (person.closeness, person.solution_acceptance, person.price_acceptance)),
                ", ".join(power for power in ("veto", "approve") if getattr(person, power)) or "–",
                _against(person.competitor),
            )
            for person in found
        ),
    )


def hand_over_command(
    account: Annotated[str, typer.Argument(help="Id of the account.")],
    *,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Print what a new owner of an account must know, as Markdown."""
    with open_graph(settings()) as graph:
        found = hand_over(graph, account, scope(as_of=as_of, known_at=known_at), settings().constants)
    if as_json:
        print_json(HandOver, found)
    else:
        sys.stdout.write(as_markdown(found))


def _against(gap: CompetitorGap | None) -> str:
    if gap is None:
        return "–"
    return f"{gap.name} {_score(100 * gap.score)}" + (f" ({100 * gap.gap:+.0f})" if gap.gap is not None else "")


def _score(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"


def assessments(
    person: Annotated[str, typer.Argument(help="Id of the person.")],
    *,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """List what has been stated about a person, the newest first."""
    with open_graph(settings()) as graph:
        find_person(graph, person)
        found = statements(
            graph,
            person_id=person,
            as_of=as_of or date.today(),
            known_at=known_at,
            before_day=None,
            after_id=None,
            limit=_ALL,
        )
    if as_json:
        print_json(Page[StatementOut], Page(items=found))
        return
    print_table(
        ("Seen on", "By", "Closeness", "Solution", "Price", "Source", "Note"),
        (
            (
                texts.iso_day(statement.observed_on),
                statement.user_name or statement.user_id or "–",
                *(_score(x) for x in (statement.closeness, statement.solution_acceptance, statement.price_acceptance)),
                statement.source or "–",
                statement.note or "–",
            )
            for statement in found
        ),
    )


def what_if_command(
    account: Annotated[str, typer.Argument(help="Id of the account.")],
    *,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change", help="PERSON:closeness=75,veto=false; may be repeated.", metavar="PERSON:NAME=VALUE,…"
        ),
    ] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", help="A person who leaves; may be repeated.")] = None,
    body: Annotated[
        Path | None, typer.Option("--body", help="Read the changes as JSON from this file, `-` for standard input.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """What would change if attitudes, people or powers were others? Nothing is stored."""
    asked = _read_body(body) if body else _body(change or [], remove or [])
    with open_graph(settings()) as graph:
        when = scope(as_of=as_of, known_at=known_at)
        there = with_what_is_ahead(graph, snapshot(graph, account, when, settings().constants), settings().constants)
        found = what_if(there, asked, settings().constants)
    if as_json:
        print_json(WhatIf, found)
        return
    before, after, difference = found.before, found.after, found.difference
    currency = found.currency

    def row(name: str, *amounts: float | None) -> tuple[str, ...]:
        return (name, *(texts.money(amount, currency) for amount in amounts))

    print_table(
        ("", "Before", "After", "Difference"),
        (
            row("Potential", before.potential, after.potential, difference.potential),
            ("Chance to pass", before.chance_band, after.chance_band, texts.points(difference.chance)),
            row("Expected wins", before.expected_wins, after.expected_wins, difference.expected_wins),
        ),
    )
    for remark in found.remarks:
        out.print(remark.text)
    known = "uncalibrated" if after.chance_calibrated is None else "calibrated on closed opportunities"
    out.print(f"Nothing was stored. The chance is {known}.", style="dim")


def _body(changes: list[str], removed: list[str]) -> WhatIfBody:
    parsed: list[dict[str, Any]] = []
    for text in changes:
        person, colon, settings_ = text.partition(":")
        pairs = [pair.partition("=") for pair in settings_.split(",")]
        if not colon or any(not equals for _, equals, _ in pairs):
            msg = f"{text!r} is not a change; write it like wang:closeness=75,veto=false"
            raise typer.BadParameter(msg, param_hint="--change")
        parsed.append({"person_id": person, **{name.strip(): value.strip() or None for name, _, value in pairs}})
    return _validated({"changes": parsed, "remove": removed})


def _read_body(path: Path) -> WhatIfBody:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        return WhatIfBody.model_validate_json(text)
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise Invalid(msg) from error
    except ValidationError as error:
        raise Invalid.of(field_errors(error)) from error


def _validated(body: dict[str, Any]) -> WhatIfBody:
    try:
        return WhatIfBody.model_validate(body)
    except ValidationError as error:
        raise Invalid.of(field_errors(error)) from error


def health(*, as_json: Json = False) -> None:
    """Does the database answer? Starts the embedded one if it is down."""
    try:
        with open_graph(settings()):
            found = Health(status="ok", database="ok")
    except Unavailable as error:
        found = Health(status="unavailable", database=error.detail)
    if as_json:
        print_json(Health, found)
    else:
        out.print(f"{found.status}: {found.database}" if found.status != "ok" else "ok: the database answers")
    if found.status != "ok":
        raise typer.Exit(1)
