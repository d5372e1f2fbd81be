"""Creates, changes and removes rows of the source tables, under the checks of the loaders.

Every edit is one transaction: it holds the accounts that it is about, so that of two edits of an account the second
sees what the first did; compares versions; checks; writes; and leaves a receipt.
"""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from app.access.asker import Asker
from app.analytics import texts
from app.cursor import read_cursor, write_cursor
from app.editing.keys import key_columns, key_of, write_key
from app.editing.queries import hold_accounts, hold_reference_data, hold_referenced
from app.editing.receipts import Answer, Request, once
from app.editing.resources import Resource, Writers
from app.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    field_errors,
)
from app.graph import Graph
from app.language import gettext as _
from app.language import marked
from app.reach import EVERYTHING, Reach
from graph_models.records import StoredRow
from loaders import coverage
from loaders.check import broken_references, referred_ids
from loaders.lines import Placed, broken_lines
from loaders.references import References
from loaders.table import OnDay, Parameters, Row, Table

_LOOKED_FOR = marked("not in the graph, as far as you may see")
REFERRING = (
    marked("accounts served"),
    marked("acquaintances"),
    marked("assessments"),
    marked("departments"),
    marked("interactions"),
    marked("offerings"),
    marked("opportunities"),
    marked("people"),
    marked("people who report to them"),
    marked("projects"),
    marked("refused proposals"),
    marked("something that you may not see"),
    marked("spend figures"),
    marked("ties"),
    marked("users who report to them"),
)
"""What may refer to a row, as the queries that remove rows name it."""

Columns = Mapping[str, Any]
"""A row, or the part of one that is given, under the names of the columns."""


def create(graph: Graph, resource: Resource, given: Columns, request: Request) -> Answer:
    """Add a row. The same id again with the same content answers what is stored.

    Raises:
        Invalid: it breaks a rule, refers to what is not there, or its id or key is another row's.
        Forbidden: the asker is not of the account team.
    """
    table = resource.table
    chosen_id = given.get("id") is not None
    if "id" in table.row.model_fields and not chosen_id:
        given = {**given, "id": str(uuid.uuid4())}
    row = checked_row(table.row, given)
    key = key_of(table, row)
    seen = graph.reach
    if resource.name == "accounts":
        graph = _with_account(graph, request.asker, row.id)

    def work(graph: Graph) -> Answer:
        may_write(request.asker, resource)
        hold(graph, resource, accounts_referred_to(graph, table, given), chosen_id=chosen_id)
        check_references(graph, table, given, row)
        _check_line(graph, table, row, given)
        if stored := _find(graph.within(EVERYTHING), table, key):
            if not is_same(stored, row) or not _find(graph.within(seen), table, key):
                what = texts.listed([name.rstrip("_") for name in table.key])
                reason = _("there is one of this {key}, with other content").format(key=what)
                raise Invalid.of([FieldError(table.key[0], reason)])
        else:
            table.merge(graph, rows=[row.parameters()], columns=_columns(row))
            if resource.name == "accounts":
                _own(graph, request.asker, row.id)
        return answer(resource, must_find(graph, resource.table, key), 201)

    return once(graph, request, work)


def change(graph: Graph, resource: Resource, key: Parameters, given: Columns, request: Request) -> Answer:
    """Change some columns of a row; null makes one unknown.

    Raises:
        NotFound: there is no such row.
        PreconditionFailed: it has changed since the version that the request is about.
        PreconditionRequired: the request does not say which version.
        Invalid, Forbidden: as with `create`.
    """
    table = resource.table

    def work(graph: Graph) -> Answer:
        if table.parent in given:  # a cycle may lead through accounts that neither of two edits holds
            hold_reference_data(graph)
        held = _hold_version(graph, resource, key, request, accounts_referred_to(graph, table, given))
        whole = checked_row(table.row, {**held.row, **given})
        check_references(graph, table, given, whole)
        _check_line(graph, table, whole, given)
        part = _part(whole, {*given, *key_columns(table), *table.required_columns})
        table.merge(graph, rows=[part.parameters()], columns=_columns(part))
        return answer(resource, must_find(graph, resource.table, key), 200)

    return once(graph, request, work)


