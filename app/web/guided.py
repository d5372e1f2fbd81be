"""Questions for those who do not think in 0–100: each answer stands for a value of one attitude.

The values are those of the picklist (0, 25, 50, 75, 100), so that an answer says the same as a word. Of several
questions on one attitude that are answered, the mean is recorded. The form shows the value beside each answer.
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.language import gettext as _
from app.web.numbers import number_of, plain
from graph_models.vocabulary import PICKLIST, Axis


class Answer(NamedTuple):
    """What one may answer, and the value that it stands for."""

    text: str
    value: int


class Question(NamedTuple):
    """A question on one attitude; its name is that of the field."""

    name: str
    axis: Axis
    text: str
    answers: tuple[Answer, ...]


def questions() -> tuple[Question, ...]:
    """All questions, in the language of the answer."""
    return (
        Question(
            "call_back",
            Axis.CLOSENESS,
            _("Would they return your call today?"),
            (
                Answer(_("No, they avoid us"), 0),
                Answer(_("Only if they must"), 25),
                Answer(_("Within a few days"), 50),
                Answer(_("Yes, today"), 75),
                Answer(_("They call us of their own accord"), 100),
            ),
        ),
        Question(
            "tell_us",
            Axis.CLOSENESS,
            _("Do they tell you what is decided inside?"),
            (
                Answer(_("They tell our competitors"), 0),
                Answer(_("Nothing"), 25),
                Answer(_("What everybody is told"), 50),
                Answer(_("What helps us prepare"), 75),
            ),
        ),
        Question(
            "defended",
            Axis.SOLUTION,
            _("Have they defended our solution in front of others?"),
            (
                Answer(_("They spoke against it"), 0),
                Answer(_("They doubt that it fits"), 25),
                Answer(_("They listened and took no side"), 50),
                Answer(_("They called it suitable"), 75),
                Answer(_("They fought for it"), 100),
            ),
        ),
        Question(
            "worth",
            Axis.PRICE,
            _("Do they find our price worth it?"),
            (
                Answer(_("Out of the question"), 0),
                Answer(_("Too dear for what it is"), 25),
                Answer(_("Like that of others"), 50),
                Answer(_("Worth it"), 75),
                Answer(_("They argue for the budget themselves"), 100),
            ),
        ),
    )


def words() -> Mapping[str, str]:
    """The words of the picklist, as people say them."""
    return {
        "enemy": _("enemy"),
        "non-supporter": _("non-supporter"),
        "neutral": _("neutral"),
        "supporter": _("supporter"),
        "mentor": _("mentor"),
    }


def picks() -> list[tuple[int, str]]:
    """Value and word of each quick choice, the worst first."""
    said = words()
    return [(int(value), said[word]) for word, value in PICKLIST.items()]


def value_of(text: str) -> str:
    """A word in the reader's language as its value, a figure without its percent sign; the rest is for the checks."""
    known = {said.casefold(): str(int(PICKLIST[word])) for word, said in words().items()}
    written = plain(text)
    return known.get(written.casefold()) or number_of(written.removesuffix("%"))
