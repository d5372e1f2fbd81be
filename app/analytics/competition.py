"""How do people stand towards our strongest competitor, compared with us?

Attitudes towards competitors are statements like others and never enter the consensus about us.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.analytics.consensus import Floats
from app.analytics.constants import Constants
from app.analytics.potential import decision_shares
from app.analytics.scores import scores
from app.analytics.snapshot import Competitor, Snapshot
from graph_models.results import CompetitorGap


def person_gaps(snapshot: Snapshot, constants: Constants) -> list[CompetitorGap | None]:
    """Each person's gap to the strongest competitor, who is the one with the highest score; None: nothing is known."""
    ours = scores(snapshot.consensus.value, constants)
    theirs = [(rival, scores(rival.consensus.value, constants)) for rival in snapshot.competitors]
    found: list[CompetitorGap | None] = []
    for row in range(len(snapshot.people)):
        known = [(score[row], rival) for rival, score in theirs if not np.isnan(score[row])]
        if not known:
            found.append(None)
            continue
        score, rival = max(known, key=lambda one: (one[0], one[1].name))
        own = None if np.isnan(ours[row]) else float(ours[row])
        found.append(
            CompetitorGap(
                vendor_id=rival.vendor_id,
                name=rival.name,
                score=float(score),
                own_score=own,
                gap=None if own is None else own - float(score),
                people=1,
            )
        )
    return found


def account_gaps(snapshot: Snapshot, constants: Constants) -> list[CompetitorGap]:
    """The account's gap to each competitor, the one with the highest score first.

    Scores are means by decision weight over the people of whom both attitudes are known, so that like is compared with
    like; where that is nobody, only the competitor's score is given, over those of whom it is known.
    """
    ours = scores(snapshot.consensus.value, constants)
    shares = decision_shares(snapshot, constants)
    return sorted(_gaps(snapshot, ours, shares, constants), key=_strongest_first)


def _strongest_first(gap: CompetitorGap) -> tuple[float, float, str]:
    return (-gap.score, 1.0 if gap.gap is None else gap.gap, gap.name)


def _gaps(snapshot: Snapshot, ours: Floats, shares: Floats, constants: Constants) -> Iterable[CompetitorGap]:
    everybody = np.ones(len(snapshot.people), dtype=np.bool_)
    for rival in snapshot.competitors:
        if gap := gap_to(rival, ours, shares, everybody, constants):
            yield gap


def gap_to(
    rival: Competitor, ours: Floats, shares: Floats, among: NDArray[np.bool_], constants: Constants
) -> CompetitorGap | None:
    """The gap to one competitor among some of the people; None where nothing is known of theirs.

    Args:
        rival: the competitor, and how the account's people stand towards it.
        ours: everybody's score towards us, 0–1, NaN where unknown.
        shares: everybody's weight; where those who count weigh nothing, they weigh the same.
        among: who counts at all.
        constants: the axis weights.
    """
    theirs = scores(rival.consensus.value, constants)
    known = ~np.isnan(theirs) & among
    both = known & ~np.isnan(ours)
    counted = both if both.any() else known
    if not counted.any():
        return None
    weights = shares * counted
    weights = weights if weights.sum() > 0 else counted.astype(np.float64)
    score = float(np.average(np.nan_to_num(theirs), weights=weights))
    own = float(np.average(np.nan_to_num(ours), weights=weights)) if both.any() else None
    return CompetitorGap(
        vendor_id=rival.vendor_id,
        name=rival.name,
        score=score,
        own_score=own,
        gap=None if own is None else own - score,
        people=int(counted.sum()),
    )
