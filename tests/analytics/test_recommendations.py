"""Whom to win over next, on what, through whom, by when, and what it is worth?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.best_sets import best_sets
from app.analytics.constants import Constants
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from app.analytics.standing import standing
from app.analytics.winning import outlook
from graph_models.records import HistoryRecord
from graph_models.results import Recommendation
from graph_models.vocabulary import Axis, Stance
from tests.analytics import naive
from tests.analytics.strategies import accounts, known_scores
from tests.graphs import deciding, moneyed, tied, timed, unknown
from tests.graphs.build import Opportunity, Person, account, contact, influences, seat

CONSTANTS = Constants()
Answers = list[tuple[object, ...]]
HOUSES = ("Dali", "Emei", "Fushun")


def ranked(*snapshots: Snapshot, by_value: bool = False) -> list[tuple[str, float | None]]:
    found = recommend(snapshots, CONSTANTS, by="value" if by_value else "expected")
    assert [item.rank for item in found] == list(range(1, len(found) + 1))
    return [(item.person.name, item.value.amount) for item in found]


def recommendation(snapshot: Snapshot, name: str) -> Recommendation:
    return next(item for item in recommend([snapshot], CONSTANTS) if item.person.name == name)


def codes(item: Recommendation) -> set[str]:
    return {remark.code for remark in item.unknowns}


def of_its_own(snapshot: Snapshot, house: str) -> Snapshot:
    """The account with names that no other account has."""
    people = [person.model_copy(update={"name": f"{person.name} of {house}"}) for person in snapshot.people]
    record = snapshot.account.model_copy(update={"id": house, "name": house})
    return replace(snapshot, account=record, people=tuple(people))


def disguised(snapshot: Snapshot, random: Random) -> Snapshot:
    """The same account under other ids, its rows in another order."""
    names = [str(number) for number in random.sample(range(100), len(snapshot.people))]
    ids = {person.id: name for person, name in zip(snapshot.people, names, strict=True)}
    order = random.sample(range(len(snapshot.people)), len(snapshot.people))
    agreed = snapshot.consensus
    opportunities = [
        opportunity.model_copy(
            update={
                "id": str(number),
                "committee": random.sample(
                    [seat.model_copy(update={"person_id": ids[seat.person_id]}) for seat in opportunity.committee],
                    len(opportunity.committee),
                ),
            }
        )
        for opportunity, number in zip(snapshot.opportunities, random.sample(range(100), 2), strict=False)
    ]
    ties = [replace(t, from_id=ids[t.from_id], to_id=ids[t.to_id]) for t in snapshot.ties]
    u1, u2 = random.sample(("u1", "u2"), 2)
    ours = {"li": u1, "zhou": u2}
    contacts = [
        c.model_copy(update={"person_id": ids[c.person_id], "user_id": ours[c.user_id]}) for c in snapshot.contacts
    ]

    def renamed(project: HistoryRecord) -> HistoryRecord:
        parts = [replace(part, person_id=ids[part.person_id]) for part in project.participants]
        return project.model_copy(update={"participants": parts})

    rhythms = {
        kind: replace(
            rhythm,
            bursts=tuple(tuple(map(renamed, burst)) for burst in rhythm.bursts),
            planned=tuple(map(renamed, rhythm.planned)),
        )
        for kind, rhythm in snapshot.rhythms.items()
    }
    expected = [
        replace(one, rhythm=rhythms[one.kind.id], planned=one.planned and renamed(one.planned))
        for one in random.sample(snapshot.expected, len(snapshot.expected))
    ]
    return replace(
        snapshot,
        account=snapshot.account.model_copy(update={"id": f"{random.randrange(10)} {snapshot.account.name}"}),
        people=tuple(snapshot.people[row].model_copy(update={"id": names[row]}) for row in order),
        consensus=replace(
            agreed,
            value=agreed.value[order],
            spread=agreed.spread[order],
            age_days=agreed.age_days[order],
            contributors=agreed.contributors[order],
        ),
        ties=tuple(random.sample(ties, len(ties))),
        contacts=tuple(random.sample(contacts, len(contacts))),
        shared_projects=tuple(
            replace(
                project, person_ids=[ids[id_] for id_ in random.sample(project.person_ids, len(project.person_ids))]
            )
            for project in random.sample(snapshot.shared_projects, len(snapshot.shared_projects))
        ),
        opportunities=tuple(random.sample(opportunities, len(opportunities))),
        rhythms=dict(random.sample(list(rhythms.items()), len(rhythms))),
        expected=tuple(expected),
    )


def answers(snapshots: Sequence[Snapshot], by_value: bool) -> Answers:
    """What people see of the answers: no ids, figures without noise."""
    return [
        (
            item.person.name,
            item.stance,
            pytest.approx(item.value.amount, abs=0.02),
            pytest.approx(item.chance_gain, abs=2e-6),
            pytest.approx(item.ease, abs=2e-6),
            [reason.code for reason in item.reasons],
            [(way.kind, way.name, way.strength, way.names) for way in item.through],
        )
        for item in recommend(snapshots, CONSTANTS, by="value" if by_value else "expected")
    ]


# --- Drawn ---


def test_a_part_of_unknown_worth_is_not_nothing() -> None:
    """Wang decides with Liu about what is known, and holds a veto in what is not."""
    known = Opportunity("Known", 1_000_000, 1.0, committee=["Liu", seat("Wang", veto=False)])
    there = account(
        Person("Liu", 80),
        Person("Wang", 50, veto=True),
        opportunities=[known, Opportunity("Unknown", committee=["Liu", "Wang"])],
    )
    (advice,) = recommend([there], CONSTANTS)
    assert {reason.code: reason.amount for reason in advice.reasons} == {"own_weight": 125_000, "veto_lifted": None}
    assert "% of the chance" in advice.reasons[1].text
    assert advice.value.amount == 125_000


def test_different_currencies_say_so() -> None:
    opportunities = [Opportunity("A", 1.0, currency="EUR"), Opportunity("B", 1.0, currency="CNY")]
    (advice,) = recommend([account(Person("Liu", 50), opportunities=opportunities)], CONSTANTS)
    assert advice.value.amount is None
    assert "currencies_differ" in {remark.code for remark in advice.unknowns}


def test_by_when_is_of_what_one_has_a_say_in() -> None:
    """Liu alone approves the early one, so Zhou, a member, adds nothing there; the late one is Zhou's."""
    early = Opportunity("Early", 1.0, committee=[seat("Liu", approve=True), "Zhou"], expected_on=date(2026, 7, 1))
    late = Opportunity("Late", 1.0, committee=["Zhou"], expected_on=date(2026, 12, 1))
    there = account(Person("Liu", 80), Person("Zhou", 20), opportunities=[early, late])
    assert [(one.person.name, one.by) for one in recommend([there], CONSTANTS)] == [("Zhou", date(2026, 12, 1))]


