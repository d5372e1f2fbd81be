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

    def power(self, name: str) -> bool | None:
        """What was said last of a power in a project; None: nothing ever."""
        return next((held for part in reversed(self.parts) if (held := getattr(part, name)) is not None), None)


def expected_committee(
    snapshot: Snapshot,
    project_type_id: str,
    bursts: Bursts,
    constants: Constants,
    planned: HistoryRecord | None = None,
) -> list[Seat]:
    """Who took part in earlier projects of the type, or is named for the planned one, and works there?

    The likelihood is the share of the earlier occurrences that somebody took part in, each weighing half as much after
    `committee_half_life_days`; 1 for whoever is named for the planned one. A power acts as it was said last of a part,
    else of the person. The likeliest come first.
    """
    stance = stances(snapshot.consensus.value, constants)
    newest = _began(bursts[-1]) if bursts else snapshot.as_of  # counted from it, weights do not vanish with age
    weights = [0.5 ** ((newest - _began(burst)).days / constants.committee_half_life_days) for burst in bursts]
    seats: list[Seat] = []
    named = {part.person_id for part in planned.participants} if planned else set[str]()
    for person_id, one in _by_person(bursts, planned).items():
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
                veto=acts(one.power("veto"), person.veto, person.veto_types, project_type_id),
                approve=acts(one.power("approve"), person.approve, person.approve_types, project_type_id),
                times=len(one.bursts),
                last_on=_began(bursts[max(one.bursts)]) if one.bursts else None,
                likelihood=1.0 if person_id in named else sum(weights[n] for n in one.bursts) / sum(weights),
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
        if person_id not in snapshot.rows and one.latest.works_to is not None and one.latest.works_to < snapshot.as_of
    ]
    return sorted(seats, key=lambda seat: (-seat.times, seat.name, seat.person_id))


def _by_person(bursts: Bursts, planned: HistoryRecord | None = None) -> Mapping[str, _Parts]:
    parts: defaultdict[str, list[PartRecord]] = defaultdict(list)
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for number, burst in enumerate(bursts):
        for project in burst:
            for part in project.participants:
                parts[part.person_id].append(part)
                numbers[part.person_id].add(number)
    for part in planned.participants if planned else ():
        parts[part.person_id].append(part)
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
