"""A real, dirty pipeline: nothing is lost silently, and the figures are those that one counts in the file."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from math import sqrt
from pathlib import Path

import pytest

from app.accounts.snapshots import Scope
from app.analytics import figures
from app.analytics.constants import Constants
from app.analytics.figures import FiguresOptions
from app.graph import Graph
from app.questions import ask
from app.store.queries import wipe_if_ours
from graph_models.results import Figures
from loaders.load import load
from loaders.report import LoadReport
from tests.real_data import find_data, read_table
from tests.real_data.maven import Deal, id_of, pipeline, write_canonical_folder

END = date(2017, 12, 31)
QUARTERS = ("2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")
MISSPELT = {"GTXPro": "GTX Pro"}


@pytest.fixture(scope="module")
def source() -> Path:
    """Where the data is."""
    return find_data("maven_crm")


@pytest.fixture(scope="module")
def deals(source: Path) -> list[Deal]:
    """The file's rows."""
    return pipeline(source)


@pytest.fixture(scope="module")
def loads(
    connection: Graph, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Graph, LoadReport, LoadReport]:
    """The graph, what was refused of the data as it is, and what was refused once the product's name was mended."""
    wipe_if_ours(connection, "tests")
    dirty, mended = tmp_path_factory.mktemp("dirty"), tmp_path_factory.mktemp("mended")
    write_canonical_folder(source, dirty)
    write_canonical_folder(source, mended, MISSPELT)
    return connection, load(connection, [dirty]), load(connection, [mended])


def asked(graph: Graph, period: str, owner: str | None = None, team: str | None = None) -> Figures:
    """The figures of a period."""
    scope = Scope(END, owner=owner, team=team)
    return ask(graph, figures.ANALYTIC, scope, FiguresOptions(period=period), Constants())[1]


def in_period(deal: Deal, period: str) -> bool:
    """Did it close in this year or quarter?"""
    year, _, quarter = period.partition("-Q")
    closed = deal["close_date"]
    return closed[:4] == year and (not quarter or (int(closed[5:7]) - 1) // 3 + 1 == int(quarter))


def counted(deals: Iterable[Deal], period: str) -> tuple[int, int, float]:
    """Won, lost, and the amount won, counted in the file."""
    closed = [deal for deal in deals if deal["deal_stage"] in ("Won", "Lost") and in_period(deal, period)]
    stages = Counter(deal["deal_stage"] for deal in closed)
    return stages["Won"], stages["Lost"], sum(float(deal["close_value"]) for deal in closed)


def test_every_dirty_row_is_reported(loads: tuple[Graph, LoadReport, LoadReport], deals: list[Deal]) -> None:
    """Those without an account, and those of a product that is not in the list: by line, and no other."""
    _, dirty, mended = loads
    no_account = {line for line, deal in enumerate(deals, 2) if not deal["account"]}
    misspelt = {line for line, deal in enumerate(deals, 2) if deal["product"] in MISSPELT}
    assert len(no_account) == 1_425
    assert misspelt

    def refused(report: LoadReport, column: str) -> set[int | None]:
        assert {defect.file for defect in report.defects} == {"opportunities.csv"}
        return {defect.line for defect in report.defects if defect.column == column}

    assert refused(dirty, "account_id") == refused(mended, "account_id") == no_account
    assert refused(dirty, "project_type_id") == misspelt
    assert not refused(mended, "project_type_id")


def test_nothing_else_is_lost(loads: tuple[Graph, LoadReport, LoadReport], deals: list[Deal]) -> None:
    """Every row with an account is there."""
    stored = loads[0].driver.execute_query("MATCH (o:Opportunity) RETURN collect(o.id) AS ids").records[0]["ids"]
    assert sorted(stored) == sorted(deal["opportunity_id"] for deal in deals if deal["account"])


def test_win_rates(
    loads: tuple[Graph, LoadReport, LoadReport], deals: list[Deal], source: Path, subtests: pytest.Subtests
) -> None:
    """Of every quarter, every office in every quarter, and every rep in the year: to the last digit."""
    graph = loads[0]
    office = {row["sales_agent"]: row["regional_office"] for row in read_table(source / "sales_teams.csv")}
    questions = [("all", None, None, period) for period in (*QUARTERS, "2017")]
    questions += [("team", None, team, period) for team in sorted(set(office.values())) for period in QUARTERS]
    questions += [("rep", rep, None, "2017") for rep in sorted(office)]
    for what, rep, team, period in questions:
        with subtests.test(what, rep=rep, team=team, period=period):
            theirs = [
                deal
                for deal in deals
                if rep in (None, deal["sales_agent"]) and team in (None, office[deal["sales_agent"]])
            ]
            won, lost, amount = counted(theirs, period)
            found = asked(graph, period, rep and id_of(rep), team)
            rate = found.win_rate.now
            assert (rate.won, rate.lost) == (won, lost)
            assert rate.rate == (won / (won + lost) if won + lost else None)
            assert sum(
                origin.won.amount for unit in found.currencies for origin in unit.origins if origin.origin == "all"
            ) == pytest.approx(amount)
            if won + lost:
                assert (rate.low, rate.high) == pytest.approx(_wilson(won, won + lost), abs=1e-6)


def _wilson(won: int, closed: int) -> tuple[float, float]:
    """The roots of (p − share)² = z² p (1 − p) / n, from which Wilson's interval comes."""
    z = 1.959963984540054
    a, b, c = 1 + z * z / closed, -(2 * won / closed + z * z / closed), (won / closed) ** 2
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_growth_from_quarter_to_quarter(loads: tuple[Graph, LoadReport, LoadReport], deals: list[Deal]) -> None:
    """Win rate and amounts against the quarter before; the causes sum to them."""
    found: Figures = ask(
        loads[0], figures.ANALYTIC, Scope(END), FiguresOptions(period="2017-Q4", earlier="2017-Q3"), Constants()
    )[1]
    now, then = counted(deals, "2017-Q4"), counted(deals, "2017-Q3")
    growth = now[0] / (now[0] + now[1]) - then[0] / (then[0] + then[1])
    assert found.win_rate.growth == pytest.approx(growth, abs=1e-6)
    assert sum(cause.share for cause in found.win_rate.causes) == pytest.approx(growth, abs=1e-4)
    (unit,) = found.currencies
    unknown = next(origin for origin in unit.origins if origin.origin == "unknown")
    assert unknown.conversion_growth == pytest.approx(now[2] - then[2])
    assert sum(cause.amount for cause in unknown.causes) == pytest.approx(now[2] - then[2])
