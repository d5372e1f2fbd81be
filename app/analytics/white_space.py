"""Which wanted types recur where; what recurs that we do not offer; what we offer that does not recur?"""

from collections.abc import Iterable, Sequence

from app.analytics.analytic import Analytic, Asked
from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.rhythms import Rhythm, best_window
from app.analytics.snapshot import Snapshot
from graph_models.recurrence import GridCell, GridRow, OfferingOut, UnservedType, WantedType, WhiteSpace

_RECURS = 2
"""Occurrences from which on a type recurs, however irregularly."""


def white_space(snapshots: Sequence[Snapshot], histories: Histories, constants: Constants) -> WhiteSpace:
    """Accounts × wanted types with their status, and where demand and offer do not meet.

    Args:
        snapshots: the accounts, in the order of the grid's rows.
        histories: their projects, and all project types.
        constants: of occurrences and regularity.
    """
    wanted = sorted(
        (kind for kind in histories.types.values() if kind.offerings), key=lambda kind: (kind.name, kind.id)
    )
    found = {snapshot.account.id: list(snapshot.rhythms.values()) for snapshot in snapshots}
    recurs = {one.series.project_type_id for some in found.values() for one in some if len(one.bursts) >= _RECURS}
    fitting = {offering.id for kind in wanted if kind.id in recurs for offering in kind.offerings}
    offerings = {offering.id: offering.name for kind in wanted for offering in kind.offerings}
    return WhiteSpace(
        types=[
            WantedType(
                project_type_id=kind.id,
                project_type=kind.name,
                offerings=[OfferingOut(id=offering.id, name=offering.name) for offering in kind.offerings],
            )
            for kind in wanted
        ],
        grid=[
            GridRow(
                account_id=snapshot.account.id,
                account_name=snapshot.account.name,
                cells=[_cell(kind.id, found[snapshot.account.id], constants) for kind in wanted],
            )
            for snapshot in snapshots
        ],
        unserved=sorted(
            (
                one
                for snapshot in snapshots
                for one in _unserved(snapshot, found[snapshot.account.id], histories, constants)
            ),
            key=lambda one: (-one.times, one.account_name, one.project_type, one.account_id, one.project_type_id),
        ),
        unused=[
            OfferingOut(id=id_, name=name)
            for id_, name in sorted(offerings.items(), key=lambda one: (one[1], one[0]))
            if id_ not in fitting
        ],
    )


def _cell(project_type_id: str, found: Iterable[Rhythm], constants: Constants) -> GridCell:
    rhythm = next((one for one in found if one.series.project_type_id == project_type_id), None)
    return GridCell(
        project_type_id=project_type_id,
        status=rhythm.status if rhythm and rhythm.bursts else None,
        times=len(rhythm.bursts) if rhythm else 0,
        last_on=rhythm.last_on if rhythm else None,
        best_window=best_window(rhythm, constants) if rhythm else None,
        planned_on=rhythm.planned_on if rhythm else None,
    )


def _unserved(
    snapshot: Snapshot, found: Iterable[Rhythm], histories: Histories, constants: Constants
) -> Iterable[UnservedType]:
    for rhythm in found:
        kind = histories.types[rhythm.series.project_type_id]
        if not kind.offerings and len(rhythm.bursts) >= _RECURS:
            yield UnservedType(
                account_id=snapshot.account.id,
                account_name=snapshot.account.name,
                project_type_id=kind.id,
                project_type=kind.name,
                status=rhythm.status,
                times=len(rhythm.bursts),
                best_window=best_window(rhythm, constants),
            )


def _answer(asked: Asked) -> WhiteSpace:
    assert asked.histories is not None
    answer = white_space(asked.snapshots, asked.histories, asked.constants)
    top = asked.options.top
    return answer if top is None else answer.model_copy(update={"unserved": answer.unserved[:top]})


def _rows(answer: WhiteSpace) -> Iterable[tuple[str, ...]]:
    names = {kind.project_type_id: kind.project_type for kind in answer.types}
    for row in answer.grid:
        for cell in row.cells:
            if cell.status:
                when = f"best {cell.best_window.from_} to {cell.best_window.to}" if cell.best_window else "–"
                planned = f"planned for {cell.planned_on}" if cell.planned_on else when
                yield row.account_id, names[cell.project_type_id], cell.status, str(cell.times), planned
    for one in answer.unserved:
        yield one.account_id, f"{one.project_type} (no offering of ours)", one.status, str(one.times), "–"


def _notes(_: Asked, answer: WhiteSpace) -> Iterable[str]:
    if not answer.types:
        yield "No offering of ours fits any project type; load offerings.csv, or add offerings."
    if answer.unused:
        names = ", ".join(offering.name for offering in answer.unused)
        yield f"Recurring nowhere here: what {names} would fit."


ANALYTIC = Analytic(
    name="white-space",
    command="white-space",
    question="Which wanted types recur where, and where do demand and offer not meet?",
    answer=_answer,
    result=WhiteSpace,
    headers=("Account", "Project type", "Status", "Times", "Next"),
    rows=_rows,
    notes=_notes,
    looks_at_projects=True,
)
