"""Fetches accounts as they stood on a day, for the analytics."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import TypeVar

from app.accounts.queries import accounts
from app.analytics.consensus import Consensus
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.attitudes.agreement import consensus_of
from app.attitudes.queries import attitudes
from app.errors import NotFound
from app.graph import Graph
from app.opportunities.queries import open_opportunities
from app.people.queries import contacts, key_people, ties
from app.users.queries import user

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What is asked about: which accounts, on which day, as known when."""

    as_of: date
    account_ids: tuple[str, ...] | None = None
    """None: all."""
    owner: str | None = None
    """Only accounts that this user owns on the day."""
    known_at: datetime | None = None
    """Leaves out what was recorded later; None: now."""

    @property
    def fiscal_year(self) -> int:
        """The fiscal year that the day is in; years begin in January."""
        return self.as_of.year


def snapshots(graph: Graph, scope: Scope, constants: Constants) -> list[Snapshot]:
    """The accounts in scope, in the order of their names.

    Raises:
        NotFound: an account that was asked for by id is not there.
    """
    asked = None if scope.account_ids is None else list(scope.account_ids)
    found = accounts(graph, account_ids=asked, owner=scope.owner, as_of=scope.as_of, fiscal_year=scope.fiscal_year)
    ids = [account.id for account in found]
    if scope.owner is not None and not user(graph, user_id=scope.owner):
        msg = f"no user {scope.owner}"
        raise NotFound(msg)
    missing = sorted(set(scope.account_ids or ()) - set(ids))
    if missing:
        msg = f"no account {', '.join(missing)}" + (f" that {scope.owner} owns" if scope.owner else "")
        raise NotFound(msg)
    people = _by(lambda person: person.account_id, key_people(graph, account_ids=ids, as_of=scope.as_of))
    stated = attitudes(graph, account_ids=ids, as_of=scope.as_of, known_at=scope.known_at)
    tied = _by(lambda tie: tie.account_id, ties(graph, account_ids=ids))
    known = _by(lambda contact: contact.person_id, contacts(graph, account_ids=ids, as_of=scope.as_of))
    horizon = _months_after(scope.as_of, constants.horizon_months)
    opportunities = _by(
        lambda opportunity: opportunity.account_id,
        open_opportunities(graph, account_ids=ids, as_of=scope.as_of, horizon=horizon),
    )
    everybody = [person for id_ in ids for person in people[id_]]
    agreed = consensus_of([person.id for person in everybody], stated, constants)
    ends = list(accumulate(len(people[id_]) for id_ in ids))
    return [
        Snapshot(
            as_of=scope.as_of,
            account=account,
            people=tuple(people[account.id]),
            consensus=_part(agreed, end - len(people[account.id]), end),
            ties=tuple(tied[account.id]),
            contacts=tuple(contact for person in people[account.id] for contact in known[person.id]),
            opportunities=tuple(opportunities[account.id]),
        )
        for account, end in zip(found, ends, strict=True)
    ]


def snapshot(graph: Graph, account_id: str, scope: Scope, constants: Constants) -> Snapshot:
    """One account as it stood on the day.

    Raises:
        NotFound: there is no such account.
    """
    return snapshots(graph, Scope(scope.as_of, (account_id,), None, scope.known_at), constants)[0]


def _by(key: Callable[[T], str], items: Iterable[T]) -> defaultdict[str, list[T]]:
    grouped: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        grouped[key(item)].append(item)
    return grouped


def _part(whole: Consensus, start: int, end: int) -> Consensus:
    return Consensus(
        whole.value[start:end], whole.spread[start:end], whole.age_days[start:end], whole.contributors[start:end]
    )


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
