"""What would change if attitudes, people or powers were others?"""

from typing import Any

import pytest
from hypothesis import given

from app.analytics.constants import Constants
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from app.analytics.what_if import WhatIfBody, what_if
from app.errors import Invalid
from graph_models.results import WhatIf
from tests.analytics.strategies import accounts
from tests.graphs import deciding, moneyed, unknown

CONSTANTS = Constants()
WON = {"closeness": 75, "solution_acceptance": 75, "price_acceptance": 75}
Figures = tuple[float | None, float | None, float | None]


def ask(snapshot: Snapshot, **body: Any) -> WhatIf:  # noqa: ANN401
    return what_if(snapshot, WhatIfBody.model_validate(body), CONSTANTS)


def difference(snapshot: Snapshot, **body: Any) -> Figures:  # noqa: ANN401
    """Of potential, C and expected wins."""
    found = ask(snapshot, **body).difference
    return found.potential, found.chance, found.expected_wins


def test_winning_somebody() -> None:
    """Wang to 75: 25 of 500 points of 5,000,000; C 0.345 → 0.555, of 600,000."""
    found = ask(deciding.the_worked_case(), changes=[{"person_id": "wang", **WON}])
    assert found.before.expected_wins == 207_000
    assert found.after.expected_wins == 333_000
    assert found.currency == "CNY"
    assert difference(deciding.the_worked_case(), changes=[{"person_id": "wang", **WON}]) == pytest.approx(
        (250_000, 0.21, 126_000)
    )


def test_nothing_asked_changes_nothing() -> None:
    assert difference(deciding.the_worked_case()) == (0, 0, 0)


def test_a_veto_taken_away() -> None:
    """C 0.345 → 0.69; attitudes and so the potential stay."""
    change = {"person_id": "wang", "veto": False}
    assert difference(deciding.the_worked_case(), changes=[change]) == pytest.approx((0, 0.345, 207_000))


def test_an_approval_given() -> None:
    """Zhao alone: 0.5 × 0.85 in place of 0.5 × 0.69."""
    change = {"person_id": "zhao", "approve": True}
    assert difference(deciding.the_worked_case(), changes=[change])[1] == pytest.approx(0.5 * 0.16)


def test_a_power_said_for_the_project_changes_with_the_person() -> None:
    """Bo could stop this project: without that, 0.6 in place of 0.24."""
    change = {"person_id": "bo", "veto": False}
    assert difference(deciding.powers_said_for_the_project(), changes=[change])[1] == pytest.approx(0.36)


def test_a_power_given_acts_on_every_type() -> None:
    """Guo's veto now acts on meters too: 0.4 × 0.6 in place of 0.6; the mean of both opportunities falls by half."""
    change = {"person_id": "guo", "veto": True}
    assert difference(deciding.a_veto_on_one_type(), changes=[change])[1] == pytest.approx(-0.18)


def test_others_who_are_unknown_stay_as_they_were_counted() -> None:
    """An to 75: 0.7 × (0.75 + 0.8 + 0.7) / 3 − 0.49: what the recommendation says An is worth."""
    snapshot = unknown.an_unknown_veto_holder()
    assert difference(snapshot, changes=[{"person_id": "an", **WON}])[2] == pytest.approx(35_000)


def test_an_attitude_forgotten() -> None:
    """Without Bo's 80 only An's 40 is known."""
    forgotten = dict.fromkeys(WON, None)
    found = ask(moneyed.spend_only(), changes=[{"person_id": "bo", **forgotten}])
    assert found.after.potential == 400_000
    assert found.after.chance is not None
    assert (found.after.chance_low, found.after.chance_high) == (0.2, 0.7)


def test_somebody_joins() -> None:
    """A third at 90: (40 + 80 + 90) / 3 = 70 %; with a veto, 0.9 × 0.7."""
    nobody = {"name": "New", "closeness": 90, "solution_acceptance": 90, "price_acceptance": 90}
    assert difference(moneyed.spend_only(), add=[nobody]) == pytest.approx((100_000, 0.1, 100_000))
    assert difference(moneyed.spend_only(), add=[{**nobody, "veto": True}]) == pytest.approx((100_000, 0.03, 30_000))


def test_somebody_leaves() -> None:
    assert difference(moneyed.spend_only(), remove=["an"]) == pytest.approx((200_000, 0.2, 200_000))
    assert difference(moneyed.spend_only(), remove=["an", "bo"]) == (None, None, None)


def test_without_money_there_is_still_a_chance() -> None:
    assert difference(unknown.money_unknown(), changes=[{"person_id": "an", **WON}]) == (
        None,
        pytest.approx(0.125),
        None,
    )


def test_strangers_are_refused_with_the_field() -> None:
    with pytest.raises(Invalid) as refused:
        ask(moneyed.spend_only(), changes=[{"person_id": "an"}, {"person_id": "who"}], remove=["me"])
    assert [error.field for error in refused.value.errors] == ["changes.1", "remove.0"]


@given(accounts())
def test_what_is_recommended_is_what_would_happen(snapshot: Snapshot) -> None:
    """For those who are fully known: expected wins grow by the value."""
    for item in recommend([snapshot], CONSTANTS)[:2]:
        known = snapshot.consensus.known[snapshot.rows[item.person.id]].all()
        if known and item.value.amount is not None:
            change = {"person_id": item.person.id, **{target.axis.value: target.target for target in item.axes}}
            assert difference(snapshot, changes=[change])[2] == pytest.approx(item.value.amount, abs=0.05)
