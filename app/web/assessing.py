"""The form in which somebody says where a person stands: what was typed in it, and what that says."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import mean
from typing import Any, Self

from app.errors import FieldError, Invalid
from app.language import gettext as _
from app.web import offered
from app.web.choices import Choices
from app.web.forms import Typed
from app.web.guided import Question, picks, questions, value_of
from app.web.numbers import as_typed, number_of
from graph_models.details import StatementOut
from graph_models.vocabulary import Axis

_PLAIN = ("source", "observed_on", "confidence", "note", "project_id", "vendor_id", "user_id")


@dataclass(frozen=True)
class AssessmentForm:
    """A form about one person: nothing is filled in that looks like knowledge."""

    person_id: str
    id: str
    """Of the statement to come: sent twice it is recorded once."""
    choices: Choices
    values: Mapping[str, str]
    corrects: str | None = None
    """The statement that this one takes the place of."""
    errors: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def new(cls, person_id: str, choices: Choices) -> Self:
        """An empty one, of today."""
        return cls(person_id, str(uuid.uuid4()), choices, {"observed_on": date.today().isoformat()})

    @classmethod
    def correcting(cls, said: StatementOut, choices: Choices) -> Self:
        """One with what was said, to be corrected."""
        columns = said.model_dump(mode="json", include={*Axis, *_PLAIN}, exclude_none=True)
        texts = {name: as_typed(value) if isinstance(value, float) else str(value) for name, value in columns.items()}
        if "source" in texts:
            texts["source"] = offered.said(texts["source"])
        words = {str(value) for value, _word in picks()}
        values = {f"{name}_word" if name in set(Axis) and text in words else name: text for name, text in texts.items()}
        return cls(said.person_id, str(uuid.uuid4()), choices, values, corrects=said.id)

    def again(self, typed: Typed, errors: Mapping[str, str]) -> "AssessmentForm":
        """What was typed, with what is wrong with it."""
        names = (*_PLAIN, *Axis, *(f"{axis}_word" for axis in Axis), *(one.name for one in self.questions))
        id_ = typed.one("id") or self.id
        return AssessmentForm(self.person_id, id_, self.choices, typed.filled(names), self.corrects, errors)

    @property
    def axes(self) -> Sequence[Axis]:
        """The three attitudes."""
        return tuple(Axis)

    @property
    def questions(self) -> Sequence[Question]:
        """For those who do not think in 0–100."""
        return questions()

    @property
    def picks(self) -> Sequence[tuple[int, str]]:
        """Quick choices: value and word."""
        return picks()

    @property
    def sources(self) -> Sequence[str]:
        """What is offered as source, not enforced."""
        return offered.sources()


def given(typed: Typed) -> dict[str, Any]:
    """What a form says, in the columns of a statement.

    A word or a number counts before answers to questions; of several answers on one attitude the mean.

    Raises:
        Invalid: an answer is none of those that were offered, or a word and a number differ.
    """
    said: dict[str, Any] = typed.filled(("id", *_PLAIN))
    if "source" in said:
        said["source"] = offered.meant(said["source"])
    if "confidence" in said:
        said["confidence"] = number_of(said["confidence"], share=True)
    answered: dict[Axis, list[int]] = {}
    for question in questions():
        if text := typed.one(question.name):
            if text not in {str(answer.value) for answer in question.answers}:
                raise Invalid.of([FieldError(question.name, _("choose one of the answers"))])
            answered.setdefault(question.axis, []).append(int(text))
    for axis in Axis:
        number, word = typed.one(axis), typed.one(f"{axis}_word")
        if number and word and number != word:
            raise Invalid.of([FieldError(axis, _("choose a word or give a number, not both"))])
        if number or word:
            said[axis] = value_of(number or word)
        elif axis in answered:
            said[axis] = mean(answered[axis])
    return said
