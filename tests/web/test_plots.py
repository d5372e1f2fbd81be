"""Where things stand in plots."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.plots import Days, bars, scale_of, waterfall

AMOUNTS = st.floats(-1e12, 1e12).map(lambda number: round(number, 2))
WIDTH = 400.0


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3.0], [0, 1, 2, 3]),
        ([2_900_000.0], [0, 1_000_000, 2_000_000, 3_000_000]),
        ([-40.0, 60.0], [-50, -25, 0, 25, 50, 75]),
        ([0.0], [0, 0.25]),
        ([], [0, 0.25]),
    ],
)
def test_ticks_are_round_numbers(values: list[float], ticks: list[float]) -> None:
    assert scale_of(values, WIDTH)[1] == pytest.approx(ticks)


@given(st.lists(AMOUNTS, max_size=12))
def test_everything_stands_within_the_frame(values: list[float]) -> None:
    """Also what is all negative, all 0, or one number."""
    scale, ticks = scale_of(values, WIDTH)
    least = 1e-8 * (ticks[1] - ticks[0])
    assert ticks[0] <= min([0, *values]) + least
    assert ticks[-1] >= max([0, *values]) - least
    assert 2 <= len(ticks) <= 8
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= WIDTH for place in places)


@given(AMOUNTS, st.lists(AMOUNTS, max_size=10))
def test_a_waterfall_ends_where_its_parts_lead(before: float, parts: list[float]) -> None:
    """Each bar begins where the one before ended; the last total is the first and all parts."""
    plot = waterfall(("before", before), [(str(n), part) for n, part in enumerate(parts)], "now", WIDTH)
    assert plot.bars[0].amount == before
    assert plot.bars[-1].amount == pytest.approx(before + sum(parts), abs=0.1, rel=1e-6)
    assert [bar.kind for bar in plot.bars[1:-1]] == ["up" if part >= 0 else "down" for part in parts]
    ends = [plot.zero]
    for bar in plot.bars[:-1]:
        start = bar.x if bar.amount >= 0 else bar.x + bar.width
        assert start == pytest.approx(ends[-1] if bar.kind != "total" else plot.zero, abs=0.05)
        ends.append(bar.x + bar.width if bar.amount >= 0 else bar.x)
    assert all(bar.x >= -0.01 and bar.x + bar.width <= WIDTH + 0.01 for bar in plot.bars)


def test_small_steps_have_an_axis_of_their_own() -> None:
    """Of 500 ± 10 the steps could not be seen on an axis from 0; of 500 ± 400 they can."""
    plot = waterfall(("then", 500.0), [("a", 10.0), ("b", -10.0)], "now", WIDTH)
    assert plot.begins == 495
    assert plot.bars[1].width > WIDTH / 3
    assert [bar.width > 0 for bar in plot.bars] == [True] * 4
    assert waterfall(("then", 500.0), [("a", -400.0)], "now", WIDTH).begins is None
    assert waterfall(("then", 500.0), [], "now", WIDTH).begins is None


def test_bars_reach_from_nought() -> None:
    plot = bars([("won", 30.0), ("lost", -10.0)], 400)
    assert plot.zero == pytest.approx(100)
    assert [(bar.x, bar.width, bar.kind) for bar in plot.bars] == [(100.0, 300.0, "up"), (0.0, 100.0, "down")]


def test_days_on_a_line() -> None:
    """Half-way through; the years within; a day that is too short to be seen; what lies beyond the ends."""
    days = Days(date(2025, 1, 1), date(2027, 1, 1), 730)
    assert days.place(date(2026, 1, 1)) == pytest.approx(365)
    assert days.years() == [(2025, 0.0), (2026, 365.0), (2027, 730.0)]
    assert days.length(date(2025, 5, 5), date(2025, 5, 5)) == 3
    assert days.place(date(2030, 1, 1)) == 730
    assert Days(date(2025, 1, 1), date(2025, 1, 1), 10).place(date(2025, 1, 1)) == 0


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 9_000), st.integers(0, 9_000))
def test_later_days_stand_further_right(first: date, span: int, after: int) -> None:
    days = Days(first, first + timedelta(days=span), WIDTH)
    one, other = days.place(first), days.place(first + timedelta(days=after))
    assert 0 <= one <= other <= WIDTH
