"""How do people stand towards our strongest competitor, compared with us?

Attitudes towards competitors are statements like others and never enter the consensus about us.
"""

from collections.abc import Iterable

import numpy as np

from app.analytics.consensus import Floats
from app.analytics.constants import Constants
from app.analytics.potential import decision_shares
from app.analytics.scores import scores
from app.analytics.snapshot import Snapshot
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
    for rival in snapshot.competitors:
        theirs = scores(rival.consensus.value, constants)
        known = ~np.isnan(theirs)
        both = known & ~np.isnan(ours)
        counted = both if both.any() else known
        if not counted.any():
            continue
        weights = shares * counted
        weights = weights if weights.sum() > 0 else counted.astype(np.float64)
        score = float(np.average(np.nan_to_num(theirs), weights=weights))
        own = float(np.average(np.nan_to_num(ours), weights=weights)) if both.any() else None
        yield CompetitorGap(
            vendor_id=rival.vendor_id,
            name=rival.name,
            score=score,
            own_score=own,
            gap=None if own is None else own - score,
            people=int(counted.sum()),
        )
