"""Who will sit at the table of the next project, and who sat there before?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.analytics.chance import acts
from app.analytics.constants import Constants
from app.analytics.scores import stances
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord, PartRecord, PersonRecord
from graph_models.recurrence import OpenSeat, Seat
from graph_models.results import PersonBrief
from graph_models.vocabulary import BuyingRole

Bursts = Sequence[Sequence[HistoryRecord]]
"""The projects of a type at an account, by occurrence, in the order of time."""


_ROLES = tuple(BuyingRole)


@dataclass(frozen=True)
class _Parts:
    """What somebody did in the occurrences that they took part in."""

    parts: Sequence[PartRecord]
    bursts: frozenset[int]

    @property
    def latest(self) -> PartRecord:
        """The part in the latest of them."""
        return self.parts[-1]


def expected_committee(snapshot: Snapshot, project_type_id: str, bursts: Bursts, constants: Constants) -> list[Seat]:
    """Who took part in earlier projects of the type and still works there, the likeliest first?

    The likelihood is the share of the earlier occurrences that somebody took part in, each weighing half as much after
    `committee_half_life_days`. A power acts as it was said of the latest part, else of the person.
    """
    if not bursts:
        return []
    stance = stances(snapshot.consensus.value, constants)
    newest = _began(bursts[-1])  # only ratios of weights matter; counted from it, they do not vanish with age
    weights = [0.5 ** ((newest - _began(burst)).days / constants.committee_half_life_days) for burst in bursts]
    seats: list[Seat] = []
    for person_id, one in _by_person(bursts).items():
        if (row := snapshot.rows.get(person_id)) is None:
            continue
        person = snapshot.people[row]
        roles = {part.buying_role for part in one.parts if part.buying_role}
        seats.append(
            Seat(
                person_id=person_id,
                name=person.name,
                title=person.title,
                stance=stance[row],
                veto=acts(one.latest.veto, person.veto, person.veto_types, project_type_id),
                approve=acts(one.latest.approve, person.approve, person.approve_types, project_type_id),
                times=len(one.bursts),
                last_on=_began(bursts[max(one.bursts)]),
                likelihood=sum(weights[number] for number in one.bursts) / sum(weights),
                buying_roles=[role for role in _ROLES if role in roles],
            )
        )
    return sorted(seats, key=lambda seat: (-seat.likelihood, seat.name, seat.title or "", seat.person_id))


def open_seats(snapshot: Snapshot, bursts: Bursts) -> list[OpenSeat]:
    """Who took part in earlier projects and has left, and who holds their title there now?"""
    seats = [
        OpenSeat(
            person_id=person_id,
            name=one.latest.name,
            title=one.latest.title,
            times=len(one.bursts),
            left_on=one.latest.works_to,
            now=[
                PersonBrief(id=person.id, name=person.name, title=person.title, department=person.department)
                for person in _successors(one.latest, snapshot.people)
            ],
        )
        for person_id, one in _by_person(bursts).items()
        if person_id not in snapshot.rows
    ]
    return sorted(seats, key=lambda seat: (-seat.times, seat.name, seat.person_id))


def _by_person(bursts: Bursts) -> Mapping[str, _Parts]:
    parts: defaultdict[str, list[PartRecord]] = defaultdict(list)
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for number, burst in enumerate(bursts):
        for project in burst:
            for part in project.participants:
                parts[part.person_id].append(part)
                numbers[part.person_id].add(number)
    return {person_id: _Parts(parts[person_id], frozenset(numbers[person_id])) for person_id in parts}


def _began(burst: Sequence[HistoryRecord]) -> date:
    return burst[0].started_on


def _successors(left: PartRecord, people: Iterable[PersonRecord]) -> Iterable[PersonRecord]:
    """Those with the same title, in the same department where both are known."""
    if not left.title:
        return
    for person in people:
        same_title = (person.title or "").casefold() == left.title.casefold()
        places = {place for place in (left.department_id, person.department_id) if place}
        if same_title and len(places) < 2:
            yield person
