"""Fetches accounts as they stood on a day, for the analytics."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime
from itertools import accumulate

from app.accounts.queries import facts
from app.analytics.consensus import Consensus
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.attitudes.agreement import consensus_of
from app.errors import NotFound
from app.graph import Graph
from app.users.owner import check_owner


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
    found = facts(
        graph,
        account_ids=scope.account_ids,
        owner=scope.owner,
        as_of=scope.as_of,
        known_at=scope.known_at,
        fiscal_year=scope.fiscal_year,
        horizon=_months_after(scope.as_of, constants.horizon_months),
    )
    if not found:
        check_owner(graph, scope.owner)
    missing = sorted(set(scope.account_ids or ()) - {known.account.id for known in found})
    if missing:
        msg = f"no account {', '.join(missing)}" + (f" that {scope.owner} owns" if scope.owner else "")
        raise NotFound(msg)
    everybody = [person.id for known in found for person in known.people]
    said = [statement for known in found for statement in known.statements]
    agreed = consensus_of(everybody, said, constants)
    ends = accumulate(len(known.people) for known in found)
    return [
        Snapshot(
            as_of=scope.as_of,
            account=known.account,
            people=tuple(known.people),
            consensus=_part(agreed, end - len(known.people), end),
            ties=tuple(known.ties),
            contacts=tuple(known.contacts),
            opportunities=tuple(known.opportunities),
        )
        for known, end in zip(found, ends, strict=True)
    ]


def snapshot(graph: Graph, account_id: str, scope: Scope, constants: Constants) -> Snapshot:
    """One account as it stood on the day.

    Raises:
        NotFound: there is no such account.
    """
    return snapshots(graph, Scope(scope.as_of, (account_id,), None, scope.known_at), constants)[0]


def _part(whole: Consensus, start: int, end: int) -> Consensus:
    return Consensus(
        whole.value[start:end], whole.spread[start:end], whole.age_days[start:end], whole.contributors[start:end]
    )


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
