"""Periods in which tender rules forbid contact."""

from datetime import date

from app.analytics.snapshot import Snapshot
from tests.graphs.build import TODAY, Opportunity, Person, account, contact, knows

SILENCE = date(2026, 6, 1), date(2026, 6, 30)


def a_tender(as_of: date = TODAY) -> Snapshot:
    """An and Bo decide a tender that is silent all June; Cai does not, and Bo could introduce us.

    ┌─ Control, 1,000,000, decided on 10 July, starts on 1 August ─┐
    │   An 50 VETO            Bo 80                                │ ── Cai 50
    └──────────────────────────────────────────────────────────────┘
                            Li (ours) knows Bo

    a second opportunity, Meters (100,000), is decided by Cai
    """
    return account(
        Person("An", 50, veto=True),
        Person("Bo", 80),
        Person("Cai", 50),
        ties=[knows("Bo", "Cai", 0.8), knows("Bo", "An", 0.8)],
        contacts=[contact("Li", "Bo", 0.5)],
        opportunities=[
            Opportunity(
                "Control",
                1_000_000,
                committee=["An", "Bo"],
                expected_on=date(2026, 7, 10),
                starts_on=date(2026, 8, 1),
                no_contact=SILENCE,
            ),
            Opportunity("Meters", 100_000, committee=["Cai"]),
        ],
        as_of=as_of,
    )


def a_tender_without_us() -> Snapshot:
    """An takes part in a tender of which we have no opportunity; the rules hold all the same.

    An 50 (in the tender Pipes)     Bo 50        spend 1,000,000
    """
    return account(Person("An", 50, tenders=("Pipes",)), Person("Bo", 50), spend=1_000_000)
