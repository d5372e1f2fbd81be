"""What comes next at an account: of which wanted type, when, and worth how much?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.periods import Period, months_after
from app.analytics.rhythms import Expected, Rhythm, best_window, rhythms
from app.analytics.snapshot import Snapshot
from graph_models.records import ChanceRecord, HistoryRecord, RefusalRecord
from graph_models.recurrence import AmountRange, RefusalOut, WindowOut
from graph_models.results import UserBrief
from graph_models.vocabulary import RecurrenceStatus


def looking_ahead(snapshot: Snapshot, histories: Histories, constants: Constants) -> Snapshot:
    """The account with its rhythms, and with what is expected of them within the horizon.

    Expected is, of every type that offerings of ours fit, each project that is planned for then (one that belongs to an
    occurrence which has begun is not to come), and the next one if its likeliest window begins by then; unless an
    opportunity that closes by then is open for it, or it is decided, or was refused.
    """
    found = rhythms(snapshot.account.id, histories, snapshot.as_of, constants)
    return replace(
        snapshot,
        rhythms={rhythm.series.project_type_id: rhythm for rhythm in found},
        expected=tuple(one for rhythm in found for one in _expected(snapshot, rhythm, histories, constants)),
        calibration=histories.calibration,
    )


def _expected(snapshot: Snapshot, rhythm: Rhythm, histories: Histories, constants: Constants) -> Iterable[Expected]:
    kind = histories.types[rhythm.series.project_type_id]
    account_id, as_of = snapshot.account.id, snapshot.as_of
    horizon = months_after(as_of, constants.horizon_months)
    for window, planned in open_ahead(account_id, rhythm, histories, constants, horizon):
        refused = refusal_of(histories.refusals.get(account_id, ()), rhythm, planned, as_of)
        if refused or window.from_ > horizon:
            continue
        probability = 1.0
        if planned is None:
            assert rhythm.ahead is not None
            probability = rhythm.ahead.within(as_of, horizon)
        yield Expected(kind, rhythm, window, planned, probability, amount_range(rhythm, planned))


def open_ahead(
    account_id: str, rhythm: Rhythm, histories: Histories, constants: Constants, until: date = date.max
) -> Iterable[tuple[WindowOut, HistoryRecord | None]]:
    """What comes of a type that offerings of ours fit, and is neither decided nor has an opportunity of its own.

    The next comes first.

    That is the expected window where it ends well before anything that is planned, and each planned project. An
    opportunity that aims at no project is about the first of these that none aims at; those that were won or lost
    since the latest occurrence are about one. Opportunities that aim at none and close later than `until` do not count.
    """
    wanted = histories.types[rhythm.series.project_type_id].offerings
    following = next_project(rhythm, constants) if wanted else None
    if following is None:
        return
    opened, closed = histories.open.get(account_id, ()), histories.closed.get(account_id, ())
    aimed_at = {one.project_id for one in (*opened, *closed)}
    near = [one for one in opened if one.expected_on is None or one.expected_on <= until]
    covered = sum(chance_for([one], rhythm, None) is not None for one in near)
    covered = covered or int(chance_for(closed, rhythm, None) is not None)
    coming = [*([following] if following[1] is None else []), *((planned_window(one), one) for one in rhythm.planned)]
    for window, planned in coming:
        if planned and (not planned.is_open or planned.id in aimed_at):
            continue
        if covered:
            covered -= 1
        else:
            yield window, planned


def next_project(rhythm: Rhythm, constants: Constants) -> tuple[WindowOut, HistoryRecord | None] | None:
    """What comes next: the first planned project, or the expected window where that ends well before it.

    None where nothing is planned, and the type is irregular or has lapsed.
    """
    window = None if rhythm.status is RecurrenceStatus.LAPSED else best_window(rhythm, constants)
    planned = rhythm.planned[0] if rhythm.planned else None
    if planned and (window is None or (planned.started_on - window.to).days <= constants.window_days):
        return planned_window(planned), planned
    return None if window is None else (window, None)


def planned_window(planned: HistoryRecord) -> WindowOut:
    """The day on which a planned project begins, as its window."""
    return WindowOut(from_=planned.started_on, to=planned.started_on, probability=1)


def chance_for(chances: Iterable[ChanceRecord], rhythm: Rhythm, planned: HistoryRecord | None) -> ChanceRecord | None:
    """The opportunity, among these, that is about the next project of a type: not about one that has begun.

    One that aims at the project is about it, whatever its type. One that was won or lost counts only if it came after
    the latest occurrence.
    """
    for one in chances:
        aims = planned is not None and one.project_id == planned.id
        if not aims and (one.project_id is not None or one.project_type_id != rhythm.series.project_type_id):
            continue
        since = one.opened_on or one.expected_on
        if one.outcome is None or rhythm.last_on is None or (since is not None and since > rhythm.last_on):
            return one
    return None


def amount_range(rhythm: Rhythm, planned: HistoryRecord | None = None) -> AmountRange:
    """What an occurrence is worth, from the budgets of the earlier ones; of a planned project its own budget.

    A planned project without one is worth what the earlier projects were, one by one.

    Only occurrences whose budgets are all known, in the currency of most of them, count; nothing is converted.
    """
    if planned and planned.budget is not None:
        return AmountRange(amount=planned.budget, low=planned.budget, high=planned.budget, currency=planned.currency)
    known = [project for project in rhythm.projects if project.budget]
    if not known:
        return AmountRange(amount=None, low=None, high=None, currency=None)
    count = Counter(project.currency for project in known)
    currency = min(count, key=lambda one: (-count[one], one or ""))
    # A planned project is one; what is expected may again be several.
    sums = [
        sum(project.budget or 0 for project in burst)
        for burst in ([(project,) for project in rhythm.projects] if planned else rhythm.bursts)
        if all(project.budget and project.currency == currency for project in burst)
    ]
    if not sums:
        return AmountRange(amount=None, low=None, high=None, currency=None)
    return AmountRange(amount=float(np.median(sums)), low=min(sums), high=max(sums), currency=currency)


def silence(first: date | None, last: date | None, ended_on: date | None = None) -> Period | None:
    """A no-contact period; without a first day it has always been, without a last it is until the project has ended."""
    return None if first is None and last is None else Period(first or date.min, last or ended_on or date.max)


def refusal_of(
    found: Iterable[RefusalRecord], rhythm: Rhythm, planned: HistoryRecord | None, as_of: date
) -> RefusalOut | None:
    """The refusal of just this: of the planned project, or of the window after an occurrence until it is over."""
    for one in found:
        same = one.project_id == (planned.id if planned else None)
        same = same and (planned is not None or (one.after == rhythm.last_on and as_of <= one.until))
        if same and one.project_type_id == rhythm.series.project_type_id:
            user = None if one.user is None else UserBrief(id=one.user.id, name=one.user.name)
            return RefusalOut(id=one.id, reason=one.reason, refused_on=one.refused_on, user=user)
    return None
