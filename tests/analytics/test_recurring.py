"""What recurs, who decides, and who won before: on accounts that are written down in a few words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.histories import Histories
from app.analytics.recurring import recurring_projects
from app.analytics.rhythms import rhythms
from app.analytics.snapshot import Competitor, Snapshot
from app.analytics.white_space import white_space
from graph_models.records import HistoryRecord
from graph_models.recurrence import RecurringProject
from graph_models.vocabulary import BuyingRole, RecurrenceStatus, Stance
from tests.graphs.build import Person, account, agreed
from tests.graphs.histories import RIVAL, TYPES, US, histories, part, project

C = Constants()


def yearly(*years: int, **columns: Any) -> list[HistoryRecord]:  # noqa: ANN401  (columns of a project)
    """A project each first of March."""
    return [project(date(year, 3, 1), **columns) for year in years]


def asked(projects: Sequence[HistoryRecord], *people: Person, as_of: date = date(2026, 6, 15)) -> RecurringProject:
    """What is answered of the only type there is."""
    known = histories(*projects)
    (found,) = recurring_projects(looking_ahead(account(*people, name="A", as_of=as_of), known, C), known, C)
    return found


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2025, 3, 1), RecurrenceStatus.UPCOMING),
        (date(2025, 12, 1), RecurrenceStatus.UPCOMING),
        (date(2026, 3, 1), RecurrenceStatus.DUE),
        (date(2026, 9, 1), RecurrenceStatus.OVERDUE),
        (date(2027, 1, 1), RecurrenceStatus.OVERDUE),
        (date(2028, 1, 1), RecurrenceStatus.LAPSED),
    ],
)
def test_where_a_yearly_type_is_in_its_rhythm(as_of: date, status: RecurrenceStatus) -> None:
    """Yearly since 2017, the last on 1 March 2025."""
    found = asked(yearly(*range(2017, 2026)), as_of=as_of)
    assert (found.regular, found.status) == (True, status)
    assert found.next is not None
    assert found.best_window is not None
    assert found.next.from_ > as_of
    assert found.best_window.to > as_of
    assert found.interval_days is not None
    assert (found.interval_days.typical, found.interval_days.low, found.interval_days.high) == (365, 365, 366)
    assert [one.from_.year for one in found.occurrences] == list(range(2017, 2026))
    assert found.season is not None
    assert (found.season.month, found.season.spread_days) in {(2, 0), (2, 1), (3, 0), (3, 1)}
    assert status in found.reason or status in {RecurrenceStatus.UPCOMING, RecurrenceStatus.LAPSED}


def test_the_day_before_counts_as_then() -> None:
    """What began later is not known, on any past day."""
    projects = yearly(*range(2017, 2027))
    for as_of in (date(2026, 2, 28), date(2026, 3, 1)):
        found = asked(projects, as_of=as_of)
        begun = [one for one in projects if one.started_on <= as_of]
        assert found.occurrences == asked(begun, as_of=as_of).occurrences
        assert found.next == asked(begun, as_of=as_of).next
        assert found.planned_on == (date(2026, 3, 1) if as_of < date(2026, 3, 1) else None)


def test_what_is_irregular_says_why() -> None:
    """Once; twice; by chance; too uneven."""
    first = date(2015, 1, 1)
    for gaps, why in (
        ([], "one date tells no interval"),
        ([400], "one interval does not tell"),
        ([70, 400, 900], "by chance intervals are as even as that"),
        ([365, 730, 365, 365, 1095, 400, 380], "scatter by"),
    ):
        days = [first + timedelta(days=sum(gaps[:end])) for end in range(len(gaps) + 1)]
        found = asked([project(day) for day in days])
        assert (found.regular, found.status, found.next, found.best_window) == (False, "irregular", None, None)
        assert why in found.reason
        assert (found.interval_days is None) == (not gaps)


def test_a_burst_is_one_occurrence() -> None:
    found = asked([project(date(2025, 3, 1)), project(date(2025, 4, 30)), project(date(2025, 5, 1))])
    assert [(one.from_, one.to, len(one.project_ids)) for one in found.occurrences] == [
        (date(2025, 3, 1), date(2025, 4, 30), 2),
        (date(2025, 5, 1), date(2025, 5, 1), 1),
    ]


def test_projects_without_a_type_and_of_nobody() -> None:
    snapshot = account(name="A")
    for known in (histories(project(date(2020, 1, 1), None)), Histories()):
        assert recurring_projects(looking_ahead(snapshot, known, C), known, C) == []


def test_the_committee_is_who_took_part_and_is_there() -> None:
    """Wang was in all three, Liu in the first, in two projects of a burst; Xu has left, and Zhou has his title."""
    wang = part("Wang", role="decision_maker")
    xu = part("Xu", role="user", title="Director", left=date(2025, 1, 1))
    projects = [
        project(date(2024, 3, 1), parts=[wang, part("Liu", role="evaluator"), xu]),
        project(date(2024, 3, 20), parts=[part("Liu", role="user")]),
        project(date(2025, 3, 1), parts=[wang]),
        project(date(2026, 3, 1), parts=[part("Wang", role="approver", veto=False)]),
    ]
    found = asked(
        projects, Person("Liu", 20), Person("Wang", 80, veto=True, approve=True), Person("Zhou", title="director")
    )
    first, second = found.committee
    assert (first.name, first.times, first.stance, first.likelihood) == ("Wang", 3, Stance.POSITIVE, 1)
    assert (first.veto, first.approve) == (False, True)  # the latest project says that he has no veto
    assert first.buying_roles == [BuyingRole.DECISION_MAKER, BuyingRole.APPROVER]
    assert (second.name, second.times, second.stance) == ("Liu", 1, Stance.NEGATIVE)
    assert 0 < second.likelihood < 1 / 3  # the oldest of three counts least
    assert second.last_on == date(2024, 3, 1)
    (left,) = found.open_seats
    assert (left.name, left.times, left.left_on) == ("Xu", 1, date(2025, 1, 1))
    assert [one.name for one in left.now] == ["Zhou"]


def test_powers_limited_to_another_type_do_not_act() -> None:
    people = [Person("Wang", veto=True, veto_types=("meters",)), Person("Liu", veto=True, veto_types=("control",))]
    found = asked([project(date(2024, 3, 1), parts=[part("Wang"), part("Liu")])], *people)
    assert {seat.name: seat.veto for seat in found.committee} == {"Wang": False, "Liu": True}


def test_a_power_holds_until_something_else_is_said() -> None:
    """A project in which nothing is said of it does not take it away."""
    projects = [project(date(2020, 1, 1), parts=[part("Wang", veto=True)]), *yearly(2022, parts=[part("Wang")])]
    (seat,) = asked(projects, Person("Wang")).committee
    assert seat.veto


def test_who_has_not_come_yet_has_not_left() -> None:
    projects = [project(date(2020, 1, 1), parts=[part("Wang"), part("Xu", left=date(2026, 6, 15))])]
    assert asked(projects, as_of=date(2026, 6, 15)).open_seats == []
    assert [seat.name for seat in asked(projects, as_of=date(2026, 6, 16)).open_seats] == ["Xu"]


def test_incumbents_are_counted_by_occurrence() -> None:
    """Four lots of one occurrence to the rival are one; of two vendors of one both won it, in whatever order."""
    lots = [project(date(2020, 1, day), vendor=RIVAL) for day in (1, 2, 3, 4)]
    both = [project(date(2021, 1, 1), vendor=US), project(date(2021, 1, 1), vendor=RIVAL)]
    found = asked([*lots, *both, *yearly(2022, vendor=US)])
    assert [(one.name, one.times) for one in found.incumbents] == [("Us", 2), ("Rival", 2)]
    assert found.loyalty == 1
    assert asked([*lots, *reversed(both), *yearly(2022, vendor=US)]).loyalty == 1


def test_prices_of_unknown_currency_are_compared_with_nothing() -> None:
    assert asked([project(date(2020, 1, 1), currency=None, budget=100, sold=[50])]).price_to_budget is None


def test_incumbents_loyalty_and_price() -> None:
    """Rival, Us, Us, nobody known, Rival: three changes of a known vendor, one of which stayed."""
    projects = [
        project(date(2020, 1, 1), vendor=RIVAL, budget=100),
        project(date(2021, 1, 1), vendor=US, budget=200, sold=[150]),
        project(date(2022, 1, 1), vendor=US, budget=400, sold=[200, 100]),
        project(date(2023, 1, 1), budget=900),
        project(date(2024, 1, 1), vendor=RIVAL, sold=[50]),
    ]
    found = asked(projects)
    assert [(one.name, one.is_us, one.times, one.last_on.year) for one in found.incumbents] == [
        ("Rival", False, 2, 2024), ("Us", True, 2, 2022),
    ]  # fmt: skip
    assert found.loyalty == pytest.approx(1 / 3, abs=1e-6)
    assert found.price_to_budget == pytest.approx((150 / 200 + 300 / 400) / 2)
    assert asked([project(date(2020, 1, 1))]).loyalty is None
    assert asked([project(date(2020, 1, 1))]).price_to_budget is None


def test_how_the_committee_stands_towards_them_and_us() -> None:
    """Wang: 80 towards us, 50 towards them; Liu 40 and 90; Zhou took no part."""
    people = [Person("Wang", 80), Person("Liu", 40), Person("Zhou", 0)]
    theirs = Competitor("rival", "Rival", agreed([Person("Wang", 50), Person("Liu", 90), Person("Zhou", 100)]))
    snapshot = replace(account(*people, name="A"), competitors=(theirs,))
    projects = [project(date(2020, 1, 1), vendor=RIVAL, parts=[part("Wang"), part("Liu")])]
    known = histories(*projects)
    (found,) = recurring_projects(looking_ahead(snapshot, known, C), known, C)
    gap = found.incumbents[0].gap
    assert gap is not None
    assert (gap.score, gap.own_score, gap.people) == (pytest.approx(0.7), pytest.approx(0.6), 2)
    assert gap.gap == pytest.approx(-0.1)


def test_white_space_is_where_demand_and_offer_do_not_meet() -> None:
    """Account A has control each year, and pipes twice; B has meters once. Nobody has leaks."""
    a, b = account(name="A"), account(name="B")
    projects = [
        *yearly(2023, 2024, 2025, 2026),
        *yearly(2024, 2025, kind="pipes"),
        project(date(2025, 1, 1), "meters", account="b"),
    ]
    known = histories(*projects)
    found = white_space([looking_ahead(one, known, C) for one in (a, b)], known, C)
    assert [kind.project_type_id for kind in found.types] == ["control", "leaks", "meters"]
    cells = {row.account_id: [(cell.status, cell.times) for cell in row.cells] for row in found.grid}
    assert cells == {
        "a": [("upcoming", 4), (None, 0), (None, 0)],
        "b": [(None, 0), (None, 0), ("irregular", 1)],
    }
    assert [(one.account_id, one.project_type_id, one.times) for one in found.unserved] == [("a", "pipes", 2)]
    assert [one.name for one in found.unused] == ["Listener", "Meter"]


def renamed(found: Histories) -> Histories:
    """The same with other ids of projects, in another order."""
    projects = {
        id_: [one.model_copy(update={"id": f"x{number}"}) for number, one in enumerate(some)]
        for id_, some in found.projects.items()
    }
    return replace(found, projects=projects, types=dict(reversed(TYPES.items())))


@given(st.lists(st.dates(date(2015, 1, 1), date(2027, 1, 1)), min_size=1, max_size=12), st.dates(date(2015, 1, 1)))
def test_on_any_day_of_any_history(days: list[date], as_of: date) -> None:
    """Nothing is predicted for the past, nothing without regularity; ids decide nothing."""
    known = histories(*(project(day, parts=[part("Wang")]) for day in days))
    snapshot: Snapshot = account(Person("Wang", 60), name="A", as_of=as_of)
    found = recurring_projects(looking_ahead(snapshot, known, C), known, C)
    assert len(found) == (min(days) <= as_of)
    for one in found:
        assert one.regular == (one.status is not RecurrenceStatus.IRREGULAR)
        assert all(occurrence.from_ <= as_of for occurrence in one.occurrences)
        assert one.next is None or (one.regular and as_of < one.next.from_ <= one.next.to)
        assert one.planned_on is None or one.planned_on > as_of
        assert [seat.times for seat in one.committee] == [len(one.occurrences)]
    again = recurring_projects(looking_ahead(snapshot, renamed(known), C), renamed(known), C)
    plain = [[part.model_dump(exclude={"occurrences"}) for part in some] for some in (found, again)]
    assert plain[0] == plain[1]
    assert len(rhythms("a", known, as_of, C)) == 1  # begun or planned
