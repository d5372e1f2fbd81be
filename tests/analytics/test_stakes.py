"""What is decided at an account: open opportunities, what is expected to come, else the year's spend."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from app.analytics.constants import Constants
from app.analytics.decisions import decisions
from app.analytics.expected import looking_ahead
from app.analytics.histories import Histories
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Money, Snapshot
from app.analytics.stakes import stakes_of
from app.analytics.standing import standing
from app.analytics.what_if import WhatIfBody, what_if
from app.analytics.winning import outlook
from graph_models.records import HistoryRecord
from graph_models.vocabulary import CommitteeSource, StakeKind
from tests.graphs.build import Opportunity, Person, account, influences
from tests.graphs.histories import RIVAL, histories, opportunity, part, project, refusal

C = Constants()
TODAY = date(2026, 6, 15)
LIU, WANG, ZHOU = Person("Liu", 80), Person("Wang", 50, veto=True), Person("Zhou", 20)


def years(budget: float | None = 1_000_000, kind: str = "control", currency: str = "CNY") -> list[HistoryRecord]:
    """Each first of March with Liu and Wang; the next is to come in March 2027."""
    parts = [part("Wang"), part("Liu")]
    days = [date(year, 3, 1) for year in range(2019, 2027)]
    return [project(day, kind, parts, budget=budget, currency=currency) for day in days]


def ahead(
    known: Histories,
    *people: Person,
    opportunities: Iterable[Opportunity] = (),
    spend: float | None = 3_000_000,
    constants: Constants = C,
) -> Snapshot:
    there = account(*(people or (LIU, WANG, ZHOU)), spend=spend, name="A", as_of=TODAY, opportunities=opportunities)
    return looking_ahead(there, known, constants)


def test_what_is_expected_is_a_stake() -> None:
    """Of Wang and Liu, not Zhou: C = 0.5 × (0.5 + 0.8) / 2; nearly all of the distribution lies within a year."""
    there = ahead(histories(*years()))
    (stake,) = stakes_of(there, C)
    assert (stake.kind, stake.name, stake.seated_by) == (StakeKind.WINDOW, "Control 2027", CommitteeSource.EARLIER)
    assert stake.amount == Money(1_000_000, "CNY")
    assert stake.probability is not None
    assert 0.9 < stake.probability < 1
    stands = standing(there, C)
    assert stands.chance == pytest.approx(0.325)
    assert stands.expected_wins == pytest.approx(stake.probability * 325_000)
    assert stands.basis == "windows"
    assert [one.person.name for one in recommend([there], C)] == ["Wang"]


def test_a_shorter_horizon_leaves_less_of_it_or_nothing() -> None:
    """In eight months, by mid-February, little of it has come; in one month nothing has, and the spend is left."""
    (soon,) = stakes_of(ahead(histories(*years()), constants=Constants(horizon_months=8)), C)
    assert soon.probability is not None
    assert 0 < soon.probability < 0.5
    none = ahead(histories(*years()), constants=Constants(horizon_months=1))
    assert none.expected == ()
    assert [stake.kind for stake in stakes_of(none, C)] == [StakeKind.SPEND]


def test_what_is_covered_decided_refused_or_not_wanted_is_not_expected() -> None:
    covered = ahead(histories(*years(), opened=[opportunity()]))
    refused = ahead(histories(*years(), refused=[refusal(date(2026, 3, 1))]))
    decided = ahead(histories(*years(), project(date(2027, 2, 1), decided=True)))
    gone = ahead(histories(*years(), project(date(2027, 2, 1), vendor=RIVAL)))
    others = ahead(histories(*years(kind="pipes")))
    for there in (covered, refused, decided, gone, others):
        assert there.expected == ()
        assert [stake.kind for stake in stakes_of(there, C)] == [StakeKind.SPEND]


def test_beside_an_open_opportunity_of_another_kind() -> None:
    """The opportunity is all key people's: (0.8 + 0.5 + 0.2) / 3 × 0.5."""
    there = ahead(histories(*years()), opportunities=[Opportunity("Meters", 2_000_000, type_id="meters")])
    of_opportunity, of_window = stakes_of(there, C)
    assert (of_opportunity.kind, of_window.kind) == (StakeKind.OPPORTUNITY, StakeKind.WINDOW)
    assert of_window.probability is not None
    stands = standing(there, C)
    assert stands.basis == "opportunities and windows"
    assert stands.expected_wins == pytest.approx(2_000_000 * 0.25 + of_window.probability * 325_000)


