"""Pages to add, change and remove what is stored: one form for every source table, under the checks of the API."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, cast

from fastapi import Depends, Path, Query, Response
from pydantic import TypeAdapter, ValidationError

from app.analytics import texts
from app.api import TheGraph
from app.editing.edit import change, create, etag, listed, may_write, must_be_of_team, must_find, remove, shown
from app.editing.keys import key_columns, read_key, write_key
from app.editing.receipts import Request
from app.editing.resources import RESOURCES, Resource, Writers
from app.errors import Invalid, NotFound, PreconditionFailed
from app.graph import Graph
from app.language import gettext as _
from app.web import columns, offered
from app.web.choices import Choices
from app.web.fields import Field, Values, fields_of, given
from app.web.forms import TheTyped, Typed, reasons
from app.web.page import Page, ThePage, address, page_of_ours, pages
from app.web.wording import money
from graph_models.records import StoredRow

router = pages()
ResourceName = Annotated[str, Path()]
Key = Annotated[str, Path()]
AccountOf = Annotated[str | None, Query()]
_MOST_ROWS = 1_000
_VALUES: TypeAdapter[dict[str, str | list[str]]] = TypeAdapter(dict[str, str | list[str]])


@dataclass(frozen=True)
class From:
    """Where somebody comes from who edits."""

    account_id: AccountOf = None
    """At which account."""
    back: Annotated[str | None, Query()] = None
    """The page that leads to the form, where one goes on from there; None: where the row is seen."""


TheFrom = Annotated[From, Depends()]


@dataclass(frozen=True)
class EditForm:
    """A form for one row."""

    resource: Resource
    fields: list[Field]
    values: Values
    was: Values
    """What stood there when it was drawn: what somebody changed since, and what was typed, are told apart by it."""
    account_id: str | None
    key: str | None = None
    """None: the row is new."""
    etag: str = ""
    id: str = ""
    """Of a new row: sent twice it is stored once."""
    fixed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Label and text of what cannot be changed."""
    theirs: Values = field(default_factory=dict[str, str | list[str]])
    """What somebody else changed meanwhile."""
    mine: Values = field(default_factory=dict[str, str | list[str]])
    """What was typed, beside that."""
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    came_from: str | None = None

    @property
    def title(self) -> str:
        """What is edited."""
        return columns.title_of(self.resource.name)

    @property
    def back(self) -> str:
        """The page where it is seen."""
        if self.came_from:
            return page_of_ours(self.came_from)
        if self.resource.name == "people" and self.key:
            return address("/people/{}", self.key)
        return address("/accounts/{}", self.account_id) if self.account_id else "/edit"

    @property
    def back_without_it(self) -> str:
        """Where to go on once it is deleted."""
        seen_there = address(f"/{self.resource.name}/{{}}", self.key or "")
        if self.came_from and self.came_from != seen_there:
            return self.back
        return address("/accounts/{}", self.account_id) if self.account_id and self.resource.name != "accounts" else "/"

    @property
    def was_text(self) -> str:
        """`was` in one hidden field."""
        return json.dumps(self.was, ensure_ascii=False)


@router.get("/edit")
def show_rows(page: ThePage, graph: TheGraph, account_id: AccountOf = None) -> Response:
    """All that is stored of an account, or of what belongs to none, row by row, to be edited."""
    if account_id is None:
        page.asker.must_administer()
    else:
        page.asker.must_write()
        _account_name(graph, account_id)
        must_be_of_team(graph, [account_id])
    choices = Choices(graph, page.asker, account_id)
    tables = [
        (resource.name, columns.plural_of(resource.name), _rows(graph, resource, account_id, choices))
        for resource in RESOURCES
        if resource.is_reference_data == (account_id is None)
        and (resource.writers is not Writers.MANAGERS or page.asker.role.manages)
    ]
    return page.show("rows.html", tables=tables, account_id=account_id, names=choices.names)


def _rows(graph: Graph, resource: Resource, account_id: str | None, choices: Choices) -> list[tuple[str, str]]:
    """Key and text of each row."""
    if resource.name == "accounts" and account_id is not None:
        found = [shown(resource.table, must_find(graph, resource.table, {"id": account_id}))]
    else:
        found, _more = listed(graph, resource, account_id, limit=_MOST_ROWS, cursor=None, on=None)
    return [(row["key"], _text(resource, row, choices)) for row in found]


