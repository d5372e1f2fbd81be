"""Accepts proposed opportunities, and refuses them with a reason that is remembered."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.accounts.snapshots import Scope, snapshot
from app.analytics import texts
from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.proposals import proposals
from app.editing.edit import (
    accounts_referred_to,
    answer,
    check_references,
    checked_row,
    hold,
    may_write,
    must_be_of_team,
    must_find,
)
from app.editing.receipts import Answer, Request, once
from app.editing.resources import resource_named
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.graph import Graph
from app.language import gettext as _
from app.projects.histories import histories_of
from app.projects.queries import refusal_account, refuse, take_back_refusal
from graph_models.recurrence import Proposal, RefusalOut
from graph_models.results import UserBrief
from loaders.opportunities import TABLE, OpportunityRow

_OPPORTUNITIES = resource_named("opportunities")


def accept(graph: Graph, given: Mapping[str, Any], request: Request, constants: Constants) -> Answer:
    """Open the opportunity that is proposed for this account and project type, with what is said otherwise.

    Raises:
        NotFound: nothing is proposed there.
        Invalid: there is no such account or project type.
        Conflict: an opportunity of the type is open already.
        Invalid, Forbidden: as with an opportunity that is added by hand.
    """

    def work(graph: Graph) -> Answer:
        today = date.today()
        proposal = _held(graph, given, request, constants, today)
        if given.get("currency") is not None and given.get("amount") is None:
            raise Invalid.of(
                [FieldError("currency", _("give the amount too; the proposed one is in its own currency"))]
            )
        said = {name: value for name, value in given.items() if value is not None and name != "planned_project_id"}
        mine = {} if request.asker.user_id is None else {"user_id": request.asker.user_id}
        columns = {
            "id": str(uuid.uuid4()),
            **mine,
            "name": proposal.name,
            "origin": proposal.origin,
            **({} if given.get("amount") is not None else proposal.amount.model_dump(include={"amount", "currency"})),
            "project_id": proposal.planned_project_id,
            "opened_on": today,
            "closed_on": max(_middle(proposal), today),
            **said,
        }
        row: OpportunityRow = checked_row(OpportunityRow, columns)
        check_references(graph, TABLE, columns, row)
        TABLE.merge(graph, rows=[row.parameters()], columns=list(columns))
        if proposal.refusal:
            take_back_refusal(graph, id=proposal.refusal.id)
        return answer(_OPPORTUNITIES, must_find(graph, TABLE, {"id": row.id}), 201)

    return once(graph, request, work)


def decline(graph: Graph, given: Mapping[str, Any], request: Request, constants: Constants) -> Answer:
    """Remember that the proposal is refused, and why: of this planned project, or of this window until it is over.

    Raises:
        NotFound, Invalid, Conflict, Forbidden: as with `accept`.
    """

    def work(graph: Graph) -> Answer:
        proposal = _held(graph, given, request, constants, date.today())
        if proposal.refusal:
            msg = _("it was refused on {day} already; take that back first")
            raise Conflict(msg.format(day=texts.day(proposal.refusal.refused_on)))
        which = proposal.planned_project_id or f"{proposal.after} {proposal.window.to}"
        names = (proposal.account_id, proposal.project_type_id, which)
        id_, today, asker = hashlib.sha256("\1".join(names).encode()).hexdigest()[:32], date.today(), request.asker
        refuse(
            graph,
            id=id_,
            account_id=proposal.account_id,
            project_type_id=proposal.project_type_id,
            after=proposal.after,
            project_id=proposal.planned_project_id,
            until=proposal.window.to,
            reason=given["reason"],
            refused_on=today,
            user_id=asker.user_id,
        )
        user = UserBrief(id=asker.user_id, name=asker.user_name) if asker.user_id and asker.user_name else None
        refusal = RefusalOut(id=id_, reason=given["reason"], refused_on=today, user=user)
        refused = proposal.model_copy(update={"refusal": refusal})
        return Answer(
            status=201, body=refused.model_dump(mode="json", by_alias=True), account_ids=[proposal.account_id]
        )

    return once(graph, request, work)


def reconsider(graph: Graph, refusal_id: str, request: Request) -> Answer:
    """Forget a refusal, so that it is proposed again.

    Raises:
        NotFound: there is no such refusal.
        Forbidden: the asker is not of the account team.
    """

    def work(graph: Graph) -> Answer:
        found = refusal_account(graph, id=refusal_id)
        if not found:
            msg = _("no refusal {id}").format(id=refusal_id)
            raise NotFound(msg)
        request.asker.must_write()
        must_be_of_team(graph, [found[0].id])
        take_back_refusal(graph, id=refusal_id)
        return Answer(status=204, account_ids=[found[0].id])

    return once(graph, request, work)


def _held(graph: Graph, given: Mapping[str, Any], request: Request, constants: Constants, today: date) -> Proposal:
    """The proposal, while nobody else can write at its account."""
    account_id, kind = given["account_id"], given["project_type_id"]
    which = {"account_id": account_id, "project_type_id": kind}
    may_write(request.asker, _OPPORTUNITIES)
    hold(graph, _OPPORTUNITIES, accounts_referred_to(graph, TABLE, which))
    check_references(graph, TABLE, which, OpportunityRow.model_construct(**which))
    known = snapshot(graph, account_id, Scope(today), constants)
    histories = histories_of(graph, [known], today)
    found = proposals(looking_ahead(known, histories, constants), histories, constants)
    wanted = given.get("planned_project_id")
    of_type = [one for one in found if one.project_type_id == kind]
    if proposal := next((one for one in of_type if wanted in (None, one.planned_project_id)), None):
        return proposal
    if of_type:
        msg = _("nothing is proposed for project {project} at {account}: it is no planned one that is open")
        raise NotFound(msg.format(project=wanted, account=account_id))
    if same := [one for one in histories.open.get(account_id, ()) if one.project_type_id == kind]:
        msg = _("opportunity {id} of this type is open there already")
        raise Conflict(msg.format(id=same[0].id))
    msg = _("nothing is proposed of type {type} at {account}: none is wanted and expected within two years")
    raise NotFound(msg.format(type=kind, account=account_id))


def _middle(proposal: Proposal) -> date:
    window = proposal.window
    return window.from_ + timedelta(days=(window.to - window.from_).days // 2)
