"""The constants are checked where they come in."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.analytics.constants import Constants
from graph_models.vocabulary import Axis


def test_defaults_are_those_of_the_definitions() -> None:
    constants = Constants()
    assert set(constants.axis_weights.values()) == {1}
    assert (constants.positive_score, constants.positive_floor, constants.negative_score) == (0.625, 37.5, 0.375)
    assert (constants.half_life_days, constants.stale_days, constants.default_confidence) == (180, 720, 0.5)
    assert constants.confidence_caps == {"hearsay": 0.5}
    assert (constants.influence, constants.target) == (0.4, 75)
    assert (constants.reach_by_steps, constants.reach_without_path) == ((1.0, 0.8, 0.6), 0.4)
    assert constants.horizon_months == 12
    assert constants.buying_role_multipliers == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"axis_weights": {"closeness": 1}},
        {"axis_weights": {"closeness": -1, "solution_acceptance": 1, "price_acceptance": 1}},
        {"axis_weights": {"closeness": 0, "solution_acceptance": 0, "price_acceptance": 0}},
        {"half_life_days": 0},
        {"influence": 1},
        {"no_such_constant": 1},
        {"buying_role_multipliers": {"boss": 1}},
        {"buying_role_multipliers": {"user": -1}},
        {"confidence_caps": {"hearsay": 2}},
        {"reach_by_steps": [1.5]},
        {"reach_without_path": -0.1},
    ],
)
def test_nonsense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Constants(**wrong)


def test_axis_weights_come_in_the_order_of_the_axes() -> None:
    weights = Constants(axis_weights={Axis.PRICE: 1, Axis.CLOSENESS: 2, Axis.SOLUTION: 3}).axis_weights
    assert list(weights.items()) == [(Axis.CLOSENESS, 2), (Axis.SOLUTION, 3), (Axis.PRICE, 1)]
