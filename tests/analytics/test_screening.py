"""Which accounts are worth carrying: on accounts that are written down in a few words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.histories import Histories
from app.analytics.screening import screenings
from app.analytics.snapshot import Snapshot
from app.analytics.verdicts import last_years
from graph_models.records import ChanceRecord, HistoryRecord, RefusalRecord
from graph_models.screening import Screening, Verdict
from tests.graphs.build import TODAY, Opportunity, Person, account
from tests.graphs.deciding import the_worked_case
from tests.graphs.histories import TYPES, histories, opportunity, part, project, refusal
from tests.graphs.unknown import everyone_unknown, nobody_there

C = Constants()
EACH_MARCH = [
    project(date(year, 3, 1), parts=[part("Wang"), part("Liu")], budget=year) for year in (2022, 2023, 2024, 2025, 2026)
]
"""Control, which we fit; the next is to come in March 2027."""
NO_BUDGETS = [one.model_copy(update={"budget": None}) for one in EACH_MARCH]
PIPES = [project(date(year, 3, 1), "pipes") for year in (2024, 2025, 2026)]
"""Which nothing of ours fits."""


def screen(snapshot: Snapshot, known: Histories, constants: Constants) -> Screening:
    """The answer about one account, as it looks ahead."""
    (found,) = screenings([looking_ahead(snapshot, known, constants)], known, constants)
    return found


def asked(
    *people: Person,
    projects: Iterable[HistoryRecord] = (),
    opened: Iterable[ChanceRecord] = (),
    refused: Iterable[RefusalRecord] = (),
    as_of: date = TODAY,
    opportunities: Iterable[Opportunity] = (),
    spend: float | None = None,
) -> Screening:
    """The answer about account A."""
    known = histories(*projects, opened=opened, refused=refused)
    return screen(account(*people, name="A", as_of=as_of, opportunities=opportunities, spend=spend), known, C)


def codes(found: Screening) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_the_worked_case_qualifies() -> None:
    """Three of five stand positive, and control recurs: see one of the three about the next, and open it."""
    parts = [part(name) for name in ("He", "Liu", "Wang", "Xu", "Zhao")]
    projects = [project(day.started_on, parts=parts, account="lanjiang", budget=100.0) for day in EACH_MARCH]
    found = screen(the_worked_case(), histories(*projects), C)
    assert (found.verdict, found.project_type_id, found.known_share) == (Verdict.QUALIFY, "control", 1)
    assert found.contact is not None
    assert found.contact.text == "He endorses us: see them about the next project."
    assert found.amount is not None
    assert (found.amount.amount, found.amount.currency) == (100, "CNY")
    assert found.window is not None
    assert found.window.from_ < date(2027, 3, 1) < found.window.to
    assert found.proposal is not None
    assert (found.proposal.name, found.proposal.window) == ("Control 2027", found.window)
    assert codes(found) == ["decision_weight_known", "endorsed", "fitting_projects", "to_open"]
    assert found.reasons[1].person_ids == ["he", "xu", "zhao"]
    assert found.reasons[2].text == "Projects that we fit began in 3 of the last 3 years: Control."
    assert [year.project_type_ids for year in found.years] == [["control"]] * 3
    assert found.ask_next == []
    wins = 0.5 * 1_200_000 * 0.5 * (0.8 + 0.45 + 0.5 + 0.85 + 0.85) / 5
    assert found.value.amount == pytest.approx(wins, abs=100)  # the next one is worth a hundred at most


def test_everyone_unknown() -> None:
    """Nobody is known to endorse us with 19/27, as each does with 1/3; fitting projects with 1/2 in each year.

    Once all is known it qualifies with 19/27 × 1/2 and is excluded with 8/27 × 1/8. What they began moves that more
    than where one of them stands, of whom the likelier to be met is as good as the others.
    """
    found = screen(everyone_unknown(), histories(), C)
    assert (found.verdict, found.known_share) == (Verdict.INVESTIGATE, 0)
    assert codes(found) == ["decision_weight_known", "not_endorsed", "no_history"]
    first, *others = found.ask_next
    assert (first.code, [(one.code, one.probability) for one in first.answers]) == (
        "projects_unknown", [("two_years", 0.5), ("fewer", 0.375), ("none_fits", 0.125)],
    )  # fmt: skip
    assert first.probability_of_change == 0
    assert first.decisiveness == pytest.approx(0.5 * 19 / 54 + 0.375 * 7 / 18 + 0.125 * 19 / 54, abs=1e-6)
    assert [(one.person_id, one.code) for one in others] == [
        ("an", "stance_unknown"), ("bo", "stance_unknown"), ("cai", "stance_unknown"),
    ]  # fmt: skip
    assert others[0].decisiveness == pytest.approx(1 / 3 * 4 / 27 + 2 / 3 * 2 / 27, abs=1e-6)
    assert others[0].value.amount is None  # nobody is known, so neither is the chance
    assert found.contact is not None
    assert (found.contact.name, found.contact.stance) == ("An", "unknown")
    assert found.project_type_id is None


def test_nobody_there() -> None:
    """Who decides is a question of its own."""
    found = screen(nobody_there(), histories(), C)
    assert (found.verdict, found.contact) == (Verdict.INVESTIGATE, None)
    assert codes(found) == ["no_key_people", "not_endorsed", "no_history"]
    assert [one.code for one in found.ask_next] == ["projects_unknown", "people_unknown"]


def test_an_account_that_buys_only_what_we_do_not_offer_and_where_nobody_is_for_us_is_excluded() -> None:
    """What would overturn it: that something of ours fits pipes (of four types one in six), or what else they began."""
    found = asked(Person("An", 20), Person("Bo", 10), Person("Cy"), projects=PIPES)
    assert (found.verdict, found.contact, found.project_type_id, found.proposal) == (Verdict.EXCLUDE, None, None, None)
    assert codes(found) == ["decision_weight_known", "not_endorsed", "nothing_fits"]
    assert found.reasons[2].text == "Nothing that we offer fits what they began: Pipes."
    person, pipes = found.ask_next
    assert [(one.code, one.probability, one.verdict) for one in person.answers] == [
        ("positive", 0.2, "investigate"), ("neutral", 0.2, "exclude"), ("negative", 0.6, "exclude"),
    ]  # fmt: skip
    assert person.probability_of_change == 0.2
    assert (pipes.code, pipes.project_type_id, pipes.probability_of_change) == (
        "offering_unknown", "pipes", pytest.approx(1 / 6, abs=1e-6),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "unknown", "verdict"),
    [(1, 1, "exclude"), (3, 3, "exclude"), (1, 2, "investigate"), (0, 2, "investigate")],
)
def test_at_least_half_must_be_known_to_exclude(known: int, unknown: int, verdict: str) -> None:
    people = [Person(f"P{number}", 50 if number < known else None) for number in range(known + unknown)]
    assert asked(*people, projects=PIPES).verdict == verdict


def test_half_is_of_the_decision_weight() -> None:
    """One who decides is known, two users are not."""
    constants = Constants.model_validate({"buying_role_multipliers": {"decision_maker": 2}})
    people = [Person("An", 50, buying_roles=("decision_maker",)), Person("Bo"), Person("Cy")]
    snapshot = account(*people, name="A")
    assert screen(snapshot, histories(*PIPES), constants).verdict is Verdict.EXCLUDE
    assert screen(snapshot, histories(*PIPES), C).verdict is Verdict.INVESTIGATE


def test_one_who_endorses_us_is_enough_not_to_exclude() -> None:
    found = asked(Person("An", 80), Person("Bo", 0), projects=PIPES)
    assert found.verdict is Verdict.INVESTIGATE
    assert found.contact is not None
    assert found.contact.text == "An endorses us: ask them what is not known."


def test_what_is_not_known_of_projects_excludes_nobody() -> None:
    """No project, none of a known type, no offering known, a fitting one planned: each leaves it open."""
    people = (Person("An", 20), Person("Bo", 20))
    nothing = asked(*people)
    assert (nothing.verdict, codes(nothing)[2]) == (Verdict.INVESTIGATE, "no_history")
    untyped = asked(*people, projects=[project(date(2026, 1, 1), None)])
    assert (untyped.verdict, codes(untyped)[2]) == (Verdict.INVESTIGATE, "types_unknown")
    no_offerings = {id_: kind.model_copy(update={"offerings": []}) for id_, kind in TYPES.items()}
    nothing_offered = screen(account(*people, name="A"), replace(histories(*PIPES), types=no_offerings), C)
    assert (nothing_offered.verdict, codes(nothing_offered)[2]) == (Verdict.INVESTIGATE, "no_offerings")
    planned = asked(*people, projects=[*PIPES, project(date(2027, 1, 1), "meters")])
    assert (planned.verdict, planned.project_type_id) == (Verdict.INVESTIGATE, "meters")
    assert "planned" in codes(planned)
    partly = asked(*people, projects=[*PIPES, project(date(2026, 1, 1), None)])
    assert (partly.verdict, "types_partly_unknown" in codes(partly)) == (Verdict.EXCLUDE, True)
    assert [one.code for one in partly.ask_next] == ["projects_unknown", "offering_unknown"]
    long_ago = asked(*people, projects=[*PIPES, project(date(2015, 1, 1))])
    assert (long_ago.verdict, long_ago.reasons[2].years) == (Verdict.INVESTIGATE, 0)


@pytest.mark.parametrize(
    ("days", "years"),
    [
        (("2026-06-15", "2025-06-16"), [2]),  # both in the last twelve months
        (("2026-06-15", "2025-06-15"), [1, 1]),
        (("2025-06-15", "2024-06-16"), [0, 2]),
        (("2025-06-15", "2024-06-15"), [0, 1, 1]),
        (("2026-06-15", "2023-06-16"), [1, 0, 1]),
        (("2026-06-15", "2023-06-15"), [1]),  # the later one is outside
    ],
)
def test_the_days_between_years(days: Sequence[str], years: Sequence[int]) -> None:
    """Thrice twelve months that end on 15 June 2026; of whatever types."""
    kinds = ("control", "meters")
    found = asked(
        Person("An", 80),
        projects=[project(date.fromisoformat(day), kind) for day, kind in zip(days, kinds, strict=True)],
    )
    counted = [len(year.project_type_ids) for year in found.years]
    assert counted == [*years, 0, 0, 0][:3]
    assert found.verdict == ("qualify" if sum(map(bool, years)) > 1 else "investigate")


def test_years_at_the_end_of_february_and_of_the_calendar() -> None:
    assert [str(year.first) for year in last_years(date(2024, 2, 29))] == ["2023-03-01", "2022-03-01", "2021-03-01"]
    for as_of in (date.min, date(2, 1, 1), date.max):
        assert asked(Person("An", 80), as_of=as_of).verdict is Verdict.INVESTIGATE


def test_what_is_stale_is_not_known() -> None:
    """Once 720 days are over, who endorsed us does so no more, and is asked about; likelier than not it still holds."""
    fresh = asked(Person("An", 80, age_days=720), projects=EACH_MARCH)
    assert (fresh.verdict, fresh.known_share) == (Verdict.QUALIFY, 1)
    found = asked(Person("An", 80, age_days=721), projects=EACH_MARCH, spend=1)
    assert (found.verdict, found.known_share) == (Verdict.INVESTIGATE, 0)
    assert codes(found) == ["decision_weight_known", "not_endorsed", "fitting_projects", "stale"]
    (question,) = found.ask_next
    assert (question.code, question.probability_of_change) == ("stance_stale", 0.5)
    assert question.text == "Is An still positive? What is known is stale."
    assert found.contact is not None
    assert found.contact.text == "An was positive when last assessed: find out where they stand."


def test_what_would_decide_comes_first() -> None:
    """Fitting projects, and nobody for us: where people stand, the veto holder first. Nobody unknown: whom to win."""
    people = [Person("An", 50), Person("Bo"), Person("Cy", veto=True), Person("Di", 50)]
    found = asked(*people, projects=EACH_MARCH, spend=1_000_000)
    assert found.verdict is Verdict.INVESTIGATE
    assert [one.person_id for one in found.ask_next] == ["cy", "bo"]
    assert [one.probability_of_change for one in found.ask_next] == [0.2, 0.2]
    amounts = [one.value.amount or 0 for one in found.ask_next]
    assert amounts[0] > amounts[1] > 0
    assert found.ask_next[0].text == "Does Cy (can veto) endorse us? Never assessed."
    neutral = asked(Person("An", 50), Person("Wang", 50, veto=True), projects=NO_BUDGETS)
    assert (neutral.ask_next[0].code, neutral.contact and neutral.contact.text) == (
        "amount_unknown", "Wang is neutral and can veto it: win them first.",
    )  # fmt: skip


def test_what_counts_only_together_is_asked_too() -> None:
    """Of ten nobody is known, and pipes are bought: no answer alone changes anything, all do."""
    found = asked(*(Person(f"P{number}") for number in range(10)), projects=PIPES)
    assert found.verdict is Verdict.INVESTIGATE
    assert {one.probability_of_change for one in found.ask_next} == {0}
    assert len(found.ask_next) == 5
    assert all(one.decisiveness > 0 for one in found.ask_next)


def test_a_second_fitting_year_is_what_is_missing() -> None:
    """Somebody endorses us, and control came once: in each other year with (1 + 1) ÷ (3 + 2)."""
    found = asked(Person("An", 80), projects=EACH_MARCH[-1:], spend=1)
    (question,) = found.ask_next
    assert [(one.code, one.probability, one.verdict) for one in question.answers] == [
        ("two_years", 0.64, "qualify"), ("none_fits", 0.36, "investigate"),
    ]  # fmt: skip
    assert question.probability_of_change == 0.64
    assert question.text == "What projects, and of what type, did they begin from Jun 16, 2023 to Jun 15, 2025?"


def test_the_type_named_is_begun_in_most_years() -> None:
    """Meters in two, control in three; of as many, the one that can be proposed."""
    meters = [project(date(year, 5, 1), "meters", budget=9e9) for year in (2025, 2026)]
    assert asked(Person("An", 80), projects=[*meters, *EACH_MARCH]).project_type_id == "control"
    both = [project(date(year, 5, 1), "meters") for year in (2022, 2023, 2024, 2025, 2026)]
    found = asked(Person("An", 80), projects=[*both, *EACH_MARCH], opened=[opportunity()])
    assert (found.project_type_id, found.proposal is not None) == ("meters", True)


def test_why_no_opportunity_is_to_be_opened() -> None:
    people = (Person("An", 80),)
    opened = asked(*people, projects=EACH_MARCH, opened=[opportunity()])
    assert (opened.proposal, codes(opened)[-1]) == (None, "opportunity_open")
    assert opened.reasons[-1].text == "The opportunity Chance is open already."
    refused = asked(*people, projects=EACH_MARCH, refused=[refusal(date(2026, 3, 1))])
    assert (refused.proposal, codes(refused)[-1]) == (None, "refused")
    irregular = asked(*people, projects=EACH_MARCH[-2:])
    assert (irregular.proposal, irregular.window, codes(irregular)[-1]) == (None, None, "no_window")
    decided = asked(*people, projects=[*EACH_MARCH, project(date(2027, 3, 1), decided=True)])
    assert (decided.proposal, codes(decided)[-1]) == (None, "nothing_to_open")
    assert {one.verdict for one in (opened, refused, irregular, decided)} == {Verdict.QUALIFY}


def test_nobody_in_a_no_contact_period_is_a_contact() -> None:
    """Of another tender, of our opportunity, or of the type itself; it is said, and who else endorses us is named."""
    wang, liu = Person("Wang", 80, veto=True), Person("Liu", 80)
    assert _seen(asked(wang, liu, projects=EACH_MARCH)) == "Wang"
    other = asked(replace(wang, tenders=("Another",)), liu, projects=EACH_MARCH)
    assert (_seen(other), other.reasons[-1].person_ids) == ("Liu", ["wang"])
    assert other.reasons[-1].text == "Not to be contacted (tender rules): Wang."
    ours = Opportunity("Ours", committee=["Wang"], no_contact=(None, date(2026, 7, 1)))
    found = asked(wang, liu, projects=EACH_MARCH, opportunities=[ours])
    assert (_seen(found), found.reasons[-1].text) == (
        "Liu",
        "Not to be contacted until Jul 1, 2026 (tender rules): Wang.",
    )
    silent = [*EACH_MARCH[:-1], EACH_MARCH[-1].model_copy(update={"no_contact_to": TODAY})]
    found = asked(wang, liu, projects=silent)
    assert (found.verdict, found.contact, found.reasons[-1].code) == (Verdict.QUALIFY, None, "no_contact")
    found = asked(Person("Wang", tenders=("Another",)), projects=EACH_MARCH)
    assert (found.contact, found.ask_next[0].person_id) == (None, "wang")
    assert found.ask_next[0].text == "Does Wang endorse us? Never assessed. Not to be contacted now: ask others."


def _seen(found: Screening) -> str | None:
    return found.contact.name if found.contact else None


def test_a_power_limited_to_a_type_that_nobody_here_knows() -> None:
    """It is not known by name; both powers are told."""
    people = [Person("An", 80), Person("Bo", None, veto=True, veto_types=("t9",), approve=True)]
    found = asked(*people, projects=EACH_MARCH)
    assert found.ask_next[0].text == "Does Bo (can veto some project types, can approve) endorse us? Never assessed."
    limited = asked(Person("An", 80), Person("Bo", None, veto=True, veto_types=("control",)), projects=EACH_MARCH)
    assert limited.ask_next[0].text == "Does Bo (can veto Control) endorse us? Never assessed."


def test_what_is_shown_is_what_is_to_be_opened() -> None:
    """Not the first planned project, which is decided; where it alone is planned, no window is shown."""
    first = project(date(2026, 9, 1), budget=1.0, decided=True)
    second = project(date(2027, 3, 1), budget=9.0, name="Second")
    found = asked(Person("An", 80), projects=[*EACH_MARCH, first, second])
    assert found.proposal
    assert (found.proposal.name, found.window, found.amount) == (
        "Second", found.proposal.window, found.proposal.amount,
    )  # fmt: skip
    assert asked(Person("An", 80), projects=[*EACH_MARCH, first]).window is None


def test_what_is_at_stake_is_asked_last() -> None:
    """Not where an account is excluded."""
    (question,) = asked(Person("An", 80), projects=EACH_MARCH, opportunities=[Opportunity("Big")]).ask_next
    assert (question.code, question.text) == ("amount_unknown", "What is it worth: Big?")
    (question,) = asked(Person("An", 80), projects=NO_BUDGETS).ask_next
    assert (question.code, question.text) == ("amount_unknown", "What is it worth: Control 2027?")
    far = date(2029, 3, 1)  # the next is planned so late that nothing else is at stake
    (question,) = asked(
        Person("An", 80), projects=[*(project(date(y, 3, 1), budget=1.0) for y in (2025, 2026)), project(far)]
    ).ask_next
    assert (question.code, question.answers) == ("spend_unknown", [])
    assert "spend_unknown" not in {one.code for one in asked(Person("An", 20), projects=PIPES).ask_next}


def test_the_order_of_many() -> None:
    """Qualified ones by value, then what the next answer decides soonest, then excluded ones."""

    def begun(name: str, kinds: Iterable[str]) -> Iterable[HistoryRecord]:
        days = [date(2026, 3, 1) - timedelta(days=365 * number) for number in range(3)]
        return [project(day, kind, account=name.lower()) for kind in kinds for day in days]

    friend, enemy = Person("An", 80), Person("Bo", 10)
    snapshots = [
        account(enemy, name="Out"),
        account(friend, name="Small", spend=1_000),
        account(Person("An"), enemy, name="Ask", spend=1_000),
        account(friend, name="Large", spend=9_000),
        account(friend, name="Foreign", spend=90_000, currency="USD"),
        account(enemy, name="Win", spend=9_000),
    ]
    fits = ("Small", "Ask", "Large", "Foreign", "Win")
    projects = [*begun("Out", ["pipes"]), *(one for name in fits for one in begun(name, ["control"]))]
    for some in (snapshots, snapshots[::-1]):
        known = histories(*projects)
        found = screenings([looking_ahead(one, known, C) for one in some], known, C)
        assert [one.account_name for one in found] == ["Large", "Small", "Foreign", "Ask", "Win", "Out"]


def test_many_are_answered_as_one_alone() -> None:
    known: Histories = histories(*EACH_MARCH)
    a, b = account(Person("An", 80), name="A"), account(Person("An"), name="B")
    assert {one.account_id: one for one in screenings([looking_ahead(one, known, C) for one in (a, b)], known, C)} == {
        "a": screen(a, known, C), "b": screen(b, known, C),
    }  # fmt: skip