def remove(graph: Graph, resource: Resource, key: Parameters, request: Request) -> Answer:
    """Remove a row that nothing else refers to: one that was entered by mistake.

    Raises:
        NotFound, PreconditionFailed, Forbidden: as with `change`.
        Conflict: other rows refer to it.
    """
    remove_row = resource.table.remove
    assert remove_row is not None

    def work(graph: Graph) -> Answer:
        held = _hold_version(graph, resource, key, request)
        if referring := remove_row(graph, key=key):
            what = texts.enumerated(
                _(found.kind) for found in referring
            )  # how many might tell of what the asker may not see
            end = next((name for name in ("works_to", "ended_on", "to") if name in held.row), None)
            msg = _("others refer to it ({what}), so it stays; remove those first")
            if end:
                msg = _("others refer to it ({what}), so it stays; end it with a date in {column} instead")
            raise Conflict(msg.format(what=what, column=end))
        return Answer(status=204, account_ids=held.account_ids)

    return once(graph, request, work)


def listed(
    graph: Graph, resource: Resource, account_id: str | None, *, limit: int, cursor: str | None, on: OnDay | None
) -> tuple[list[Columns], str | None]:
    """The rows of an account, or all of a resource that belongs to none: a page and the cursor of the next.

    On a day: those that held on it; without one all, also what has ended or is still to come.
    """
    after, _ = read_cursor(cursor, str, str) or (None, "")
    found = resource.table.stored(graph, keys=None, account_id=account_id, after=after, limit=limit + 1, on=on)
    more = write_cursor(found[limit - 1].position, "") if len(found) > limit else None
    return [shown(resource.table, stored) for stored in found[:limit]], more


def found(graph: Graph, resource: Resource, key: Parameters, on: OnDay | None) -> Answer:
    """One row, as it is stored now.

    Raises:
        NotFound: there is no such row, or it did not hold on the day.
    """
    return answer(resource, must_find(graph, resource.table, key, on), 200)


def answer(resource: Resource, stored: StoredRow, status: int) -> Answer:
    """A row as it is sent."""
    body = shown(resource.table, stored)
    return Answer(
        status=status,
        body=body,
        etag=body["etag"],
        location=f"/api/{resource.name}/{quote(body['key'], safe='')}",
        account_ids=stored.account_ids,
    )


def shown(table: Table, stored: StoredRow) -> dict[str, Any]:
    """A row with its key and its version."""
    columns = {column: to_jsonable_python(stored.row[column]) for column in table.columns}
    return {"key": write_key(table, columns), "etag": etag(stored), **columns}


def etag(stored: StoredRow) -> str:
    """The version of a row: a digest of its content, so that whoever changes it, a load too, changes the version."""
    text = json.dumps(to_jsonable_python(stored.row), sort_keys=True, ensure_ascii=False)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


# --- Steps of an edit, for those that have their own order ------------------------------------------------------------