def test_what_has_no_known_amount_is_a_stake_beside_the_spend() -> None:
    """Wang's veto counts in both; the money is the spend's alone: C = 0.5 × (0.8 + 0.5 + 0.2) / 3 of 3 million."""
    there = ahead(histories(*years(None)))
    of_window, of_spend = stakes_of(there, C)
    assert (of_window.kind, of_window.amount, of_window.money) == (StakeKind.WINDOW, None, None)
    assert (of_spend.kind, of_spend.money) == (StakeKind.SPEND, Money(3_000_000, "CNY"))
    stands = standing(there, C)
    assert (stands.basis, stands.expected_wins) == ("spend", pytest.approx(750_000))
    assert stands.chance == pytest.approx((0.325 + 0.25) / 2)
    liu_out = recommend([ahead(histories(*years(None)), Person("Liu", 80), Person("Zhou", 20))], C)
    assert [one.person.name for one in liu_out] == ["Zhou"]
    said = {remark.code: remark.text for remark in liu_out[0].unknowns}
    assert said["amount_unknown"] == "The amount of Control 2027 is not known."
    assert said["no_opportunity"] == (
        "No opportunity is to close within 12 months, and the amount of nothing that is expected is known; "
        "this year's expected spend is what the value is of."
    )


def test_what_has_no_known_amount_beside_what_has_one() -> None:
    """Without spend it is alone; beside an opportunity or what else is expected, the spend is not counted."""
    assert [stake.money for stake in stakes_of(ahead(histories(*years(None)), spend=None), C)] == [None]
    meters = project(date(2026, 9, 1), "meters", budget=1.0)
    for there in (
        ahead(histories(*years(None)), opportunities=[Opportunity("Meters", type_id="meters")]),
        ahead(histories(*years(None), meters)),
    ):
        assert StakeKind.SPEND not in {stake.kind for stake in stakes_of(there, C)}


def test_different_currencies_are_not_added() -> None:
    there = ahead(histories(*years(currency="EUR")), opportunities=[Opportunity("Meters", 2_000_000, type_id="meters")])
    assert standing(there, C).expected_wins is None
    assert [one.expected_wins.currency for one in decisions(there, C) if one.expected_wins.amount] == ["CNY", "EUR"]


def test_a_planned_project_is_certain_and_has_its_own_committee() -> None:
    """Zhou is named for it; Wang and Liu took part in all the earlier ones: 0.5 × (0.5 + 0.8 + 0.2) / 3."""
    planned = project(date(2027, 3, 1), parts=[part("Zhou")], budget=400_000, name="The big one")
    there = ahead(histories(*years(), planned))
    (stake,) = stakes_of(there, C)
    assert (stake.name, stake.probability, stake.seated_by) == ("The big one", 1, CommitteeSource.EARLIER)
    assert standing(there, C).expected_wins == pytest.approx(100_000)
    assert stake.deadlines == (date(2027, 3, 1),)


def test_who_seldom_takes_part_weighs_less() -> None:
    """Zhou took part in one of two that count the same: of the weight Liu has 1 / 1.5 and Zhou 0.5 / 1.5."""
    both = [
        project(date(2026, 1, 1), parts=[part("Liu"), part("Zhou")]),
        project(date(2026, 4, 1), parts=[part("Liu")]),
    ]
    constants = Constants(committee_half_life_days=1e9)
    there = ahead(histories(*both), opportunities=[Opportunity("Control", 900_000, type_id="control")])
    (stake,) = stakes_of(there, constants)
    assert stake.seated_by is CommitteeSource.EARLIER
    assert standing(there, constants).chance == pytest.approx((0.8 + 0.5 * 0.2) / 1.5)


