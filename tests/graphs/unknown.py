"""What we do not know: never zero, never neutral."""

from app.analytics.snapshot import Snapshot
from tests.graphs.build import Opportunity, Person, account, contact


def everyone_unknown() -> Snapshot:
    """Nobody has ever been assessed; one of us knows Bo.

    An ?     Bo ? ── Li (ours)     Cai ?        spend 900,000
    """
    return account(Person("An"), Person("Bo"), Person("Cai"), contacts=[contact("Li", "Bo")], spend=900_000)


def an_unknown_veto_holder() -> Snapshot:
    """We get on with two people and have never met the third, who can stop it.

    An 60     Bo 80     Gm ? VETO        spend 1,000,000
    """
    return account(Person("An", 60), Person("Bo", 80), Person("Gm", veto=True, placeholder=True), spend=1_000_000)


def friends_and_an_unknown_veto_holder() -> Snapshot:
    """Everybody we know is won; the one who can stop it has never been met.

    An 90     Bo 90     Gm ? VETO        spend 1,000,000
    """
    return account(Person("An", 90), Person("Bo", 90), Person("Gm", veto=True), spend=1_000_000)


def partial_axes() -> Snapshot:
    """Of three people, each attitude is known of one, two and one.

          closeness  solution  price
    An       60         90       ?
    Bo        ?         30      40
    Cai       ?          ?       ?          spend 900,000
    """
    return account(Person("An", (60, 90, None)), Person("Bo", (None, 30, 40)), Person("Cai"), spend=900_000)


def a_whole_axis_unknown() -> Snapshot:
    """Nobody knows what anybody thinks of the price.

    An 60 60 ?     Bo 80 80 ?        spend 900,000
    """
    return account(Person("An", (60, 60, None)), Person("Bo", (80, 80, None)), spend=900_000)


def stale() -> Snapshot:
    """What is known of An is 720 days old, of Bo one day more.

    An 60, 720 days     Bo 80, 721 days        spend 1,000,000
    """
    return account(Person("An", 60, age_days=720), Person("Bo", 80, age_days=721), spend=1_000_000)


def nobody_there() -> Snapshot:
    """An account without key people.        spend 1,000,000"""
    return account(spend=1_000_000)


def money_unknown() -> Snapshot:
    """Neither the year's spend nor the opportunity's amount is known.

    An 50     Bo 80        opportunity: Control (?)
    """
    return account(Person("An", 50), Person("Bo", 80), opportunities=[Opportunity("Control")])
