"""Fair dealing: who may not be contacted now (tender rules)?"""

from datetime import date

from app.analytics.snapshot import Snapshot
from app.analytics.winning import Outlook
from graph_models.records import NoContactRecord


def not_to_be_contacted(snapshot: Snapshot, ahead: Outlook) -> dict[str, NoContactRecord]:
    """Who decides in a project whose no-contact period (tender rules) includes the day of the snapshot?

    Whether or not we have an opportunity there; and those who are expected to decide about one of ours.
    """
    silent = {person.id: person.no_contact[0] for person in snapshot.people if person.no_contact}
    for stake in ahead.stakes:
        if stake.silence and stake.silence.first <= snapshot.as_of <= stake.silence.last:
            until = None if stake.silence.last == date.max else stake.silence.last
            period = NoContactRecord(name=stake.name, no_contact_to=until)
            silent |= {snapshot.people[int(row)].id: period for row in stake.committee.members}
    return silent
