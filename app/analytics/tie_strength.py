"""How strong is a tie, as far as dated contacts and shared projects tell?

Recency × frequency × reciprocity, decaying. Granovetter (1973, "The Strength of Weak Ties") takes the strength of a tie
to be a combination of time, intensity, intimacy and reciprocal services; Gilbert and Karahalios (2009, "Predicting Tie
Strength with Social Media") find recency and amount of contact among its best predictors. Here

    strength = 1 − exp(−Σ weight ÷ tie_contacts)
    weight = 0.5^(age ÷ half-life) × reciprocity ÷ (participants − 1)

where each contact's weight halves with its age (recency), weights are added up (frequency), what needs both sides
counts more than what may only have been sent (reciprocity), and a contact is shared out among the others who took part
(Newman 2001, "Scientific collaboration networks II"). So one more contact never lowers it, an older one counts less,
and it is never above 1. It says how much contact there was, not what was thought of it: closeness is judged,
and stays apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import exp

from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from graph_models.records import InteractionRecord


def tie_strength(interactions: Iterable[InteractionRecord], constants: Constants) -> float:
    """How strong is the tie between one of ours and a person, given their contacts up to the day? 0–1.

    What is recorded of a contact has no direction. Reciprocity is therefore what its channel can say: a visit, a
    meeting or a call needs both sides, while of a letter or a mailing it is not known that it was answered.
    """
    total = sum(
        _decay(contact.age_days, constants.tie_half_life_days)
        * _reciprocity(contact.channel, constants)
        / max(contact.participants - 1, 1)
        for contact in interactions
    )
    return _saturating(total / constants.tie_contacts)


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a tie is, 0–1: what somebody stated and what was computed stay apart; None where not known."""

    stated: float | None
    computed: float | None
    at_all: bool = True
    """Is it stated that there is such a tie, however strong?"""

    @property
    def known(self) -> float | None:
        """The larger: neither contacts that nobody recorded nor those after the statement should weaken a tie."""
        if self.stated is None or self.computed is None:
            return self.computed if self.stated is None else self.stated
        return max(self.stated, self.computed)

    def counted(self, constants: Constants) -> float:
        """With what costs and orders are made: a stated tie of unknown strength counts with at least the default.

        Otherwise a single letter to somebody whom one of us is said to know would make that person look further away.
        """
        if self.stated is None and self.at_all:
            return max(self.computed or 0.0, constants.unknown_strength)
        return self.known or 0.0


@dataclass(frozen=True, slots=True)
class Contact:
    """One of ours who knows, or has met, a person."""

    user_id: str
    name: str
    strength: Strength


Contacts = Mapping[str, Sequence[Contact]]
"""By person."""


def contacts_of(snapshot: Snapshot, constants: Constants) -> Contacts:
    """Who of ours knows or has met each person, and how strong is the tie?"""
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for contact in snapshot.contacts:
        computed = tie_strength(contact.interactions, constants) if contact.interactions else None
        strength = Strength(contact.strength, computed, contact.acquainted)
        found[contact.person_id].append(Contact(contact.user_id, contact.user_name, strength))
    return dict(found)


def shared_projects(snapshot: Snapshot, constants: Constants) -> dict[tuple[str, str], tuple[float, str]]:
    """Who took part in the same projects: the computed strength, 0–1, and the project that adds most to it, by pair.

    1 − exp(−Σ 0.5^(age ÷ half-life) ÷ (participants − 1)): two alone in a project that has just ended 0.63, five 0.22.
    """
    total: defaultdict[tuple[str, str], float] = defaultdict(float)
    most: dict[tuple[str, str], tuple[float, str]] = {}
    # In an order of time and names, so that sums and equals do not depend on that of the rows.
    for project in sorted(snapshot.shared_projects, key=lambda one: (one.age_days, one.name, len(one.person_ids))):
        share = _decay(project.age_days, constants.shared_project_half_life_days) / (len(project.person_ids) - 1)
        for pair in permutations(project.person_ids, 2):
            total[pair] += share
            if pair not in most or share > most[pair][0]:
                most[pair] = share, project.name
    return {pair: (_saturating(amount), most[pair][1]) for pair, amount in total.items()}


def _decay(age_days: float, half_life_days: float) -> float:
    return 0.5 ** (max(age_days, 0) / half_life_days)


def _reciprocity(channel: str, constants: Constants) -> float:
    return constants.one_way_reciprocity if channel.strip().casefold() in constants.one_way_channels else 1.0


def _saturating(amount: float) -> float:
    return 1 - exp(-amount)
