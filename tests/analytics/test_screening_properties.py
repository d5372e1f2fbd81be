"""What holds of screening on any account: against a naive reading of the definitions, and against screening again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.histories import Histories
from app.analytics.snapshot import Snapshot
from graph_models.records import HistoryRecord, NamedRecord, ProjectTypeRecord
from graph_models.screening import Screening, ScreeningQuestion, Verdict
from tests.analytics.strategies import accounts
from tests.analytics.test_screening import screen
from tests.graphs.build import TODAY, Person, account
from tests.graphs.histories import TYPES, histories, part, project

C = Constants()
SCORES = {"positive": 75.0, "neutral": 50.0, "negative": 25.0}
NEW = ProjectTypeRecord(id="new", name="New", offerings=[NamedRecord(id="n", name="New")])
ALL_TYPES = {**TYPES, "roads": ProjectTypeRecord(id="roads", name="Roads", offerings=[])}
YEARS = tuple((date(2025 - n, 6, 16), date(2026 - n, 6, 15)) for n in range(3))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Snapshot, Histories]:
    """An account, now and then without anybody, and its projects in the last years and the next."""
    snapshot = account(spend=1_000) if draw(st.integers(0, 9)) == 9 else draw(accounts())
    said = st.sampled_from(draw(st.sampled_from((("negative", "neutral"), ("positive", "neutral", None), (None,)))))
    stances = {row: stance for row in range(len(snapshot.people)) if (stance := draw(said))}
    snapshot = with_stances(snapshot, stances)
    kinds = draw(st.sampled_from((("control", "meters"), ("pipes", "roads"), ("control", "meters", "pipes", None))))
    days = st.sampled_from([day for year in YEARS for day in year] + [date(2021, 1, 1), date(2027, 6, 15)])
    names = [person.name for person in snapshot.people]
    found = draw(st.lists(st.tuples(days, st.sampled_from(kinds)), min_size=draw(st.integers(0, 4)), max_size=6))
    projects = [
        project(day, kind, [part(name) for name in names[:2]], account="lanjiang", name=f"{number}")
        for number, (day, kind) in enumerate(found)
    ]
    types = dict(ALL_TYPES)
    if draw(st.integers(0, 4)) == 0:
        types = {id_: kind.model_copy(update={"offerings": []}) for id_, kind in types.items()}
    return snapshot, replace(histories(*projects), types=types)


def naive_stances(snapshot: Snapshot) -> list[str]:
    """By person; unknown where nothing is known that is not stale."""
    found: list[str] = []
    ages, values = snapshot.consensus.age_days.tolist(), snapshot.consensus.value.tolist()
    for person_ages, person_values in zip(ages, values, strict=True):
        known = [value for value, age in zip(person_values, person_ages, strict=True) if age <= 720]
        mean = sum(known) / len(known) if known else None
        if mean is None:
            found.append("unknown")
        elif mean >= 62.5 - 1e-9 and min(known) >= 37.5:
            found.append("positive")
        else:
            found.append("negative" if mean < 37.5 - 1e-9 else "neutral")
    return found


def naive_verdict(snapshot: Snapshot, known: Histories) -> str:
    """As the definition reads; all people weigh the same."""
    stances = naive_stances(snapshot)
    projects = known.projects.get(snapshot.account.id, ())
    ours = {id_ for id_, kind in known.types.items() if kind.offerings}
    begun = [one for one in projects if one.started_on <= TODAY]
    fitting = [one for one in begun if one.project_type_id in ours]
    years = sum(any(first <= one.started_on <= last for one in fitting) for first, last in YEARS)
    if years >= 2 and "positive" in stances:
        return "qualify"
    half = bool(stances) and 2 * sum(one != "unknown" for one in stances) >= len(stances)
    typed = [one for one in begun if one.project_type_id is not None]
    any_fits = any(one.project_type_id in ours for one in projects)
    return "exclude" if half and "positive" not in stances and typed and ours and not any_fits else "investigate"


@given(cases())
def test_the_verdict_is_as_defined(case: tuple[Snapshot, Histories]) -> None:
    found = screen(*case, C)
    assert found.verdict == naive_verdict(*case)
    assert (found.verdict is Verdict.EXCLUDE) <= (found.contact is None and found.project_type_id is None)
    assert (found.proposal is not None) <= (found.verdict is Verdict.QUALIFY)
    assert (found.verdict is Verdict.QUALIFY) <= (found.project_type_id is not None)
    assert len(found.ask_next) <= 5
    decides = [(one.probability_of_change, one.decisiveness) for one in found.ask_next]
    assert decides == sorted(decides, reverse=True)


@given(cases())
def test_each_answer_leads_to_the_verdict_that_is_said(case: tuple[Snapshot, Histories]) -> None:
    """Screened again with what the answer says, stored as it would be."""
    found = screen(*case, C)
    for question in found.ask_next:
        for answer in question.answers:
            assert screen(*answered(*case, found, question, answer.code), C).verdict is answer.verdict
        changed = [one.probability for one in question.answers if one.verdict is not found.verdict]
        assert question.probability_of_change == pytest.approx(sum(changed), abs=1e-5)
        assert not question.answers or sum(one.probability for one in question.answers) == pytest.approx(1, abs=1e-5)


def answered(
    snapshot: Snapshot, known: Histories, found: Screening, question: ScreeningQuestion, code: str
) -> tuple[Snapshot, Histories]:
    """The account once a question is answered so."""
    if question.person_id is not None:
        return with_stances(snapshot, {snapshot.rows[question.person_id]: code}), known
    if question.code == "people_unknown":
        return account(Person("Somebody", SCORES[code]), spend=1_000), known
    if question.code == "offering_unknown":
        kind = known.types[str(question.project_type_id)]
        named = kind.model_copy(update={"offerings": NEW.offerings if code == "fits" else []})
        return snapshot, replace(known, types={**known.types, kind.id: named})
    projects = known.projects.get("lanjiang", ())
    days = [YEARS[number][0] for number in open_years(projects, found)]
    begun = {
        "two_years": [project(day, "new", account="lanjiang") for day in days],
        "fewer": [project(day, "new", account="lanjiang") for day in days[:1]],
        "none_fits": [project(day, "roads", account="lanjiang") for day in days],
    }[code]
    types = known.types if code == "none_fits" else {**known.types, "new": NEW}
    more = sorted([*projects, *begun], key=lambda one: one.started_on)
    return snapshot, replace(known, projects={"lanjiang": more}, types=types)


def with_stances(snapshot: Snapshot, stances: Mapping[int, str]) -> Snapshot:
    """The account where these people stand so, as stated today."""
    value, age = snapshot.consensus.value.copy(), snapshot.consensus.age_days.copy()
    for row, stance in stances.items():
        value[row], age[row] = SCORES[stance], 0
    return replace(snapshot, consensus=replace(snapshot.consensus, value=value, age_days=age))


def open_years(projects: Sequence[HistoryRecord], found: Screening) -> list[int]:
    """Years in which nothing fitting is known, and nothing at all or something of an unknown type."""
    in_year = [[one for one in projects if first <= one.started_on <= last] for first, last in YEARS]
    return [
        number
        for number, some in enumerate(in_year)
        if not found.years[number].project_type_ids and (not some or any(one.project_type_id is None for one in some))
    ]


@given(cases())
def test_decisiveness_is_how_far_an_answer_moves_the_eventual_verdict(case: tuple[Snapshot, Histories]) -> None:
    """Against counting every way in which everything unknown may turn out."""
    snapshot, known = case
    found = screen(snapshot, known, C)
    ways = list(every_way(snapshot, known, found))
    assert sum(probability for probability, _, _ in ways) == pytest.approx(1)
    before = mean_verdict(ways)
    for question in found.ask_next:
        if not question.answers:
            continue
        name = question.person_id or question.project_type_id or question.code
        moved = 0.0
        for answer in question.answers:
            then = [way for way in ways if way[1][name] == answer.code]
            share = sum(probability for probability, _, _ in then)
            assert share == pytest.approx(answer.probability, abs=1e-5)
            moved += share * sum(abs(mean_verdict(then)[one] - before[one]) for one in Verdict) / 2
        assert question.decisiveness == pytest.approx(moved, abs=1e-5)


Way = tuple[float, Mapping[str, str], str]
"""How probable it is, what is answered to each question, and the verdict once all that is known."""


def every_way(snapshot: Snapshot, known: Histories, found: Screening) -> Iterable[Way]:
    """All answers to everything, people by people, year by year and type by type."""
    projects = known.projects.get("lanjiang", ())
    begun = [one for one in projects if one.started_on <= TODAY]
    ours = {id_ for id_, kind in known.types.items() if kind.offerings}
    in_year = [{one.project_type_id for one in begun if a <= one.started_on <= b} for a, b in YEARS]
    fitting = {number for number, kinds in enumerate(in_year) if kinds & ours}
    open_ones = open_years(projects, found)
    of_year = (len(fitting) + 1) / 5 if begun else 0.5
    types = recurring(begun, ours)
    of_type = 1 / (len(known.types) + 2) if ours else 0.5
    people = list(naive_people(snapshot))
    ever_fits = any(one.project_type_id in ours for one in projects)
    for stances in product(*(one.items() for _, one in people)):
        for filled in product((True, False), repeat=len(open_ones)):
            for fitted in product((True, False), repeat=len(types)):
                probability = 1.0
                for _, chance in stances:
                    probability *= chance
                for yes in filled:
                    probability *= of_year if yes else 1 - of_year
                for yes in fitted:
                    probability *= of_type if yes else 1 - of_type
                new = {number for number, yes in zip(open_ones, filled, strict=True) if yes}
                more = {kind for kind, yes in zip(types, fitted, strict=True) if yes}
                years = fitting | new | {number for number, kinds in enumerate(in_year) if kinds & more}
                endorsed = any(stance == "positive" for stance, _ in stances) or "positive" in naive_stances(snapshot)
                answers = {name: stance for (name, _), (stance, _) in zip(people, stances, strict=True)}
                answers |= {str(kind): "fits" if kind in more else "fits_not" for kind in types}
                answers["projects_unknown"] = (
                    "two_years" if len(fitting | new) >= 2 else "fewer" if new else "none_fits"
                )
                fits = ever_fits or bool(years or more)
                verdict = "qualify" if endorsed and len(years) >= 2 else "investigate"
                yield probability, answers, "exclude" if not endorsed and not fits else verdict


def recurring(begun: Sequence[HistoryRecord], ours: set[str]) -> list[str]:
    """Types that began again more than sixty days after an occurrence began, and that nothing of ours fits."""
    found: list[str] = []
    for kind in ("pipes", "roads", "control", "meters"):
        days = sorted(one.started_on for one in begun if one.project_type_id == kind)
        if kind not in ours and days and days[-1] - days[0] > timedelta(days=60):
            found.append(kind)
    return found


def naive_people(snapshot: Snapshot) -> Iterable[tuple[str, Mapping[str, float]]]:
    """Those whose stance is unknown, and how probable each is."""
    stances = naive_stances(snapshot)
    ever = naive_stances(
        replace(snapshot, consensus=replace(snapshot.consensus, age_days=snapshot.consensus.age_days * 0))
    )
    seen = [one for one in stances if one != "unknown"]
    for row, person in enumerate(snapshot.people):
        if stances[row] == "unknown":
            counted = [*seen, ever[row]] if ever[row] != "unknown" else seen
            yield person.id, {one: (counted.count(one) + 1) / (len(counted) + 3) for one in SCORES}
    if not snapshot.people:
        yield "people_unknown", dict.fromkeys(SCORES, 1 / 3)


def mean_verdict(ways: Sequence[Way]) -> Mapping[str, float]:
    """How probable each verdict is, over these ways."""
    total = sum(probability for probability, _, _ in ways)
    return {one: sum(chance for chance, _, verdict in ways if verdict == one) / total for one in Verdict}


@given(cases(), st.randoms(use_true_random=False))
def test_neither_ids_nor_the_order_of_rows_change_the_answer(case: tuple[Snapshot, Histories], random: Random) -> None:
    snapshot, known = case
    ids = {
        person.id: f"x{number}" for number, person in enumerate(random.sample(snapshot.people, len(snapshot.people)))
    }
    order = random.sample(range(len(snapshot.people)), len(snapshot.people))
    consensus = snapshot.consensus
    other = replace(
        snapshot,
        people=tuple(snapshot.people[row].model_copy(update={"id": ids[snapshot.people[row].id]}) for row in order),
        consensus=replace(
            consensus, value=consensus.value[order], spread=consensus.spread[order],
            age_days=consensus.age_days[order], contributors=consensus.contributors[order],
        ),
        ties=tuple(replace(tie, from_id=ids[tie.from_id], to_id=ids[tie.to_id]) for tie in snapshot.ties[::-1]),
        opportunities=tuple(
            one.model_copy(update={"committee": [
                seat.model_copy(update={"person_id": ids[seat.person_id]}) for seat in one.committee[::-1]
            ]})
            for one in snapshot.opportunities
        ),
    )  # fmt: skip
    projects = [
        one.model_copy(update={"id": f"y{number}", "participants": [
            replace(each, person_id=ids[each.person_id]) for each in one.participants[::-1]
        ]})
        for number, one in enumerate(known.projects.get("lanjiang", ()))
    ]  # fmt: skip
    again = screen(
        other, replace(known, projects={"lanjiang": projects}, types=dict(reversed(list(known.types.items())))), C
    )
    named = {new: old for old, new in ids.items()}
    assert plain(again, named) == plain(screen(snapshot, known, C), {})


def plain(found: Screening, ids: Mapping[str, str]) -> Any:  # noqa: ANN401
    """An answer with the ids as they were; people who are listed together in the order of ids."""

    def rename(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, dict):
            fields = cast("dict[str, Any]", value)
            return {key: rename(one) for key, one in fields.items() if key != "planned_project_id"}
        if isinstance(value, list):
            return [rename(one) for one in cast("list[Any]", value)]
        return ids.get(value, value) if isinstance(value, str) else value

    return rename(found.model_dump())
