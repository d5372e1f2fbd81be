"""Fetches which of ours could go to the people of accounts, for the analytics."""

from collections.abc import Sequence
from datetime import date

from app.analytics.snapshot import Snapshot
from app.graph import Graph
from app.users.queries import our_people
from graph_models.records import ColleagueRecord


def our_people_of(graph: Graph, snapshots: Sequence[Snapshot], as_of: date) -> list[ColleagueRecord]:
    """Whoever serves these accounts, knows somebody there, or won with them or what is at stake; with what they won."""
    opportunities = [opportunity for snapshot in snapshots for opportunity in snapshot.opportunities]
    kinds = {opportunity.project_type_id for opportunity in opportunities if opportunity.project_type_id is not None}
    kinds |= {one.kind.id for snapshot in snapshots for one in snapshot.expected}
    return our_people(
        graph,
        account_ids=[snapshot.account.id for snapshot in snapshots],
        user_ids=sorted({contact.user_id for snapshot in snapshots for contact in snapshot.contacts}),
        project_type_ids=sorted(kinds),
        as_of=as_of,
    )
