"""Records, corrects and withdraws statements about people's attitudes, alone or with the meeting that they are from.

Statements are only ever added. A correction is a statement that supersedes an earlier one; a withdrawal is a time stamp
with a reason. Neither changes what was known before it.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from app.access.asker import Asker
from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.attitudes.queries import statement, supersede, withdraw
from app.editing.edit import accounts_referred_to, check_references, checked_row, must_be_of_team
from app.editing.queries import hold_accounts, hold_reference_data
from app.editing.receipts import Answer, Request, once
from app.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from app.graph import Graph
from app.language import gettext as _
from app.people.lookup import find_person
from app.reach import EVERYTHING
from graph_models.details import Meeting, StatementOut
from loaders import interactions
from loaders.assessments import TABLE, AssessmentRow, contradictions

Columns = Mapping[str, Any]


def find_statement(
    graph: Graph, assessment_id: str, as_of: date | None = None, known_at: datetime | None = None
) -> StatementOut:
    """The statement with this id, if it was seen by the day (None: any) and recorded by the moment (None: now).

    Raises:
        NotFound: there is none.
    """
    found = statement(graph, assessment_id=assessment_id, as_of=as_of, known_at=known_at)
    if not found:
        msg = _("no assessment {id}").format(id=assessment_id)
        raise NotFound(msg)
    return found[0]


def record(graph: Graph, given: Columns, request: Request, constants: Constants) -> Answer:
    """Store a statement; the same id with the same content stores nothing and answers the same.

    Raises:
        NotFound: there is no such person.
        Invalid: it breaks a rule, refers to something that is not there, or has the id of another statement.
        Forbidden: the asker is not of the account team, or speaks for somebody else.
    """
    row = _spoken(given, request.asker)

    def work(graph: Graph) -> Answer:
        account_id = _hold(graph, row.person_id, request.asker, chosen_id="id" in given)
        _store(graph, row, request.asker)
        return _answer(graph, row.id, [account_id], constants)

    return once(graph, request, work)


def correct(graph: Graph, assessment_id: str, given: Columns, request: Request, constants: Constants) -> Answer:
    """Store a statement that takes the place of an earlier one about the same person.

    Raises:
        NotFound: there is no such statement.
        Conflict: it has been corrected or withdrawn already.
        Invalid, Forbidden: as with `record`; or it is somebody else's.
    """
    person_id = find_statement(graph, assessment_id).person_id
    row = _spoken({**given, "person_id": person_id}, request.asker)

    def work(graph: Graph) -> Answer:
        account_id = _hold(graph, person_id, request.asker, chosen_id="id" in given)
        _must_stand(find_statement(graph, assessment_id), request.asker)
        _store(graph, row, request.asker)
        supersede(graph, assessment_id=row.id, superseded_id=assessment_id)
        return _answer(graph, row.id, [account_id], constants)

    return once(graph, request, work)


def withdraw_statement(graph: Graph, assessment_id: str, reason: str, request: Request, constants: Constants) -> Answer:
    """Note that a statement no longer counts, from now on; one that it corrected counts again.

    Raises:
        NotFound, Conflict, Forbidden: as with `correct`.
    """
    person_id = find_statement(graph, assessment_id).person_id

    def work(graph: Graph) -> Answer:
        account_id = _hold(graph, person_id, request.asker)
        _must_stand(find_statement(graph, assessment_id), request.asker)
        withdraw(graph, assessment_id=assessment_id, reason=reason, user_id=request.asker.user_id)
        return _answer(graph, assessment_id, [account_id], constants, status=200)

    return once(graph, request, work)


def record_meeting(
    graph: Graph, meeting: Columns, said: Sequence[Columns], request: Request, constants: Constants
) -> Answer:
    """Store a contact and all that was learnt there, or nothing of it.

    Raises:
        Invalid: the contact or one of the statements breaks a rule; fields of the third are named `assessments.2.…`.
        Forbidden: the asker is not of the account team, or speaks for somebody else.
    """
    contact = checked_row(interactions.InteractionRow, {"id": str(uuid.uuid4()), **meeting})
    rows = [_numbered(number, lambda one=one: _spoken(one, request.asker)) for number, one in enumerate(said)]

    def work(graph: Graph) -> Answer:
        request.asker.must_write()
        account_ids = accounts_referred_to(graph, interactions.TABLE, meeting)
        for row in rows:
            account_ids |= accounts_referred_to(graph, TABLE, row.model_dump(exclude_unset=True))
        hold_reference_data(graph)
        hold_accounts(graph, account_ids=sorted(account_ids))
        check_references(graph, interactions.TABLE, meeting, contact)
        if interactions.TABLE.stored(
            graph.within(EVERYTHING), keys=[{"id": contact.id}], account_id=None, after=None, limit=1
        ):
            raise Invalid.of([FieldError("id", _("the id of another interaction"))])
        interactions.TABLE.merge(graph, rows=[contact.parameters()], columns=list(meeting))
        for number, row in enumerate(rows):
            _numbered(number, lambda row=row: _store(graph, row, request.asker))
        derive_attitudes(graph.within(EVERYTHING), constants, date.today(), sorted(account_ids))
        answer = Meeting(interaction_id=contact.id, assessments=[find_statement(graph, row.id) for row in rows])
        return Answer(status=201, body=answer.model_dump(mode="json"), account_ids=sorted(account_ids))

    return once(graph, request, work)


def _spoken(given: Columns, asker: Asker) -> AssessmentRow:
    """A statement as a row; whoever names no contributor states it themselves."""
    columns = {name: value for name, value in given.items() if value is not None}
    said_by = {} if asker.user_id is None else {"user_id": asker.user_id}
    return checked_row(AssessmentRow, {"id": str(uuid.uuid4()), **said_by, **columns})


def _hold(graph: Graph, person_id: str, asker: Asker, *, chosen_id: bool = False) -> str:
    """Keep others from writing at the person's account, where the asker must be of the team."""
    asker.must_write()
    account_id = find_person(graph, person_id).account_id
    must_be_of_team(graph, [account_id])
    if chosen_id:
        hold_reference_data(graph)
    hold_accounts(graph, account_ids=[account_id])
    return account_id


