"""How far can the chance be believed?"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.calibration import Decided, calibrated, fit_calibration
from graph_models.calibration import CalibrationOut


def drawn(intercept: float, slope: float, number: int = 2_000) -> list[Decided]:
    """Opportunities that are won with the probability that a correction says."""
    rng = np.random.default_rng(1)
    chances = rng.uniform(0.05, 0.95, number)
    probability = 1 / (1 + np.exp(-(intercept + slope * np.log(chances / (1 - chances)))))
    won = rng.random(number) < probability
    return [
        Decided(f"a{n % 5}", float(chance), bool(one)) for n, (chance, one) in enumerate(zip(chances, won, strict=True))
    ]


def fitted(decided: Sequence[Decided]) -> CalibrationOut:
    found = fit_calibration(decided)
    assert found is not None
    return found


@pytest.mark.parametrize(("intercept", "slope"), [(0.0, 1.0), (-1.0, 0.5), (0.5, 2.0)])
def test_what_was_drawn_is_found(intercept: float, slope: float) -> None:
    """The standard errors are about 0.06 and 0.06."""
    found = fitted(drawn(intercept, slope))
    assert found.intercept == pytest.approx(intercept, abs=0.2)
    assert found.slope == pytest.approx(slope, abs=0.2)
    assert found.brier_calibrated < found.brier_base_rate
    assert found.brier_calibrated <= found.brier + 0.001
    for one in found.bins:
        assert one.low - 0.02 <= one.calibrated <= one.high + 0.02


def test_a_chance_that_says_too_little_is_sharpened_and_one_that_says_too_much_is_softened() -> None:
    assert calibrated(0.8, fitted(drawn(0, 2))) > 0.9
    assert 0.5 < calibrated(0.8, fitted(drawn(0, 0.3))) < 0.65


def test_too_few_or_of_too_few_accounts_calibrate_nothing() -> None:
    some = drawn(0, 1, 30)
    assert fit_calibration(some) is not None
    assert fit_calibration(some[:29]) is None
    assert fit_calibration([Decided(f"a{n % 2}", one.chance, one.won) for n, one in enumerate(some)]) is None


def test_where_a_higher_chance_was_won_less_often_it_says_nothing() -> None:
    wrong = [Decided(one.account_id, 1 - one.chance, one.won) for one in drawn(0, 1)]
    found = fitted(wrong)
    assert found.slope == 0
    assert calibrated(0.1, found) == calibrated(0.9, found) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("won", [True, False])
def test_all_won_or_all_lost(won: bool) -> None:
    """Nobody can say that it is certain: thirty of thirty leave one in thirty-two."""
    found = fitted([Decided(f"a{n % 3}", 0.5, won) for n in range(30)])
    assert calibrated(0.5, found) == pytest.approx(31 / 32 if won else 1 / 32, abs=1e-6)
    assert found.brier_base_rate == 0


def test_brier_scores_by_hand() -> None:
    """Half of them at 0.8 and won, half at 0.2 and lost: (1 − 0.8)² = 0.04."""
    decided = [Decided(f"a{n % 4}", 0.8 if n % 2 else 0.2, bool(n % 2)) for n in range(40)]
    found = fitted(decided)
    assert found.brier == pytest.approx(0.04)
    assert found.brier_base_rate == pytest.approx((20 / 39) ** 2)
    assert [(one.opportunities, one.won) for one in found.bins] == [(8, 0), (8, 0), (8, 0.5), (8, 1), (8, 1)]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=30, max_size=40))
def test_always_a_probability_that_rises_with_c_and_no_order_matters(pairs: list[tuple[float, bool]]) -> None:
    decided = [Decided(f"a{n % 3}", chance, won) for n, (chance, won) in enumerate(pairs)]
    found = fitted(decided)
    probabilities = [calibrated(chance, found) for chance in (0, 0.2, 0.5, 0.8, 1)]
    assert probabilities == sorted(probabilities)
    assert all(0 < one < 1 for one in probabilities)
    assert fitted(decided[::-1]) == found
    assert sum(one.opportunities for one in found.bins) == len(decided)
