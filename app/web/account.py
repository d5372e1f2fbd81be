"""One account on one screen: whom to win over, who is there, can it pass, what recurs, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Path, Query, Response

from app.accounts.details import account_detail
from app.accounts.snapshots import Scope, snapshot
from app.analytics import changes, decisions, recommendations, recurring
from app.analytics.analytic import Analytic, Asked
from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.histories import Histories
from app.analytics.periods import fiscal_year
from app.analytics.potential import account_potential
from app.analytics.snapshot import Snapshot
from app.analytics.tie_strength import contacts_of
from app.api import TheConstants, TheGraph
from app.attitudes.contributors import contributor_names
from app.graph import Graph
from app.projects.histories import histories_of
from app.questions import ask
from app.search.matching import place_of_name
from app.users.our_people import our_people_of
from app.users.queries import visit
from app.web.page import ThePage, address, pages
from app.web.plots import Days
from graph_models.decisions import Decision
from graph_models.details import AccountDetail, KeyPerson
from graph_models.records import ColleagueRecord
from graph_models.recurrence import RecurringProject
from graph_models.results import AccountPotential, Recommendation

router = pages()
AccountId = Annotated[str, Path()]


@dataclass(frozen=True)
class Everything:
    """What the page of an account shows, from one fetch."""

    detail: AccountDetail
    potential: AccountPotential
    recommendations: list[Recommendation]
    decisions: list[Decision]
    recurring: list[RecurringProject]
    known_by: "list[tuple[str, str]]"
    """Those of ours who know or have met somebody there: id and name, whoever knows most of them first."""
    contacts: dict[tuple[str, str], "Known"]
    """By our user's id and the person's."""


@dataclass(frozen=True)
class Known:
    """How well one of ours knows one of their people."""

    strength: float | None
    """0–1; None where it is not known."""
    days: int | None
    """Since the last contact; None where none is recorded."""


def everything(graph: Graph, account_id: str, day: date, constants: Constants) -> Everything:
    """All that the page of an account shows.

    Raises:
        NotFound: there is no such account, or the asker may not see it.
    """
    there = snapshot(graph, account_id, Scope(day), constants, with_statements=True)
    histories = histories_of(graph, [there], day)
    ahead = looking_ahead(there, histories, constants)
    ours = our_people_of(graph, [ahead], day)

    def answer(analytic: Analytic) -> Any:  # noqa: ANN401  (the analytic's own type)
        return analytic.answer(_asked(analytic, ahead, histories, ours, constants))

    contacts = {
        (contact.user_id, contact.person_id): min((one.age_days for one in contact.interactions), default=None)
        for contact in there.contacts
    }
    known = {
        (one.user_id, person): Known(one.strength.known, contacts.get((one.user_id, person)))
        for person, some in contacts_of(there, constants).items()
        for one in some
    }
    names = {contact.user_id: contact.user_name for contact in there.contacts}
    return Everything(
        detail=account_detail(ahead, contributor_names(graph, account_id), constants),
        potential=account_potential(ahead, constants),
        recommendations=answer(recommendations.ANALYTIC),
        decisions=answer(decisions.ANALYTIC),
        recurring=answer(recurring.ANALYTIC),
        known_by=sorted(names.items(), key=lambda one: (-sum(user == one[0] for user, _ in known), one[1], one[0])),
        contacts=known,
    )


def _asked(
    analytic: Analytic, ahead: Snapshot, histories: Histories, ours: list[ColleagueRecord], constants: Constants
) -> Asked:
    return Asked(
        [ahead],
        ahead.as_of,
        fiscal_year(ahead.as_of, constants),
        None,
        analytic.options(),
        constants,
        histories=histories,
        our_people=ours,
    )


def _days(found: Sequence[RecurringProject], day: date) -> Days:
    """The line of time on which all of it stands: from the first project to the end of the last window."""
    ends = [day]
    for one in found:
        ends += [past.from_ for past in one.occurrences] + [past.to for past in one.occurrences]
        ends += [end for window in (one.next, one.best_window) if window for end in (window.from_, window.to)]
        ends += [one.planned_on] if one.planned_on else []
    return Days(min(ends), max(ends), _TIMELINE_WIDTH)


def _whom_ours_know_first(found: Everything) -> list[KeyPerson]:
    """All of their people; those whom nobody of ours knows come after the others, each by their names."""
    known = {person_id for _, person_id in found.contacts}
    return sorted(found.detail.people, key=lambda one: (one.id not in known, place_of_name(one.name), one.id))


_TIMELINE_WIDTH = 330.0
_SINCE_DAYS = 30
"""What is new to somebody who was never here."""


@router.get("/accounts/{account_id:path}/news")
def show_news(account_id: AccountId, page: ThePage, graph: TheGraph, constants: TheConstants) -> Response:
    """What changed since whoever looks was here on an earlier day? A part of the page that is fetched after it."""
    today = date.today()
    before = _visit(graph, page.asker.user_id, account_id, today)
    since = before or today - timedelta(days=_SINCE_DAYS)
    options = changes.ChangesOptions(since=since)
    _, answer = ask(graph, changes.ANALYTIC, Scope(today, (account_id,)), options, constants)
    return page.show(
        "account_news.html", changes=answer.changes, since=since, visited=before is not None, account_id=account_id
    )


def _visit(graph: Graph, user_id: str | None, account_id: str, today: date) -> date | None:
    """When was this user here before today? None: never, or it is nobody in particular who looks."""
    if user_id is None:
        return None
    return next((noted.before for noted in visit(graph, user_id=user_id, account_id=account_id, today=today)), None)


@router.get("/accounts/{account_id:path}")
def show_account(
    account_id: AccountId,
    page: ThePage,
    graph: TheGraph,
    constants: TheConstants,
    as_of: Annotated[date | None, Query()] = None,
) -> Response:
    """One screen to prepare a meeting."""
    day = as_of or date.today()
    found = everything(graph, account_id, day, constants)
    return page.show(
        "account.html",
        account=found.detail,
        found=found,
        days=_days(found.recurring, day),
        people={person.id: person for person in found.detail.people},
        theirs=_whom_ours_know_first(found),
        as_of=as_of,
        json=address("/api/accounts/{}", account_id, as_of=as_of),
    )
