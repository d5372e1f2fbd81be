"""When does a type of project come back?"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.recurrence import (
    DAYS,
    NOTHING_SIMILAR,
    Gaps,
    Similar,
    gaps_between,
    occurrences,
    predict,
    regularity,
    season,
)

C = Constants()
BEGIN = date(2015, 3, 10)


def days_of(gaps: Sequence[int], first: date = BEGIN) -> list[date]:
    """The first day, and one more after each gap."""
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


series = st.lists(st.integers(61, 1500), max_size=8).map(days_of)
similar = st.builds(
    Similar,
    account=st.lists(st.integers(61, 2000), max_size=5).map(Gaps.of),
    of_type=st.lists(st.integers(61, 2000), max_size=5).map(Gaps.of),
    everything=st.lists(st.integers(61, 2000), max_size=80).map(Gaps.of),
)


def test_a_burst_lasts_from_its_first_day() -> None:
    """Days 0, 40, 60 are one; 61 begins another although it is one day after 60, and 121 belongs to that one."""
    days = [BEGIN + timedelta(days=day) for day in (61, 0, 40, 60, 121, 122)]
    assert occurrences(days, 60) == [[1, 2, 3], [0, 4], [5]]
    assert occurrences([], 60) == []
    assert occurrences([BEGIN, BEGIN], 0) == [[0, 1]]


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=30))
def test_every_day_is_in_one_occurrence(days: list[date]) -> None:
    bursts = occurrences(days, 60)
    assert sorted(index for burst in bursts for index in burst) == list(range(len(days)))
    firsts = [days[burst[0]] for burst in bursts]
    assert all((later - earlier).days > 60 for earlier, later in pairwise(firsts))
    for burst in bursts:
        assert all(0 <= (days[index] - days[burst[0]]).days <= 60 for index in burst)


@pytest.mark.parametrize(
    ("gaps", "regular"),
    [
        ([], False),
        ([365], False),
        ([365, 365], True),
        ([362, 373], True),
        ([300, 430], False),  # two gaps that differ by so much come by chance
        ([365, 380, 350, 366], True),
        ([180, 184, 183], True),
        ([70, 400, 900, 120], False),
        ([365, 730, 365, 365, 1095], False),  # more even than chance, and too uneven to plan with
        ([61, 61, 61], True),
    ],
)
def test_what_is_regular(gaps: list[int], regular: bool) -> None:
    assert regularity(gaps, C).regular == regular


def test_two_gaps_have_a_known_distribution() -> None:
    """Of two exponential gaps the share u of one is uniform, so P(at least so even) = |2u − 1|."""
    for one, other in ((305, 345), (100, 300), (400, 410)):
        u = one / (one + other)
        found = regularity([60 + one, 60 + other], C).p
        assert found == pytest.approx(abs(2 * u - 1), abs=0.015)


def test_chance_is_called_regular_seldom() -> None:
    """Of exponential gaps, at most 5 % are: what the test states."""
    rng = np.random.default_rng(7)
    for count in (2, 3, 5, 10):
        drawn = rng.exponential(300, size=(600, count)) + 61
        share = np.mean([regularity([int(gap) for gap in gaps], C).regular for gaps in drawn])
        assert share <= 0.075


@given(series, similar)
def test_a_distribution(days: list[date], others: Similar) -> None:
    """It sums to one, holds nothing within a burst, and its windows hold what they claim."""
    found = predict(days, others, C)
    assert found.density.sum() == pytest.approx(1)
    assert found.density.min() >= 0
    assert found.density[: C.burst_days].sum() == 0
    central, best = found.central(), found.best_window(90)
    for window in (central, best):
        first, last = ((day - days[-1]).days for day in (window.first, window.last))
        assert window.probability == pytest.approx(found.density[first - 1 : last].sum(), abs=1e-9)
        assert found.within(window.first, window.last) == pytest.approx(window.probability, abs=1e-9)
    assert central.probability >= 0.8 - 1e-9
    assert (best.last - best.first).days == 89
    starts = range(1, len(DAYS) - 88, 50)
    assert all(best.probability >= found.density[start - 1 : start + 89].sum() - 1e-9 for start in starts)


@given(series, similar, st.integers(0, 5000))
def test_what_has_not_come_comes_later(days: list[date], others: Similar, elapsed: int) -> None:
    """Given none by a day, nothing is left on it or before, and the rest keeps its proportions."""
    whole, as_of = predict(days, others, C), days[-1] + timedelta(days=elapsed)
    left = whole.given_none_by(as_of)
    assert left is not None
    assert left.density[:elapsed].sum() == 0
    assert left.density.sum() == pytest.approx(1)
    assert left.central().first > as_of
    assert left.best_window(90).last > as_of
    later = slice(elapsed, None)
    np.testing.assert_allclose(left.density[later] * whole.density[later].sum(), whole.density[later], atol=1e-12)


def test_after_fifteen_years_nothing_is_expected() -> None:
    assert predict([BEGIN], NOTHING_SIMILAR, C).given_none_by(BEGIN + timedelta(days=len(DAYS))) is None
    assert predict([BEGIN], NOTHING_SIMILAR, C).given_none_by(BEGIN - timedelta(days=1)) is not None


def test_at_the_end_of_the_calendar() -> None:
    """No window is beyond it."""
    found = predict([date.max], NOTHING_SIMILAR, C)
    assert found.central().last == date.max


@pytest.mark.parametrize("years", [4, 6, 10])
def test_what_comes_each_year_is_expected_around_its_day(years: int) -> None:
    """Even gaps count for more than all others together; the more of them, the narrower."""
    pooled = Similar(everything=Gaps.of([70, 100, 200, 300, 365, 500, 700, 900] * 10))
    days = [date(2015 + year, 3, 10) + timedelta(days=(7 * year) % 11 - 5) for year in range(years)]
    found = predict(days, pooled, C)
    expected, central = date(2015 + years, 3, 10), found.central()
    assert central.first <= expected <= central.last
    assert (central.last - central.first).days <= 150
    assert found.within(expected - timedelta(days=45), expected + timedelta(days=45)) > 0.7
    best = found.best_window(90)
    assert best.first <= expected <= best.last


def test_few_dates_lean_on_others_and_the_account_on_its_own() -> None:
    """One date alone follows what is similar; the levels are heard in their order."""
    half, two = Gaps.of([182] * 400), Gaps.of([730] * 400)
    for nearer, farther in (("account", "of_type"), ("of_type", "everything"), ("account", "everything")):
        early, late = (
            predict([BEGIN], Similar(**levels), C).quantile(0.5)
            for levels in ({nearer: half, farther: two}, {nearer: two, farther: half})
        )
        assert early < late
    alone = predict([BEGIN], NOTHING_SIMILAR, C)
    assert 250 < alone.quantile(0.5) < 500


def test_the_season_weighs() -> None:
    """After an autumn start, what came in spring before makes the spring likelier than without."""
    springs = [date(2015, 4, 1), date(2016, 4, 5), date(2018, 3, 28), date(2019, 10, 1)]
    spread = [date(2015, 7, 9), date(2016, 7, 13), date(2018, 7, 5), date(2020, 1, 8)]
    assert gaps_between(springs) == pytest.approx(gaps_between(spread), abs=3)
    half_a_year = [
        predict(days, NOTHING_SIMILAR, C).within(days[-1] + timedelta(days=150), days[-1] + timedelta(days=220))
        for days in (springs, spread)
    ]
    assert half_a_year[0] > half_a_year[1]


def test_a_season_is_found_where_there_is_one() -> None:
    """By Rayleigh's test: around the turn of the year too, and not where days lie all over it."""
    found = season([date(2015, 12, 20), date(2016, 12, 30), date(2018, 1, 8), date(2019, 1, 2)], C)
    assert found is not None
    assert (found.month, found.spread_days < 15) in {(12, True), (1, True)}
    assert season([date(2015, 1, 10), date(2015, 5, 10), date(2015, 9, 10), date(2016, 1, 10)], C) is None
    assert season([date(2015, 12, 20), date(2016, 12, 20)], C) is None