def _text(resource: Resource, row: Mapping[str, Any], choices: Choices) -> str:
    """What a row is called: by its name or, where it has none, by what it joins."""
    if "name" in row:
        return str(row["name"])
    names = [name for name in key_columns(resource.table) if name != "account_id"]
    if names == ["id"]:
        return f"{texts.day(date.fromisoformat(row['at'][:10]))} · {offered.said(row['channel'])}"
    parts = [_part(resource, name, row[name], choices) for name in names if row[name] is not None]
    more = [money(row["amount"], row["currency"])] if resource.name == "spend" else []
    return " · ".join((*parts, *more))


def _part(resource: Resource, name: str, value: Any, choices: Choices) -> str:  # noqa: ANN401
    """One of the columns that identify a row, in words."""
    if reference := resource.table.references.get(name):
        return choices.names.get((reference.label, value), str(value))
    if name == "from":
        return texts.day(date.fromisoformat(str(value)))
    return columns.choice_words().get(str(value), str(value))


@router.get("/accounts/new")
def show_new_account(page: ThePage, graph: TheGraph) -> Response:
    """Add an account."""
    return _show(page, _new(page, graph, _resource("accounts"), From()))


@router.get("/edit/{name}/new")
def show_new(name: ResourceName, page: ThePage, graph: TheGraph, came: TheFrom) -> Response:
    """Add a row; whatever the address says of its columns is filled in."""
    return _show(page, _new(page, graph, _resource(name), came, Typed(page.request.query_params.multi_items())))


@router.post("/edit/{name}/new")
def add(name: ResourceName, page: ThePage, graph: TheGraph, came: TheFrom, typed: TheTyped) -> Response:
    """Store a new row, and go where it is seen."""
    resource = _resource(name)
    form = _new(page, graph, resource, came, typed)
    said = given(form.fields, form.values, None)
    if form.id:
        said["id"] = form.id
    if came.account_id is not None and "account_id" in resource.table.columns:
        said["account_id"] = came.account_id
    try:
        stored = create(graph, resource, said, Request(page.asker, f"create {resource.singular}", said))
    except Invalid as error:
        return _show(page, replace(form, errors=reasons(error)), 422)
    return _go(came.back, _seen_at(resource, stored.body, came.account_id))


@router.get("/edit/{name}/{key:path}")
def show_row(name: ResourceName, key: Key, page: ThePage, graph: TheGraph, came: TheFrom) -> Response:
    """Change a row."""
    return _show(page, _stored(page, graph, _resource(name), key, came))


@router.post("/edit/{name}/{key:path}/delete")
def delete(name: ResourceName, key: Key, page: ThePage, graph: TheGraph, *, came: TheFrom, typed: TheTyped) -> Response:
    """Remove a row that nothing else refers to, and offer to put it back."""
    resource = _resource(name)
    stored = must_find(graph, resource.table, read_key(resource.table, key))
    form = _stored(page, graph, resource, key, came)
    request = Request(page.asker, f"remove {resource.singular} {key}", None, if_match=typed.one("etag"))
    remove(graph, resource, read_key(resource.table, key), request)
    row = [
        (column, str(one))
        for column, value in shown(resource.table, stored).items()
        if column in resource.table.columns and value is not None
        for one in (cast("list[Any]", value) if isinstance(value, list) else [value])
    ]
    return page.show("removed.html", form=form, row=row)


@router.post("/restore/{name}")
def restore(name: ResourceName, page: ThePage, graph: TheGraph, came: TheFrom, typed: TheTyped) -> Response:
    """Store a row that was just removed again, under its own id."""
    resource = _resource(name)
    lists = resource.table.lists
    said = {
        column: typed.all(column) if column in lists else typed.one(column)
        for column in resource.table.columns
        if column in typed
    }
    stored = create(graph, resource, said, Request(page.asker, f"create {resource.singular}", said))
    return _go(came.back, _seen_at(resource, stored.body, came.account_id))


@router.post("/edit/{name}/{key:path}")
def store(name: ResourceName, key: Key, page: ThePage, graph: TheGraph, *, came: TheFrom, typed: TheTyped) -> Response:
    """Store what was changed; where somebody else changed the row meanwhile, show both and lose neither."""
    resource = _resource(name)
    now = _stored(page, graph, resource, key, came)
    was = _was(typed, now)
    mine: Values = {one.name: one.read(typed) for one in now.fields}
    said = given(now.fields, mine, was)
    request = Request(page.asker, f"change {resource.singular} {key}", said, if_match=typed.one("etag"))
    try:
        stored = change(graph, resource, read_key(resource.table, key), said, request)
    except Invalid as error:
        return _show(page, replace(now, values=mine, was=was, etag=typed.one("etag"), errors=reasons(error)), 422)
    except PreconditionFailed:
        return _show(page, _beside_theirs(now, mine, was), 412)
    response = _go(came.back, _seen_at(resource, stored.body, came.account_id or now.account_id))
    response.headers["ETag"] = str(stored.etag)  # by which it can be put back (scripts/undo.ts)
    return response


