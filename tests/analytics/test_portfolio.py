"""Accounts side by side: red, amber or green, and what is next."""

from datetime import date

import pytest
from hypothesis import given

from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.portfolio import ANALYTIC, AT_A_GLANCE, account_at_a_glance, portfolio_account
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from graph_models.portfolio import PortfolioAccount
from graph_models.vocabulary import Axis, Light, Stance
from tests.analytics.strategies import accounts
from tests.graphs import deciding, unknown
from tests.graphs.build import Opportunity, Person, account, seat
from tests.graphs.histories import histories, part, project

C = Constants()
FRIEND, COOL, ENEMY = Person("An", 80), Person("Bo", 50), Person("Cai", 10)


def shown(*people: Person) -> tuple[Light, str]:
    found = portfolio_account(account(*people, spend=1_000_000), C)
    return found.light, found.reason


def holding(person: Person, **powers: object) -> Person:
    return Person(person.name, person.attitudes, **powers)  # pyright: ignore[reportArgumentType]


def test_red() -> None:
    """Friends without power do not help where somebody has it."""
    assert shown(FRIEND, holding(COOL, veto=True)) == (
        Light.RED, "Nobody with power supports us: Bo can veto it and is neutral.",
    )  # fmt: skip
    assert shown(FRIEND, holding(ENEMY, approve=True), Person("Di", None, veto=True)) == (
        Light.RED,
        "Nobody with power supports us: Di can veto it and has never been assessed; "
        "Cai can approve or decide it and is negative.",
    )
    assert shown(COOL, ENEMY, Person("Di"), Person("Er")) == (
        Light.RED, "Nobody supports us: Di has never been assessed; Er has never been assessed; and 2 more.",
    )  # fmt: skip
    assert shown() == (Light.RED, "No key person is known there.")


def test_amber() -> None:
    assert shown(holding(FRIEND, veto=True), holding(COOL, veto=True)) == (
        Light.AMBER, "An supports us, but Bo can veto it and is neutral.",
    )  # fmt: skip
    assert shown(holding(FRIEND, approve=True), holding(COOL, veto=True))[0] is Light.AMBER
    assert shown(holding(FRIEND, veto=True), holding(COOL, approve=True)) == (
        Light.AMBER, "An supports us, but Bo can approve or decide it and is neutral.",
    )  # fmt: skip
    assert shown(FRIEND, COOL, ENEMY) == (
        Light.AMBER, "An supports us, but those who support us have 33 % of the decision.",
    )  # fmt: skip
    assert shown(holding(FRIEND, veto=True), COOL, ENEMY)[0] is Light.AMBER


def test_green() -> None:
    assert shown(holding(FRIEND, approve=True), ENEMY) == (
        Light.GREEN, "An supports us and can approve or decide it; nobody holds a veto.",
    )  # fmt: skip
    assert shown(holding(FRIEND, buying_roles=("decision_maker",)), holding(Person("Di", 90), veto=True), ENEMY) == (
        Light.GREEN, "An supports us and can approve or decide it; no veto is open.",
    )  # fmt: skip
    assert shown(FRIEND, COOL) == (
        Light.GREEN, "An supports us: those who support us have 50 % of the decision, and nobody holds a veto.",
    )  # fmt: skip


def test_a_power_counts_where_it_acts() -> None:
    """A veto on pipes stops no meters."""
    people = (FRIEND, Person("Bo", 20, veto=True, veto_types=("pipes",)))
    there = account(*people, opportunities=[Opportunity("Meters", 1.0, type_id="meters")])
    assert portfolio_account(there, C).light is Light.GREEN


def test_each_thing_at_stake_counts() -> None:
    """Who approves a trifle does not turn the account green; nor does a role where somebody else can approve."""
    small = Opportunity("Small", 1_000, 1, committee=[seat("An", approve=True)])
    big = Opportunity("Big", 9_000_000, 1, committee=[seat("Cai", approve=True)])
    found = portfolio_account(account(FRIEND, ENEMY, opportunities=[small, big]), C)
    assert (found.light, found.reason) == (
        Light.AMBER,
        "Small: An supports us and can approve or decide it; nobody holds a veto. "
        "Big: Nobody with power supports us: Cai can approve or decide it and is negative.",
    )
    role = holding(FRIEND, buying_roles=("decision_maker",))
    assert shown(role, holding(ENEMY, approve=True))[0] is Light.RED


def test_what_is_stale_supports_nobody() -> None:
    assert shown(Person("An", 90, approve=True, age_days=2_000)) == (
        Light.RED,
        "Nobody with power supports us: An can approve or decide it and was last assessed too long ago.",
    )


