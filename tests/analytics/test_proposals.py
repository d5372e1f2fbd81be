"""Which opportunities are proposed, and what stands in the calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from app.analytics.calendar import calendar
from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.histories import Histories
from app.analytics.proposals import proposals
from app.analytics.recurring import recurring_projects
from graph_models.records import ChanceRecord, HistoryRecord
from graph_models.recurrence import CalendarEntry, Proposal
from graph_models.vocabulary import CalendarKind, Origin, Stance
from tests.graphs.build import Person, account
from tests.graphs.histories import RIVAL, histories, opportunity, part, project, refusal

C = Constants()
TODAY = date(2026, 6, 15)
YEARS = [project(date(year, 3, 1), parts=[part("Wang"), part("Liu")], budget=year) for year in range(2019, 2027)]
"""Each first of March; the next is to come in March 2027."""
PEOPLE = (Person("Liu", 80), Person("Wang", 50, veto=True))


def asked(known: Histories, *people: Person, as_of: date = TODAY) -> list[Proposal]:
    return proposals(looking_ahead(account(*people, name="A", as_of=as_of), known, C), known, C)


def test_what_is_proposed_for_the_next_one() -> None:
    """In nine months: hatched, worth the median budget, from half a year before the window, to Wang first."""
    (found,) = asked(histories(*YEARS), *PEOPLE)
    assert (found.origin, found.name, found.late) == (Origin.HATCHED, "Control 2027", False)
    assert found.window.from_ < date(2027, 3, 1) < found.window.to
    assert found.start_by == found.window.from_ - timedelta(days=180)
    assert (found.amount.amount, found.amount.low, found.amount.high, found.amount.currency) == (
        2022.5, 2019, 2026, "CNY",
    )  # fmt: skip
    assert found.first_to_see is not None
    assert found.first_to_see.text == "Wang can veto it and is neutral."
    assert [seat.name for seat in found.committee] == ["Liu", "Wang"]
    assert found.after == date(2026, 3, 1)


def test_within_the_lead_time_it_is_captured_and_late() -> None:
    (found,) = asked(histories(*YEARS), *PEOPLE, as_of=date(2026, 12, 1))
    assert (found.origin, found.late) == (Origin.CAPTURED, True)


def test_what_is_open_lapsed_irregular_or_not_wanted_is_not_proposed() -> None:
    assert asked(histories(*YEARS, opened=[opportunity()]), *PEOPLE) == []
    assert asked(histories(*YEARS), *PEOPLE, as_of=date(2031, 1, 1)) == []
    assert asked(histories(*YEARS[-2:]), *PEOPLE) == []
    assert asked(histories(*(one.model_copy(update={"project_type_id": "pipes"}) for one in YEARS)), *PEOPLE) == []
    assert len(asked(histories(*YEARS, opened=[opportunity("meters"), opportunity(None)]), *PEOPLE)) == 1


def test_a_planned_project_is_what_is_proposed() -> None:
    """With its own name, day and budget, also of an irregular type."""
    planned = project(date(2027, 5, 1), budget=7, name="The big one", parts=[part("Zhou")])
    (found,) = asked(histories(YEARS[-1], planned), *PEOPLE, Person("Zhou"))
    assert (found.name, found.planned_project_id, found.window.from_, found.window.to) == (
        "The big one", planned.id, date(2027, 5, 1), date(2027, 5, 1),
    )  # fmt: skip
    assert (found.amount.amount, found.amount.low, found.amount.high) == (7, 7, 7)
    assert "Zhou" in [seat.name for seat in found.committee]


def test_what_is_decided_is_not_proposed() -> None:
    """Won, lost, or gone to a vendor already; neither is what comes after it."""
    day = date(2027, 5, 1)
    for planned in (project(day, decided=True), project(day, vendor=RIVAL)):
        assert asked(histories(*YEARS, planned), *PEOPLE) == []


def test_what_is_planned_for_the_first_time() -> None:
    """It is proposed and stands in the calendar, and does not recur."""
    planned = project(date(2027, 5, 1), "meters", parts=[part("Wang")])
    known = histories(planned)
    (found,) = asked(known, *PEOPLE)
    assert (found.project_type_id, found.after, found.first_to_see and found.first_to_see.name) == (
        "meters", None, "Wang",
    )  # fmt: skip
    assert {one.kind for one in entries(known)} == {CalendarKind.PLANNED, CalendarKind.START_BY}
    assert recurring_projects(looking_ahead(account(*PEOPLE, name="A", as_of=TODAY), known, C), known, C) == []
    (again,) = asked(histories(planned, refused=[refusal(None, "meters", of=planned)]), *PEOPLE)
    assert again.refusal is not None


@pytest.mark.parametrize(
    ("silent", "start_by", "first"),
    [
        ((date(2026, 6, 1), date(2026, 12, 1)), None, None),
        ((date(2026, 8, 1), date(2026, 9, 1)), date(2026, 7, 31), "Wang"),
        ((date(2025, 1, 1), date(2026, 6, 14)), date(2026, 8, 1), "Wang"),  # it is over: the lead time
    ],
)
def test_no_contact_periods_are_respected(silent: tuple[date, date], start_by: date | None, first: str | None) -> None:
    """While one runs nobody is to be seen; before one comes it is to be started."""
    (found,) = asked(histories(*YEARS[:-1], YEARS[-1].model_copy(update={
        "no_contact_from": silent[0], "no_contact_to": silent[1],
    })), *PEOPLE)  # fmt: skip
    if start_by is None:
        assert (found.start_by, found.late, found.no_contact_to) == (None, False, silent[1])
        assert [remark.code for remark in found.remarks] == ["no_contact"]
    else:
        assert found.start_by is not None
        assert found.start_by == min(start_by, found.window.from_ - timedelta(days=180)) or silent[1] < TODAY
        assert found.no_contact_to is None
    assert (found.first_to_see.name if found.first_to_see else None) == first


def test_who_is_in_another_tender_is_not_to_be_seen() -> None:
    (found,) = asked(histories(*YEARS), Person("Liu", 80), Person("Wang", 50, veto=True, tenders=("Another",)))
    assert found.first_to_see is not None
    assert found.first_to_see.name == "Liu"


def test_whom_to_see_first() -> None:
    """An unknown veto holder before a neutral one, power before none, whoever is not positive before who is."""
    parts = [part(name) for name in ("An", "Bo", "Cy", "Di")]
    years = [one.model_copy(update={"participants": parts}) for one in YEARS]
    people: Sequence[Person] = (
        Person("An", veto=True), Person("Bo", 50, veto=True), Person("Cy", 10, approve=True), Person("Di", 90),
    )  # fmt: skip
    for end in range(4):
        (found,) = asked(histories(*years), *people[end:])
        assert found.first_to_see is not None
        assert found.first_to_see.name == people[end].name
        assert (found.first_to_see.stance is Stance.POSITIVE) == (end == 3)
    (nobody,) = asked(histories(*years))
    assert (nobody.first_to_see, [remark.code for remark in nobody.remarks]) == (None, ["committee_unknown"])


def test_amounts_are_never_mixed() -> None:
    """Only budgets in the commonest currency count; without any the amount is unknown."""
    mixed = [one.model_copy(update={"currency": "USD"}) if one.started_on.year < 2022 else one for one in YEARS]
    (found,) = asked(histories(*mixed), *PEOPLE)
    assert (found.amount.low, found.amount.amount, found.amount.high, found.amount.currency) == (
        2022, 2024, 2026, "CNY",
    )  # fmt: skip
    (found,) = asked(histories(*(one.model_copy(update={"budget": None}) for one in YEARS)), *PEOPLE)
    assert (found.amount.amount, found.amount.currency) == (None, None)


def test_a_refusal_holds_for_one_occurrence() -> None:
    """It is remembered with the proposal, and forgotten with the next occurrence."""
    known = histories(*YEARS, refused=[refusal(date(2026, 3, 1)), refusal(date(2025, 3, 1))])
    (found,) = asked(known, *PEOPLE)
    assert found.refusal is not None
    assert (found.refusal.reason, found.refusal.user and found.refusal.user.name) == ("Framework", "Li")
    later = histories(*YEARS, project(date(2027, 3, 1)), refused=[refusal(date(2026, 3, 1))])
    (found,) = asked(later, *PEOPLE, as_of=date(2027, 6, 15))
    assert found.refusal is None


def entries(known: Histories, months: int = 12) -> list[CalendarEntry]:
    return calendar([looking_ahead(account(*PEOPLE, name="A", as_of=TODAY), known, C)], known, TODAY, months, C).entries


def test_the_calendar_holds_the_window_and_the_day_to_start() -> None:
    start, window = entries(histories(*YEARS))
    assert (start.kind, window.kind) == (CalendarKind.START_BY, CalendarKind.WINDOW)
    assert start.from_ == start.to == window.from_ - timedelta(days=180)
    assert (window.amount, window.probability is not None) == (2022.5, True)
    assert [person.name for person in window.people] == ["Wang", "Liu"]  # who is not positive first


def test_the_calendar_gives_way_to_what_is_certain() -> None:
    """A planned project takes the place of the window, an opportunity that of both."""
    planned = project(date(2027, 5, 1))
    assert {one.kind for one in entries(histories(*YEARS, planned))} == {CalendarKind.PLANNED, CalendarKind.START_BY}
    chance = opportunity(expected=date(2027, 2, 1))
    (found,) = entries(histories(*YEARS, planned, opened=[chance]))
    assert (found.kind, found.opportunity_id, found.amount) == (CalendarKind.OPPORTUNITY, "a-o", 1_000_000)
    assert [one.kind for one in entries(histories(*YEARS, opened=[opportunity()]))] == [CalendarKind.WINDOW]  # undated


def test_the_calendar_ends() -> None:
    """What begins after so many months is not in it; a refused proposal asks for no start."""
    assert [one.kind for one in entries(histories(*YEARS), months=5)] == [CalendarKind.START_BY]
    refused = histories(*YEARS, refused=[refusal(date(2026, 3, 1))])
    assert [one.kind for one in entries(refused)] == [CalendarKind.WINDOW]


def test_totals_count_what_comes_once() -> None:
    """By currency, without the days to start."""
    dollars = project(date(2027, 2, 1), "meters", budget=5, currency="USD", account="a")
    known = histories(*YEARS, project(date(2020, 2, 1), "meters"), dollars)
    found = calendar([looking_ahead(account(*PEOPLE, name="A", as_of=TODAY), known, C)], known, TODAY, 12, C)
    assert [(one.currency, one.entries, one.amount, one.without_amount) for one in found.totals] == [
        ("CNY", 1, 2022.5, 0), ("USD", 1, 5, 0),
    ]  # fmt: skip


def test_which_opportunities_stand_for_the_next_one() -> None:
    """An open one unless it aims at a project that has begun; a closed one if it came after the latest occurrence."""
    running, later = YEARS[-1], date(2026, 5, 1)
    for chance, proposed in (
        (opportunity(), False),
        (opportunity(expected=date(2020, 1, 1)), False),  # overdue, and open
        (opportunity(aims_at=running), True),
        (opportunity(outcome="won", opened=later), False),
        (opportunity(outcome="lost", expected=later), False),
        (opportunity(outcome="lost", opened=date(2025, 5, 1), expected=later), True),
        (opportunity(outcome="won", opened=later, aims_at=running), True),
    ):
        assert bool(asked(histories(*YEARS, opened=[chance]), *PEOPLE)) == proposed, chance


def test_an_overdue_opportunity_stands_today() -> None:
    (found,) = entries(histories(*YEARS, opened=[opportunity(expected=date(2026, 1, 1))]))
    assert (found.from_, found.text) == (TODAY, "Chance was expected to close on Jan 1, 2026, and is open.")


def test_a_part_of_the_latest_occurrence_is_not_the_next_one() -> None:
    """What is planned within the burst belongs to it."""
    as_of = date(2026, 3, 20)
    known = histories(*YEARS, project(date(2026, 4, 10), name="Part two"))
    (found,) = asked(known, *PEOPLE, as_of=as_of)
    assert (found.name, found.planned_project_id) == ("Control 2027", None)


def test_a_far_plan_leaves_the_nearer_window() -> None:
    """Both are to come; one planned for about then takes the place of the window."""
    far, near = project(date(2028, 5, 1), name="Far"), project(date(2027, 5, 1), name="Near")
    found = asked(histories(*YEARS, far), *PEOPLE)
    assert [one.name for one in found] == ["Control 2027", "Far"]
    assert found[0].planned_project_id is None
    assert {one.kind for one in entries(histories(*YEARS, far), months=24)} == set(CalendarKind) - {"opportunity"}
    (found,) = asked(histories(*YEARS, near), *PEOPLE)
    assert found.name == "Near"


def test_each_planned_one_is_proposed_and_refused_alone() -> None:
    """One that has no budget is worth what one was: half of what came together each year."""
    twice = [project(date(year, 3, day), budget=1_000_000) for year in range(2019, 2027) for day in (1, 10)]
    first, second = (project(date(2027, month, 1), name=name) for month, name in ((1, "First"), (3, "Second")))
    found = asked(histories(*twice, first, second, refused=[refusal(None, of=first)]), *PEOPLE)
    assert [(one.name, one.refusal is None, one.amount.amount) for one in found] == [
        ("First", False, 1_000_000), ("Second", True, 1_000_000),
    ]  # fmt: skip
    (window,) = asked(histories(*twice), *PEOPLE)
    assert window.amount.amount == 2_000_000


def test_an_opportunity_covers_one() -> None:
    """The one that it aims at, whatever its type; one that aims at none, the first that is open and not aimed at."""
    first, second, third = (project(date(2026, month, 1), name=str(month)) for month in (9, 11, 12))
    decided = first.model_copy(update={"decided": True})
    cases: list[tuple[list[HistoryRecord], list[ChanceRecord], list[str]]] = [
        ([first, second, third], [opportunity("meters", aims_at=first)], ["11", "12"]),
        ([first, second, third], [opportunity(aims_at=first), opportunity()], ["12"]),
        ([first, second, third], [opportunity(), opportunity()], ["12"]),
        ([decided, second, third], [opportunity()], ["12"]),
        ([first, second, third], [opportunity("meters")], ["9", "11", "12"]),
    ]
    for planned, opened, left in cases:
        assert [one.name for one in asked(histories(*YEARS, *planned, opened=opened), *PEOPLE)] == left


def test_a_plan_revives_what_lapsed() -> None:
    planned = project(date(2033, 3, 1), name="After all")
    (found,) = asked(histories(*YEARS, planned), *PEOPLE, as_of=date(2032, 1, 1))
    assert found.name == "After all"


def test_a_refusal_is_of_one_thing() -> None:
    """Of a window not of a plan that comes later, nor the reverse; and of a window only until it is over."""
    planned = project(date(2027, 3, 1))
    window, plan = refusal(date(2026, 3, 1)), refusal(date(2026, 3, 1), of=planned)
    for known, refused in (
        (histories(*YEARS, refused=[window]), True),
        (histories(*YEARS, refused=[plan]), False),
        (histories(*YEARS, planned, refused=[window]), False),
        (histories(*YEARS, planned, refused=[plan]), True),
        (histories(*YEARS, refused=[refusal(date(2026, 3, 1), until=date(2026, 6, 14))]), False),
    ):
        (found,) = asked(known, *PEOPLE)
        assert (found.refusal is not None) == refused


def test_who_is_likely_there_comes_before_who_is_unknown() -> None:
    """Without powers: Wang in all of them, Rare once, long ago."""
    once = YEARS[0].model_copy(update={"participants": [part("Wang"), part("Rare")]})
    (found,) = asked(histories(once, *YEARS[1:]), Person("Wang", 10), Person("Rare"))
    assert found.first_to_see is not None
    assert found.first_to_see.name == "Wang"


def test_who_is_named_for_the_planned_one() -> None:
    """They are sure to be there, and have not taken part before."""
    planned = project(date(2027, 3, 1), parts=[part("Zhou")])
    (found,) = asked(histories(*YEARS, planned), *PEOPLE, Person("Zhou"))
    seats = {seat.name: (seat.times, seat.last_on, seat.likelihood) for seat in found.committee}
    assert seats["Zhou"] == (0, None, 1)
    assert seats["Wang"][0] == 8
    (alone,) = asked(histories(planned), Person("Zhou"))
    assert alone.first_to_see is not None
    assert alone.first_to_see.text == "Zhou is named for it and has never been assessed."


def test_a_silence_before_the_day_to_start_does_not_move_it() -> None:
    """While it lasts nobody is to be seen; it is hatched all the same, from after it."""
    silent = YEARS[-1].model_copy(update={"no_contact_from": date(2026, 6, 1), "no_contact_to": date(2026, 7, 1)})
    (found,) = asked(histories(*YEARS[:-1], silent), *PEOPLE)
    assert (found.origin, found.late, found.first_to_see, found.no_contact_to) == (
        Origin.HATCHED, False, None, date(2026, 7, 1),
    )  # fmt: skip
    assert found.start_by == found.window.from_ - timedelta(days=180)


def test_a_silence_without_a_first_day() -> None:
    """It has always been."""
    planned = project(date(2027, 3, 1), silent=(None, date(2027, 3, 20)), parts=[part("Wang")])
    (found,) = asked(histories(*YEARS, planned), *PEOPLE)
    assert (found.start_by, [remark.code for remark in found.remarks]) == (None, ["no_contact"])


def test_everybody_in_another_tender() -> None:
    (found,) = asked(histories(*YEARS), Person("Liu", 80, tenders=("X",)), Person("Wang", 50, tenders=("X",)))
    assert (found.first_to_see, [remark.code for remark in found.remarks]) == (None, ["no_contact"])


def test_totals_without_amounts_are_unknown() -> None:
    """Not zero."""
    known = histories(*(one.model_copy(update={"budget": None}) for one in YEARS))
    found = calendar([looking_ahead(account(*PEOPLE, name="A", as_of=TODAY), known, C)], known, TODAY, 12, C)
    assert [(one.entries, one.amount, one.without_amount) for one in found.totals] == [(1, None, 1)]


def test_an_occurrence_with_an_unknown_budget_is_no_amount() -> None:
    """What is known of a part is not the whole."""
    parts = [project(date(2026, 3, 9), budget=None)]
    (found,) = asked(histories(*YEARS, *parts), *PEOPLE)
    assert (found.amount.high, found.amount.low) == (2025, 2019)
