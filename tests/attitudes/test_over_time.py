"""Attitudes over two times: whatever is recorded, corrected or withdrawn, every past answer stays what it was."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from app.access.asker import Asker
from app.accounts.snapshots import Scope, snapshot
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.attitudes.recording import correct, record, withdraw_statement
from app.editing.receipts import Answer, Request
from app.graph import Graph
from app.reach import EVERYTHING
from app.store.queries import wipe_if_ours
from graph_models.records import AttitudeRecord
from graph_models.vocabulary import UserRole
from loaders.load import load
from loaders.people import TABLE as PEOPLE
from loaders.people import PersonRow
from tests.analytics.naive_consensus import naive
from tests.loaders.folders import write

CONSTANTS = Constants()
TODAY = date.today()
ADMIN = Asker(None, None, UserRole.ADMIN, UserRole.ADMIN, read_only=False, limited=False, reach=EVERYTHING)
FILES = {
    "accounts.csv": "id,name\nriver,River\n",
    "people.csv": "id,account_id,name\nan,river,An\nbo,river,Bo\n",
    "users.csv": "id,name\nli,Li\nzhou,Zhou\n",
    "vendors.csv": "id,name,is_us\nus,Us,true\nrival,Rival,false\n",
}

scores = st.one_of(st.none(), st.sampled_from((0.0, 25.0, 60.0, 100.0)))
ages = st.sampled_from((0, 1, 30, 30, 400, 800))
users = st.sampled_from(("li", "zhou", None))


@dataclass(frozen=True)
class Word:
    """A statement as the model remembers it."""

    id: str
    about: str
    by: str | None
    towards: str | None
    observed_on: date
    values: tuple[float | None, ...]
    confidence: float | None
    source: str | None
    recorded_at: datetime
    supersedes: str | None = None
    withdrawn_at: datetime | None = None


def said(observed_on: date, values: Sequence[float | None], **more: str | float | None) -> dict[str, Any]:
    """A statement's columns; at least one attitude is given."""
    some = values if any(value is not None for value in values) else (50.0, None, None)
    columns = {"observed_on": observed_on, **dict(zip(AXES, some, strict=True)), **more}
    return {name: value for name, value in columns.items() if value is not None}


