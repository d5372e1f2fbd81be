"""One account, or one of its people, as they stood on a day."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.analytics import texts
from app.analytics.competition import account_gaps, person_gaps
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.doubts import doubts
from app.analytics.lights import light
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.scores import Stances, scores, stances
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import committee_of
from app.analytics.standing import blockers, chance_result, potential_of, standing_of
from app.analytics.winning import Outlook, outlook
from app.language import gettext as _
from graph_models.details import AccountDetail, AxisConsensus, KeyPerson, OpenOpportunity, PersonDetail
from graph_models.records import NoContactRecord, OpportunityRecord, PersonRecord
from graph_models.results import Remark
from graph_models.vocabulary import CommitteeSource


def account_detail(snapshot: Snapshot, contributors: Mapping[str, str], constants: Constants) -> AccountDetail:
    """What is this account worth, can it pass, who stands in the way, and who is there?

    `contributors` are the names of those who stated something, as far as whoever asks may know.
    """
    ahead = outlook(snapshot, constants)
    account = snapshot.account
    shown, reason = light(snapshot, ahead.stakes, constants)
    return AccountDetail(
        id=account.id,
        name=account.name,
        industry=account.industry,
        region=account.region,
        city_tier=account.city_tier,
        currency=account.currency,
        owners=account.owners,
        as_of=snapshot.as_of,
        spend=snapshot.spend.amount if snapshot.spend else None,
        light=shown,
        light_reason=reason,
        standing=standing_of(ahead, potential_of(snapshot, constants)),
        blockers=blockers(snapshot, ahead.stakes, Stances.of(snapshot.consensus, constants)),
        held_back=[
            _held_back(snapshot.people[snapshot.rows[id_]], opportunity)
            for id_, opportunity in not_to_be_contacted(snapshot, ahead, constants).items()
        ],
        people=key_people(snapshot, constants),
        opportunities=[_open_opportunity(snapshot, ahead, item, constants) for item in snapshot.opportunities],
        competitors=account_gaps(snapshot, constants),
        doubts=doubts(snapshot, contributors, constants),
    )


def _held_back(person: PersonRecord, opportunity: NoContactRecord) -> Remark:
    text = _("{name} decides about {project}, where contact is not allowed now.")
    if opportunity.no_contact_to:
        text = _("{name} decides about {project}, where contact is not allowed now (until {day}).")
    text = text.format(name=person.name, project=opportunity.name, day=texts.day(opportunity.no_contact_to))
    return Remark(code="no_contact", text=text)


def _open_opportunity(
    snapshot: Snapshot, ahead: Outlook, opportunity: OpportunityRecord, constants: Constants
) -> OpenOpportunity:
    committee, seated_by = committee_of(snapshot, opportunity, constants)
    known = seated_by is not CommitteeSource.EVERYBODY
    return OpenOpportunity(
        id=opportunity.id,
        name=opportunity.name,
        amount=opportunity.amount,
        currency=opportunity.currency or snapshot.account.currency,
        probability=opportunity.probability,
        expected_on=opportunity.expected_on,
        project_type_id=opportunity.project_type_id,
        chance=chance_result([ahead.field.chance(committee)], snapshot.calibration),
        committee=[snapshot.people[int(row)].id for row in committee.members] if known else [],
    )


def key_people(snapshot: Snapshot, constants: Constants) -> list[KeyPerson]:
    """Who are the key people, and where does each stand?"""
    value = snapshot.consensus.value
    score = scores(value, constants)
    stance = stances(value, constants)
    competitors = person_gaps(snapshot, constants)
    return [
        KeyPerson(
            id=person.id,
            name=person.name,
            title=person.title,
            department_id=person.department_id,
            department=person.department,
            stance=stance[row],
            score=_known(score[row]),
            closeness=_known(value[row, 0]),
            solution_acceptance=_known(value[row, 1]),
            price_acceptance=_known(value[row, 2]),
            veto=person.veto,
            veto_types=sorted(person.veto_types),
            approve=person.approve,
            approve_types=sorted(person.approve_types),
            placeholder=person.placeholder,
            outsider=person.outsider,
            buying_roles=person.buying_roles,
            competitor=competitors[row],
        )
        for row, person in enumerate(snapshot.people)
    ]


def person_detail(
    snapshot: Snapshot,
    person_id: str,
    contributors: Mapping[str, str],
    constants: Constants,
    columns: Mapping[str, Any],
) -> PersonDetail:
    """Who is this person, where do they stand, who says so how long ago, and to whom are they tied?

    `columns` are those of people.csv, as stored now; `contributors` as for `account_detail`.
    """
    row = snapshot.rows[person_id]
    person = snapshot.people[row]
    agreed = snapshot.consensus
    stale = agreed.stale(constants)
    return PersonDetail(
        **dict(key_people(snapshot, constants)[row]),
        account_id=person.account_id,
        email=person.email,
        reports_to=columns["reports_to"],
        works_from=person.works_from,
        works_to=person.works_to,
        as_of=snapshot.as_of,
        consensus=[
            AxisConsensus(
                axis=name,
                value=_known(agreed.value[row, axis]),
                spread=_known(agreed.spread[row, axis]),
                age_days=None if np.isnan(agreed.age_days[row, axis]) else int(agreed.age_days[row, axis]),
                contributors=int(agreed.contributors[row, axis]),
                stale=bool(stale[row, axis]),
            )
            for axis, name in enumerate(AXES)
        ],
        doubts=doubts(snapshot, contributors, constants, person_id),
        ties=[tie for tie in snapshot.ties if person_id in (tie.from_id, tie.to_id)],
    )


def _known(number: np.float64 | float) -> float | None:
    return None if np.isnan(number) else float(number)
