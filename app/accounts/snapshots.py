"""Fetches accounts as they stood on a day, for the analytics."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate

from app.accounts.queries import EVERY_ACCOUNT, facts
from app.analytics.agreement import consensus_of
from app.analytics.constants import Constants
from app.analytics.periods import fiscal_year, months_after
from app.analytics.snapshot import Competitor, Snapshot
from app.attitudes.queries import competitors
from app.errors import NotFound
from app.graph import Graph
from app.language import gettext as _
from app.users.owner import check_owner, check_team
from graph_models.records import AccountFacts, AttitudeRecord


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
    team: str | None = None
    """Only accounts that somebody of this team of ours owns on the day."""
    industry: str | None = None
    region: str | None = None
    city_tier: str | None = None

    @property
    def choice(self) -> dict[str, str | None]:
        """By whom and what the accounts are chosen, rather than by id; as queries name it."""
        return {
            "owner": self.owner,
            "of_team": self.team,
            "industry": self.industry,
            "region": self.region,
            "city_tier": self.city_tier,
        }


def batches(graph: Graph, scope: Scope, constants: Constants, size: int) -> Iterator[list[Snapshot]]:
    """The accounts in scope, at most so many at a time, so that memory is bounded; at least one batch, maybe empty.

    Raises:
        NotFound: as `snapshots`.
    """
    if scope.account_ids is not None:
        for first in range(0, max(len(scope.account_ids), 1), size):
            yield snapshots(graph, replace(scope, account_ids=scope.account_ids[first : first + size]), constants)
        return
    after = None
    while True:
        found = snapshots(graph, scope, constants, after=after, limit=size)
        yield found
        if len(found) < size:
            return
        after = max(snapshot.account.id for snapshot in found)


def snapshots(
    graph: Graph,
    scope: Scope,
    constants: Constants,
    *,
    with_statements: bool = False,
    partly: bool = False,
    after: str | None = None,
    limit: int = EVERY_ACCOUNT,
) -> list[Snapshot]:
    """The accounts in scope, in the order of their names.

    Args:
        graph: as somebody sees it.
        scope: which accounts, and when.
        constants: of the consensus, the fiscal year and the horizon.
        with_statements: also every statement that counts, not only what the consensus is made of.
        partly: accounts that are asked for by id and out of scope on the day are left out.
        after: only accounts whose id comes after this one …
        limit: … and of these the first so many.

    Raises:
        NotFound: an account that was asked for by id is not there, or the owner or team is not.
    """
    found = facts(
        graph,
        account_ids=scope.account_ids,
        **scope.choice,
        as_of=scope.as_of,
        known_at=scope.known_at,
        every_statement=with_statements,
        fiscal_year=fiscal_year(scope.as_of, constants),
        horizon=months_after(scope.as_of, constants.horizon_months),
        projects_since=_days_before(scope.as_of, constants.shared_project_days),
        after=after,
        limit=limit,
    )
    found.sort(key=lambda known: (known.account.name, known.account.id))
    if not found and after is None:
        check_owner(graph, scope.owner)
        check_team(graph, scope.team)
    missing = sorted(set(scope.account_ids or ()) - {known.account.id for known in found})
    if missing and not partly:
        msg = _("no account {ids} among those asked for") if any(scope.choice.values()) else _("no account {ids}")
        if scope.owner:
            msg = _("no account {ids} that {owner} owns")
        raise NotFound(msg.format(ids=", ".join(missing), owner=scope.owner))
    everybody = [person.id for known in found for person in known.people]
    said = [statement for known in found for statement in known.statements]
    agreed = consensus_of(everybody, [one for one in said if one.vendor_id is None], constants)
    vendors = competitors(graph) if any(one.vendor_id is not None for one in said) else []
    names = {vendor.id: vendor.name for vendor in vendors}
    ends = accumulate(len(known.people) for known in found)
    return [
        Snapshot(
            as_of=scope.as_of,
            account=known.account,
            people=tuple(known.people),
            consensus=agreed.part(end - len(known.people), end),
            competitors=_towards_competitors(known, names, constants),
            statements=tuple(known.statements) if with_statements else (),
            ties=tuple(known.ties),
            contacts=tuple(known.contacts),
            shared_projects=tuple(known.shared_projects),
            opportunities=tuple(known.opportunities),
        )
        for known, end in zip(found, ends, strict=True)
    ]


def snapshot(
    graph: Graph, account_id: str, scope: Scope, constants: Constants, *, with_statements: bool = False
) -> Snapshot:
    """One account as it stood on the day.

    Raises:
        NotFound: there is no such account.
    """
    one = Scope(scope.as_of, (account_id,), known_at=scope.known_at)
    return snapshots(graph, one, constants, with_statements=with_statements)[0]


def _days_before(day: date, days: int) -> date:
    """So many days earlier, or the first day that there is."""
    return day - timedelta(days=min(days, (day - date.min).days))


def _towards_competitors(known: AccountFacts, names: Mapping[str, str], constants: Constants) -> tuple[Competitor, ...]:
    """How the account's people stand towards each vendor of whom something was said, in the order of names."""
    said: defaultdict[str, list[AttitudeRecord]] = defaultdict(list)
    for statement in known.statements:
        if statement.vendor_id is not None and statement.vendor_id in names:
            said[statement.vendor_id].append(statement)
    people = [person.id for person in known.people]
    found = [
        Competitor(vendor, names[vendor], consensus_of(people, said[vendor], constants))
        for vendor in sorted(said, key=lambda vendor: (names[vendor], vendor))
    ]
    return tuple(competitor for competitor in found if competitor.consensus.known.any())
