"""Records what somebody says about a person's attitudes, under the loaders' checks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from app.analytics.constants import Constants
from app.attitudes.queries import statement
from app.attitudes.stance_labels import derive_stance_labels
from app.errors import Conflict, FieldError, Invalid, field_errors
from app.graph import Graph
from graph_models.details import StatementOut
from graph_models.records import AccountOfPerson
from loaders.assessments import TABLE, AssessmentRow, contradictions, create_assessments
from loaders.references import References


def checked_row(columns: Mapping[str, Any]) -> AssessmentRow:
    """A statement in the columns of assessments.csv.

    Raises:
        Invalid: it breaks a rule, such as a day in the future or no attitude at all.
    """
    try:
        return AssessmentRow.model_validate(columns)
    except ValidationError as error:
        raise Invalid.of(field_errors(error)) from error


def record(graph: Graph, person: AccountOfPerson, row: AssessmentRow, constants: Constants) -> StatementOut:
    """Store a statement; the same id with the same content stores nothing and answers the same.

    Raises:
        Invalid: it refers to a user, project or vendor that is not there.
        Conflict: another statement has its id.
    """
    _check_references(graph, row)
    for reason in contradictions(graph, [row]).values():
        raise Conflict(f"assessment {row.id}: {reason}", (FieldError("id", reason),))
    create_assessments(graph, rows=[row.parameters()], columns=TABLE.columns)
    derive_stance_labels(graph, constants, date.today(), [person.account_id])
    return statement(graph, assessment_id=row.id)[0]


def _check_references(graph: Graph, row: AssessmentRow) -> None:
    references = References(graph)
    given = {
        column: (reference.label, value)
        for column, reference in TABLE.references.items()
        if (value := getattr(row, column)) is not None
    }
    references.look_up(given.values())
    errors = tuple(
        FieldError(column, f"there is no {label} {id_}")
        for column, (label, id_) in given.items()
        if references.find(label, id_) is None
    )
    if errors:
        raise Invalid.of(errors)
