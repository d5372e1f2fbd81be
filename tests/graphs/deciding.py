"""Who decides: committees, vetoes, approvals. The number beside a name is that person's every attitude."""

from app.analytics.snapshot import Snapshot
from tests.graphs.build import Opportunity, Person, account, contact, reports_to, seat


def the_worked_case() -> Snapshot:
    """Five people took part in the earlier projects; three stand positive, two are neutral.

              Wang  general manager, VETO  50          ours
             ╱    ╲
        Zhao 85    He 80                        Li ── 0.8 ── Zhao
           │
        Liu  director of B1  45                 Zhou ── 0.9 ── Xu
           │
         Xu 85                                  lines are reporting lines

    One open opportunity, half of 1,200,000, decided by all five.
    """
    return account(
        Person("He", 80),
        Person("Liu", 45, title="Director of B1"),
        Person("Wang", 50, veto=True, title="General manager"),
        Person("Xu", 85),
        Person("Zhao", 85),
        ties=[reports_to("Zhao", "Wang"), reports_to("He", "Wang"), reports_to("Liu", "Zhao"), reports_to("Xu", "Liu")],
        contacts=[contact("Li", "Zhao", 0.8), contact("Zhou", "Xu", 0.9)],
        opportunities=[Opportunity("Control", 1_200_000, 0.5, ["He", "Liu", "Wang", "Xu", "Zhao"])],
        spend=5_000_000,
    )


def a_veto_behind_a_friendly_majority() -> Snapshot:
    """Three friends, and one who can stop it.

    An 90   Bo 90   Cai 90   Dong 20 VETO        spend 1,000,000
    """
    return account(
        Person("An", 90), Person("Bo", 90), Person("Cai", 90), Person("Dong", 20, veto=True), spend=1_000_000
    )


def two_approvers() -> Snapshot:
    """Either of two may approve it alone; what the user thinks decides nothing.

    An 50 APPROVES     Bo 20 APPROVES     User 40        spend 1,000,000
    """
    return account(Person("An", 50, approve=True), Person("Bo", 20, approve=True), Person("User", 40), spend=1_000_000)


def two_enemies_with_a_veto() -> Snapshot:
    """As long as one of the two says no, the other's yes is worth nothing.

    An 0 VETO     Bo 0 VETO     Cai 60        spend 1,000,000
    """
    return account(Person("An", 0, veto=True), Person("Bo", 0, veto=True), Person("Cai", 60), spend=1_000_000)


def a_veto_on_one_type() -> Snapshot:
    """The finance director can stop pipes, and nothing else; who decides is not known, so all do.

    An 80       Guo 40, VETO on pipes only

    opportunities: Meters (100,000, type meters)    Pipes (100,000, type pipes)
    """
    return account(
        Person("An", 80),
        Person("Guo", 40, veto=True, veto_types=("pipes",)),
        opportunities=[
            Opportunity("Meters", 100_000, type_id="meters"),
            Opportunity("Pipes", 100_000, type_id="pipes"),
        ],
    )


def powers_said_for_the_project() -> Snapshot:
    """In this project it is not An who can stop it but Bo.

    An 80, VETO (but not here)      Bo 40, no veto (but one here)

    opportunity: Control (1,000,000), committee An and Bo
    """
    return account(
        Person("An", 80, veto=True),
        Person("Bo", 40),
        opportunities=[Opportunity("Control", 1_000_000, committee=[seat("An", veto=False), seat("Bo", veto=True)])],
    )


def everyone_won() -> Snapshot:
    """Nobody is left to win.

    An 75 VETO     Bo 100     Cai 80        spend 1,000,000
    """
    return account(Person("An", 75, veto=True), Person("Bo", 100), Person("Cai", 80), spend=1_000_000)
