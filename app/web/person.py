"""One person: where they stand, who says so, how that moved, whom they are tied to, and who can take us to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query, Response

from app.accounts.details import person_detail
from app.accounts.snapshots import Scope, snapshot
from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.introductions import Introductions
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.our_people import Colleagues
from app.analytics.recommendations import recommend
from app.analytics.scores import stances
from app.analytics.snapshot import Snapshot
from app.analytics.tie_strength import contacts_of
from app.analytics.winning import outlook
from app.api import TheConstants, TheGraph
from app.attitudes.contributors import contributor_names
from app.attitudes.queries import statements
from app.editing.edit import must_find
from app.editing.keys import write_key
from app.graph import Graph
from app.people.lookup import find_person
from app.projects.histories import histories_of
from app.users.our_people import our_people_of
from app.web.assessing import AssessmentForm
from app.web.attitude_plot import draw
from app.web.choices import Choices
from app.web.columns import choice_words, tie_words
from app.web.forms import is_of_team, may_write_at
from app.web.page import Page, ThePage, address, pages
from graph_models.details import PersonDetail, StatementOut
from graph_models.records import HistoryRecord, TieRecord
from graph_models.results import Introduction, Recommendation
from loaders import participants, people, relations
from loaders.table import Table

router = pages()
PersonId = Annotated[str, Path()]
_MOST_STATEMENTS = 200


@dataclass(frozen=True)
class Part:
    """A project, and what the person did in it."""

    project: HistoryRecord
    type_name: str | None
    role: str | None
    """In the decision, in words."""
    edit: str
    """The page to edit it."""


@dataclass(frozen=True)
class Tie:
    """A tie as the person has it."""

    text: str
    other_id: str
    other: str
    strength: float | None
    edit: str | None
    """The page to edit it; None: a reporting line, which is edited with the person."""


@dataclass(frozen=True)
class Known:
    """What is computed of somebody who works there on the day."""

    detail: PersonDetail
    recommendation: Recommendation | None
    through: Sequence[Introduction]
    parts: Sequence[Part]
    ties: Sequence[Tie]


@router.get("/people/{person_id:path}")
def show_person(
    person_id: PersonId,
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    as_of: Annotated[date | None, Query()] = None,
) -> Response:
    """Everything known of one person."""
    found = find_person(graph, person_id)
    day = as_of or date.today()
    there = snapshot(graph, found.account_id, Scope(day), constants, with_statements=True)
    stored = must_find(graph, people.TABLE, {"id": person_id}).row
    names = contributor_names(graph, found.account_id)
    works_there = person_id in there.rows
    may_write = may_write_at(page.asker, graph, found.account_id)
    said = statements(
        graph, person_id=person_id, as_of=day, known_at=None, before_day=None, after_id=None, limit=_MOST_STATEMENTS
    )
    return page.show(
        "person.html",
        person=stored,
        account=there.account,
        known=_known(graph, there, stored, names, constants) if works_there else None,
        plots=draw(there, person_id, names, constants) if works_there else None,
        statements=said,
        most=_MOST_STATEMENTS,
        changeable={one.id for one in said if may_write and _may_change(page, one)},
        form=AssessmentForm.new(person_id, Choices(graph, page.asker, found.account_id)) if may_write else None,
        may_write=may_write,
        of_team=is_of_team(graph, found.account_id),
        as_of=as_of,
        json=address("/api/people/{}", person_id, as_of=as_of),
    )


def _may_change(page: Page, said: StatementOut) -> bool:
    """May whoever looks correct or withdraw it? The write asks again."""
    counts = said.withdrawn_at is None and said.superseded_by is None
    return counts and (said.user_id in (None, page.asker.user_id) or page.asker.role.manages)


def _known(
    graph: Graph, there: Snapshot, stored: Mapping[str, Any], names: Mapping[str, str], constants: Constants
) -> Known:
    person_id = stored["id"]
    here = address("/people/{}", person_id)
    histories = histories_of(graph, [there], there.as_of)
    ahead = looking_ahead(there, histories, constants)
    ranked = recommend([ahead], constants, ours=Colleagues(our_people_of(graph, [ahead], there.as_of)))
    recommendation = next((one for one in ranked if one.person.id == person_id), None)
    types = {kind.id: kind.name for kind in histories.types.values()}
    parts = [
        Part(
            project,
            types.get(project.project_type_id or ""),
            choice_words().get(part.buying_role or ""),
            _edit(participants.TABLE, there, here, project_id=project.id, person_id=person_id),
        )
        for project in histories.projects.get(there.account.id, ())
        for part in project.participants
        if part.person_id == person_id
    ]
    return Known(
        detail=person_detail(ahead, person_id, names, constants, stored),
        recommendation=recommendation,
        through=recommendation.through if recommendation else _through(ahead, person_id, constants),
        parts=parts[::-1],
        ties=_ties(there, person_id),
    )


def _through(ahead: Snapshot, person_id: str, constants: Constants) -> list[Introduction]:
    """Through whom we reach somebody whom it is not worth, or not fair, to win now."""
    silent = not_to_be_contacted(ahead, outlook(ahead, constants), constants)
    stance = stances(ahead.consensus.value, constants)
    return Introductions(ahead, contacts_of(ahead, constants), stance, constants, silent).to(person_id)


_REVERSED = {"reports_to": "manages", "influences": "influenced_by"}


def _ties(there: Snapshot, person_id: str) -> list[Tie]:
    """The person's ties to those who work there."""

    def name(id_: str) -> str | None:
        return there.people[there.rows[id_]].name if id_ in there.rows else None

    def tie(one: TieRecord) -> Tie | None:
        from_here = one.from_id == person_id
        other_id = one.to_id if from_here else one.from_id
        other, kind = name(other_id), one.kind.lower()
        if other is None:
            return None
        text = words[kind if from_here else _REVERSED.get(kind, kind)]
        key = {"from_person_id": one.from_id, "to_person_id": one.to_id, "kind": kind}
        edit = None if kind == "reports_to" else _edit(relations.TABLE, there, here, **key)
        return Tie(text, other_id, other, one.strength, edit)

    words, here = tie_words(), address("/people/{}", person_id)
    found = [tie(one) for one in there.ties if person_id in (one.from_id, one.to_id)]
    return sorted((one for one in found if one), key=lambda one: (one.text, one.other, one.other_id))


def _edit(table: Table, there: Snapshot, back: str, **key: str) -> str:
    """The page to edit a row, which leads back to that of the person."""
    name = table.file.removesuffix(".csv")
    return address("/edit/{}/{}", name, write_key(table, key), account_id=there.account.id, back=back)
