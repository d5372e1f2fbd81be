"""Fair dealing: who may not be contacted now (tender rules)?"""

from datetime import date

from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.expected import silence
from app.analytics.periods import Period
from app.analytics.snapshot import Snapshot
from app.analytics.winning import Outlook
from graph_models.records import NoContactRecord


def not_to_be_contacted(snapshot: Snapshot, ahead: Outlook, constants: Constants) -> dict[str, NoContactRecord]:
    """Who decides in a project whose no-contact period (tender rules) includes the day of the snapshot?

    Whether or not we have an opportunity there; also those who are expected to decide about one of ours, or about a
    project for which nobody is named yet.
    """
    silent = {person.id: person.no_contact[0] for person in snapshot.people if person.no_contact}
    for kind, rhythm in snapshot.rhythms.items():
        for project in (*rhythm.projects, *rhythm.planned):
            period = silence(project.no_contact_from, project.no_contact_to, project.ended_on)
            if not project.participants and period and snapshot.as_of in period:
                seats = expected_committee(snapshot, kind, rhythm.bursts, constants, project)
                silent = {seat.person_id: _record(project.name, period) for seat in seats} | silent
    for stake in ahead.stakes:
        if stake.silence and snapshot.as_of in stake.silence:
            record = _record(stake.name, stake.silence)
            silent |= {snapshot.people[int(row)].id: record for row in stake.committee.members}
    return silent


def _record(name: str, period: Period) -> NoContactRecord:
    return NoContactRecord(name=name, no_contact_to=None if period.last == date.max else period.last)