class OverTime(RuleBasedStateMachine):
    """Statements in the graph and in a list; both must tell the same of every day, as known at every moment."""

    graph: Graph
    words: list[Word]
    employed: dict[str, tuple[date | None, date | None]]

    @initialize()
    def begin(self) -> None:
        """An account of two, who have always worked there."""
        wipe_if_ours(self.graph, "tests")
        with tempfile.TemporaryDirectory() as folder:
            assert not load(self.graph, [write(Path(folder), FILES)]).defects
        self.words = []
        self.employed = {"an": (None, None), "bo": (None, None)}

    def may_be_said(self, about: str, observed_on: date) -> bool:
        """Did they work there on the day?"""
        first, last = self.employed[about]
        return (first or date.min) <= observed_on <= (last or date.max)

    def remember(self, answer: Answer) -> None:
        body = answer.body
        self.words.append(
            Word(
                body["id"],
                body["person_id"],
                body["user_id"],
                None if body["vendor_id"] in (None, "us") else body["vendor_id"],
                date.fromisoformat(body["observed_on"]),
                tuple(body[axis] for axis in AXES),
                body["confidence"],
                body["source"],
                datetime.fromisoformat(body["recorded_at"]),
                body["supersedes"],
            )
        )

    @rule(
        about=st.sampled_from(("an", "bo")),
        age=ages,
        user_id=users,
        values=st.tuples(scores, scores, scores),
        vendor_id=st.sampled_from((None, None, "us", "rival")),
        confidence=st.sampled_from((None, 0.0, 0.3, 1.0)),
        source=st.sampled_from((None, "hearsay", "own meeting")),
    )
    def record(self, about: str, age: int, **given: Any) -> None:  # noqa: ANN401
        """Somebody says something of somebody who works there on the day."""
        observed_on = TODAY - timedelta(days=age)
        if self.may_be_said(about, observed_on):
            columns = said(observed_on, **given) | {"person_id": about}
            self.remember(record(self.graph, columns, Request(ADMIN, "record", None), CONSTANTS))

    def standing(self) -> list[Word]:
        """What may still be corrected or withdrawn."""
        corrected = {word.supersedes for word in self.words if word.withdrawn_at is None}
        return [word for word in self.words if word.withdrawn_at is None and word.id not in corrected]

    @precondition(lambda self: self.standing())
    @rule(data=st.data(), age=ages, values=st.tuples(scores, scores, scores), user_id=users)
    def correct(self, data: st.DataObject, age: int, **given: Any) -> None:  # noqa: ANN401
        """A statement is corrected, perhaps by one of another day."""
        wrong = data.draw(st.sampled_from(self.standing()))
        observed_on = TODAY - timedelta(days=age)
        if self.may_be_said(wrong.about, observed_on):
            columns = said(observed_on, **given)
            self.remember(correct(self.graph, wrong.id, columns, Request(ADMIN, "correct", None), CONSTANTS))

    @precondition(lambda self: self.standing())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """A statement is withdrawn; one that it corrected counts again."""
        word = data.draw(st.sampled_from(self.standing()))
        answer = withdraw_statement(self.graph, word.id, "mistake", Request(ADMIN, "withdraw", None), CONSTANTS)
        withdrawn_at = datetime.fromisoformat(answer.body["withdrawn_at"])
        self.words[self.words.index(word)] = replace(word, withdrawn_at=withdrawn_at)

    @rule(who=st.sampled_from(("an", "bo")), began=st.sampled_from((None, 1000, 10)), left=st.sampled_from((None, 5)))
    def join_or_leave(self, who: str, began: int | None, left: int | None) -> None:
        """It turns out when somebody began to work there, or that they left."""
        first, last = (None if age is None else TODAY - timedelta(days=age) for age in (began, left))
        row = PersonRow(id=who, account_id="river", name=who.capitalize(), works_from=first, works_to=last)
        PEOPLE.merge(
            self.graph, rows=[row.parameters()], columns=["id", "account_id", "name", "works_from", "works_to"]
        )
        self.employed[who] = (first, last)

    @rule(data=st.data(), age=st.sampled_from((0, 0, 3, 7, 29, 500)))
    def ask(self, data: st.DataObject, age: int) -> None:
        """Of a day, as known now or at any moment at which something happened."""
        as_of = TODAY - timedelta(days=age)
        moments = [word.recorded_at for word in self.words] + [w.withdrawn_at for w in self.words if w.withdrawn_at]
        known_at = data.draw(st.sampled_from([None, *moments]))
        found = snapshot(self.graph, "river", Scope(as_of, known_at=known_at), CONSTANTS)
        there = [
            who for who, (first, last) in self.employed.items() if (first or date.min) <= as_of <= (last or date.max)
        ]
        assert [person.id for person in found.people] == there
        counted = list(self.counted(as_of, known_at))
        for row, who in enumerate(there):
            for axis, name in enumerate(AXES):
                expected = naive([one for one in counted if one.vendor_id is None], who, name)
                agreed = found.consensus
                if expected is None:
                    assert np.isnan(agreed.value[row, axis])
                else:
                    assert agreed.value[row, axis] == pytest.approx(expected[0])
                    assert agreed.contributors[row, axis] == expected[3]
        # The statements themselves tell the same as the links to the latest of them.
        every = snapshot(self.graph, "river", Scope(as_of, known_at=known_at), CONSTANTS, with_statements=True)
        assert sorted(map(str, every.statements)) == sorted(map(str, counted))
        for one, other in ((every.consensus, found.consensus), *self.competing(every, found)):
            for mine, theirs in ((one.value, other.value), (one.age_days, other.age_days), (one.spread, other.spread)):
                np.testing.assert_allclose(mine, theirs)

    def competing(self, every: Any, found: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
        assert [rival.vendor_id for rival in every.competitors] == [rival.vendor_id for rival in found.competitors]
        yield from zip(
            (one.consensus for one in every.competitors), (one.consensus for one in found.competitors), strict=True
        )

    def counted(self, as_of: date, known_at: datetime | None) -> Iterator[AttitudeRecord]:
        """What counts on the day, as known at the moment, straight from the rules."""
        moment = known_at or datetime.now(UTC)

        def holds(word: Word) -> bool:
            return word.recorded_at <= moment and (word.withdrawn_at is None or word.withdrawn_at > moment)

        corrected = {word.supersedes for word in self.words if holds(word)}
        for word in self.words:
            if holds(word) and word.id not in corrected and word.observed_on <= as_of:
                age = (as_of - word.observed_on).days
                closeness, solution, price = word.values
                yield AttitudeRecord(
                    word.about, word.by, word.towards, age, closeness, solution, price, word.confidence, word.source
                )


def test_every_past_answer_stays(connection: Graph) -> None:
    """A random history against a plain model in memory."""

    class Connected(OverTime):
        graph = connection

    case = Connected.TestCase
    case.settings = settings(
        max_examples=15,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    case().runTest()
