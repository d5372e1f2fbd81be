"""Whom to see about an account that is screened, of those who may be contacted?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.analytics.chance import acts
from app.analytics.decisive_facts import Question
from app.analytics.ranking import brief
from app.analytics.screening_texts import stands
from app.analytics.verdicts import FirstLook
from app.language import gettext as _
from graph_models.recurrence import Seat
from graph_models.screening import ScreeningContact, Verdict


@dataclass(frozen=True)
class Free:
    """The people of an account who are in no no-contact period.

    Of several who are as good, whoever holds a power comes first, then the likeliest in the expected committee, then
    who has more of the decision weight.
    """

    look: FirstLook
    project_type_id: str | None
    """What they are to be seen about."""
    committee: Sequence[Seat]
    """Expected for it."""
    silent: Mapping[str, date | None]
    """Who may not be contacted."""

    @cached_property
    def _seats(self) -> Mapping[str, Seat]:
        return {seat.person_id: seat for seat in self.committee}

    def among(self, rows: Iterable[int | None]) -> list[int]:
        """Those of these who may be contacted, in their order."""
        people = self.look.snapshot.people
        return [row for row in rows if row is not None and people[row].id not in self.silent]

    def best(self, rows: Iterable[int]) -> list[int]:
        """The same, the best to see first."""
        return sorted(self.among(rows), key=self._place)

    def _place(self, row: int) -> tuple[object, ...]:
        person = self.look.snapshot.people[row]
        seat = self._seats.get(person.id)
        return (
            self._power(row) is None, -(seat.likelihood if seat else 0), -self.look.shares[row],
            person.name, person.title or "", person.department or "", person.id,
        )  # fmt: skip

    def _power(self, row: int) -> str | None:
        """The sentence about somebody who holds a power."""
        person = self.look.snapshot.people[row]
        seat, kind = self._seats.get(person.id), self.project_type_id
        if seat.veto if seat else acts(None, person.veto, person.veto_types, kind):
            return _("{name} {stands} and can veto it: {why}.")
        if seat.approve if seat else acts(None, person.approve, person.approve_types, kind):
            return _("{name} {stands} and can approve it alone: {why}.")
        return None

    def named(self, row: int, why: str) -> ScreeningContact:
        """The person and the reason."""
        person = self.look.snapshot.people[row]
        text = self._power(row) or _("{name} {stands}: {why}.")
        text = text.format(name=person.name, stands=stands(self.look, row), why=why)
        return ScreeningContact(**brief(person).model_dump(), stance=self.look.stances[row], text=text)


def contact(verdict: Verdict, asked: Sequence[Question], free: Free) -> ScreeningContact | None:
    """Whom to see; None where the account is excluded, or nobody may be contacted.

    To qualify, who endorses us. To investigate, whom the first question is about; else who endorses us and can tell;
    else whom another question is about; else who is to be won.
    """
    if verdict is Verdict.EXCLUDE:
        return None
    endorsing = free.best(free.look.endorsing)
    if verdict is Verdict.QUALIFY:
        return free.named(endorsing[0], _("see them about the next project")) if endorsing else None
    to_win = free.best(row for row in range(len(free.look.stances)) if row not in free.look.endorsing)
    choices = (
        (free.among(one.row for one in asked[:1]), _("find out where they stand")),
        (endorsing, _("ask them what is not known")),
        (free.among(one.row for one in asked), _("find out where they stand")),
        (to_win, _("win them first")),
    )
    return next((free.named(rows[0], why) for rows, why in choices if rows), None)