def test_the_worked_case_in_full() -> None:
    """The general manager first, then the director of B1, and nobody else."""
    wang, liu = recommend([deciding.the_worked_case()], CONSTANTS)
    assert (wang.person.name, wang.person.title, wang.stance) == ("Wang", "General manager", Stance.NEUTRAL)
    assert (wang.value.amount, wang.value.currency) == (126_000, "CNY")
    assert [(r.code, r.amount, r.chance) for r in wang.reasons] == [
        ("own_weight", 18_750, 0.03125),
        ("veto_lifted", 107_250, 0.17875),
    ]
    assert wang.chance_gain == pytest.approx(0.21)
    assert wang.ease == pytest.approx(0.75 * 0.8)  # 25 short of 75; through Zhao
    assert [(a.axis, a.current, a.target) for a in wang.axes] == [(axis, 50, 75) for axis in Axis]
    assert [way.name for way in wang.through] == ["Li", "He", "Zhao"]
    assert codes(wang) == set()
    assert (liu.person.name, liu.person.title, liu.value.amount) == ("Liu", "Director of B1", 18_000)
    assert liu.ease == pytest.approx(0.7 * 0.8)


def test_value_and_value_times_ease_may_disagree() -> None:
    """Near (30 short, known to us): 0.3 / 2 × ease 0.7; far (60 short, a hermit): 0.6 / 2 × 0.4 × 0.4."""
    snapshot = account(Person("Far", 15), Person("Near", 45), contacts=[contact("Li", "Near")], spend=1_000_000)
    assert ranked(snapshot) == [("Near", 150_000), ("Far", 300_000)]
    assert ranked(snapshot, by_value=True) == [("Far", 300_000), ("Near", 150_000)]


def test_those_who_decide_nothing_and_sway_nobody_are_not_named() -> None:
    assert ranked(deciding.two_approvers()) == [("An", 200_000), ("Bo", 275_000)]  # 0.75 × 0.2 < … by ease
    assert ranked(deciding.two_approvers(), by_value=True) == [("Bo", 275_000), ("An", 200_000)]
    assert ranked(moneyed.one_open_opportunity()) == [("An", 70_000)]
    assert ranked(deciding.everyone_won()) == []


def test_who_sways_those_who_decide_is_named() -> None:
    """Bo decides alone and follows An: 0.4 × (0.75 − 0.3) of 1,000,000."""
    snapshot = account(
        Person("An", 30),
        Person("Bo", 80),
        ties=[influences("An", "Bo")],
        opportunities=[Opportunity("Control", 1_000_000, committee=["Bo"], expected_on=date(2026, 9, 1))],
    )
    an = recommendation(snapshot, "An")
    assert [(r.code, r.amount) for r in an.reasons] == [("others_swayed", 180_000)]
    assert an.by == date(2026, 9, 1)


