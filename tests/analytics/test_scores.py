"""A person's score and stance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.scores import scores, stances, won
from graph_models.vocabulary import Axis, Stance

CONSTANTS = Constants()
NAN = float("nan")


def stance(*attitudes: float) -> Stance:
    return stances(np.array([attitudes]), CONSTANTS)[0]


def score(*attitudes: float, constants: Constants = CONSTANTS) -> float:
    return float(scores(np.array([attitudes]), constants)[0])


def test_score_is_the_mean_of_what_is_known() -> None:
    assert score(60, 90, 30) == pytest.approx(0.6)
    assert score(NAN, 90, 30) == pytest.approx(0.6)  # not 0.4: unknown is not zero
    assert score(NAN, 90, NAN) == pytest.approx(0.9)
    assert np.isnan(score(NAN, NAN, NAN))


def test_axes_weigh_as_set() -> None:
    """Weights 2, 1, 1: (2·80 + 40 + 20) / 4 = 55; without the first (40 + 20) / 2 = 30."""
    constants = Constants(axis_weights={Axis.CLOSENESS: 2, Axis.SOLUTION: 1, Axis.PRICE: 1})
    assert score(80, 40, 20, constants=constants) == pytest.approx(0.55)
    assert score(NAN, 40, 20, constants=constants) == pytest.approx(0.30)


def test_an_axis_without_weight_makes_nothing_known() -> None:
    constants = Constants(axis_weights={Axis.CLOSENESS: 0, Axis.SOLUTION: 1, Axis.PRICE: 1})
    assert np.isnan(score(80, NAN, NAN, constants=constants))


@pytest.mark.parametrize(
    ("attitudes", "expected"),
    [
        ((NAN, NAN, NAN), Stance.UNKNOWN),
        ((62.5, 62.5, 62.5), Stance.POSITIVE),  # exactly 0.625
        ((62.5, 62.5, 62.4), Stance.NEUTRAL),
        ((37.5, 75, 75), Stance.POSITIVE),  # exactly 0.625, the lowest exactly 37.5
        ((37.4, 100, 100), Stance.NEUTRAL),  # 0.791, but one axis below 37.5
        ((NAN, 62.5, NAN), Stance.POSITIVE),
        ((37.5, 37.5, 37.5), Stance.NEUTRAL),  # exactly 0.375
        ((37.5, 37.5, 37.4), Stance.NEGATIVE),
        ((NAN, NAN, 37.5), Stance.NEUTRAL),
        ((NAN, NAN, 37.4), Stance.NEGATIVE),
        ((0, 100, 50), Stance.NEUTRAL),
        ((0, 0, 0), Stance.NEGATIVE),
        ((50, 50, 50), Stance.NEUTRAL),
    ],
)
def test_stance_at_its_thresholds(attitudes: tuple[float, ...], expected: Stance) -> None:
    assert stance(*attitudes) is expected


def test_noise_in_the_last_digit_decides_no_stance() -> None:
    """62.4 + 62.5 + 62.6 is 187.5 only on paper."""
    for attitudes in ((62.4, 62.5, 62.6), (62.6, 62.4, 62.5), (62.5, 62.6, 62.4)):
        assert stance(*attitudes) is Stance.POSITIVE


def test_winning_raises_each_axis_to_the_target_and_lowers_none() -> None:
    assert won(np.array([[50.0, 90.0, NAN]]), CONSTANTS).tolist() == [[75, 90, 75]]


@given(st.lists(st.tuples(*[st.floats(0, 100) | st.just(NAN)] * 3), min_size=1, max_size=4))
def test_a_score_lies_between_its_attitudes(rows: list[tuple[float, float, float]]) -> None:
    for value, attitudes in zip(scores(np.array(rows), CONSTANTS), rows, strict=True):
        known = [a for a in attitudes if not np.isnan(a)]
        if known:
            assert min(known) / 100 - 1e-9 <= value <= max(known) / 100 + 1e-9
        else:
            assert np.isnan(value)
