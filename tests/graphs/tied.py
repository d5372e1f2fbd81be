"""How people are tied: influence, conflict, acquaintance."""

from app.analytics.snapshot import Snapshot
from tests.graphs.build import (
    Person,
    account,
    conflicts,
    contact,
    influences,
    knows,
    met,
    reports_to,
    together,
    visit,
)


def a_cycle_of_influence() -> Snapshot:
    """Two people follow each other.

    An 80 ◀──1.0──▶ Bo 20        spend 840,000
    """
    return account(
        Person("An", 80), Person("Bo", 20), ties=[influences("An", "Bo"), influences("Bo", "An")], spend=840_000
    )


def a_chain_and_a_conflict() -> Snapshot:
    """Bo follows An three times as much as Cai; Dong would follow An, but they are at odds.

    An 100 ──0.9──▶ Bo 50 ◀──0.3── Cai 20        An ──1.0──▶ ╳ Dong 40
    """
    return account(
        Person("An", 100),
        Person("Bo", 50),
        Person("Cai", 20),
        Person("Dong", 40),
        ties=[
            influences("An", "Bo", 0.9),
            influences("Cai", "Bo", 0.3),
            influences("An", "Dong"),
            conflicts("Dong", "An"),
        ],
        spend=1_000_000,
    )


def a_hermit() -> Snapshot:
    """Nobody knows the hermit, and nobody sways him.

    An 80 ── Li (ours)       Hermit 25        spend 1,000,000
    """
    return account(Person("An", 80), Person("Hermit", 25), contacts=[contact("Li", "An", 0.5)], spend=1_000_000)


def a_ladder() -> Snapshot:
    """Each is one step further from us.

    Li (ours) ──0.4── An 50 ──0.6──▶ Bo 50 ──── Cai 50 ──── Dong 50
                        influences        knows      reports to
    """
    return account(
        Person("An", 50),
        Person("Bo", 50),
        Person("Cai", 50),
        Person("Dong", 50),
        ties=[influences("An", "Bo", 0.6), knows("Bo", "Cai"), reports_to("Cai", "Dong")],
        contacts=[contact("Li", "An", 0.4)],
        spend=1_000_000,
    )


def a_path_through_an_enemy() -> Snapshot:
    """The only way to the target begins at somebody who is at odds with the target.

    Li (ours) ── Zhao 80 ── Ma 50 ── Target 30
                   ╰─────────╳─────────╯
    """
    return account(
        Person("Ma", 50),
        Person("Target", 30),
        Person("Zhao", 80),
        ties=[knows("Zhao", "Ma"), knows("Ma", "Target"), conflicts("Zhao", "Target")],
        contacts=[contact("Li", "Zhao", 0.8)],
        spend=1_000_000,
    )


def a_path_through_an_opponent() -> Snapshot:
    """The only way to the target leads through somebody who is against us.

    Li (ours) ── Foe 10 ── Target 50
    """
    return account(
        Person("Foe", 10),
        Person("Target", 50),
        ties=[knows("Foe", "Target", 0.9)],
        contacts=[contact("Li", "Foe")],
        spend=1_000_000,
    )


def many_ways() -> Snapshot:
    """Five of ours and theirs could introduce us; the direct one first, then the stronger.

    Sun (ours) ──?── Target 50 ◀──0.9── An 80 (supporter)
                          │ ╲
    Li (ours) ──0.7──── Bo 50   Cai 90 (supporter, reports to Target)
                Zhou (ours) ──0.2── Bo 50
    """
    return account(
        Person("An", 80),
        Person("Bo", 50),
        Person("Cai", 90),
        Person("Target", 50),
        ties=[influences("An", "Target", 0.9), knows("Bo", "Target", 0.1), reports_to("Cai", "Target")],
        contacts=[contact("Sun", "Target"), contact("Zhou", "Bo", 0.2), contact("Li", "Bo", 0.7)],
        spend=1_000_000,
    )