def test_the_hermit_is_hard_to_reach_and_that_is_said() -> None:
    hermit = recommendation(tied.a_hermit(), "Hermit")
    assert hermit.ease == pytest.approx(0.5 * 0.4)
    assert hermit.through == []
    assert codes(hermit) == {"no_introduction", "no_opportunity"}


def test_everyone_unknown_is_ranked_by_chance_without_money() -> None:
    """Bo first, whom one of us knows: each counts half-way to 75 and adds a third of 0.25."""
    found = recommend([unknown.everyone_unknown()], CONSTANTS)
    assert [item.person.name for item in found] == ["Bo", "An", "Cai"]
    for item in found:
        assert (item.stance, item.value.amount) == (Stance.UNKNOWN, None)
        assert item.chance_gain == pytest.approx(0.25 / 3, abs=1e-6)
        assert [reason.amount for reason in item.reasons] == [None]
        assert [axis.current for axis in item.axes] == [None, None, None]
        assert {"never_assessed", "money_unknown"} <= codes(item)


def test_an_unknown_veto_holder_is_named_with_what_is_unknown() -> None:
    gm = recommendation(unknown.an_unknown_veto_holder(), "Gm")
    assert gm.stance is Stance.UNKNOWN
    assert gm.value.amount == 47_500  # 0.75 × 2.15 / 3 − 0.49
    assert {"never_assessed", "name_unknown"} <= codes(gm)
    assert gm.ease == pytest.approx((1 - 5 / 100) * 0.4)  # counted at the mean, 70


def test_axes_to_raise_the_unknown_first_then_the_furthest() -> None:
    snapshot = account(Person("An", (60, None, 20)), Person("Bo", (10, 80, 10)), spend=1_000_000)
    an, bo = recommendation(snapshot, "An"), recommendation(snapshot, "Bo")
    assert [(a.axis, a.current) for a in an.axes] == [(Axis.SOLUTION, None), (Axis.PRICE, 20), (Axis.CLOSENESS, 60)]
    assert [(a.axis, a.current) for a in bo.axes] == [(Axis.CLOSENESS, 10), (Axis.PRICE, 10)]
    assert codes(an) >= {"attitude_unknown"}
    assert an.unknowns[0].text == "Nobody has stated solution acceptance."


def test_stale_attitudes_are_said() -> None:
    an = recommendation(account(Person("An", 40, age_days=721), spend=1_000_000), "An")
    assert "stale" in codes(an)


def test_unknown_money_comes_last_and_is_said() -> None:
    """An decides what has an amount; Bo what has none, and is ranked by chance."""
    found = recommend([moneyed.one_amount_unknown()], CONSTANTS)
    assert [(item.person.name, item.value.amount) for item in found] == [("An", 175_000), ("Bo", None)]
    assert found[1].chance_gain == pytest.approx(0.175)
    assert codes(found[1]) >= {"money_unknown", "amount_unknown", "probability_unknown"}


def test_who_decides_is_not_known_is_said() -> None:
    (an,) = recommend([account(Person("An", 40), opportunities=[Opportunity("Control", 1.0, 0.5)])], CONSTANTS)
    assert codes(an) == {"committee_unknown", "no_introduction"}


def test_currencies_are_ranked_apart() -> None:
    """The currency of most people first, though the yuan amount is larger."""
    dollars = account(Person("An", 40), Person("Bo", 50), spend=100_000, currency="USD", name="Dallas")
    found = recommend([moneyed.spend_only(), dollars], CONSTANTS, by="value")
    assert [(item.value.currency, item.value.amount) for item in found] == [
        ("USD", 17_500),
        ("USD", 12_500),
        ("CNY", 175_000),
    ]


def test_two_currencies_at_one_account_give_no_amount() -> None:
    (an,) = recommend([moneyed.opportunities_in_two_currencies()], CONSTANTS)
    assert (an.value.amount, an.value.currency) == (None, None)
    assert an.chance_gain == pytest.approx(0.175)


def test_by_when_is_before_contact_is_forbidden() -> None:
    """The tender is decided on 10 July, but from 1 June on nobody may be asked; afterwards its date counts."""
    assert recommendation(timed.a_tender(date(2026, 5, 1)), "An").by == date(2026, 5, 31)
    assert recommendation(timed.a_tender(date(2026, 7, 1)), "An").by == date(2026, 7, 10)
    assert recommendation(timed.a_tender(date(2026, 7, 20)), "An").by == date(2026, 8, 1)
    assert recommendation(timed.a_tender(date(2026, 8, 2)), "An").by is None
    assert recommendation(timed.a_tender(date(2026, 5, 1)), "Cai").by is None


