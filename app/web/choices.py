"""What forms offer to choose from: ours and theirs, departments, projects and what else a row may refer to."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from app.access.asker import Asker
from app.editing.edit import listed
from app.editing.resources import resource_named
from app.graph import Graph
from app.users.queries import our_people

_MOST = 1_000
_RESOURCES: Mapping[str, str] = {
    "Account": "accounts",
    "Department": "departments",
    "Person": "people",
    "Project": "projects",
    "ProjectType": "project-types",
    "Vendor": "vendors",
    "User": "users",
}
"""The resource whose rows a reference names, by label."""


class Choices:
    """What may be chosen at one account (None: what belongs to none); each list is fetched when it is first needed."""

    def __init__(self, graph: Graph, asker: Asker, account_id: str | None) -> None:
        self._graph = graph
        self._asker = asker
        self.account_id = account_id
        self._rows: dict[str, list[Mapping[str, Any]]] = {}

    def rows(self, label: str) -> list[Mapping[str, Any]]:
        """The rows that a reference with this label may name; users apart."""
        if label not in self._rows:
            resource = resource_named(_RESOURCES[label])
            of = None if resource.is_reference_data else self.account_id
            many = resource.is_reference_data or of is not None
            found = listed(self._graph, resource, of, limit=_MOST, cursor=None, on=None)[0] if many else []
            self._rows[label] = sorted(found, key=lambda row: (str(row["name"]), str(row["id"])))
        return self._rows[label]

    def of(self, label: str) -> list[tuple[str, str]]:
        """Id and text of each choice."""
        if label == "User":
            return self.users
        return [(row["id"], _text(row)) for row in self.rows(label)]

    @cached_property
    def users(self) -> list[tuple[str, str]]:
        """Those of ours who serve the account, whoever looks and, for those who may see them, all others."""
        me = [self._asker.user_id] if self._asker.user_id else []
        accounts = [self.account_id] if self.account_id else []
        found = our_people(self._graph, account_ids=accounts, user_ids=me, project_type_ids=[], as_of=date.today())
        serving = [(one.id, one.name) for one in sorted(found, key=lambda one: (not one.serves, one.name, one.id))]
        known = {id_ for id_, _ in serving}
        return [*serving, *((row["id"], row["name"]) for row in self.rows("User") if row["id"] not in known)]

    @cached_property
    def competitors(self) -> list[tuple[str, str]]:
        """All vendors but ourselves."""
        return [(row["id"], _text(row)) for row in self.rows("Vendor") if not row["is_us"]]

    @cached_property
    def names(self) -> Mapping[tuple[str, str], str]:
        """What rows that were fetched are called, by label and id."""
        users = {("User", id_): name for id_, name in self.users}
        return users | {(label, id_): text for label in _RESOURCES if label != "User" for id_, text in self.of(label)}

    @cached_property
    def may_speak_for(self) -> list[tuple[str, str]]:
        """In whose names whoever looks may record, beside their own."""
        if self._asker.administers:
            return self.users
        reach = self._graph.reach.users
        return [one for one in self.users if reach is None or one[0] in reach] if self._asker.role.manages else []


def _text(row: Mapping[str, Any]) -> str:
    title = row.get("title")
    return f"{row['name']} · {title}" if title else str(row["name"])
