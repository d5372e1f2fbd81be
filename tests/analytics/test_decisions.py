"""Can it pass: who decides, who stands in the way, whom does it take?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from app.analytics.constants import Constants
from app.analytics.decisions import ANALYTIC, decisions
from app.analytics.expected import looking_ahead
from app.analytics.snapshot import Snapshot
from app.analytics.standing import standing
from graph_models.decisions import Decision
from graph_models.vocabulary import CommitteeSource, StakeKind, Stance
from tests.analytics.strategies import accounts
from tests.graphs import deciding, unknown
from tests.graphs.build import Opportunity, Person, account, influences, seat
from tests.graphs.histories import histories, part, project

C = Constants()


def the_one(snapshot: Snapshot) -> Decision:
    (found,) = decisions(snapshot, C)
    return found


def test_the_worked_case() -> None:
    """V = Wang's 0.5; A = the mean 0.69; Wang alone lifts 34.5 % to 55.5 %."""
    found = the_one(deciding.the_worked_case())
    assert (found.chance.value, found.chance.band) == (pytest.approx(0.345), "medium")
    assert found.expected_wins.amount == pytest.approx(207_000)
    wang, *others = found.committee
    assert (wang.person.name, wang.veto, wang.stance, wang.share) == ("Wang", True, Stance.NEUTRAL, 0.2)
    assert not any(member.veto or member.approve for member in others)
    assert sum(member.share for member in found.committee) == pytest.approx(1)
    assert [(one.code, one.text) for one in found.single_points] == [("veto", "Wang can veto it, and is neutral.")]
    assert [one.name for one in found.blockers] == ["Wang"]
    assert found.smallest.text == "1 to win for 50 %: Wang."


def test_only_one_can_approve_it_and_is_neutral() -> None:
    found = the_one(account(Person("Li", 50, approve=True), Person("An", 90), spend=1_000_000))
    assert [(one.code, one.text) for one in found.single_points] == [
        ("only_approver", "Li alone can approve it, and is neutral.")
    ]
    assert found.smallest.sets == []  # 0.5 is there
    assert found.smallest.text == "Nobody needs to be won: it is at 50 % or above already."


def test_two_approvers_are_no_single_point() -> None:
    """1 − 0.7² = 0.51."""
    found = the_one(account(Person("Li", 30, approve=True), Person("An", 30, approve=True), spend=1_000_000))
    assert found.single_points == []
    assert found.chance.value == pytest.approx(0.51)


def test_an_unknown_veto_holder_is_the_first_blocker() -> None:
    found = the_one(account(Person("Xi", None, veto=True), Person("An", 10, veto=True), Person("Bo", 80), spend=1.0))
    assert [(one.name, one.code) for one in found.blockers] == [("Xi", "never_assessed"), ("An", "not_positive")]
    assert found.chance.low == 0
    assert found.committee[0].score is None or found.committee[1].score is None


def test_everybody_won_is_not_enough() -> None:
    found = the_one(account(*(Person(name, 50, veto=True) for name in ("An", "Bo", "Cai")), spend=1.0))
    assert found.smallest.sets is None
    assert found.smallest.text == "Everybody won it comes to 32 %, less than 50 %: it takes more than winning people."


def test_just_under_is_not_rounded_to_enough() -> None:
    """One who may not be contacted at 24.6 %, and the other won: 49.8 %."""
    there = account(Person("An", 24.6, tenders=("T",)), Person("Bo", 24.4), spend=1.0)
    text = the_one(there).smallest.text
    assert text.startswith("Everybody won, but for those who may not be contacted now, it comes to just under 50 %:")


def test_powers_limited_to_a_type_act_only_there() -> None:
    people = (Person("Xi", 20, veto=True, veto_types=("pipes",)), Person("An", 80))
    of_pipes, of_meters = decisions(
        account(
            *people, opportunities=[Opportunity("A", 1.0, type_id="pipes"), Opportunity("B", 1.0, type_id="meters")]
        ),
        C,
    )
    assert [one.name for one in of_pipes.blockers] == ["Xi"]
    assert of_meters.blockers == []
    assert of_meters.chance.value == pytest.approx(0.5)


def test_scores_are_those_after_influence() -> None:
    """0.6 × 20 + 0.4 × 80 = 44."""
    found = the_one(account(Person("An", 80), Person("Bo", 20), ties=[influences("An", "Bo")], spend=1.0))
    assert {one.person.name: one.score for one in found.committee} == {
        "An": pytest.approx(0.8),
        "Bo": pytest.approx(0.44),
    }


