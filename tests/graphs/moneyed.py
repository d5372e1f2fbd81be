"""What is at stake: spend, opportunities, currencies."""

from app.analytics.snapshot import Snapshot
from tests.graphs.build import Opportunity, Person, account, spending

PAIR = Person("An", 40), Person("Bo", 80)


def spend_only() -> Snapshot:
    """No opportunity is open: the year's spend counts.

    An 40     Bo 80        spend 1,000,000
    """
    return account(*PAIR, spend=1_000_000)


def one_open_opportunity() -> Snapshot:
    """An opportunity is open: it counts, and the spend does not.

    An 40     Bo 80        Control: 500,000, probability 0.4, decided by An        (spend 1,000,000)
    """
    return account(*PAIR, spend=1_000_000, opportunities=[Opportunity("Control", 500_000, 0.4, ["An"])])


def opportunities_in_two_currencies() -> Snapshot:
    """Yuan and dollars are not added.

    An 40     Bo 80        Control: CNY 500,000     Meters: USD 100,000
    """
    return account(
        *PAIR,
        spend=1_000_000,
        opportunities=[Opportunity("Control", 500_000), Opportunity("Meters", 100_000, currency="USD")],
    )


def one_amount_unknown() -> Snapshot:
    """An decides what has an amount, Bo what has none.

    An 40 ── Control: 500,000     Bo 40 ── Meters: ?
    """
    return account(
        Person("An", 40),
        Person("Bo", 40),
        opportunities=[Opportunity("Control", 500_000, committee=["An"]), Opportunity("Meters", committee=["Bo"])],
    )


def typed_spend() -> Snapshot:
    """The year's spend is given by project type only: their sum.

    An 40     Bo 80        meters 300,000 + pipes 500,000
    """
    return account(*PAIR, spend=[spending(300_000, type_id="meters"), spending(500_000, type_id="pipes")])


def typed_and_total_spend() -> Snapshot:
    """The untyped row is the total, whatever the typed ones add up to.

    An 40     Bo 80        total 1,000,000, of which meters 300,000
    """
    return account(*PAIR, spend=[spending(300_000, type_id="meters"), spending(1_000_000)])


def typed_spend_in_two_currencies() -> Snapshot:
    """Their sum is not known.

    An 40     Bo 80        meters CNY 300,000, pipes USD 500,000
    """
    return account(*PAIR, spend=[spending(300_000, type_id="meters"), spending(500_000, "USD", "pipes")])


def sixty(name: str) -> Snapshot:
    """Two people at 60.        spend 5,000,000"""
    return account(Person("An", 60), Person("Bo", 60), spend=5_000_000, name=name)


def a_dollar_account() -> Snapshot:
    """Somewhere else.

    An 40     Bo 80        spend USD 2,000,000
    """
    return account(*PAIR, spend=2_000_000, name="Dallas", currency="USD")