def test_whoever_may_veto_it_may_veto_it() -> None:
    """However seldom Wang took part."""
    parts = [[part("Liu")], [part("Liu")], [part("Liu"), part("Wang")]]
    days = [date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)]
    known = histories(*(project(day, parts=some) for day, some in zip(days, parts, strict=True)))
    there = ahead(known, opportunities=[Opportunity("Control", 900_000, type_id="control")])
    stake = stakes_of(there, C)[0]
    assert stake.committee.veto(outlook(there, C).field.own) == 0.5


def test_the_no_contact_period_of_a_planned_project() -> None:
    """Those who are expected to decide are not to be contacted, whether or not they are named for it."""
    silent = (date(2026, 6, 1), date(2026, 7, 1))
    planned = project(date(2027, 3, 1), parts=[part("Zhou")], budget=400_000, silent=silent, name="The big one")
    there = ahead(histories(*years(), planned))
    held_back = not_to_be_contacted(there, outlook(there, C), C)
    assert sorted(held_back) == ["liu", "wang", "zhou"]
    assert held_back["wang"].no_contact_to == date(2026, 7, 1)
    assert recommend([there], C) == []


def test_a_tender_silences_those_expected_whether_or_not_it_is_a_stake() -> None:
    """Without a budget, refused, or with an opportunity that aims at no project."""
    silent = (date(2026, 6, 1), date(2026, 7, 1))
    unknown = project(date(2027, 3, 1), silent=silent, name="The big one")
    known = project(date(2027, 3, 1), silent=silent, budget=1.0, name="The big one")
    cases = (
        ahead(histories(*years(None), unknown)),
        ahead(histories(*years(), known, refused=[refusal(date(2026, 3, 1), of=known)])),
        ahead(
            histories(*years(), known, opened=[opportunity()]), opportunities=[Opportunity("A", 1.0, type_id="control")]
        ),
    )
    for there in cases:
        assert sorted(not_to_be_contacted(there, outlook(there, C), C)) == ["liu", "wang"]
        assert {one.person.name for one in recommend([there], C)} <= {"Zhou"}


def test_what_is_planned_after_a_covered_one_is_expected() -> None:
    first = project(date(2026, 9, 1), budget=1.0, name="First")
    second = project(date(2027, 3, 1), budget=9_000_000, name="Second")
    for known in (
        histories(*years(), first, second, opened=[opportunity(aims_at=first)]),
        histories(*years(), first.model_copy(update={"decided": True}), second),
        histories(*years(), first, second, opened=[opportunity()]),  # about the first, as it aims at none
    ):
        assert [stake.name for stake in stakes_of(ahead(known), C)] == ["Second"]


def test_everything_that_is_planned_is_expected() -> None:
    """Each with its own money; the opportunity that aims at none is about the next: here the window before them."""
    first = project(date(2028, 3, 1), budget=1.0, name="First")
    second = project(date(2028, 9, 1), budget=2.0, name="Second")
    two_years = Constants(horizon_months=36)
    names = [stake.name for stake in stakes_of(ahead(histories(*years(), first, second), constants=two_years), C)]
    assert names == ["Control 2027", "First", "Second"]
    covered = histories(*years(), first, second, opened=[opportunity()])
    assert [stake.name for stake in stakes_of(ahead(covered, constants=two_years), C)] == ["First", "Second"]
    both = [project(date(2026, month, 1), budget=1.0, name=str(month)) for month in (9, 11)]
    assert [stake.name for stake in stakes_of(ahead(histories(*years(), *both)), C)] == ["9", "11"]


def test_by_when_it_is_to_be_prepared() -> None:
    """The first day that is not over, of those on which it is decided, begins, or falls silent."""
    days = (date(2026, 7, 1), date(2026, 9, 1))
    cases = {
        (date(2026, 6, 20), None): date(2026, 6, 19), (date(2026, 6, 10), None): days[0], (None, None): days[0],
        (None, date(2026, 8, 1)): days[0],
    }  # fmt: skip
    for silent, expected in cases.items():
        one = Opportunity("A", 1.0, expected_on=days[0], starts_on=days[1], no_contact=silent)
        (stake,) = stakes_of(ahead(histories(), opportunities=[one]), C)
        assert stake.by(TODAY) == expected
        assert stake.by(days[1]) == days[1]
        assert stake.by(date(2026, 9, 2)) is None


