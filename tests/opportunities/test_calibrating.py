"""The chance is calibrated on closed opportunities once an administrator asks for it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.accounts.snapshots import Scope
from app.analytics import decisions
from app.analytics.constants import Constants
from app.graph import Graph
from app.opportunities.calibrating import calibration_of, refit_calibration
from app.questions import ask
from graph_models.decisions import Decision
from loaders.load import load
from tests.loaders.folders import write

C = Constants()
TODAY = date(2026, 6, 15)
ACCOUNTS = range(4)
CLOSED = range(1, 11)
"""Of each account so many months ago; the last is open."""


def _files(accounts: range = ACCOUNTS) -> dict[str, str]:
    """Friends (90) decide about what is won, enemies (20) about what is lost; but for one in five, the other way."""
    people: list[str] = []
    projects: list[str] = []
    parts: list[str] = []
    said: list[str] = []
    deals: list[str] = []
    for a in accounts:
        people += [f"f{a},a{a},Friend,\n", f"e{a},a{a},Enemy,\n"]
        said += [f"s-f{a},f{a},2024-01-01,90\n", f"s-e{a},e{a},2024-01-01,20\n"]
        for n in (0, *CLOSED):
            day = TODAY - timedelta(days=30 * n)
            friendly = (a + n) % 2 == 0
            outcome = "" if n == 0 else "won" if friendly != (n % 5 == 0) else "lost"
            projects.append(f"p{a}-{n},a{a},t,Project,{day}\n")
            parts.append(f"p{a}-{n},{'f' if friendly else 'e'}{a}\n")
            closed = day if n else TODAY + timedelta(days=60)
            deals.append(f"o{a}-{n},a{a},Chance,p{a}-{n},{day - timedelta(days=90)},{closed},{outcome},1000\n")
    return {
        "accounts.csv": "id,name,currency\n" + "".join(f"a{a},A{a},CNY\n" for a in accounts),
        "people.csv": "id,account_id,name,title\n" + "".join(people),
        "project_types.csv": "id,name\nt,Control\n",
        "projects.csv": "id,account_id,project_type_id,name,started_on\n" + "".join(projects),
        "participants.csv": "project_id,person_id\n" + "".join(parts),
        "assessments.csv": "id,person_id,observed_on,solution_acceptance\n" + "".join(said),
        "opportunities.csv": "id,account_id,name,project_id,opened_on,closed_on,outcome,amount\n" + "".join(deals),
    }


@pytest.fixture
def closed(graph: Graph, tmp_path: Path) -> Graph:
    """Forty closed opportunities, of four accounts."""
    assert load(graph, [write(tmp_path / "files", _files())]).defects == []
    return graph


def asked(graph: Graph) -> list[Decision]:
    options = decisions.DecisionOptions()
    found: list[Decision] = ask(graph, decisions.ANALYTIC, Scope(TODAY), options, C)[1]
    return found


def test_before_anybody_asks_for_it_nothing_is_calibrated(closed: Graph) -> None:
    assert calibration_of(closed, TODAY) is None
    assert all(one.chance and one.chance.calibrated is None for one in asked(closed))


def test_what_closed_opportunities_say(closed: Graph) -> None:
    """Of friends' 80 % are won, of enemies' 20 %, where C says 90 % and 20 %."""
    progress: list[tuple[int, int]] = []
    fitted = refit_calibration(closed, TODAY, C, lambda done, total: progress.append((done, total)))
    assert fitted is not None
    assert (fitted.opportunities, progress[0], progress[-1]) == (40, (0, 40), (40, 40))
    assert fitted.brier == pytest.approx((16 * 0.1**2 + 4 * 0.9**2 + 16 * 0.2**2 + 4 * 0.8**2) / 40)
    assert calibration_of(closed, TODAY) == fitted
    assert calibration_of(closed, TODAY - timedelta(days=1)) is None  # not known then
    shown = {round(one.chance.value or 0, 2): one.chance for one in asked(closed) if one.chance}
    assert set(shown) == {0.2, 0.9}
    assert shown[0.9].calibrated == pytest.approx(0.78, abs=0.03)
    assert shown[0.2].calibrated == pytest.approx(0.22, abs=0.03)
    assert (shown[0.9].band, shown[0.2].band) == ("high", "low")
    assert any("about 7" in one.reason and "as closed opportunities say" in one.reason for one in asked(closed))


def test_what_was_stated_after_it_closed_does_not_count(closed: Graph, tmp_path: Path) -> None:
    before = refit_calibration(closed, TODAY, C)
    later = {
        **{name: _files()[name] for name in ("accounts.csv", "people.csv")},
        "assessments.csv": "id,person_id,observed_on,solution_acceptance\n"
        + "".join(f"late{a},f{a},2026-06-15,0\n" for a in ACCOUNTS),
    }
    assert load(closed, [write(tmp_path / "later", later)]).defects == []
    assert refit_calibration(closed, TODAY, C) == before


def test_too_few_are_forgotten(closed: Graph) -> None:
    """Also what was kept before: of twelve nothing is said."""
    assert refit_calibration(closed, TODAY, C) is not None
    assert refit_calibration(closed, TODAY - timedelta(days=200), C) is None
    assert calibration_of(closed, TODAY) is None