@given(st.dates(date(2014, 1, 1), date(2014, 12, 31)))
def test_the_season_of_one_day_is_that_day(day: date) -> None:
    found = season([day, day.replace(year=2015), day.replace(year=2017)], C)
    assert found is not None
    assert (found.month, found.day, found.spread_days) == (day.month, day.day, 0)


def test_a_window_is_never_over() -> None:
    """Not even where hardly anything is left."""
    found = predict(days_of([365] * 5), NOTHING_SIMILAR, C)
    for elapsed in (5390, 5473, 5474):
        as_of = found.last + timedelta(days=elapsed)
        left = found.given_none_by(as_of)
        assert left is not None
        assert left.best_window(90).first > as_of


def test_what_comes_every_twenty_years_is_not_predicted() -> None:
    """Too little of the next one lies within what can be told; and no number breaks."""
    assert not regularity([7000, 7000, 7000], C).regular
    found = predict([date(1000, 1, 1), date(1329, 7, 1), date(1658, 1, 1)], NOTHING_SIMILAR, C)
    assert found.density.sum() == pytest.approx(1)


def test_many_gaps_are_kept_as_quantiles() -> None:
    kept = Gaps.of(range(1, 1001))
    assert (len(kept.days), kept.count) == (50, 1000)
    assert kept.days == tuple(sorted(kept.days))
    assert kept.days[0] == pytest.approx(11, abs=1)
    assert Gaps.of([5, 3]).days == (3, 5)


def test_no_occurrence_has_no_next() -> None:
    with pytest.raises(ValueError, match="no next"):
        predict([], NOTHING_SIMILAR, C)
