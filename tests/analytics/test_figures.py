"""The figures of accounts run well."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.analytic import Asked, Span
from app.analytics.constants import Constants
from app.analytics.figures import FiguresOptions, compared, figures
from app.analytics.periods import Comparison, Period
from app.analytics.snapshot import Snapshot
from app.analytics.win_rates import WinRate, win_rate, win_rate_causes
from app.errors import Invalid
from graph_models.records import DealRecord
from graph_models.results import Figures, OriginFigures
from tests.graphs.build import Person, account
from tests.graphs.dealt import deal

AS_OF = date(2026, 6, 30)
CONSTANTS = Constants()
HALVES = Comparison(Period(date(2026, 1, 1), AS_OF), Period(date(2025, 7, 1), date(2025, 12, 31)))


def asked(
    *deals: DealRecord, then: tuple[Snapshot, ...] = (), now: tuple[Snapshot, ...] = (), **options: object
) -> Figures:
    """The first half of 2026 against the half before."""
    return figures(
        Asked(
            snapshots=now,
            as_of=AS_OF,
            fiscal_year=2026,
            owner=None,
            options=FiguresOptions.model_validate(options),
            constants=CONSTANTS,
            span=Span(HALVES, then, deals, (), frozenset()),
        )
    )


def of(answer: Figures, origin: str, currency: str | None = "CNY") -> OriginFigures:
    (found,) = (
        o for unit in answer.currencies if unit.currency == currency for o in unit.origins if o.origin == origin
    )
    return found


# --- Win rate ---


@pytest.mark.parametrize(
    ("won", "lost", "interval"),
    # Wilson's score interval as Newcombe (1998), table I, prints it.
    [
        (81, 263 - 81, (0.2553, 0.3662)),
        (15, 148 - 15, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 28, (0.0061, 0.1718)),
    ],
)
def test_published_intervals(won: int, lost: int, interval: tuple[float, float]) -> None:
    assert WinRate(won, lost).interval == pytest.approx(interval, abs=5e-5)


def test_no_rate_without_a_closed_opportunity() -> None:
    """Unknown is not zero."""
    assert WinRate(0, 0).rate is None
    assert WinRate(0, 0).interval == (0, 1)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_the_rate(won: int, lost: int) -> None:
    low, high = WinRate(won, lost).interval
    assert 0 <= low <= high <= 1
    if won + lost:
        assert low - 1e-12 <= won / (won + lost) <= high + 1e-12


outcomes = st.sampled_from(("won", "lost", "cancelled"))
closing_days = st.dates(date(2025, 7, 1), AS_OF).map(str)


@st.composite
def closed_deals(draw: st.DrawFn) -> list[DealRecord]:
    """Closed in one half of the year or the other, somewhere."""
    places = st.sampled_from(("east", "west", "north"))
    return [
        deal(f"D{number}", draw(outcomes), draw(closing_days), at=draw(places))
        for number in range(draw(st.integers(0, 20)))
    ]


@given(closed_deals())
def test_causes_of_the_win_rate_sum_to_its_growth(deals: list[DealRecord]) -> None:
    """An account that lost more takes from it."""
    now, then = win_rate(deals, HALVES.period).rate, win_rate(deals, HALVES.earlier).rate
    causes = win_rate_causes(deals, HALVES)
    if now is None or then is None:
        assert causes == {}
    else:
        assert sum(causes.values()) == pytest.approx(now - then)


def test_what_changed_the_win_rate() -> None:
    """1 of 2 → 1 of 3: West's two losses outweigh East's won one."""
    answer = asked(
        deal("A", "won", "2025-08-01", at="east"),
        deal("B", "lost", "2025-08-01", at="west"),
        deal("C", "won", "2026-02-01", at="east"),
        deal("D", "lost", "2026-02-01", at="west"),
        deal("E", "lost", "2026-03-01", at="west"),
        deal("F", "cancelled", "2026-03-01", at="west"),
        deal("G", None, "2026-03-01", at="west"),
    )
    rate = answer.win_rate
    assert (rate.earlier.won, rate.earlier.lost, rate.now.won, rate.now.lost) == (1, 1, 1, 2)
    assert rate.growth == pytest.approx(1 / 3 - 1 / 2, abs=1e-6)
    assert {cause.account_id: cause.text for cause in rate.causes} == {
        "east": "East: 1 won and 0 lost, earlier 1 and 0.",
        "west": "West: 0 won and 2 lost, earlier 0 and 1.",
    }
    assert rate.growth_with_evidence == 0  # none of the won ones has any; the lost ones count


def test_a_loss_without_a_contact_is_a_loss() -> None:
    """Evidence is asked of what was won; a lost one takes from the rate all the same."""
    answer = asked(
        deal("A", "won", "2025-08-01", evidence=True),
        deal("B", "won", "2026-02-01", evidence=True),
        deal("C", "lost", "2026-02-01"),
    )
    assert answer.win_rate.growth_with_evidence == answer.win_rate.growth == pytest.approx(-0.5)


# --- Opened and won ---


@pytest.mark.parametrize(("accounts", "amount"), [(10, 20_000_000), (100, 200_000_000)])
def test_the_published_openings(accounts: int, amount: float) -> None:
    """10 (100) accounts × 2 a year × 1,000,000, both origins."""
    deals = [
        deal(f"{origin} {number}", opened="2026-03-01", origin=origin, at=f"a{number}")
        for number in range(accounts)
        for origin in ("captured", "hatched")
    ]
    answer = asked(*deals)
    assert of(answer, "all").opened.amount == amount
    assert of(answer, "captured").opened.amount == of(answer, "hatched").opened.amount == amount / 2
    assert of(answer, "all").opened.number == 2 * accounts
    assert of(answer, "all").opened_earlier.number == 0


def test_conversion_growth_by_origin() -> None:
    """By closing day; what was won earlier is taken off; unknown origins stand apart."""
    answer = asked(
        deal("A", "won", "2026-01-01", 500_000, origin="captured", evidence=True),
        deal("B", "won", "2025-12-31", 300_000, origin="captured"),
        deal("C", "won", "2026-06-30", 700_000, origin="hatched"),
        deal("D", "won", "2026-06-30", 90_000),
        deal("E", "won", "2026-06-30", None, origin="hatched"),
        deal("F", "won", "2025-06-30", 9_000_000, origin="captured"),
        deal("G", "won", "2026-07-01", 9_000_000, origin="captured"),
    )
    captured, hatched, unknown = (of(answer, origin) for origin in ("captured", "hatched", "unknown"))
    assert captured.conversion_growth == 200_000
    assert captured.conversion_growth_with_evidence == 500_000
    assert [(cause.opportunity_id, cause.amount) for cause in captured.causes] == [("a", 500_000), ("b", -300_000)]
    assert (hatched.won.number, hatched.won.amount, hatched.won.without_amount) == (2, 700_000, 1)
    assert (hatched.conversion_growth, hatched.conversion_growth_with_evidence) == (700_000, 0)
    assert unknown.conversion_growth == 90_000
    assert of(answer, "all").conversion_growth == 990_000


def test_only_some_causes() -> None:
    """The others are one sum, so that all still add up."""
    answer = asked(*(deal(f"D{n}", "won", "2026-02-01", 1000.0 * n) for n in range(1, 6)), top=2)
    causes = of(answer, "all").causes
    assert [(cause.code, cause.amount) for cause in causes] == [("won", 5000), ("won", 4000), ("others", 6000)]
    assert causes[-1].text == "3 others together."


def test_hatched_for_the_next_two_years() -> None:
    """Open on the day and expected within two years; without a day they are counted apart."""
    answer = asked(
        deal("A", None, "2028-06-30", 100, origin="hatched"),
        deal("B", None, "2028-07-01", 200, origin="hatched"),
        deal("C", None, None, 400, origin="hatched"),
        deal("D", None, "2027-01-01", 800, origin="captured"),
        deal("E", "won", "2026-12-31", 1600, origin="hatched"),
        deal("F", "lost", "2026-01-31", 3200, origin="hatched"),
        deal("G", None, "2027-01-01", 6400, origin="hatched", opened="2026-07-01"),
        deal("H", None, "2026-06-29", 12_800, origin="hatched"),
    )
    ahead = answer.currencies[0].hatched_ahead
    assert (ahead.expected.number, ahead.expected.amount) == (2, 1700)
    assert (ahead.undated.number, ahead.undated.amount) == (1, 400)
    assert (ahead.overdue.number, ahead.overdue.amount) == (1, 12_800)


def test_the_sales_cycle() -> None:
    """Median and quartiles of those won, in days."""
    answer = asked(
        deal("A", "won", "2026-01-11", opened="2026-01-01"),
        deal("B", "won", "2026-01-31", opened="2026-01-01"),
        deal("C", "won", "2026-02-20", opened="2026-01-01"),
        deal("D", "won", "2026-02-20"),
        deal("E", "lost", "2026-02-20", opened="2020-01-01"),
        deal("F", "won", "2025-12-31", opened="2025-12-21"),
    )
    cycle = answer.sales_cycle
    assert (cycle.now.number, cycle.now.low, cycle.now.median, cycle.now.high) == (3, 20, 30, 40)
    assert (cycle.earlier.median, cycle.growth) == (10, 20)


def test_undated_ones_are_said() -> None:
    answer = asked(deal("A", "won", None), deal("B", "lost", "2026-02-01", opened="2026-01-01"))
    assert [remark.code for remark in answer.remarks] == ["no_closing_day", "no_opening_day"]


# --- Potential, and money of several kinds ---


def test_potential_growth() -> None:
    """60 % → 75 % of 1,000,000, none of it with a dated contact behind it."""
    then, now = (account(Person("An", score), spend=1_000_000) for score in (60, 75))
    found = asked(then=(then,), now=(now,)).currencies[0].potential
    assert (found.before, found.now, found.growth) == (600_000, 750_000, 150_000)
    assert found.growth_with_evidence == 0
    assert sum(cause.amount for cause in found.causes) == pytest.approx(150_000)
    assert found.causes[0].text == "An (Lanjiang): closeness 60 → 75; no dated contact behind it."


def test_becoming_known_needs_evidence_too() -> None:
    """Nobody had said anything; what is said now has no contact behind it."""
    then, now = account(Person("An"), spend=1_000_000), account(Person("An", 90), spend=1_000_000)
    found = asked(then=(then,), now=(now,)).currencies[0].potential
    assert (found.growth, found.growth_with_evidence) == (900_000, 0)
    spent = asked(then=(account(Person("An", 90)),), now=(now,)).currencies[0].potential
    assert (spent.growth, spent.growth_with_evidence) == (900_000, 900_000)


def test_currencies_stand_apart() -> None:
    """Yuan and dollars are not added, unless a rate is given."""
    then = (
        account(Person("An", 50), spend=1_000_000),
        account(Person("Bo", 50), spend=100_000, currency="USD", name="Ohio"),
    )
    now = (
        account(Person("An", 60), spend=1_000_000),
        account(Person("Bo", 60), spend=100_000, currency="USD", name="Ohio"),
    )
    deals = deal("A", "won", "2026-02-01", 70_000), deal("B", "won", "2026-02-01", 10_000, currency="USD")
    apart = asked(*deals, then=then, now=now)
    assert {unit.currency: unit.potential.growth for unit in apart.currencies} == {"CNY": 100_000, "USD": 10_000}
    assert of(apart, "all", "USD").won.amount == 10_000
    (together,) = asked(*deals, then=then, now=now, currency="CNY", rate=["USD=7"]).currencies
    assert (together.currency, together.potential.growth) == ("CNY", pytest.approx(170_000))
    assert sum(cause.amount for cause in together.potential.causes) == pytest.approx(170_000)
    assert next(o for o in together.origins if o.origin == "all").won.amount == 140_000
    missing = asked(*deals, then=then, now=now, currency="CNY")
    assert [unit.currency for unit in missing.currencies] == ["CNY", "USD"]
    assert "rate_missing" in {remark.code for remark in missing.remarks}


def test_accounts_without_an_estimate_are_listed() -> None:
    found = asked(now=(account(Person("An"), spend=1_000_000),)).currencies[0].potential
    assert found.without_estimate == ["lanjiang"]
    assert found.growth == 0


def test_either_a_day_or_fiscal_periods() -> None:
    with pytest.raises(Invalid):
        compared(FiguresOptions(since=date(2026, 1, 1), period="2026"), AS_OF, CONSTANTS)
    assert compared(FiguresOptions(since=date(2026, 1, 1)), AS_OF, CONSTANTS).period.first == date(2026, 1, 2)
