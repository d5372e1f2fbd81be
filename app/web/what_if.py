"""What would other attitudes, people and powers change? A scenario is a link; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.access.cookies import public_origin
from app.accounts.details import key_people
from app.accounts.queries import departments
from app.accounts.snapshots import snapshot
from app.analytics.best_sets import best_sets
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.decisions import decisions
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from app.analytics.what_if import WhatIfBody, what_if
from app.api import TheConstants, TheGraph, TheMoment
from app.errors import FieldError, Invalid
from app.language import gettext as _
from app.projects.histories import with_what_is_ahead
from app.search.matching import plain, spellings
from app.web.account import AccountId
from app.web.page import ThePage, address, is_part, pages
from app.web.scenario import POWERS, named, read_scenario, with_wins, write_scenario
from app.web.wording import money, score, word
from graph_models.details import KeyPerson
from graph_models.results import WhatIf

router = pages()
answers = APIRouter()
"""What is no page."""

_ABOUT_THE_PAGE = ("as_of", "known_at", "show", "win", "next")
"""What the address may hold beside the scenario."""
_RECOMMENDED = 5
_DECISIONS = 3
_LARGEST_SET = 3


@dataclass(frozen=True)
class Scenario:
    """What was asked, and what would come of it."""

    typed: Mapping[str, str]
    """Every part as it was written, by its name."""
    removed: Sequence[str]
    body: WhatIfBody
    found: WhatIf | None
    """None: it cannot be worked out."""
    errors: tuple[FieldError, ...]

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why a part cannot be, by its name."""
        return {error.field: error.reason for error in self.errors}

    @property
    def changed(self) -> frozenset[str]:
        """The ids of those of whom anything is different."""
        return frozenset({one.person_id for one in self.body.changes} | {*self.body.remove})

    @property
    def newcomers(self) -> Sequence[int]:
        """The numbers of those who join, and a free one for the next."""
        numbers = {int(name.split(".")[1]) for name in self.typed if name.startswith("add.")}
        return [*sorted(numbers), max(numbers, default=0) + 1]


@router.get("/accounts/{account_id:path}/what-if")
def show_what_if(
    account_id: AccountId, page: ThePage, graph: TheGraph, constants: TheConstants, when: TheMoment
) -> Response:
    """The scenario that the address holds: everybody at the account, and what would be different."""
    request = page.request
    given = request.query_params.multi_items()
    path = address("/accounts/{}/what-if", account_id)
    if not is_part(request) and any(not value for _, value in given):  # a form sends all its fields
        return RedirectResponse(_link(path, [one for one in given if one[1]]), status_code=303)
    there = with_what_is_ahead(graph, snapshot(graph, account_id, when, constants), constants)
    scenario = _scenario(there, given, constants)
    kept = [one for one in given if one[0] in ("as_of", "known_at")]
    link = _link(path, [*kept, *write_scenario(scenario.body)])
    shared: dict[str, Any] = {
        "account": there.account,
        "scenario": scenario,
        "moves": _moves(there, scenario.body),
        "label": partial(_label, there),
        "start": _link(path, kept),
        "link": public_origin(request) + link,
        "json": _link(f"{path}.json", [*kept, *write_scenario(scenario.body)]),
        "request_body": scenario.body.model_dump_json(exclude_unset=True, indent=1),
    }
    status = 422 if scenario.errors else 200
    if is_part(request):
        answer = page.show("what_if_outcome.html", status, **shared)
        # What cannot be worked out stands in the address as well: it holds what the page shows.
        typed = _link(path, [one for one in given if one[1] and one[0] != "show"])
        answer.headers["HX-Replace-Url"] = typed if scenario.errors else link
        return answer
    show = request.query_params.get("show", "")
    people = sorted(key_people(there, constants), key=lambda one: one.id not in scenario.changed)
    return page.show(
        "what_if.html",
        status,
        **shared,
        people=[one for one in people if one.id in scenario.changed or _is_shown(one, show)],
        everybody=len(people),
        words_of=words_of,
        departments=departments(graph, account_id=account_id, as_of=when.as_of),
        axes=AXES,
        powers=POWERS,
        show=show,
        joining="next" in request.query_params,
        kept=kept,
        presets=_presets(there, constants, path, kept),
        as_of=request.query_params.get("as_of") and when.as_of,
    )


@answers.get("/accounts/{account_id:path}/what-if.json")
def answer_what_if(
    request: Request, account_id: AccountId, graph: TheGraph, constants: TheConstants, when: TheMoment
) -> WhatIf:
    """What the page of the same address shows."""
    there = with_what_is_ahead(graph, snapshot(graph, account_id, when, constants), constants)
    body = read_scenario(_parts(there, request.query_params.multi_items(), constants))
    return what_if(there, body, constants)


