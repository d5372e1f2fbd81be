"""What would change if attitudes, people or powers were others? Nothing is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from app.analytics import texts
from app.analytics.consensus import AXES, Consensus, Floats
from app.analytics.constants import Constants
from app.analytics.rhythms import Rhythm
from app.analytics.snapshot import Snapshot
from app.analytics.standing import potential_of, standing_of
from app.analytics.winning import Outlook, outlook
from app.errors import FieldError, Invalid
from app.language import gettext as _
from graph_models.fields import Flag, Id, Name, Score
from graph_models.records import HistoryRecord, OpportunityRecord, PersonRecord
from graph_models.results import Difference, Remark, Standing, WhatIf

_POWERS: frozenset[str] = frozenset(("veto", "approve"))


class _Attitudes(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    closeness: Score | None = None
    solution_acceptance: Score | None = None
    price_acceptance: Score | None = None
    veto: Flag | None = None
    approve: Flag | None = None


class Change(_Attitudes):
    """What would be different about a person; what is not given stays, null makes it unknown."""

    person_id: Id


class Addition(_Attitudes):
    """A key person who would join."""

    name: Name
    department_id: Id | None = None
    title: Name | None = None


class WhatIfBody(BaseModel):
    """Attitudes and powers changed, people added and removed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"changes": [{"person_id": "wang", "closeness": 75, "veto": False}]}]},
    )

    changes: list[Change] = Field(default_factory=list[Change], max_length=1_000)
    add: list[Addition] = Field(default_factory=list[Addition], max_length=1_000)
    remove: list[Id] = Field(default_factory=list[Id], max_length=1_000)


def what_if(snapshot: Snapshot, body: WhatIfBody, constants: Constants) -> WhatIf:
    """Potential, C and expected wins before and after the changes.

    People whose score is unknown before and after count with the mean of those known before, so that the difference is
    what the changes do and not what they do to a mean.

    Raises:
        Invalid: a change or removal names somebody who is no key person of the account on that day.
    """
    _check_people(snapshot, body)
    changed = _changed(snapshot, body)
    before, after = outlook(snapshot, constants), outlook(changed, constants)
    fills = [before.field.fill(stake.committee) for stake in before.stakes]
    old = standing_of(before, potential_of(snapshot, constants), fills)
    new = standing_of(after, potential_of(changed, constants), fills)
    told = [*dict.fromkeys(change.person_id for change in body.changes), *map(_newcomer_id, range(len(body.add)))]
    return WhatIf(
        account_id=snapshot.account.id,
        currency=before.currency,
        before=old,
        after=new,
        difference=Difference(
            potential=_difference(old.potential, new.potential),
            chance=_difference(old.chance, new.chance),
            expected_wins=_difference(old.expected_wins, new.expected_wins),
        ),
        remarks=[
            *_no_say(changed, after, told),
            *_no_say(snapshot, before, [id_ for id_ in body.remove if id_ not in told]),
        ]
        if _comparable(old, new)
        else [],
    )


def _comparable(old: Standing, new: Standing) -> bool:
    """Where nothing at all was known before, what is known of anybody counts for everybody."""
    return old.chance is not None or new.chance is None


def _no_say(there: Snapshot, ahead: Outlook, ids: Iterable[str]) -> Iterable[Remark]:
    """Of whom the changes move nothing that is decided: as of a newcomer where it is known or expected who decides."""
    says = [ahead.has_a_say(stake) for stake in ahead.stakes]
    for row in (there.rows[id_] for id_ in ids if id_ in there.rows):
        if not any(say[row] for say in says):
            name = there.people[row].name
            text = _("{name} has no say in what is at stake, as far as known: the chance and expected wins stay.")
            yield Remark(code="no_say", text=text.format(name=name))


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _check_people(snapshot: Snapshot, body: WhatIfBody) -> None:
    unknown = [
        FieldError(
            f"{field}.{index}",
            _("{id} is no key person of {account} on {day}").format(
                id=id_, account=snapshot.account.id, day=texts.day(snapshot.as_of)
            ),
        )
        for field, ids in (("changes", [change.person_id for change in body.changes]), ("remove", body.remove))
        for index, id_ in enumerate(ids)
        if id_ not in snapshot.rows
    ]
    if unknown:
        raise Invalid(_("; ").join(error.reason for error in unknown), tuple(unknown))


