"""Which few facts would decide about an account: the value of information over what is not known.

What is not known, with the answers that it may have and how probable they are:

- where somebody stands whose stance is unknown or stale: as frequent as among the account's people whose stance is
  known, by Laplace's rule (n of a stance + 1) ÷ (all + 3); a stale stance counts as one more of its kind. Where no key
  person is known, one who decides alone stands for all.
- whether something fitting began in the years of which no project, or not its type, is known: each year with
  probability (fitting years + 1) ÷ (three + 2), by the same rule; ½ where no project at all is known.
- whether an offering of ours fits a type that recurs and for which none is named: 1 ÷ (project types + 2), as of a
  thing never seen to be missing; ½ where no offering is known at all.
- what they spend, or what an opportunity or an expected project is worth, which changes no verdict.

A question comes before another if its answer alone is more likely to change the verdict (`probability_of_change`); then
if it moves more of the probabilities of what the verdict will be once everything is known (`decisiveness`: the total
variation distance, on the mean over the answers), by which questions count that decide only together; then if it moves
expected wins more (`value`: the standard deviation, with positive at the target of winning, neutral at 50, negative as
far below it, and the others as they count now); then if more of the decision weight hangs on it. The value of
information is that of Howard (1966); no answer is worth a question that moves none of these.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod
from typing import TypeVar

import numpy as np

from app.analytics.consensus import Floats
from app.analytics.constants import Constants
from app.analytics.ranking import NOTHING, significant
from app.analytics.verdicts import ENOUGH_YEARS, Evidence, FirstLook, verdict
from app.analytics.winning import Outlook
from graph_models.screening import Verdict
from graph_models.vocabulary import StakeKind, Stance

T = TypeVar("T")

ANSWERS = (Stance.POSITIVE, Stance.NEUTRAL, Stance.NEGATIVE)
MOST_TYPES = 3
"""Of the types that nothing of ours fits, so many of the most frequent are asked about."""
TWO_YEARS, FEWER, NONE_FITS = "two_years", "fewer", "none_fits"
FITS, FITS_NOT = "fits", "fits_not"


@dataclass(frozen=True)
class Answer:
    """What may turn out."""

    code: str
    probability: float
    evidence: Evidence
    """What is known then."""


@dataclass(frozen=True)
class Question:
    """Something that is not known."""

    code: str
    answers: Sequence[Answer]
    probability_of_change: float
    decisiveness: float
    row: int | None = None
    """The person it is about."""
    project_type_id: str | None = None
    share: float = 0.0
    """Of the decision weight."""
    money: float | None = None
    """How far the answer moves expected wins; None where money is unknown."""
    chance: float = 0.0
    """How far it moves C."""

    @property
    def place(self) -> tuple[float, ...]:
        """The most decisive first."""
        order = (self.probability_of_change, self.decisiveness, self.money or 0.0, self.chance, self.share)
        return tuple(-significant(number) for number in order)


@dataclass(frozen=True)
class _Fit:
    """How probable it is, once all is known, that fitting projects began in two years or more, in fewer, or in none."""

    two_years: float
    fewer: float
    none: float


@dataclass(frozen=True)
class _Case:
    """One way in which all that is unknown of the projects may turn out."""

    probability: float
    types: frozenset[str]
    """Types that turn out to be fitted."""
    answer: str
    """What turns out of the years that are not known."""
    outcome: str


def questions(look: FirstLook, ahead: Outlook, constants: Constants, types: int) -> list[Question]:
    """What to find out about an account, the most decisive first; what would move nothing is left out.

    Args:
        look: what is known of it.
        ahead: what its people decide, for what the answers are worth.
        constants: of scores.
        types: how many project types there are.
    """
    known, unknown = look.evidence, look.unknown
    chances = [_stance_chances(look, row) for row in unknown]
    cases = _cases(look, types)
    found = [
        *_about_people(look, chances, _fit(cases), _moves(ahead, unknown, chances, constants)),
        *_about_projects(look, known, cases, _somebody_endorses(look, chances)),
    ]
    found = [one for one in found if max(one.probability_of_change, one.decisiveness, one.chance) > NOTHING]
    if verdict(known) is not Verdict.EXCLUDE:
        found += _about_money(look, ahead)
    people = look.snapshot.people

    def place(one: Question) -> tuple[object, ...]:
        who = () if one.row is None else (people[one.row].name, people[one.row].title or "", people[one.row].id)
        return (one.place, one.code, who, one.project_type_id or "")

    return sorted(found, key=place)


def _stance_chances(look: FirstLook, row: int | None) -> tuple[float, ...]:
    """How probable each stance is of somebody of whom none is known, or of somebody at all."""
    seen = [stance for stance in look.stances if stance is not Stance.UNKNOWN]
    if row is not None and look.stale[row] is not Stance.UNKNOWN:
        seen.append(look.stale[row])
    return tuple((seen.count(stance) + 1) / (len(seen) + len(ANSWERS)) for stance in ANSWERS)


def _somebody_endorses(look: FirstLook, chances: Iterable[Sequence[float]]) -> float:
    """How probable it is, once all is known."""
    if look.endorsing:
        return 1.0
    one_by_one = [one[0] for one in chances] if look.snapshot.people else [_stance_chances(look, None)[0]]
    return 1 - prod(1 - positive for positive in sorted(one_by_one))


def _about_people(
    look: FirstLook, chances: Sequence[Sequence[float]], fit: _Fit, moves: Sequence[tuple[float | None, float]]
) -> Iterable[Question]:
    known = look.evidence
    eventually = _somebody_endorses(look, chances)
    if not look.snapshot.people:
        alone = _stance_chances(look, None)
        yield _about_person("people_unknown", known, alone, 1.0, (eventually, 0.0), fit)
        return
    for row, one, (money, chance) in zip(look.unknown, chances, moves, strict=True):
        others = 1.0 if look.endorsing else 1 - (1 - eventually) / (1 - one[0])
        stale = look.stale[row] is not Stance.UNKNOWN
        asked = _about_person(
            "stance_stale" if stale else "stance_unknown", known, one, look.shares[row], (eventually, others), fit
        )
        yield replace(asked, row=row, money=money, chance=chance)


def _about_person(  # noqa: PLR0917  (all that it is made of)
    code: str, known: Evidence, chances: Sequence[float], share: float, endorsed: tuple[float, float], fit: _Fit
) -> Question:
    """Where somebody stands; with how probable it is that anybody endorses us, in all and without this one."""
    eventually, others = endorsed
    answers = [
        Answer(
            stance,
            probability,
            replace(
                known,
                known_share=known.known_share + share,
                endorsed=known.endorsed or stance is Stance.POSITIVE,
            ),
        )
        for stance, probability in zip(ANSWERS, chances, strict=True)
    ]
    then = [(1.0 if stance is Stance.POSITIVE else others, fit) for stance in ANSWERS]
    return _question(code, known, answers, (eventually, fit), then, share=share)


def _about_money(look: FirstLook, ahead: Outlook) -> Iterable[Question]:
    """What an opportunity or an expected project is worth, or what they spend where nothing else is at stake."""
    if any(stake.kind is not StakeKind.SPEND and stake.amount is None for stake in ahead.stakes):
        yield Question("amount_unknown", (), 0, 0)
    elif any(stake.kind is StakeKind.SPEND for stake in ahead.stakes) and not look.snapshot.account.spend:
        yield Question("spend_unknown", (), 0, 0)


def _about_projects(look: FirstLook, known: Evidence, cases: Sequence[_Case], endorsed: float) -> Iterable[Question]:
    before, past = (endorsed, _fit(cases)), look.past
    if past.open_years:
        by_answer: defaultdict[str, list[_Case]] = defaultdict(list)
        for case in cases:
            by_answer[case.answer].append(case)
        after = {
            TWO_YEARS: replace(known, history_known=True, fits=True, years=max(known.years, ENOUGH_YEARS)),
            FEWER: replace(known, history_known=True, fits=True, years=max(known.years, 1)),
            NONE_FITS: replace(known, history_known=past.offerings_known),
        }
        codes = [code for code in after if by_answer[code]]
        answers = [Answer(code, sum(one.probability for one in by_answer[code]), after[code]) for code in codes]
        yield _question("projects_unknown", known, answers, before, [(endorsed, _fit(by_answer[one])) for one in codes])
    for kind in past.unserved[:MOST_TYPES]:
        fits = [case for case in cases if kind.project_type_id in case.types]
        fits_not = [case for case in cases if kind.project_type_id not in case.types]
        if_it_fits = replace(known, history_known=True, fits=True, years=len(past.years | kind.years))
        answers = [
            Answer(FITS, sum(one.probability for one in fits), if_it_fits),
            Answer(FITS_NOT, sum(one.probability for one in fits_not), known),
        ]
        then = [(endorsed, _fit(fits)), (endorsed, _fit(fits_not))]
        asked = _question("offering_unknown", known, answers, before, then)
        yield replace(asked, project_type_id=kind.project_type_id)


def _question(  # noqa: PLR0917  (all that it is made of)
    code: str,
    known: Evidence,
    answers: Sequence[Answer],
    before: tuple[float, _Fit],
    after: Sequence[tuple[float, _Fit]],
    share: float = 0.0,
) -> Question:
    now, expected = verdict(known), _verdicts(*before)
    pairs = list(zip(answers, after, strict=True))
    moved = (
        answer.probability * sum(abs(one - other) for one, other in zip(_verdicts(*then), expected, strict=True)) / 2
        for answer, then in pairs
    )
    changed = sum(one.probability for one in answers if verdict(one.evidence) is not now)
    return Question(code, answers, changed, sum(moved), share=share)


def _verdicts(endorsed: float, fit: _Fit) -> tuple[float, float, float]:
    """How probable it is that the account qualifies, is excluded, or neither, once everything is known."""
    qualifies, excluded = endorsed * fit.two_years, (1 - endorsed) * fit.none
    return qualifies, excluded, 1 - qualifies - excluded


def _cases(look: FirstLook, types: int) -> list[_Case]:
    """All ways in which what is not known of the projects may turn out."""
    past, years = look.past, look.past.years
    of_year = (len(years) + 1) / (len(past.periods) + 2) if past.begun else 0.5
    of_type = 1 / (types + 2) if past.offerings_known else 0.5
    kinds = {kind.project_type_id: kind for kind in past.unserved[:MOST_TYPES]}
    found: list[_Case] = []
    for fitted in _subsets(kinds):
        for filled in _subsets(past.open_years):
            probability = _probability(of_type, len(fitted), len(kinds))
            probability *= _probability(of_year, len(filled), len(past.open_years))
            begun = years | filled | frozenset[int]().union(*(kinds[one].years for one in fitted))
            fits = bool(begun or fitted or past.ever or past.planned)
            outcome = TWO_YEARS if len(begun) >= ENOUGH_YEARS else FEWER if fits else NONE_FITS
            direct = TWO_YEARS if len(years | filled) >= ENOUGH_YEARS else FEWER if filled else NONE_FITS
            found.append(_Case(probability, frozenset(fitted), direct, outcome))
    return found


def _subsets(of: Iterable[T]) -> Iterable[frozenset[T]]:
    things = list(of)
    for size in range(len(things) + 1):
        yield from map(frozenset, combinations(things, size))


def _probability(of_one: float, happened: int, of: int) -> float:
    return of_one**happened * (1 - of_one) ** (of - happened)


def _fit(cases: Iterable[_Case]) -> _Fit:
    """Over these cases, as if one of them were sure to be."""
    by: dict[str, float] = dict.fromkeys((TWO_YEARS, FEWER, NONE_FITS), 0.0)
    for case in cases:
        by[case.outcome] += case.probability
    total = sum(by.values())
    return _Fit(*(one / total for one in by.values()))


def _moves(
    ahead: Outlook, rows: Sequence[int], chances: Sequence[Sequence[float]], constants: Constants
) -> list[tuple[float | None, float]]:
    """How far the answer about each of these people moves expected wins and C: standard deviations over the answers."""
    if not rows:
        return []
    goal = constants.target / 100
    levels = (goal, 0.5, 1 - goal)
    shape = (len(rows), len(levels))
    money, chance = np.zeros(shape), np.zeros(shape)
    has_money = False
    for stake, worth in zip(ahead.stakes, ahead.money, strict=True):
        fill = ahead.field.fill(stake.committee)
        own = np.where(np.isnan(ahead.field.own), 0.5 if fill is None else fill, ahead.field.own)
        # A column for each answer of each person: that person's score as answered, all others' as they count now.
        cases = np.repeat(own[:, None], len(rows) * len(levels), axis=1)
        cases[np.repeat(rows, len(levels)), np.arange(cases.shape[1])] = np.tile(levels, len(rows))
        moved = stake.committee.chance(ahead.field.sway @ cases).reshape(shape)
        chance += moved / len(ahead.stakes)
        if worth and fill is not None:
            money += worth.amount * moved
            has_money = True
    weights = np.array(chances, dtype=np.float64)
    of_money, of_chance = _deviations(money, weights), _deviations(chance, weights)
    return [(one if has_money else None, other) for one, other in zip(of_money, of_chance, strict=True)]


def _deviations(values: Floats, weights: Floats) -> list[float]:
    """The standard deviation of each row."""
    means = (weights * values).sum(axis=1, keepdims=True)
    found: list[float] = np.sqrt((weights * (values - means) ** 2).sum(axis=1)).tolist()
    return [0.0 if one < NOTHING else one for one in found]