def test_of_everybody_and_where_nobody_is_known() -> None:
    there = account(Person("An", 80), Person("Bo", 20), opportunities=[Opportunity("A", 1.0, committee=["An"])])
    of_opportunity, of_all = decisions(there, C, everybody=True)
    assert (of_opportunity.seated_by, of_all.seated_by) == (CommitteeSource.PARTICIPANTS, CommitteeSource.EVERYBODY)
    assert of_all.chance.value == pytest.approx(0.5)
    nobody = the_one(unknown.nobody_there())
    assert (nobody.chance.value, nobody.chance.low, nobody.chance.high) == (None, 0, 1)
    assert (nobody.committee, nobody.reason) == ([], "Nobody who decides is known.")


def test_who_was_for_us_too_long_ago_stands_in_the_way() -> None:
    """As the light of the account says; after whoever was never assessed."""
    stale, never = Person("Wang", 90, veto=True, age_days=900), Person("Xi", None, veto=True)
    found = the_one(account(Person("Liu", 80), stale, never, spend=1.0))
    assert [(one.name, one.code) for one in found.blockers] == [("Xi", "never_assessed"), ("Wang", "stale")]
    assert found.blockers[1].text == "Wang can veto it and was last assessed too long ago."
    assert "Wang can veto it, and was last assessed too long ago." in found.reason


def test_who_was_for_us_only_by_what_is_stale_is_not_called_positive() -> None:
    """Closeness 90 is old; what is not, 50 and 50, is neutral, and so says everything that names Wang."""
    there = account(Person("Liu", 80), Person("Wang", (90, 50, 50), veto=True), spend=1.0)
    age = there.consensus.age_days.copy()
    age[1, 0] = 900
    found = the_one(replace(there, consensus=replace(there.consensus, age_days=age)))
    assert [(one.code, one.stance) for one in found.blockers] == [("not_positive", Stance.NEUTRAL)]
    assert found.blockers[0].text == "Wang can veto it and is neutral."
    assert found.single_points[0].text == "Wang can veto it, and is neutral."


def test_the_whole_account_is_not_listed_twice() -> None:
    assert len(decisions(account(Person("An", 80), spend=1.0), C, everybody=True)) == 1


def test_everyone_unknown_says_so() -> None:
    found = the_one(unknown.everyone_unknown())
    assert (found.chance.value, found.chance.low, found.chance.high) == (None, 0, 1)
    assert found.reason.startswith("How those who decide stand is not known (C between 0 % and 100 %).")
    assert found.smallest.sets is None


def test_who_may_not_be_contacted_is_not_among_those_it_takes() -> None:
    silent = (date(2026, 6, 1), date(2026, 7, 1))
    tender = Opportunity("Tender", 9.0, committee=["An"], no_contact=silent)
    other = Opportunity("Other", 9.0, committee=["An", "Bo", "Cai"])
    there = account(Person("An", 20), Person("Bo", 45), Person("Cai", 60), opportunities=[tender, other])
    of_other, of_tender = sorted(decisions(there, C), key=lambda one: one.name)
    assert [[one.name for one in some] for some in of_other.smallest.sets or []] == [["Bo"]]
    assert of_tender.smallest.sets is None
    assert "but for those who may not be contacted now" in of_tender.smallest.text


def test_what_is_expected_is_decided_too() -> None:
    known = histories(
        *(project(date(year, 3, 1), parts=[part("An"), part("Bo")], budget=500_000) for year in range(2019, 2027))
    )
    there = looking_ahead(account(Person("An", 80), Person("Bo", 20, approve=True), name="A"), known, C)
    found = the_one(there)
    assert (found.kind, found.name, found.seated_by) == (StakeKind.WINDOW, "Control 2027", CommitteeSource.EARLIER)
    assert found.chance.value == pytest.approx(0.2)
    assert found.by is not None
    assert "guessed from earlier ones" in found.reason


def test_a_power_said_for_the_project() -> None:
    there = account(
        Person("An", 40), Person("Bo", 80, veto=True),
        opportunities=[Opportunity("A", 1.0, committee=[seat("An", approve=True), seat("Bo", veto=False)])],
    )  # fmt: skip
    found = the_one(there)
    assert [one.person_id for one in found.single_points] == ["an"]


@given(accounts())
def test_each_agrees_with_the_account(snapshot: Snapshot) -> None:
    found = decisions(snapshot, C)
    stands = standing(snapshot, C)
    values = [one.chance.value for one in found if one.chance]
    if stands.chance is not None:
        assert stands.chance == pytest.approx(sum(value or 0 for value in values) / len(values), abs=1e-5)
    wins = [one.expected_wins.amount for one in found if one.expected_wins.amount is not None]
    if stands.expected_wins is not None and len(wins) == len(found):
        assert stands.expected_wins == pytest.approx(sum(wins), abs=0.01, rel=1e-5)
    for row in ANALYTIC.rows(found):
        assert all(row)