def _changed(snapshot: Snapshot, body: WhatIfBody) -> Snapshot:
    people = list(snapshot.people)
    value = snapshot.consensus.value.copy()
    age = snapshot.consensus.age_days.copy()
    for change in body.changes:
        row = snapshot.rows[change.person_id]
        people[row] = people[row].model_copy(update=_powers(change))
        _assume(change, value[row], age[row])
    for number, addition in enumerate(body.add):
        people.append(_newcomer(snapshot, number, addition))
        value = np.vstack([value, np.full(len(AXES), np.nan)])
        age = np.vstack([age, np.full(len(AXES), np.nan)])
        _assume(addition, value[-1], age[-1])
    removed = set(body.remove)
    stay = [row for row, person in enumerate(people) if person.id not in removed]
    contributors = np.zeros(value.shape, dtype=np.int64)
    contributors[: len(snapshot.people)] = snapshot.consensus.contributors
    consensus = Consensus(value[stay], np.full((len(stay), len(AXES)), np.nan), age[stay], contributors[stay])
    # Powers that are given or taken hold in every project, whatever was said there.
    forgotten = {change.person_id: dict.fromkeys(_POWERS & change.model_fields_set) for change in body.changes}
    rhythms = {kind: _without_powers(rhythm, forgotten) for kind, rhythm in snapshot.rhythms.items()}
    return replace(
        snapshot,
        people=tuple(people[row] for row in stay),
        consensus=consensus,
        opportunities=tuple(_with_seats(opportunity, forgotten) for opportunity in snapshot.opportunities),
        rhythms=rhythms,
        expected=tuple(
            replace(one, rhythm=rhythms[one.kind.id], planned=one.planned and _with_parts(one.planned, forgotten))
            for one in snapshot.expected
        ),
    )


_Forgotten = Mapping[str, Mapping[str, None]]
"""Powers in projects that are no longer said, by person."""


def _with_seats(opportunity: OpportunityRecord, forgotten: _Forgotten) -> OpportunityRecord:
    seats = [seat.model_copy(update=forgotten.get(seat.person_id)) for seat in opportunity.committee]
    return opportunity.model_copy(update={"committee": seats})


def _without_powers(rhythm: Rhythm, forgotten: _Forgotten) -> Rhythm:
    bursts = tuple(tuple(_with_parts(project, forgotten) for project in burst) for burst in rhythm.bursts)
    return replace(rhythm, bursts=bursts)


def _with_parts(project: HistoryRecord, forgotten: _Forgotten) -> HistoryRecord:
    parts = [replace(part, **forgotten.get(part.person_id, {})) for part in project.participants]
    return project.model_copy(update={"participants": parts})


def _powers(change: _Attitudes) -> dict[str, Any]:
    """The powers that are given or taken; one given here is not limited to project types."""
    powers: dict[str, Any] = {}
    for power, limits in (("veto", "veto_types"), ("approve", "approve_types")):
        if power in change.model_fields_set:
            powers |= {power: bool(getattr(change, power)), limits: []}
    return powers


def _assume(change: _Attitudes, value: Floats, age: Floats) -> None:
    """Set the attitudes that are given, as if they had been seen today."""
    for axis, name in enumerate(AXES):
        if name in change.model_fields_set:
            score = getattr(change, name)
            value[axis] = np.nan if score is None else score
            age[axis] = np.nan if score is None else 0.0


def _newcomer_id(number: int) -> str:
    return f"what-if/{number}"


def _newcomer(snapshot: Snapshot, number: int, addition: Addition) -> PersonRecord:
    return PersonRecord(
        account_id=snapshot.account.id,
        id=_newcomer_id(number),
        name=addition.name,
        email=None,
        title=addition.title,
        department_id=addition.department_id,
        department=None,
        veto=bool(addition.veto),
        approve=bool(addition.approve),
        veto_types=[],
        approve_types=[],
        placeholder=False,
        outsider=False,
        buying_roles=[],
    )
