"""A whole meeting at once: who was there, and where each of them stands after it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query, Response
from pydantic import TypeAdapter, ValidationError

from app.accounts.snapshots import Scope, snapshot
from app.analytics.snapshot import Snapshot
from app.api import TheConstants, TheGraph
from app.attitudes.queries import statement
from app.attitudes.recording import record_meeting
from app.editing.edit import etag, must_be_of_team, must_find, remove
from app.editing.receipts import Request
from app.editing.resources import resource_named
from app.editing.routes import request_of
from app.errors import FieldError, Forbidden, Invalid
from app.language import gettext as _
from app.web import offered
from app.web.choices import Choices
from app.web.forms import TheTyped, Typed, reasons
from app.web.guided import picks, value_of
from app.web.page import Page, ThePage, pages
from app.web.recording import UNDO_SECONDS, standing_now, take_back
from graph_models.fields import Day
from graph_models.vocabulary import Axis
from loaders import interactions

router = pages()
AccountId = Annotated[str, Path()]
InteractionId = Annotated[str, Path()]
_DAY: TypeAdapter[date] = TypeAdapter(Day)


@dataclass(frozen=True)
class MeetingForm:
    """What is typed of a meeting; `<axis>.<id>` and `note.<id>` hold what was learnt of the person of this id."""

    account: Snapshot
    choices: Choices
    typed: Typed
    id: str
    errors: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def channels(self) -> Sequence[str]:
        """What is offered as channel."""
        return offered.channels()

    @property
    def picks(self) -> list[tuple[int, str]]:
        """Values and words of an attitude."""
        return picks()

    @property
    def axes(self) -> list[Axis]:
        """The three attitudes."""
        return list(Axis)


@router.get("/accounts/{account_id:path}/meeting")
def show_meeting(
    account_id: AccountId,
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    person_id: Annotated[str | None, Query()] = None,
) -> Response:
    """Record a meeting: when, how, with whom, and what was learnt of each."""
    there = snapshot(graph, account_id, Scope(date.today()), constants)
    page.asker.must_write()
    must_be_of_team(graph, [account_id])
    me = [("user", page.asker.user_id)] if page.asker.user_id else []
    who = [("person", person_id)] if person_id else []
    typed = Typed([("day", date.today().isoformat()), ("channel", offered.said("visit")), *me, *who])
    return _show(page, MeetingForm(there, Choices(graph, page.asker, account_id), typed, str(uuid.uuid4())))


@router.post("/accounts/{account_id:path}/meeting")
def record_it(
    account_id: AccountId, page: ThePage, graph: TheGraph, constants: TheConstants, typed: TheTyped
) -> Response:
    """Record all of it, or nothing."""
    there = snapshot(graph, account_id, Scope(date.today()), constants)
    said: list[dict[str, Any]] = []
    try:
        meeting = _meeting(typed)
        said = _said(typed, meeting)
        request = request_of(page.asker, "record meeting", [meeting, said], None, meeting["id"])
        answer = record_meeting(graph, meeting, said, request, constants).body
    except (Invalid, Forbidden) as error:
        found = _by_person(reasons(error), [one["person_id"] for one in said])
        form = MeetingForm(there, Choices(graph, page.asker, account_id), typed, typed.one("id"), found)
        return _show(page, form, error.status)
    return page.show(
        "met.html",
        account=there.account,
        interaction_id=answer["interaction_id"],
        seconds=UNDO_SECONDS,
        assessments=[one["id"] for one in answer["assessments"]],
        people=[standing_now(graph, id_, account_id, constants) for id_ in _about(answer)],
    )


@router.get("/meetings/{interaction_id:path}/undo")
def show_that_the_minute_is_over(interaction_id: InteractionId, page: ThePage, graph: TheGraph) -> Response:
    """What takes the place of the undo button after a minute."""
    must_find(graph, interactions.TABLE, {"id": interaction_id})
    return page.show("undo_over.html")


@router.post("/meetings/{interaction_id:path}/undo")
def undo(
    interaction_id: InteractionId,
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    typed: TheTyped,
) -> Response:
    """Take a meeting back that was recorded within the last minute: what was learnt there, then the contact itself.

    Sent again after half of it was done, it does the other half.
    """
    key = {"id": interaction_id}
    contact = must_find(graph, interactions.TABLE, key)
    must_be_of_team(graph, contact.account_ids)
    for id_ in typed.all("assessment"):
        for said in statement(graph, assessment_id=id_, as_of=None, known_at=None):
            if said.person_id in contact.row["person_ids"]:
                take_back(graph, page.asker, id_, constants)
    request = Request(page.asker, f"remove interaction {interaction_id}", None, if_match=etag(contact))
    remove(graph, resource_named("interactions"), key, request)
    return page.show("met_undone.html", account_id=contact.account_ids[0])


def _show(page: Page, form: MeetingForm, status: int = 200) -> Response:
    return page.show("meeting.html" if status == 200 else "meeting_form.html", status, form=form)


def _meeting(typed: Typed) -> dict[str, Any]:
    """The contact, in the columns of interactions.csv.

    Raises:
        Invalid: the day is none.
    """
    try:
        day = _DAY.validate_python(typed.one("day"))
    except ValidationError:
        raise Invalid.of([FieldError("at", _("choose a day"))]) from None
    summary = typed.one("summary")
    return {
        "id": typed.one("id") or str(uuid.uuid4()),
        "at": day.isoformat(),
        "channel": offered.meant(typed.one("channel")),
        "user_ids": tuple(typed.all("user")),
        "person_ids": tuple(typed.all("person")),
        **({"summary": summary} if summary else {}),
    }


def _said(typed: Typed, meeting: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was learnt of each person who was there, in the columns of assessments.csv.

    The id of each follows from that of the meeting, so that a form that is sent twice is recorded once.

    Raises:
        Invalid: something is said of somebody who was not there, or a note stands by itself.
    """
    found: list[dict[str, Any]] = []
    errors: list[FieldError] = []
    for person_id in typed.all("row"):
        values = {axis: value_of(text) for axis in Axis if (text := typed.one(f"{axis}.{person_id}"))}
        note = typed.one(f"note.{person_id}")
        if (values or note) and person_id not in meeting["person_ids"]:
            errors.append(FieldError(f"person.{person_id}", _("say that they were there, or leave the rest empty")))
        elif values:
            id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{meeting['id']} {person_id}"))
            seen = {"id": id_, "person_id": person_id, "observed_on": meeting["at"], "source": "own meeting"}
            found.append(seen | values | ({"note": note} if note else {}))
        elif note:
            reason = _("a note goes with an attitude; without one, write it in what the meeting was about")
            errors.append(FieldError(f"note.{person_id}", reason))
    if errors:
        raise Invalid.of(errors)
    return found


def _by_person(found: Mapping[str, str], person_ids: list[str]) -> Mapping[str, str]:
    """What was wrong, by the field of the form: of the second statement `assessments.1.closeness`."""
    named: dict[str, str] = {}
    for name, reason in found.items():
        kind, _dot, rest = name.partition(".")
        number, _dot, column = rest.partition(".")
        if kind == "assessments" and number.isdigit():
            name = f"{column if column in _OF_A_PERSON else 'person'}.{person_ids[int(number)]}"  # noqa: PLW2901
        named[name] = reason
    return named


_OF_A_PERSON = {*Axis, "note"}


def _about(answer: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(one["person_id"] for one in answer["assessments"]))
