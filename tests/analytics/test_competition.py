"""Where people stand towards competitors, compared with us."""

from dataclasses import replace

import pytest

from app.analytics.competition import account_gaps, person_gaps
from app.analytics.constants import Constants
from app.analytics.snapshot import Competitor, Snapshot
from graph_models.vocabulary import BuyingRole
from tests.graphs.build import Person, account, agreed

CONSTANTS = Constants()


def facing(ours: list[Person], **theirs: list[Person]) -> Snapshot:
    """How people stand towards us, and towards each competitor."""
    competitors = tuple(Competitor(name, name.capitalize(), agreed(people)) for name, people in theirs.items())
    return replace(account(*ours), competitors=competitors)


AN_AND_BO = [Person("An", 60), Person("Bo", 40)]


def test_nobody_knows_of_any() -> None:
    assert person_gaps(facing(AN_AND_BO), CONSTANTS) == [None, None]
    assert account_gaps(facing(AN_AND_BO), CONSTANTS) == []


def test_the_strongest_of_each_person() -> None:
    """An stands closest to Tianshu, of Bo nothing is known."""
    snapshot = facing(
        AN_AND_BO, tianshu=[Person("An", 80), Person("Bo")], xinyuan=[Person("An", (90, None, 40)), Person("Bo")]
    )
    gap, nothing = person_gaps(snapshot, CONSTANTS)
    assert nothing is None
    assert gap is not None
    assert (gap.vendor_id, gap.score, gap.own_score, gap.gap) == ("tianshu", 0.8, 0.6, pytest.approx(-0.2))


def test_our_side_is_not_known() -> None:
    """Their score is shown; the gap is unknown and not their score."""
    (gap,) = person_gaps(facing([Person("An")], tianshu=[Person("An", 80)]), CONSTANTS)
    assert gap is not None
    assert (gap.score, gap.own_score, gap.gap) == (0.8, None, None)


def test_like_is_compared_with_like() -> None:
    """Only over An, of whom both are known: 60 against 80. Cai's 100 towards us has nothing to stand against."""
    ours = [Person("An", 60), Person("Bo"), Person("Cai", 100)]
    (gap,) = account_gaps(facing(ours, tianshu=[Person("An", 80), Person("Bo", 20), Person("Cai")]), CONSTANTS)
    assert (gap.score, gap.own_score, gap.gap, gap.people) == (0.8, 0.6, pytest.approx(-0.2), 1)


def test_weighted_by_decision() -> None:
    """The decision maker counts three times: (3 × 20 + 60) / 4 against (3 × 80 + 40) / 4."""
    constants = Constants(buying_role_multipliers={BuyingRole.DECISION_MAKER: 3})
    ours = [Person("An", 20, buying_roles=("decision_maker",)), Person("Bo", 60)]
    (gap,) = account_gaps(facing(ours, tianshu=[Person("An", 80), Person("Bo", 40)]), constants)
    assert (gap.own_score, gap.score) == (pytest.approx(0.3), pytest.approx(0.7))


def test_the_strongest_first() -> None:
    """To whom people stand closest, whether we can be compared or not."""
    gaps = account_gaps(
        facing(
            [Person("An", 60), Person("Bo")],
            behind=[Person("An", 30), Person("Bo")],
            ahead=[Person("An", 90), Person("Bo")],
            elsewhere=[Person("An"), Person("Bo", 100)],
        ),
        CONSTANTS,
    )
    assert [gap.vendor_id for gap in gaps] == ["elsewhere", "ahead", "behind"]
    assert gaps[0].gap is None