def checked_row(model: type[Row], given: Columns) -> Any:  # noqa: ANN401  (a row of that model)
    """The row, if it holds by itself.

    Raises:
        Invalid: it breaks a rule; every one is named.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise Invalid.of(field_errors(error)) from error


def accounts_referred_to(graph: Graph, table: Table, given: Columns) -> set[str]:
    """The accounts of all that a row refers to and the asker may see."""
    references = References(graph)
    wanted = list(referred_ids(table, given))
    references.look_up((mark.label, id_) for _, mark, id_ in wanted)
    found = (references.find(mark.label, id_) for _, mark, id_ in wanted)
    return {known.account_id for known in found if known and known.account_id}


def hold(graph: Graph, resource: Resource, account_ids: Collection[str], *, chosen_id: bool = False) -> None:
    """Keep other edits of these accounts out; those who add under an id of their choice wait for each other."""
    if chosen_id or resource.is_reference_data:
        hold_reference_data(graph)
    if account_ids:
        hold_accounts(graph, account_ids=sorted(account_ids))


def must_be_of_team(graph: Graph, account_ids: Collection[str]) -> None:
    """Refuse whoever sees the accounts but is not of their team."""
    team = graph.reach.team
    if team is not None and (others := sorted(set(account_ids) - set(team))):
        msg = _("only the account team of {accounts} may write there")
        raise Forbidden(msg.format(accounts=", ".join(others)))


def may_write(asker: Asker, resource: Resource) -> None:
    """Refuse whoever may not write rows of this resource at all."""
    asker.must_write()
    if resource.writers is Writers.ADMINISTRATORS:
        asker.must_administer()
    if resource.writers is Writers.MANAGERS:
        asker.must_manage()


def check_references(graph: Graph, table: Table, given: Columns, row: Row) -> None:
    """Refuse what refers to something that is not there for the asker, or where they may not write.

    Raises:
        Invalid: each such column is named.
        Forbidden: it is at an account of which the asker is not of the team.
    """
    held: defaultdict[str, list[str]] = defaultdict(list)
    for _column, mark, id_ in referred_ids(table, given):
        held[mark.label].append(id_)
    hold_referenced(graph, ids=held)
    references = References(graph, _LOOKED_FOR)
    if errors := broken_references(table, given, getattr(row, "account_id", None), references):
        raise Invalid.of([FieldError(column, reason) for column, reason in errors])
    must_be_of_team(graph, accounts_referred_to(graph, table, given))


def _check_line(graph: Graph, table: Table, row: Any, given: Columns) -> None:  # noqa: ANN401
    if table.parent is None or not (parent := given.get(table.parent)):
        return
    placed = Placed("", None, getattr(row, "account_id", None), parent, replaces=True)
    # The lines of others count as well, though they are not shown.
    broken = broken_lines(graph.within(EVERYTHING), table, {row.id: placed}, References(graph, _LOOKED_FOR))
    if errors := [FieldError(table.parent, defect.reason) for _, defect in broken]:
        raise Invalid.of(errors)


def _hold_version(
    graph: Graph, resource: Resource, key: Parameters, request: Request, more_accounts: Collection[str] = ()
) -> StoredRow:
    """The row as it is while nobody else can change it, if it is still of this version."""
    account_ids = must_find(graph, resource.table, key).account_ids
    may_write(request.asker, resource)
    must_be_of_team(graph, account_ids)
    hold(graph, resource, {*account_ids, *more_accounts})
    held = must_find(graph, resource.table, key)
    if not request.if_match:
        msg = _("send If-Match with the etag of the version that you read, so that nobody's change is lost")
        raise PreconditionRequired(msg)
    if request.if_match != "*" and etag(held) not in map(str.strip, request.if_match.split(",")):
        msg = _("it has changed since you read it; read it again, and decide anew")
        raise PreconditionFailed(msg)
    return held


def _find(graph: Graph, table: Table, key: Parameters, on: OnDay | None = None) -> StoredRow | None:
    return next(iter(table.stored(graph, keys=[key], account_id=None, after=None, limit=1, on=on)), None)


def must_find(graph: Graph, table: Table, key: Parameters, on: OnDay | None = None) -> StoredRow:
    """The row of this key, as it is stored now.

    Raises:
        NotFound: there is none, or it did not hold on the day.
    """
    if stored := _find(graph, table, key, on):
        return stored
    what = texts.thing(table.row.__name__.removesuffix("Row"))
    id_ = " ".join(str(part) for part in key.values() if part is not None)
    raise NotFound(_("no {what} {id}").format(what=what, id=id_))


def _columns(row: Row) -> list[str]:
    fields = type(row).model_fields
    return [fields[name].alias or name for name in row.model_fields_set]


def _part(row: Row, columns: set[str]) -> Row:
    names = {name for name, field in type(row).model_fields.items() if (field.alias or name) in columns}
    return type(row).model_construct(names, **row.__dict__)


def is_same(stored: StoredRow, row: Row) -> bool:
    """Does the row say what is stored, in every column that it gives?"""
    said = row.model_dump(by_alias=True, exclude_unset=True)
    return all(_unordered(stored.row[column]) == _unordered(value) for column, value in said.items())


def _unordered(value: Any) -> Any:  # noqa: ANN401
    return sorted(cast("list[str]", value)) if isinstance(value, list | tuple) else value


def _own(graph: Graph, asker: Asker, account_id: str) -> None:
    """Who opens an account owns it from today; an administrator's token may act for nobody."""
    if asker.user_id is not None and not asker.role.administers:
        row = coverage.CoverageRow.model_validate(
            {"user_id": asker.user_id, "account_id": account_id, "role": "owner", "from": date.today()}
        )
        coverage.TABLE.merge(graph, rows=[row.parameters()], columns=_columns(row))


def _with_account(graph: Graph, asker: Asker, account_id: str) -> Graph:
    """The graph as the asker will see it who opens this account."""
    if asker.user_id is None or asker.limited:
        asker.must_administer()
    reach = graph.reach
    return graph.within(
        Reach(
            None if reach.accounts is None else (*reach.accounts, account_id),
            None if reach.team is None else (*reach.team, account_id),
            reach.users,
        )
    )