def test_an_opportunity_beyond_the_horizon_covers_nothing_within() -> None:
    """Unless it aims at just that project."""
    soon = project(date(2026, 9, 1), budget=5_000_000, name="Soon")
    later = opportunity(expected=date(2027, 9, 1))
    assert [stake.name for stake in stakes_of(ahead(histories(soon, opened=[later])), C)] == ["Soon"]
    aimed = opportunity(expected=date(2027, 9, 1), aims_at=soon)
    (spend,) = stakes_of(ahead(histories(soon, opened=[aimed])), C)
    assert spend.kind is StakeKind.SPEND


def test_a_no_contact_period_ends_with_the_project() -> None:
    """As of an opportunity whose project has ended without anybody saying when contact is allowed again."""
    one = Opportunity("A", 1.0, no_contact=(date(2024, 1, 1), None)).record("a")
    for ends_on, silent in ((date(2026, 6, 14), 0), (date(2026, 6, 15), 3), (None, 3)):
        there = replace(ahead(histories()), opportunities=(one.model_copy(update={"ends_on": ends_on}),))
        assert len(not_to_be_contacted(there, outlook(there, C), C)) == silent


def test_without_projects_nothing_is_expected() -> None:
    there = ahead(histories())
    assert there.expected == ()
    assert [stake.kind for stake in stakes_of(there, C)] == [StakeKind.SPEND]


def test_what_if_of_what_is_expected() -> None:
    """Wang's veto was denied in all of them: C = 0.65, with it 0.325; with Liu gone it is Wang's alone; won 0.775."""
    parts = [part("Wang", veto=False), part("Liu")]
    there = ahead(histories(*(project(date(year, 3, 1), parts=parts, budget=1.0) for year in range(2019, 2027))))

    def after(**body: object) -> float | None:
        found = what_if(there, WhatIfBody.model_validate(body), C)
        assert found.before.chance == pytest.approx(0.65)
        return found.after.chance

    assert after(changes=[{"person_id": "wang", "veto": True}]) == pytest.approx(0.325)
    assert after(remove=["liu"]) == pytest.approx(0.5)
    won = dict.fromkeys(("closeness", "solution_acceptance", "price_acceptance"), 75)
    assert after(changes=[{"person_id": "wang", **won}]) == pytest.approx(0.775)
    assert after(add=[{"name": "Xu", "closeness": 0}]) == pytest.approx(0.65)  # who never took part is not expected


def test_what_if_says_of_whom_nothing_moves() -> None:
    """Xu and Zhou have no say in what is expected; Zhou has where he sways Wang, and all have about the spend."""

    def said(there: Snapshot) -> list[str]:
        body = {"add": [{"name": "Xu"}], "changes": [{"person_id": who, "closeness": 90} for who in ("wang", "zhou")]}
        return [one.text.split()[0] for one in what_if(there, WhatIfBody.model_validate(body), C).remarks]

    there = ahead(histories(*years()))
    assert said(there) == ["Zhou", "Xu"]
    assert said(replace(there, ties=(influences("Zhou", "Wang").record("a"),))) == ["Xu"]
    assert said(ahead(histories())) == []
    nobody_known = ahead(histories(*years()), Person("Liu"), Person("Wang"), Person("Zhou"))
    assert said(nobody_known) == []  # what is known of anybody then counts for everybody
    gone = WhatIfBody.model_validate({"remove": ["zhou"]})
    assert [one.code for one in what_if(there, gone, C).remarks] == ["no_say"]


def test_where_somebody_approves_the_others_have_no_say() -> None:
    there = account(Person("Liu", 40, approve=True), Person("Zhou", 20), spend=1.0)
    body = WhatIfBody.model_validate({"changes": [{"person_id": "zhou", "closeness": 90}]})
    assert [one.code for one in what_if(there, body, C).remarks] == ["no_say"]


def test_what_if_of_a_recommendation_is_its_value() -> None:
    there = ahead(histories(*years()))
    (advice,) = recommend([there], C)
    won = dict.fromkeys(("closeness", "solution_acceptance", "price_acceptance"), 75)
    body = WhatIfBody.model_validate({"changes": [{"person_id": advice.person.id, **won}]})
    assert what_if(there, body, C).difference.expected_wins == pytest.approx(advice.value.amount, abs=0.01)
