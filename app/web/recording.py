"""Recording where a person stands, correcting it, withdrawing it, and taking it back within a minute."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import Path, Response

from app.access.asker import Asker
from app.accounts.details import person_detail
from app.accounts.snapshots import Scope, snapshot
from app.analytics.constants import Constants
from app.api import TheConstants, TheGraph
from app.attitudes.contributors import contributor_names
from app.attitudes.recording import correct, find_statement, record, withdraw_statement
from app.editing.edit import must_be_of_team, must_find
from app.editing.routes import request_of
from app.errors import Conflict, Forbidden, Invalid
from app.graph import Graph
from app.language import gettext as _
from app.people.lookup import find_person
from app.web.assessing import AssessmentForm, given
from app.web.choices import Choices
from app.web.forms import TheTyped, reasons
from app.web.page import Page, ThePage, address, is_part, pages
from graph_models.details import PersonDetail
from graph_models.records import AccountOfPerson
from loaders import people

router = pages()
PersonId = Annotated[str, Path()]
AssessmentId = Annotated[str, Path()]

UNDO_SECONDS = 60
_GRACE_SECONDS = 10
"""What is clicked in time may arrive a little later."""
UNDONE = "Undone right after it was recorded"
"""The reason that a withdrawal keeps; stored, so in one language."""
_ASSESSED = '{"assessed": {"target": "body"}}'
"""Tells the page that is open to show anew what is known."""


@router.get("/people/{person_id:path}/assess")
def show_form(person_id: PersonId, page: ThePage, graph: TheGraph) -> Response:
    """Where does this person stand, as I see it? A page of its own, or a part of the one that is open."""
    person = _writable(page.asker, graph, person_id)
    form = AssessmentForm.new(person_id, Choices(graph, page.asker, person.account_id))
    return _show(page, form, person)


@router.post("/people/{person_id:path}/assess")
def record_it(
    person_id: PersonId, page: ThePage, graph: TheGraph, constants: TheConstants, typed: TheTyped
) -> Response:
    """Record it, and show what is agreed now."""
    person = _writable(page.asker, graph, person_id)
    form = AssessmentForm.new(person_id, Choices(graph, page.asker, person.account_id))
    try:
        said = given(typed) | {"person_id": person_id}
        request = request_of(page.asker, f"record {person_id}", said, None, said.get("id"))
        answer = record(graph, said, request, constants)
    except (Invalid, Forbidden) as error:
        return _show(page, form.again(typed, reasons(error)), person, error.status)
    return _show_recorded(page, graph, person, constants, answer.body["id"])


@router.get("/assessments/{assessment_id:path}/correct")
def show_correction(assessment_id: AssessmentId, page: ThePage, graph: TheGraph) -> Response:
    """What was said, to be corrected."""
    said = find_statement(graph, assessment_id)
    person = _writable(page.asker, graph, said.person_id)
    return _show(page, AssessmentForm.correcting(said, Choices(graph, page.asker, person.account_id)), person)


@router.post("/assessments/{assessment_id:path}/correct")
def correct_it(
    assessment_id: AssessmentId, page: ThePage, graph: TheGraph, constants: TheConstants, typed: TheTyped
) -> Response:
    """Let a new statement take the place of an earlier one."""
    earlier = find_statement(graph, assessment_id)
    person = _writable(page.asker, graph, earlier.person_id)
    form = AssessmentForm.correcting(earlier, Choices(graph, page.asker, person.account_id))
    try:
        said = given(typed)
        request = request_of(page.asker, f"correct {assessment_id}", said, None, said.get("id"))
        answer = correct(graph, assessment_id, said, request, constants)
    except Invalid as error:
        return _show(page, form.again(typed, reasons(error)), person, error.status)
    return _show_recorded(page, graph, person, constants, answer.body["id"])


@router.post("/assessments/{assessment_id:path}/withdraw")
def withdraw_it(
    assessment_id: AssessmentId, page: ThePage, graph: TheGraph, constants: TheConstants, typed: TheTyped
) -> Response:
    """Note that a statement no longer counts, and why."""
    said = find_statement(graph, assessment_id)
    _writable(page.asker, graph, said.person_id)
    request = request_of(page.asker, f"withdraw {assessment_id}", typed.one("reason"), None)
    if not typed.one("reason"):
        return page.show("withdrawal.html", 422, said=said, error=_("say why; it is kept with the statement"))
    withdraw_statement(graph, assessment_id, typed.one("reason"), request, constants)
    shown = page.show("withdrawal.html", said=find_statement(graph, assessment_id), error=None)
    shown.headers["HX-Trigger"] = _ASSESSED
    return shown


@router.get("/assessments/{assessment_id:path}/undo")
def show_that_the_minute_is_over(assessment_id: AssessmentId, page: ThePage, graph: TheGraph) -> Response:
    """What takes the place of the undo button after a minute."""
    said = find_statement(graph, assessment_id)
    _writable(page.asker, graph, said.person_id)
    return page.show("undo_over.html")


@router.post("/assessments/{assessment_id:path}/undo")
def undo(assessment_id: AssessmentId, page: ThePage, graph: TheGraph, constants: TheConstants) -> Response:
    """Take back what was recorded within the last minute."""
    person = _writable(page.asker, graph, find_statement(graph, assessment_id).person_id)
    take_back(graph, page.asker, assessment_id, constants)
    return _show_recorded(page, graph, person, constants, None)


def take_back(graph: Graph, asker: Asker, assessment_id: str, constants: Constants) -> None:
    """Withdraw a statement that was recorded within the last minute; one that was withdrawn already stays so.

    Raises:
        Conflict: the minute is over.
        NotFound, Forbidden: as with a withdrawal.
    """
    said = find_statement(graph, assessment_id)
    if said.withdrawn_at is not None:
        return
    if datetime.now(UTC) - said.recorded_at > timedelta(seconds=UNDO_SECONDS + _GRACE_SECONDS):
        raise Conflict(_("the minute is over; withdraw the statement with a reason instead"))
    request = request_of(asker, f"withdraw {assessment_id}", UNDONE, None)
    withdraw_statement(graph, assessment_id, UNDONE, request, constants)


def standing_now(graph: Graph, person_id: str, account_id: str, constants: Constants) -> PersonDetail | None:
    """What is agreed about somebody today; None: they do not work there today."""
    there = snapshot(graph, account_id, Scope(date.today()), constants, with_statements=True)
    if person_id not in there.rows:
        return None
    stored = must_find(graph, people.TABLE, {"id": person_id}).row
    return person_detail(there, person_id, contributor_names(graph, account_id), constants, stored)


def _writable(asker: Asker, graph: Graph, person_id: str) -> AccountOfPerson:
    """The person, if whoever asks may write at their account."""
    person = find_person(graph, person_id)
    asker.must_write()
    must_be_of_team(graph, [person.account_id])
    return person


def _show(page: Page, form: AssessmentForm, person: AccountOfPerson, status: int = 200) -> Response:
    template = "assess_form.html" if is_part(page.request) else "assess.html"
    said = address("/api/people/{}/assessments", person.id)
    shown = page.show(template, status, form=form, person=person, json=said)
    shown.headers["Vary"] += ", HX-Request"
    return shown


def _show_recorded(
    page: Page, graph: Graph, person: AccountOfPerson, constants: Constants, assessment_id: str | None
) -> Response:
    """What is agreed now, with a button to take back what was just recorded (None: it was)."""
    shown = page.show(
        "assessed.html",
        person=person,
        detail=standing_now(graph, person.id, person.account_id, constants),
        assessment_id=assessment_id,
        seconds=UNDO_SECONDS,
    )
    shown.headers["HX-Trigger"] = _ASSESSED
    return shown