# --- What stands in a form --------------------------------------------------------------------------------------------


def _resource(name: str) -> Resource:
    found = next((resource for resource in RESOURCES if resource.name == name), None)
    if found is None:
        msg = _("there is nothing called {name} to edit").format(name=name)
        raise NotFound(msg)
    return found


def _new(page: Page, graph: Graph, resource: Resource, came: From, typed: Typed | None = None) -> EditForm:
    may_write(page.asker, resource)
    account_id = came.account_id
    fixed: list[tuple[str, str]] = []
    if account_id is not None:
        fixed.append((columns.label_of(resource.name, "account_id"), _account_name(graph, account_id)))
        must_be_of_team(graph, [account_id])
    elif not resource.is_reference_data and resource.name != "accounts":
        raise Invalid(_("say at which account: go there, and add it from its page"))
    filled = typed or Typed()
    choices = Choices(graph, page.asker, account_id)
    fields = fields_of(resource, choices, None)
    id_ = (filled.one("id") or str(uuid.uuid4())) if "id" in resource.table.columns else ""
    values: Values = {one.name: one.read(filled) for one in fields}
    return EditForm(resource, fields, values, {}, account_id, id=id_, fixed=fixed, came_from=came.back)


def _stored(page: Page, graph: Graph, resource: Resource, key: str, came: From) -> EditForm:
    found = must_find(graph, resource.table, read_key(resource.table, key))
    may_write(page.asker, resource)
    must_be_of_team(graph, found.account_ids)
    at = came.account_id if came.account_id in found.account_ids else next(iter(found.account_ids), None)
    choices = Choices(graph, page.asker, at)
    fields = fields_of(resource, choices, found.row)
    values = _values(fields, found)
    return EditForm(
        resource,
        fields,
        values,
        values,
        at,
        key=write_key(resource.table, found.row),
        etag=etag(found),
        fixed=_fixed(graph, resource, found, choices),
        came_from=came.back,
    )


def _values(fields: list[Field], found: StoredRow) -> Values:
    values = {one.name: one.text(found.row[one.name]) for one in fields}
    return {name: sorted(value) if isinstance(value, list) else value for name, value in values.items()}


def _fixed(graph: Graph, resource: Resource, found: StoredRow, choices: Choices) -> list[tuple[str, str]]:
    """What identifies the row, in words."""
    rows: list[tuple[str, str]] = []
    for name in dict.fromkeys(("account_id", *key_columns(resource.table))):
        value = found.row.get(name)
        if name == "id" or value is None:
            continue
        text = _account_name(graph, value) if name == "account_id" else _part(resource, name, value, choices)
        rows.append((columns.label_of(resource.name, name), text))
    return rows


def _account_name(graph: Graph, account_id: str) -> str:
    """What the account is called.

    Raises:
        NotFound: there is none, or whoever asks may not see it.
    """
    return str(must_find(graph, _resource("accounts").table, {"id": account_id}).row["name"])


def _was(typed: Typed, now: EditForm) -> Values:
    """What stood in the form when it was drawn; what it does not say stands there now."""
    try:
        said = _VALUES.validate_json(typed.one("was") or "{}")
    except ValidationError:
        said = {}
    return {**now.was, **{name: value for name, value in said.items() if name in now.was}}


def _beside_theirs(now: EditForm, mine: Values, was: Values) -> EditForm:
    """What I typed over what is stored now: mine where I changed something, theirs elsewhere; and where both did."""
    values = {name: mine[name] if mine[name] != was[name] else now.was[name] for name in mine}
    theirs = {name: now.was[name] for name in mine if now.was[name] != was[name]}
    return replace(now, values=values, theirs=theirs, mine=mine)


def _seen_at(resource: Resource, row: Mapping[str, Any], account_id: str | None) -> str:
    """The page that shows a row."""
    if resource.name == "people":
        return address("/people/{}", row["id"])
    if resource.name == "accounts":
        return address("/accounts/{}", row["id"])
    return address("/accounts/{}", account_id) if account_id else "/edit"


def _go(back: str | None, seen_at: str) -> Response:
    return Response(status_code=204, headers={"HX-Redirect": page_of_ours(back) if back else seen_at})


def _show(page: Page, form: EditForm, status: int = 200) -> Response:
    stored = address(f"/api/{form.resource.name}/{{}}", form.key) if form.key else None
    return page.show("edit.html" if status == 200 else "edit_form.html", status, form=form, json=stored)
