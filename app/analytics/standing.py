"""Where does an account stand: what it is worth, whether it can pass, and who stands in the way?"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from app.analytics.calibration import calibrated
from app.analytics.chance import Chance
from app.analytics.constants import Constants
from app.analytics.potential import estimate
from app.analytics.scores import Stances
from app.analytics.snapshot import Snapshot
from app.analytics.stakes import Stake
from app.analytics.winning import Outlook, expected_wins, outlook
from app.language import gettext as _
from graph_models.calibration import CalibrationOut
from graph_models.records import PersonRecord
from graph_models.results import Amount, Blocker, ChanceResult, Standing
from graph_models.vocabulary import Stance


def standing(snapshot: Snapshot, constants: Constants) -> Standing:
    """Potential, C and expected wins of an account.

    With several things at stake, C is their mean.
    """
    return standing_of(outlook(snapshot, constants), potential_of(snapshot, constants))


def potential_of(snapshot: Snapshot, constants: Constants) -> Amount:
    """The potential of an account, in the currency of its spend."""
    return Amount(amount=estimate(snapshot, constants), currency=snapshot.currency)


def standing_of(ahead: Outlook, potential: Amount, unknown_as: Sequence[float | None] = ()) -> Standing:
    """The same from what lies ahead, with unknown scores counted as given for each stake."""
    chances = [
        ahead.field.chance(stake.committee, fill)
        for stake, fill in zip_longest(ahead.stakes, unknown_as[: len(ahead.stakes)])
    ]
    point, low, high = expected_wins(ahead, chances) or (None, None, None)
    chance = chance_result(chances, ahead.calibration)
    return Standing(
        potential=potential.amount,
        potential_currency=potential.currency,
        chance=chance.value,
        chance_low=chance.low,
        chance_high=chance.high,
        chance_calibrated=chance.calibrated,
        chance_band=chance.band,
        expected_wins=point,
        expected_wins_low=low,
        expected_wins_high=high,
        currency=ahead.currency,
        basis=ahead.basis,
    )


def chance_result(chances: Sequence[Chance], calibration: CalibrationOut | None) -> ChanceResult:
    """C as it is shown: the mean over what is decided, at least one thing, with a band in place of digits."""
    values = [chance.value for chance in chances if chance.value is not None]
    low = sum(chance.low for chance in chances) / len(chances)
    high = sum(chance.high for chance in chances) / len(chances)
    value = fitted = None
    if len(values) == len(chances):
        value = sum(values) / len(values)
        fitted = sum(calibrated(one, calibration) for one in values) / len(values) if calibration else None
    return ChanceResult(
        value=value, low=low, high=high, calibrated=fitted, band=_band(value if fitted is None else fitted)
    )


def _band(value: float | None) -> str:
    if value is None:
        return "unknown"
    return "low" if value < 1 / 3 else "medium" if value < 2 / 3 else "high"


def blockers(snapshot: Snapshot, stakes: Iterable[Stake], stances: Stances) -> list[Blocker]:
    """Whose power stands in the way of these? Unknown veto holders come first; then the least favourable.

    Somebody who supported us, but was last assessed too long ago, counts as unknown, after those who never were.
    """
    order = (Stance.UNKNOWN, Stance.NEGATIVE, Stance.NEUTRAL)
    found = {
        (row, power)
        for stake in stakes
        for power, rows in (("veto", stake.committee.vetoes), ("approve", stake.committee.approvals))
        for row in map(int, rows)
        if stances.firm[row] is not Stance.POSITIVE
    }

    def place(one: tuple[int, str]) -> tuple[object, ...]:
        row, power = one
        person = snapshot.people[row]
        return power != "veto", order.index(stances.firm[row]), stances.stale(row), person.name, person.id

    return [_blocker(snapshot.people[row], row, power, stances) for row, power in sorted(found, key=place)]


def _blocker(person: PersonRecord, row: int, power: str, stances: Stances) -> Blocker:
    text = _("{name} can veto it and {stands}.") if power == "veto" else _("{name} can approve it alone and {stands}.")
    stale, stance = stances.stale(row), stances.firm[row]
    return Blocker(
        person_id=person.id,
        name=person.name,
        power=power,
        stance=stances.now[row] if stale else stance,
        code="stale" if stale else "never_assessed" if stance is Stance.UNKNOWN else "not_positive",
        text=text.format(name=person.name, stands=stances.words(row)),
    )