def _parts(there: Snapshot, given: Sequence[tuple[str, str]], constants: Constants) -> list[tuple[str, str]]:
    """The scenario alone, with what winning somebody is short for."""
    wins = [value for name, value in given if name == "win"]
    return with_wins(_as_typed(given), wins, there, constants.target)


def _as_typed(given: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The scenario alone."""
    return [one for one in given if one[0] not in _ABOUT_THE_PAGE]


def _label(there: Snapshot, part: str) -> str:
    """What a part of the scenario is about, in words."""
    name, _dot, id_ = part.partition(".")
    if id_ in there.rows:
        return f"{there.people[there.rows[id_]].name} · {word(name)}"
    return word(id_.rpartition(".")[2]) if name == "add" else part


def _link(path: str, parts: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(parts)}" if parts else path


def _scenario(there: Snapshot, given: Sequence[tuple[str, str]], constants: Constants) -> Scenario:
    parts = _as_typed(given)
    body: WhatIfBody | None = None
    errors: tuple[FieldError, ...] = ()
    found: WhatIf | None = None
    try:
        parts = _parts(there, given, constants)
        body = read_scenario(parts)
        found = what_if(there, body, constants)
    except Invalid as error:
        # Only whom the account does not have is left to find; read_scenario has named all else.
        changes = [write_scenario(WhatIfBody(changes=[one]))[0][0] for one in body.changes] if body else []
        errors = tuple(named(error.errors, changes, ()))
    return Scenario(
        typed={name: value for name, value in parts if value and name != "remove"},
        removed=[value for name, value in parts if name == "remove"],
        body=body if body and found else WhatIfBody(),
        found=found,
        errors=errors,
    )


@dataclass(frozen=True)
class Move:
    """Something that would be different about somebody."""

    name: str
    what: str
    before: str
    after: str


def _moves(there: Snapshot, body: WhatIfBody) -> list[Move]:
    found: list[Move] = []
    for change in body.changes:
        row = there.rows[change.person_id]
        person = there.people[row]
        for axis, field in enumerate(AXES):
            if field in change.model_fields_set:
                current = there.consensus.value[row, axis]
                before = None if current != current else float(current)  # noqa: PLR0124  (unknown is not a number)
                found.append(Move(person.name, word(field), score(before), score(getattr(change, field))))
        found += [
            Move(person.name, word(power), _yes(has=getattr(person, power)), _yes(has=bool(getattr(change, power))))
            for power in POWERS
            if power in change.model_fields_set
        ]
    for one in body.add:
        found.append(Move(one.name, _("joins"), "", ""))
        found += [
            Move(one.name, word(axis), score(None), score(value))
            for axis in AXES
            if (value := getattr(one, axis)) is not None
        ]
    return found + [Move(there.people[there.rows[id_]].name, _("leaves"), "", "") for id_ in body.remove]


def _yes(*, has: bool) -> str:
    return _("yes") if has else _("no")


def _is_shown(person: KeyPerson, words: str) -> bool:
    return all(one in words_of(person) for one in plain(words).split())


def words_of(person: KeyPerson) -> str:
    """By what somebody is found: name, also in pinyin and by initials, title and department."""
    return " ".join((*spellings(person.name), plain(person.title or ""), plain(person.department or "")))


@dataclass(frozen=True)
class Preset:
    """A scenario that is one click away."""

    text: str
    names: Sequence[str]
    remark: str
    link: str


def _presets(there: Snapshot, constants: Constants, path: str, kept: Sequence[tuple[str, str]]) -> list[Preset]:
    """To win those who are recommended, those who are worth most together, and as few as it takes to pass."""

    def preset(text: str, people: Sequence[Any], remark: str) -> Preset:
        wins = [("win", person.id) for person in people]
        return Preset(text, [person.name for person in people], remark, _link(path, [*kept, *wins]))

    return [
        *(
            preset(_("Win:"), [one.person], money(one.value.amount, one.value.currency))
            for one in recommend([there], constants, top=_RECOMMENDED)
        ),
        *(
            preset(_("Best set:"), best.people, money(best.value.amount, best.value.currency))
            for best in best_sets([there], _LARGEST_SET, constants)
            if len(best.people) > 1
        ),
        *(
            preset(_("Smallest set that passes:"), one.smallest.sets[0], one.name)
            for one in [one for one in decisions(there, constants) if one.smallest.sets][:_DECISIONS]
            if one.smallest.sets
        ),
    ]