def test_at_a_glance() -> None:
    """Closeness 60, solution 55, price 20 on the mean of those known; Xi is old, Yu unknown."""
    there = account(
        Person("An", (60, 50, 20), veto=True), Person("Bo", (None, 60, None)), Person("Xi", 70, age_days=721),
        Person("Yu"), spend=900_000,
    )  # fmt: skip
    found = portfolio_account(there, C)
    assert (found.people, found.not_assessed, found.stale) == (4, 1, 1)
    assert found.weakest_axis is Axis.PRICE
    assert found.win_next is not None
    assert found.win_next.person.name == "An"
    assert found.win_next == recommend([there], C)[0]
    assert found.next_window is None


def test_the_next_window() -> None:
    years = [project(date(year, 3, 1), parts=[part("An")], budget=1.0) for year in range(2019, 2027)]
    found = portfolio_account(looking_ahead(account(FRIEND, name="A"), histories(*years), C), C)
    assert found.next_window is not None
    assert found.next_window.project_type == "Control"
    assert found.next_window.window.from_ < date(2027, 3, 1) < found.next_window.window.to
    assert found.win_next is None  # An is won


def test_an_opportunity_covers_the_next_window() -> None:
    """It is named in place of the window: the one that is decided first."""
    later, sooner = (Opportunity(name, 1.0, expected_on=day) for name, day in (
        ("Meters", date(2027, 5, 1)), ("Valves", date(2027, 3, 1)),
    ))  # fmt: skip
    found = portfolio_account(account(FRIEND, opportunities=[later, Opportunity("Pumps", 1.0), sooner]), C)
    assert found.next_window is None
    assert found.next_opportunity is not None
    assert (found.next_opportunity.name, found.next_opportunity.by) == ("Valves", date(2027, 3, 1))
    assert portfolio_account(account(FRIEND), C).next_opportunity is None


def test_nobody_there() -> None:
    found = portfolio_account(unknown.nobody_there(), C)
    assert (found.weakest_axis, found.win_next, found.people) == (None, None, 0)
    everyone = portfolio_account(unknown.everyone_unknown(), C)
    assert everyone.not_assessed == everyone.people > 0


def test_recommendations_of_an_axis_or_a_stance() -> None:
    there = account(Person("An", (80, 40, 80)), Person("Bo", 20), Person("Cai", (60, None, 80)), spend=900_000)
    everybody = [one.person.name for one in recommend([there], C)]
    assert sorted(everybody) == ["An", "Bo", "Cai"]
    assert [one.person.name for one in recommend([there], C, axis=Axis.PRICE)] == ["Bo"]
    assert {one.person.name for one in recommend([there], C, axis=Axis.SOLUTION)} == {"An", "Bo", "Cai"}
    assert [one.person.name for one in recommend([there], C, stance=Stance.NEGATIVE)] == ["Bo"]


@given(accounts())
def test_lights_follow_their_definition(snapshot: Snapshot) -> None:
    found = portfolio_account(snapshot, C)
    assert found.reason.endswith(".")
    rows = list(ANALYTIC.rows([found]))
    assert all(rows[0])
    if found.light is Light.GREEN:
        assert "supports us" in found.reason or "support us" in found.reason


@given(accounts())
def test_at_a_glance_nothing_is_otherwise(snapshot: Snapshot) -> None:
    """Whoever is to be won next, and the place among other accounts, are those of the whole answer."""
    seen, whole = account_at_a_glance(snapshot, C), portfolio_account(snapshot, C)
    assert seen.model_dump(exclude={"win_next"}) == whole.model_dump(exclude={"win_next"})
    assert AT_A_GLANCE.place is not None
    assert AT_A_GLANCE.place(seen) == AT_A_GLANCE.place(whole)
    if seen.win_next is None or whole.win_next is None:
        assert seen.win_next is whole.win_next
    else:
        assert seen.win_next.model_dump().items() <= whole.win_next.model_dump().items()


def test_where_most_is_to_be_gained_comes_first() -> None:
    there = [account(COOL, spend=spend, name=f"A{number}") for number, spend in enumerate((1_000, 5_000, None))] + [
        unknown.nobody_there()
    ]
    found: list[PortfolioAccount] = [portfolio_account(one, C) for one in there]
    assert ANALYTIC.place is not None
    ordered = [one.account_name for one in sorted(found, key=ANALYTIC.place)]
    assert ordered[:3] == ["A1", "A0", "A2"]


def test_the_worked_case() -> None:
    found = portfolio_account(deciding.the_worked_case(), C)
    assert (found.light, found.win_next and found.win_next.person.name) == (Light.RED, "Wang")
    assert found.standing.expected_wins == pytest.approx(207_000)
