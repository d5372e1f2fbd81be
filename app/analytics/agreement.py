"""From fetched statements to a consensus."""

from collections.abc import Sequence

import numpy as np

from app.analytics.consensus import Consensus, Statements, consensus
from app.analytics.constants import Constants
from graph_models.records import AttitudeRecord


def consensus_of(people: Sequence[str], records: Sequence[AttitudeRecord], constants: Constants) -> Consensus:
    """What do these statements say together about these people, in their order? Those about others are left out."""
    return consensus(_statements(people, records, constants), len(people), constants)


def _statements(people: Sequence[str], records: Sequence[AttitudeRecord], constants: Constants) -> Statements:
    rows = {id_: row for row, id_ in enumerate(people)}
    contributors: dict[str | None, int] = {}
    records = [record for record in records if record.person_id in rows]
    nan = float("nan")
    return Statements(
        person=np.array([rows[record.person_id] for record in records], dtype=np.int64),
        contributor=np.array(
            [contributors.setdefault(record.user_id, len(contributors)) for record in records], dtype=np.int64
        ),
        age_days=np.array([record.age_days for record in records], dtype=np.float64),
        values=np.array(
            [
                (
                    nan if record.closeness is None else record.closeness,
                    nan if record.solution_acceptance is None else record.solution_acceptance,
                    nan if record.price_acceptance is None else record.price_acceptance,
                )
                for record in records
            ],
            dtype=np.float64,
        ).reshape(-1, 3),
        confidence=np.array(
            [nan if record.confidence is None else record.confidence for record in records], dtype=np.float64
        ),
        cap=np.array([_cap(record, constants) for record in records], dtype=np.float64),
    )


def has_weight(record: AttitudeRecord, constants: Constants) -> bool:
    """Does the statement count at all, given its confidence and source?"""
    return record.confidence != 0 and _cap(record, constants) > 0


def _cap(record: AttitudeRecord, constants: Constants) -> float:
    """The highest confidence that its source allows."""
    return constants.confidence_caps.get((record.source or "").lower(), 1.0)
