"""Scores of predictions, on series whose answers are known."""

from datetime import date, timedelta

import pytest

from app.analytics.backtest import backtest
from app.analytics.constants import Constants
from app.analytics.histories import EVERY_TYPE, Series, pool, series_of

C = Constants()
BEGIN = date(2012, 5, 4)


def every(days: int, times: int, account: str = "a", kind: str = "t") -> Series:
    """A series that comes exactly every so many days."""
    return Series(account, kind, tuple(BEGIN + timedelta(days=days * number) for number in range(times)))


def test_series_are_predicted_from_the_fourth_on() -> None:
    """Seven series: those with three occurrences are not, one with six is three times."""
    found = backtest([every(365, 6), *(every(200, 3, f"a{number}") for number in range(6))], C)
    assert (found.series, found.predictions) == (1, 3)
    assert set(found.methods) == {"winover", "exponential", "median_mad", "annual", "pooled"}
    assert (found.regular.series, found.regular.predictions) == (1, 3)


def test_nothing_to_predict() -> None:
    found = backtest([every(365, 3)], C)
    assert (found.series, found.predictions, found.methods, found.regular.methods) == (0, 0, {}, {})


def test_the_scores_of_the_baselines() -> None:
    """Exactly every 365 days. Annual ± 60: CRPS of a normal forecast that is right = 60 × (√2 − 1) / √π = 14.02."""
    found = backtest([every(365, 5)], C)
    annual, even = found.methods["annual"], found.methods["median_mad"]
    assert annual.crps == pytest.approx(60 * (2**0.5 - 1) / 3.141592653589793**0.5, abs=0.6)
    assert (annual.coverage80, annual.hit90) == (1, 1)
    assert annual.claimed90 == pytest.approx(0.547, abs=0.005)  # 45 days on each side of a normal of 60
    assert even.crps < 1  # no deviation: a day's
    assert found.methods["winover"].crps < annual.crps + 10


def test_an_exponential_forecast() -> None:
    """CRPS = y + 2 m e^(−y/m) − 1.5 m, at y = m: m × (2/e − ½) = 0.2358 m."""
    found = backtest([every(400, 4)], C)
    assert found.methods["exponential"].crps == pytest.approx(400 * (2 / 2.718281828459045 - 0.5), abs=1)


def test_only_what_was_known_counts() -> None:
    """What other series did later changes no earlier prediction, of no method."""
    one = every(365, 4)
    earlier = Series("b", "t", (date(2011, 1, 1), date(2011, 9, 1)))
    later = Series("b", "t", (*earlier.days, one.days[-2] + timedelta(days=1)))
    assert backtest([one, earlier], C) == backtest([one, later], C)
    known = Series("b", "t", (*earlier.days, one.days[-2]))
    assert backtest([one, earlier], C).methods["pooled"] != backtest([one, known], C).methods["pooled"]


def test_ids_and_order_change_nothing() -> None:
    some = [every(365, 5), every(100, 7, "b", "u"), every(250, 4, "c", "t"), every(90, 6, "d", "u")]
    names = {"a": "z", "b": "y", "c": "x", "d": "w"}
    renamed = [Series(names[one.account_id], one.project_type_id + "!", one.days) for one in reversed(some)]
    assert backtest(some, C) == backtest(renamed, C)


def test_a_mean_lies_in_its_interval() -> None:
    found = backtest([every(days, 5, f"a{days}") for days in range(100, 700, 40)], C)
    for score in found.methods.values():
        assert score.crps_interval.low - 1e-6 <= score.crps <= score.crps_interval.high + 1e-6
        assert 0 <= score.coverage80_interval.low <= score.coverage80_interval.high <= 1


def test_what_is_pooled() -> None:
    """All gaps together, and those of a type alone, where they are of three accounts."""
    some = [every(100, 3, account, "t") for account in "abc"] + [every(300, 3, account, "u") for account in "ab"]
    found = pool([*some, every(500, 1, "d", "t")])
    assert set(found) == {EVERY_TYPE, "t"}
    assert (found["t"].days, found["t"].count) == ((100,) * 6, 6)
    assert found[EVERY_TYPE].count == 10
    assert pool([every(100, 1, account) for account in "abc"]) == {}
    assert pool([every(100, 5, account) for account in "ab"]) == {}


def test_series_of_projects() -> None:
    """Projects of a burst are one occurrence; accounts and types stay apart."""
    day = date(2020, 1, 1)
    starts = [("a", "t", day + timedelta(days=days)) for days in (70, 0, 30)] + [("b", "t", day), ("a", "u", day)]
    assert series_of(starts, C) == [
        Series("a", "t", (day, day + timedelta(days=70))), Series("a", "u", (day,)), Series("b", "t", (day,)),
    ]  # fmt: skip