def two_ways_of_one_length() -> Snapshot:
    """Two steps either way: a way is as strong as its weakest tie.

    Li (ours) ── Start 50 ──0.9── An 50 ──0.2── Target 50
                      ╰────0.5── Bo 50 ──0.6─────╯
    """
    return account(
        Person("An", 50),
        Person("Bo", 50),
        Person("Start", 50),
        Person("Target", 50),
        ties=[
            knows("Start", "An", 0.9),
            knows("An", "Target", 0.2),
            knows("Start", "Bo", 0.5),
            knows("Bo", "Target", 0.6),
        ],
        contacts=[contact("Li", "Start")],
        spend=1_000_000,
    )


def one_of_us_at_both_ends() -> Snapshot:
    """Li knows An and Bo alike; both know the target, Bo better.

    Li (ours) ──?── An 50 ──0.2── Target 50
          ╰───0.0── Bo 50 ──0.6─────╯
    """
    return account(
        Person("An", 50),
        Person("Bo", 50),
        Person("Target", 50),
        ties=[knows("An", "Target", 0.2), knows("Bo", "Target", 0.6)],
        contacts=[contact("Li", "An"), contact("Li", "Bo", 0.0)],
        spend=1_000_000,
    )


def three_of_us_and_a_supporter() -> Snapshot:
    """Three of ours know the target; a supporter knows them too, and two steps away is another.

    Li, Sun, Zhou (ours) ──0.9── Target 50 ── Bo 50 ── Cai 90
                                    │
                                  An 80
    """
    return account(
        Person("An", 80),
        Person("Bo", 50),
        Person("Cai", 90),
        Person("Target", 50),
        ties=[knows("An", "Target", 0.1), knows("Bo", "Target", 0.9), knows("Cai", "Bo", 0.9)],
        contacts=[contact("Li", "Target", 0.9), contact("Sun", "Target", 0.9), contact("Zhou", "Target", 0.9)],
        spend=1_000_000,
    )


def a_shared_project() -> Snapshot:
    """Only a project that ended today ties them; Foe was there too and introduces nobody.

    Li (ours) ──0.9── Zhao 50 ── Meiling ── Target 50
                          Foe 10 ──╯
    """
    return account(
        Person("Foe", 10),
        Person("Target", 50),
        Person("Zhao", 50),
        contacts=[contact("Li", "Zhao", 0.9)],
        shared_projects=[together("Meiling", "Zhao", "Target", "Foe")],
        spend=1_000_000,
    )


def a_detour_that_is_cheaper() -> Snapshot:
    """Who knows the target hardly does; two who know each other well are the better way.

    Li (ours) ──0.1── Target 50
    Sun (ours) ──1.0── An 50 ──1.0── Target
    """
    return account(
        Person("An", 50),
        Person("Target", 50),
        ties=[knows("An", "Target", 1.0)],
        contacts=[contact("Li", "Target", 0.1), contact("Sun", "An", 1.0)],
        spend=1_000_000,
    )


def ties_that_fade() -> Snapshot:
    """Sun is said to know the target a little and met them often of late; Li met them once, years ago; Zhou wrote.

    Sun (ours) ──0.2, six visits── Target 50 ──a visit, 1,800 days ago── Li (ours)
                                       ╰──two letters── Zhou (ours)
    """
    return account(
        Person("Target", 50),
        contacts=[
            met("Sun", "Target", *(visit(10 * n) for n in range(6)), stated=0.2),
            met("Li", "Target", visit(1_800)),
            met("Zhou", "Target", visit(0, channel="Letter"), visit(0, channel="Letter")),
        ],
        spend=1_000_000,
    )


def two_ways_one_at_odds() -> Snapshot:
    """The cheap way leads through somebody at odds with the target; the dear one is taken.

    Li (ours) ──1.0── An 50 ──1.0── Bo 50 ──1.0── Target 50        An ╳ Target
                       ╰────0.2──── Cai 50 ──0.2──╯
    Sun (ours) ──0.1── Cai
    """
    return account(
        Person("An", 50),
        Person("Bo", 50),
        Person("Cai", 50),
        Person("Target", 50),
        ties=[
            knows("An", "Bo", 1.0),
            knows("Bo", "Target", 1.0),
            knows("An", "Cai", 0.2),
            knows("Cai", "Target", 0.2),
            conflicts("An", "Target"),
        ],
        contacts=[contact("Li", "An", 1.0), contact("Sun", "Cai", 0.1)],
        spend=1_000_000,
    )
