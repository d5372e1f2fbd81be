"""What changed, with its effect in money."""

from dataclasses import replace
from datetime import date

import pytest

from app.analytics.analytic import Asked, Span
from app.analytics.changes import ChangesOptions, changes, compared
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import DealRecord, ProjectRecord
from graph_models.results import Change, Changes
from tests.graphs.build import Person, account
from tests.graphs.dealt import deal

SINCE, AS_OF = date(2026, 5, 31), date(2026, 6, 30)
CONSTANTS = Constants()


def asked(
    then: Snapshot,
    now: Snapshot,
    *deals: DealRecord,
    projects: tuple[ProjectRecord, ...] = (),
    top: int | None = None,
) -> Changes:
    options = ChangesOptions(since=SINCE, top=top)
    comparison = compared(options, AS_OF, CONSTANTS)
    return changes(
        Asked(
            snapshots=(replace(now, as_of=AS_OF),),
            as_of=AS_OF,
            fiscal_year=2026,
            owner=None,
            options=options,
            constants=CONSTANTS,
            span=Span(comparison, (replace(then, as_of=SINCE),), deals, projects, frozenset()),
        )
    )


def brief(change: Change) -> tuple[str, str | None, float | None]:
    return change.code, change.person_id or change.opportunity_id or change.project_id, change.effect.amount


SAME = account(Person("An", 60), spend=900_000)


def test_nothing() -> None:
    assert asked(SAME, SAME).changes == []


def test_people() -> None:
    """An moved by 15 on every axis, Bo came and is known, Cai left and was; each with its effect, the largest first."""
    then = account(Person("An", 60, age_days=40), Person("Cai", 90), spend=900_000)
    now = account(Person("An", 75, age_days=10), Person("Bo", 15), Person("Dong"), spend=900_000)
    answer = asked(then, now)
    assert [brief(change) for change in answer.changes] == [
        ("person_came", "bo", pytest.approx(-270_000)),
        ("attitude_moved", "an", pytest.approx(135_000)),
        ("person_left", "cai", pytest.approx(-135_000)),
        ("person_came", "dong", None),
    ]
    by_person = {change.person_id: change for change in answer.changes}
    assert by_person["an"].on == date(2026, 6, 20)
    assert "closeness 60 → 75" in by_person["an"].text
    assert by_person["an"].evidence is False
    assert by_person["dong"].text == "Dong (Lanjiang) works there now; nothing is known of them."
    total = sum(change.effect.amount or 0 for change in answer.changes)
    assert total == pytest.approx(900_000 * 0.45 - 900_000 * 0.75)


def test_spend() -> None:
    (change,) = asked(SAME, account(Person("An", 60), spend=1_900_000)).changes
    assert brief(change) == ("spend_changed", None, 600_000)
    assert change.effect_on == "potential"


def test_opportunities() -> None:
    """Opened and closed within the time; a lost one is money gone, an unknown amount stays unknown."""
    answer = asked(
        SAME,
        SAME,
        deal("A", opened="2026-06-01", amount=500),
        deal("B", "won", "2026-06-30", 400, opened="2026-01-01"),
        deal("C", "lost", "2026-06-02", 300),
        deal("D", "cancelled", "2026-06-02", 200),
        deal("E", "won", "2026-06-02", None),
        deal("F", "won", "2026-05-31", 900, opened="2026-05-31"),
        deal("G", None, "2026-06-15", 900),
    )
    assert [brief(change) for change in answer.changes] == [
        ("opportunity_opened", "a", 500),
        ("opportunity_won", "b", 400),
        ("opportunity_lost", "c", -300),
        ("opportunity_cancelled", "d", -200),
        ("opportunity_won", "e", None),
    ]


def test_projects() -> None:
    project = ProjectRecord(
        id="c1",
        account_id="lanjiang",
        name="Dongshan",
        project_type="Control",
        started_on=date(2026, 6, 5),
        ended_on=None,
        outcome=None,
        budget=980_000,
        currency="CNY",
        vendor="Tianshu",
    )
    (change,) = asked(SAME, SAME, projects=(project,)).changes
    assert brief(change) == ("project_began", "c1", 980_000)
    assert change.text == "Dongshan, Control began: CN¥980K. It went to Tianshu."

    ended = project.model_copy(
        update={"started_on": date(2025, 6, 5), "ended_on": date(2026, 6, 20), "outcome": "won", "vendor": "Us"}
    )
    (change,) = asked(SAME, SAME, projects=(ended,)).changes
    assert (*brief(change), change.on) == ("project_won", "c1", 980_000, date(2026, 6, 20))
    both = ended.model_copy(update={"started_on": date(2026, 6, 1), "outcome": None})
    assert [change.code for change in asked(SAME, SAME, projects=(both,)).changes] == ["project_ended", "project_began"]


def test_without_an_estimate_attitudes_move_all_the_same() -> None:
    """What they are worth is not known; that they moved is."""
    then, now = account(Person("An", 20), Person("Bo")), account(Person("An", 90), Person("Bo"))
    (change,) = asked(then, now).changes
    assert brief(change) == ("attitude_moved", "an", None)
    assert "closeness 20 → 90" in change.text


def test_accounts_without_an_estimate_come_and_leave() -> None:
    """Their worth is not known; that they are in or out of what is asked about is."""
    other = account(Person("Bo"), name="Beihe")
    found = asked(account(Person("An"), name="Anshan"), other)
    assert [(change.code, change.account_id, change.effect.amount) for change in found.changes] == [
        ("account_left", "anshan", None), ("account_entered", "beihe", None),
    ]  # fmt: skip


def test_sums_in_another_order_are_no_move() -> None:
    """Less than anybody can mean."""
    then, now = account(Person("An", 60), spend=900_000), account(Person("An", 60 + 1e-12), spend=900_000)
    assert asked(then, now).changes == []


def test_the_first_so_many() -> None:
    deals = [deal(f"D{n}", "won", "2026-06-30", 100.0 * n) for n in range(1, 5)]
    assert [change.opportunity_id for change in asked(SAME, SAME, *deals, top=2).changes] == ["d4", "d3"]


def test_a_month_if_nothing_is_said() -> None:
    assert compared(ChangesOptions(), AS_OF, CONSTANTS).earlier.last == SINCE