def _store(graph: Graph, row: AssessmentRow, asker: Asker) -> None:
    columns = row.model_dump(exclude_unset=True)
    check_references(graph, TABLE, columns, row)
    if row.user_id is not None and not _may_speak_for(asker, graph, row.user_id):
        reason = _("somebody else; a contributor, whoever manages them or an administrator records in their name")
        raise Forbidden(f"user_id: {reason}", (FieldError("user_id", reason),))
    # Statements of other accounts count here though they are not shown: ids are unique.
    if reasons := contradictions(graph.within(EVERYTHING), [row]):
        raise Invalid.of([FieldError("id", reason) for reason in reasons.values()])
    TABLE.merge(graph, rows=[row.parameters()], columns=TABLE.columns)


def _must_stand(said: StatementOut, asker: Asker) -> None:
    """Only a statement that counts is corrected or withdrawn, and not by just anybody."""
    if said.withdrawn_at is not None:
        msg = _("assessment {id} was withdrawn already").format(id=said.id)
        raise Conflict(msg)
    if said.superseded_by is not None:
        msg = _("assessment {id} was corrected already, by {other}; correct or withdraw that one")
        raise Conflict(msg.format(id=said.id, other=said.superseded_by))
    if said.user_id is not None and said.user_id != asker.user_id and not asker.role.manages:
        msg = _("assessment {id} is somebody else's; its contributor, a manager or an administrator may do this")
        raise Forbidden(msg.format(id=said.id))


def _may_speak_for(asker: Asker, graph: Graph, user_id: str) -> bool:
    if asker.role.administers or user_id == asker.user_id:
        return True
    return asker.role.manages and graph.reach.users is not None and user_id in graph.reach.users


def _answer(
    graph: Graph, assessment_id: str, account_ids: Sequence[str], constants: Constants, status: int = 201
) -> Answer:
    derive_attitudes(graph.within(EVERYTHING), constants, date.today(), account_ids)
    body = find_statement(graph, assessment_id).model_dump(mode="json")
    return Answer(
        status=status,
        body=body,
        location=f"/api/assessments/{quote(assessment_id, safe='')}",
        account_ids=list(account_ids),
    )


def _numbered(number: int, step: Any) -> Any:  # noqa: ANN401
    """A step for one of several statements: its errors say of which."""
    try:
        return step()
    except (Invalid, Forbidden) as error:
        errors = tuple(FieldError(f"assessments.{number}.{field}", reason) for field, reason in error.errors)
        detail = _("assessment {number}: {detail}").format(number=number, detail=error.detail)
        raise type(error)(detail, errors) from error