def test_top_is_a_beginning() -> None:
    found = recommend([deciding.the_worked_case(), tied.a_hermit()], CONSTANTS)
    assert recommend([deciding.the_worked_case(), tied.a_hermit()], CONSTANTS, top=2) == found[:2]


def test_nobody_there_nobody_named() -> None:
    assert recommend([unknown.nobody_there()], CONSTANTS) == []


# --- Always ---


@given(accounts())
def test_reasons_sum_to_the_value_and_nobody_is_worth_nothing(snapshot: Snapshot) -> None:
    for item in recommend([snapshot], CONSTANTS):
        amounts = [reason.amount for reason in item.reasons]
        assert item.reasons
        assert item.chance_gain == pytest.approx(sum(reason.chance for reason in item.reasons), abs=3e-6)
        if item.value.amount is None:
            assert set(amounts) == {None}
            assert item.chance_gain >= 0
        else:
            assert item.value.amount > 0
            assert round(sum(amount or 0 for amount in amounts), 2) == item.value.amount
            # Unknown is what only adds to something whose worth is not known, and never nothing.
            assert all(amount is None or amount >= 0 for amount in amounts)
            if None in amounts:
                assert not all(outlook(snapshot, CONSTANTS).money)
            rows = {snapshot.rows[item.person.id]}
            assert item.value.amount == pytest.approx(naive.money_gain(snapshot, rows), abs=0.05)
        assert 0 <= item.ease <= 1


@given(accounts())
def test_whoever_is_not_named_adds_nothing(snapshot: Snapshot) -> None:
    named = {item.person.id for item in recommend([snapshot], CONSTANTS)}
    for row, person in enumerate(snapshot.people):
        if person.id not in named:
            assert naive.money_gain(snapshot, {row}) == pytest.approx(0, abs=0.05)


@given(accounts())
def test_once_everyone_is_won_nobody_is_left(snapshot: Snapshot) -> None:
    value = np.fmax(snapshot.consensus.value, 75)
    done = replace(snapshot, consensus=replace(snapshot.consensus, value=value))
    assert recommend([done], CONSTANTS) == []
    assert best_sets([done], 3, CONSTANTS) == []


@given(st.lists(accounts(), min_size=1, max_size=3), st.randoms(), st.booleans())
def test_ids_and_the_order_of_rows_change_no_answer(found: list[Snapshot], random: Random, by_value: bool) -> None:
    """Ids renamed, accounts, people, ties, contacts and opportunities reordered: the same people, ways and figures."""
    one = [of_its_own(snapshot, house) for snapshot, house in zip(found, HOUSES, strict=False)]
    other = [disguised(snapshot, random) for snapshot in one]
    random.shuffle(other)
    assert answers(one, by_value) == answers(other, by_value)


@given(accounts(), st.data())
def test_raising_an_attitude_lowers_nothing(snapshot: Snapshot, data: st.DataObject) -> None:
    """Neither the potential nor C nor expected wins, nor their lows and highs."""
    known = np.argwhere(snapshot.consensus.known)
    if not known.size:
        return
    row, axis = data.draw(st.sampled_from([tuple(pair) for pair in known.tolist()]))
    value = snapshot.consensus.value.copy()
    value[row, axis] += data.draw(st.floats(0, 1)) * (100 - value[row, axis])
    raised = replace(snapshot, consensus=replace(snapshot.consensus, value=value))
    before, after = standing(snapshot, CONSTANTS), standing(raised, CONSTANTS)
    assert before.chance is not None
    assert after.chance is not None
    pairs = [
        (before.potential, after.potential),
        (before.chance, after.chance),
        (before.chance_low, after.chance_low),
        (before.chance_high, after.chance_high),
        (before.expected_wins, after.expected_wins),
        (before.expected_wins_low, after.expected_wins_low),
        (before.expected_wins_high, after.expected_wins_high),
    ]
    for then, now in pairs:
        assert (then is None) == (now is None)
        assert then is None or now is None or now >= then - 1e-6


@given(accounts(known_scores))
def test_who_is_won_alone_gives_what_was_promised(snapshot: Snapshot) -> None:
    """With everything known, expected wins after are those before and the value."""
    before = standing(snapshot, CONSTANTS).expected_wins
    assert before is not None
    for item in recommend([snapshot], CONSTANTS)[:2]:
        row = snapshot.rows[item.person.id]
        value = snapshot.consensus.value.copy()
        value[row] = np.fmax(value[row], 75)
        after = standing(replace(snapshot, consensus=replace(snapshot.consensus, value=value)), CONSTANTS)
        # Unknown where all that the person has a say in is of unknown worth, which is not in the sum.
        assert after.expected_wins == pytest.approx(before + (item.value.amount or 0), abs=0.05)
