"""What is to be resolved about attitudes, and with whom."""

from collections.abc import Sequence
from dataclasses import replace

from app.analytics.agreement import consensus_of
from app.analytics.constants import Constants
from app.analytics.doubts import doubts
from app.analytics.snapshot import Snapshot
from graph_models.records import AttitudeRecord, ContactRecord, OwnerRecord
from graph_models.results import Doubt
from tests.graphs.build import Person, account, contact

CONSTANTS = Constants()
NAMES = {"li": "Li", "zhou": "Zhou", "chen": "Chen"}


def said(who: str | None, closeness: float | None, age: int, **more: float) -> AttitudeRecord:
    """What somebody says of An."""
    return AttitudeRecord(
        person_id="an",
        user_id=who,
        vendor_id=None,
        age_days=age,
        closeness=closeness,
        solution_acceptance=None,
        price_acceptance=None,
        confidence=more.get("confidence", 1.0),
        source=None,
    )


def known(*statements: AttitudeRecord, contacts: Sequence[ContactRecord] = ()) -> Snapshot:
    """An, of whom this was said, at an account that Sun owns."""
    empty = account(Person("An"), contacts=contacts)
    owner = OwnerRecord(id="sun", name="Sun", quota=None, currency=None)
    return replace(
        empty,
        account=empty.account.model_copy(update={"owners": [owner]}),
        consensus=consensus_of(["an"], statements, CONSTANTS),
        statements=statements,
    )


def found(*statements: AttitudeRecord, contacts: Sequence[ContactRecord] = ()) -> list[Doubt]:
    return doubts(known(*statements, contacts=contacts), NAMES, CONSTANTS)


def codes(*statements: AttitudeRecord) -> list[str]:
    return [doubt.code for doubt in found(*statements)]


def asked(doubt: Doubt) -> list[str]:
    return [user.id for user in doubt.ask]


def test_nothing_is_doubtful() -> None:
    assert codes() == []
    assert codes(said("li", 60, 10)) == []
    assert codes(said("li", 60, 10), said("zhou", 100, 10)) == []  # 40 apart is not more than 40


def test_disagreement() -> None:
    """The two who are furthest apart are asked; only the latest word of each counts."""
    (doubt,) = found(said("li", 20, 10), said("zhou", 61, 10), said("chen", 50, 10), said("chen", 0, 500))
    assert (doubt.code, doubt.text) == ("disagreement", "An's closeness: contributors are 41 points apart.")
    assert asked(doubt) == ["zhou", "li"]


def test_stale() -> None:
    """Who said so last is asked."""
    assert codes(said("li", 60, 720)) == []
    (doubt,) = found(said("li", 60, 800), said("zhou", 60, 721))
    assert (doubt.code, asked(doubt)) == ("stale", ["zhou"])


def test_a_large_move_that_one_contributor_saw() -> None:
    """From 40 to 61 on Li's word: whoever else knows An is asked, else the owner."""
    moved = said("li", 40, 100), said("li", 61, 10)
    (doubt,) = found(*moved, contacts=[contact("Zhou", "An"), contact("Li", "An")])
    assert (doubt.code, asked(doubt)) == ("second_opinion", ["zhou"])
    assert "+21 points" in doubt.text
    assert asked(found(*moved)[0]) == ["sun"]
    assert codes(said("li", 40, 100), said("li", 60, 10)) == []


def test_a_fall_is_a_move() -> None:
    (doubt,) = found(said("li", 61, 100), said("li", 40, 10))
    assert "-21 points" in doubt.text


def test_repeating_it_is_no_second_opinion() -> None:
    """Li's word in small steps is still one contributor's word."""
    assert codes(said("li", 40, 100), said("li", 50, 60), said("li", 61, 10), said("li", 61, 5)) == ["second_opinion"]


def test_a_second_contributor_settles_it() -> None:
    """Whether they agree, and nothing moved since, or not."""
    assert codes(said("li", 40, 100), said("li", 70, 10), said("zhou", 68, 5)) == []
    assert codes(said("li", 40, 100), said("li", 70, 10), said("zhou", 70, 10)) == []


def test_against_what_others_said_before() -> None:
    """Zhou's 50 was the consensus; Li's first word moves it by more."""
    assert codes(said("zhou", 50, 720), said("li", 89, 1)) == ["second_opinion"]
    assert codes(said("zhou", 50, 10), said("li", 89, 1)) == []  # half of both: +19


def test_what_has_no_weight_says_nothing() -> None:
    assert codes(said("li", 40, 100), said("zhou", 100, 10, confidence=0.0)) == []


def test_contributors_are_not_named_to_others() -> None:
    """Outside the team nobody is named but the owner, whom everybody may know."""
    snapshot = known(said("li", 20, 10), said("zhou", 90, 10))
    (doubt,) = doubts(snapshot, {}, CONSTANTS)
    assert asked(doubt) == ["sun"]


def test_who_is_left_out_tells_nothing() -> None:
    """Outside the team a second opinion is asked of the owner, not of everybody but the contributor."""
    snapshot = known(said("li", 40, 100), said("li", 90, 10), contacts=[contact("Li", "An"), contact("Zhou", "An")])
    (doubt,) = doubts(snapshot, {}, CONSTANTS)
    assert (doubt.code, asked(doubt)) == ("second_opinion", ["sun"])


def test_what_was_said_of_competitors_is_left_out() -> None:
    towards_them = replace(said("li", 100, 1), vendor_id="tianshu")
    snapshot = replace(known(said("li", 20, 30)), statements=(said("li", 20, 30), towards_them))
    assert doubts(snapshot, NAMES, CONSTANTS) == []
