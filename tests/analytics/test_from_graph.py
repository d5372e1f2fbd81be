"""From CSV files through the graph to what the analytics are given."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from app.accounts.queries import departments, facts
from app.accounts.snapshots import Scope, batches, snapshot, snapshots
from app.analytics import recurring
from app.analytics.analytic import Analytic
from app.analytics.catalogue import ANALYTICS
from app.analytics.constants import Constants
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Money, Snapshot
from app.analytics.stakes import committee_of
from app.analytics.winning import outlook
from app.attitudes.queries import attitudes
from app.errors import NotFound
from app.graph import Graph
from app.projects.histories import with_what_is_ahead
from app.projects.queries import histories
from app.questions import ask
from app.reach import EVERYTHING, NOTHING, Reach
from app.users.queries import our_people
from graph_models.records import ColleagueRecord, WinRecord
from loaders.load import load

CONSTANTS = Constants()
TODAY = date(2026, 6, 15)

PEOPLE = """
    id,account_id,name,title,veto,approve,veto_types,works_from,works_to
    an,river,An,Director,,,,,
    bo,river,Bo,Engineer,true,,pipes,,
    left,river,Left,Director,,,,,2026-05-31
    new,river,New,Engineer,,,,2026-07-01,
    """
TYPES = """
    id,name
    pipes,Pipes
    meters,Meters
    """

Loaded = Callable[..., Graph]


@pytest.fixture
def loaded(graph: Graph, tmp_path: Path) -> Loaded:
    """Loads tables into the empty graph; accounts, people and project types are there already."""

    def load_tables(**tables: str) -> Graph:
        given = {"accounts": "id,name,currency\nriver,River,CNY", "people": PEOPLE, "project_types": TYPES} | tables
        for name, text in given.items():
            (tmp_path / f"{name}.csv").write_text(dedent(text).strip() + "\n", encoding="utf-8")
        report = load(graph, [tmp_path])
        assert [defect.reason for defect in report.defects] == []
        return graph

    return load_tables


def river(graph: Graph, as_of: date = TODAY, known_at: datetime | None = None) -> Snapshot:
    there = snapshot(graph, "river", Scope(as_of, known_at=known_at), CONSTANTS)
    return with_what_is_ahead(graph, there, CONSTANTS)


def names(found: Snapshot) -> list[str]:
    return [person.name for person in found.people]


def closeness(found: Snapshot) -> dict[str, float]:
    known = found.consensus.known[:, 0]
    return {person.id: float(found.consensus.value[row, 0]) for row, person in enumerate(found.people) if known[row]}


# --- Who is there ---


def test_people_are_there_from_their_first_day_to_their_last(loaded: Loaded) -> None:
    graph = loaded()
    assert names(river(graph)) == ["An", "Bo"]
    assert names(river(graph, date(2026, 5, 31))) == ["An", "Bo", "Left"]
    assert names(river(graph, date(2026, 7, 1))) == ["An", "Bo", "New"]


def test_statements_about_those_who_left_are_left_out(loaded: Loaded) -> None:
    graph = loaded(
        assessments="""
            id,person_id,observed_on,closeness
            s1,left,2026-05-01,90
            s2,an,2026-05-01,40
            """
    )
    assert closeness(river(graph)) == {"an": 40}
    assert closeness(river(graph, date(2026, 5, 31))) == {"an": 40, "left": 90}


def test_an_account_without_people_is_an_account(loaded: Loaded) -> None:
    graph = loaded(accounts="id,name\nriver,River\nlake,Lake")
    lake, _ = snapshots(graph, Scope(TODAY), CONSTANTS)
    assert (lake.account.id, lake.people, lake.consensus.value.shape, lake.spend) == ("lake", (), (0, 3), None)
    assert recommend([lake], CONSTANTS) == []


# --- What was said ---

STATEMENTS = """
    id,person_id,user_id,observed_on,closeness,vendor_id,recorded_at
    s1,an,li,2026-03-01,20,,2026-03-01T09:00:00+00:00
    s2,an,li,2026-05-01,60,,2026-06-01T09:00:00+00:00
    s3,an,li,2026-06-16,90,,2026-06-16T09:00:00+00:00
    """
USERS = "id,name\nli,Li"


def test_as_of_a_day_uses_what_was_observed_by_then_whenever_recorded(loaded: Loaded) -> None:
    graph = loaded(users=USERS, assessments=STATEMENTS)
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 1), TODAY, TODAY + timedelta(days=1))
    assert [closeness(river(graph, day)) for day in days] == [{}, {"an": 20}, {"an": 60}, {"an": 60}, {"an": 90}]
    assert river(graph).consensus.age_days[0, 0] == 45


def test_known_at_a_moment_leaves_out_what_was_recorded_later(loaded: Loaded) -> None:
    """On 31 May nobody had recorded yet what was seen on 1 May."""
    graph = loaded(users=USERS, assessments=STATEMENTS)
    assert closeness(river(graph, known_at=datetime(2026, 5, 31, tzinfo=UTC))) == {"an": 20}
    assert closeness(river(graph, known_at=datetime(2026, 6, 1, 9, tzinfo=UTC))) == {"an": 60}
    assert closeness(river(graph, known_at=datetime(2026, 6, 1, 8, 59, tzinfo=UTC))) == {"an": 20}


def test_attitudes_towards_competitors_are_no_attitudes_towards_us(loaded: Loaded) -> None:
    graph = loaded(
        vendors="id,name,is_us\nus,Us,true\nthem,Them,false",
        assessments="""
            id,person_id,observed_on,closeness,vendor_id
            s1,an,2026-05-01,90,them
            s2,bo,2026-05-01,40,us
            """,
    )
    assert closeness(river(graph)) == {"bo": 40}


def test_both_queries_of_statements_agree(demo_graph: Graph) -> None:
    """What counts as a statement towards us is written in two queries; the demo has one of every kind."""
    day = date.today()
    known = facts(
        demo_graph,
        account_ids=None,
        owner=None,
        of_team=None,
        industry=None,
        region=None,
        city_tier=None,
        as_of=day,
        known_at=None,
        every_statement=True,
        fiscal_year=day.year,
        horizon=day,
        projects_since=day,
    )
    stated = attitudes(demo_graph, account_ids=[one.account.id for one in known], as_of=day, known_at=None)
    assert Counter(stated) == Counter(
        statement for one in known for statement in one.statements if statement.vendor_id is None
    )


def test_what_nobody_signed_counts(loaded: Loaded) -> None:
    graph = loaded(assessments="id,person_id,observed_on,closeness,source\ns1,an,2026-05-01,supporter,hearsay")
    assert closeness(river(graph)) == {"an": 75}


# --- Which accounts ---


def test_owners_own_for_a_time(loaded: Loaded) -> None:
    graph = loaded(
        accounts="id,name\nriver,River\nlake,Lake",
        users="id,name,quota\nli,Li,100\nzhou,Zhou,",
        coverage="""
            user_id,account_id,role,from,to
            li,river,owner,2026-01-01,2026-06-14
            zhou,river,owner,2026-06-15,
            li,lake,owner,,
            zhou,lake,member,,
            """,
    )

    def owned(owner: str, day: date) -> list[str]:
        return [found.account.id for found in snapshots(graph, Scope(day, owner=owner), CONSTANTS)]

    assert owned("li", TODAY - timedelta(days=1)) == ["lake", "river"]
    assert owned("li", TODAY) == ["lake"]
    assert owned("zhou", TODAY - timedelta(days=1)) == []
    assert owned("zhou", TODAY) == ["river"]
    assert [(o.id, o.quota) for o in river(graph, TODAY - timedelta(days=1)).account.owners] == [("li", 100)]
    with pytest.raises(NotFound, match="no account river that li owns"):
        snapshots(graph, Scope(TODAY, ("river",), "li"), CONSTANTS)


def test_unknown_accounts_are_not_found(loaded: Loaded) -> None:
    graph = loaded()
    with pytest.raises(NotFound, match="no account lake, sea"):
        snapshots(graph, Scope(TODAY, ("sea", "river", "lake")), CONSTANTS)
    with pytest.raises(NotFound, match="no account lake"):
        snapshot(graph, "lake", Scope(TODAY), CONSTANTS)


def test_accounts_come_by_name_and_each_once(loaded: Loaded) -> None:
    graph = loaded(accounts="id,name\nriver,River\na,Zoo\nz,Alps")
    assert [s.account.id for s in snapshots(graph, Scope(TODAY), CONSTANTS)] == ["z", "river", "a"]
    asked = Scope(TODAY, ("river", "z", "river"))
    assert [s.account.id for s in snapshots(graph, asked, CONSTANTS)] == ["z", "river"]
    assert snapshots(graph, Scope(TODAY, ()), CONSTANTS) == []


def test_each_account_has_its_own(loaded: Loaded) -> None:
    """Two accounts asked for at once are the same two asked for one after the other."""
    graph = loaded(
        accounts="id,name\nriver,River\nlake,Lake",
        people="id,account_id,name\nan,river,An\nbo,river,Bo\ncai,lake,Cai",
        assessments="""
            id,person_id,observed_on,closeness
            s1,an,2026-05-01,10
            s2,cai,2026-05-01,30
            s3,bo,2026-05-01,20
            """,
        relations="""
            from_person_id,to_person_id,kind
            an,bo,influences
            bo,cai,knows
            """,
    )
    lake, river_ = snapshots(graph, Scope(TODAY), CONSTANTS)
    assert (closeness(lake), closeness(river_)) == ({"cai": 30}, {"an": 10, "bo": 20})
    assert [(tie.from_id, tie.to_id) for tie in river_.ties] == [("an", "bo")]  # ties leave no account
    assert lake.ties == ()
    assert names(river_) == names(river(graph))


# --- What is at stake ---


def test_spend_of_the_fiscal_year(loaded: Loaded) -> None:
    graph = loaded(
        spend="""
            account_id,fiscal_year,amount,currency,project_type_id
            river,2025,100,,pipes
            river,2025,200,,meters
            river,2026,100,,pipes
            river,2026,5000,,
            river,2027,100,USD,pipes
            river,2027,200,,meters
            """
    )
    found = {year: river(graph, date(year, 1, 1)).spend for year in (2024, 2025, 2026, 2027)}
    assert found == {2024: None, 2025: Money(300, "CNY"), 2026: Money(5000, "CNY"), 2027: None}


OPPORTUNITIES = """
    id,account_id,name,amount,project_type_id,project_id,opened_on,closed_on,outcome
    open,river,Open,10,,,2026-01-01,2027-06-15,
    undated,river,Undated,10,,,,,
    overdue,river,Overdue,10,,,2026-01-01,2026-06-01,
    later,river,Too late,10,,,2026-01-01,2027-06-16,
    future,river,Not yet opened,10,,,2026-06-16,2026-09-01,
    won,river,Won,10,,,2026-01-01,2026-06-15,won
    lost,river,Lost some day,10,,,,,lost
    """


def test_opportunities_open_on_the_day_and_expected_within_a_year(loaded: Loaded) -> None:
    graph = loaded(opportunities=OPPORTUNITIES)
    assert {o.id for o in river(graph).opportunities} == {"open", "undated", "overdue"}


def test_what_has_closed_since_was_open_the_day_before(loaded: Loaded) -> None:
    graph = loaded(opportunities=OPPORTUNITIES)
    assert "won" in {o.id for o in river(graph, TODAY - timedelta(days=1)).opportunities}


PROJECTS = """
    id,account_id,project_type_id,name,started_on,no_contact_from,no_contact_to
    old,river,pipes,Old pipes,2025-01-01,,
    next,river,pipes,Next pipes,2026-12-01,2026-06-15,2026-06-30
    later,river,meters,Meters,2027-01-01,,
    """


def committees(found: Snapshot) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Of each opportunity: members, veto and approval holders."""

    def ids(rows: list[int]) -> list[str]:
        return sorted(found.people[row].id for row in rows)

    return {
        o.id: (ids(c.members.tolist()), ids(c.vetoes.tolist()), ids(c.approvals.tolist()))
        for o in found.opportunities
        for c, _ in (committee_of(found, o, CONSTANTS),)
    }


def test_committees_stated_expected_and_unknown(loaded: Loaded) -> None:
    """Bo's veto is limited to pipes; in the next pipes An has one for the project."""
    graph = loaded(
        projects=PROJECTS,
        participants="""
            project_id,person_id,buying_role,veto,approve
            old,bo,decision_maker,,
            old,left,user,,
            next,an,evaluator,true,
            next,bo,user,,true
            """,
        opportunities="""
            id,account_id,name,project_type_id,project_id
            stated,river,Stated,,next
            expected,river,Expected,pipes,
            unknown,river,Unknown,meters,later
            """,
    )
    assert committees(river(graph)) == {
        "stated": (["an", "bo"], ["an", "bo"], ["bo"]),
        "expected": (["bo"], ["bo"], []),  # of earlier pipes only Bo is left; the next ones are not earlier
        "unknown": (["an", "bo"], [], []),
    }
    found = {o.id: o for o in river(graph).opportunities}
    assert (found["stated"].project_type_id, found["stated"].starts_on) == ("pipes", date(2026, 12, 1))


def test_a_power_denied_for_the_project_does_not_act(loaded: Loaded) -> None:
    graph = loaded(
        projects=PROJECTS,
        participants="project_id,person_id,veto\nnext,an,\nnext,bo,false",
        opportunities="id,account_id,name,project_id\no,river,O,next",
    )
    assert committees(river(graph)) == {"o": (["an", "bo"], [], [])}


def test_a_tender_silences_those_who_take_part_in_it(loaded: Loaded) -> None:
    """There is no opportunity of ours, and yet An is not named while the tender lasts."""
    graph = loaded(
        projects=PROJECTS,
        participants="project_id,person_id\nnext,an\nold,bo",
        assessments="id,person_id,observed_on,closeness\ns1,an,2026-05-01,50\ns2,bo,2026-05-01,50",
        spend="account_id,fiscal_year,amount\nriver,2026,1000",
    )

    def named(day: date) -> set[str]:
        return {item.person.id for item in recommend([river(graph, day)], CONSTANTS)}

    assert named(date(2026, 6, 14)) == named(date(2026, 7, 1)) - {"new"} == {"an", "bo"}
    assert named(date(2026, 6, 15)) == named(date(2026, 6, 30)) == {"bo"}


# --- Who knows whom ---


def test_contacts_are_acquaintances_and_those_met_by_the_day(loaded: Loaded) -> None:
    graph = loaded(
        users="id,name\nli,Li\nzhou,Zhou",
        acquaintances="user_id,person_id,strength\nli,an,0.4",
        interactions="""
            id,at,channel,user_ids,person_ids
            i1,2026-05-01T10:00:00+08:00,visit,li;zhou,an
            i2,2026-06-16T10:00:00+08:00,visit,zhou,bo
            """,
    )
    assert {(c.user_id, c.person_id, c.strength) for c in river(graph).contacts} == {
        ("li", "an", 0.4),
        ("zhou", "an", None),
    }
    assert {(c.user_id, c.person_id) for c in river(graph, date(2026, 6, 16)).contacts} >= {("zhou", "bo")}


def test_every_contact_up_to_the_day_comes_with_its_age_channel_and_participants(loaded: Loaded) -> None:
    graph = loaded(
        users="id,name\nli,Li\nzhou,Zhou",
        acquaintances="user_id,person_id,strength\nli,an,0.4\nzhou,bo,",
        interactions="""
            id,at,channel,user_ids,person_ids
            i1,2026-06-05T10:00:00+08:00,visit,li;zhou,an;bo
            i2,2026-06-15T10:00:00+08:00,Email,li,an
            i3,2026-06-16T10:00:00+08:00,visit,li,an
            """,
    )
    known = {(c.user_id, c.person_id): c for c in river(graph).contacts}
    li = known["li", "an"]
    assert sorted((i.age_days, i.channel, i.participants) for i in li.interactions) == [
        (0, "Email", 2),
        (10, "visit", 4),
    ]
    assert (li.strength, li.acquainted) == (0.4, True)
    assert (known["zhou", "bo"].strength, known["zhou", "bo"].acquainted) == (None, True)
    assert (known["li", "bo"].strength, known["li", "bo"].acquainted) == (None, False)
    assert [len(c.interactions) for c in river(graph, date(2026, 6, 4)).contacts] == [0, 0]


def test_shared_projects_begun_by_the_day_and_not_too_long_ago(loaded: Loaded) -> None:
    """Their age runs from the end or, while they run, from the beginning; one who was alone shared nothing."""
    graph = loaded(
        projects="""
            id,account_id,project_type_id,name,started_on,ended_on
            c1,river,pipes,Ended,2025-01-01,2026-06-05
            c2,river,pipes,Running,2026-05-16,2026-12-31
            c3,river,pipes,Alone,2026-01-01,
            c4,river,pipes,Planned,2026-06-16,
            c5,river,pipes,Ancient,2021-01-01,2026-06-05
            """,
        participants="""
            project_id,person_id
            c1,an
            c1,bo
            c2,an
            c2,bo
            c2,left
            c3,an
            c4,an
            c4,bo
            c5,an
            c5,bo
            """,
    )
    assert sorted((p.name, p.age_days, sorted(p.person_ids)) for p in river(graph).shared_projects) == [
        ("Ended", 10, ["an", "bo"]),
        ("Running", 30, ["an", "bo", "left"]),
    ]


WON = """
    id,account_id,name,user_id,project_type_id,project_id,closed_on,outcome
    o1,river,Won,li,,c1,2026-06-15,won
    o2,lake,Won,zhou,meters,,2026-01-01,won
    o3,lake,Lost,li,meters,,2026-01-01,lost
    o4,river,Later,li,meters,,2026-06-16,won
    o5,lake,Of nobody,,pipes,,2026-01-01,won
    """


@pytest.fixture
def sold(loaded: Loaded) -> Graph:
    """Li serves the river and won there with An; Zhou won meters at the lake."""
    return loaded(
        accounts="id,name,industry\nriver,River,water\nlake,Lake,water",
        users="id,name,role\nli,Li,rep\nzhou,Zhou,executive\nfar,Far,",
        coverage="user_id,account_id,role,from,to\nli,river,owner,,\nfar,river,member,,2026-06-14",
        projects="id,account_id,project_type_id,name,started_on\nc1,river,pipes,Dam,2026-01-01",
        participants="project_id,person_id\nc1,an",
        opportunities=WON,
    )


def colleagues(graph: Graph, *types: str, reach: Reach = EVERYTHING) -> dict[str, ColleagueRecord]:
    found = our_people(graph.within(reach), account_ids=["river"], user_ids=[], project_type_ids=types, as_of=TODAY)
    return {one.id: one for one in found}


def test_what_ours_have_won_by_the_day(sold: Graph) -> None:
    """A project tells the type of what was won for it; lost, later and nobody's opportunities are no wins."""
    won_there = WinRecord(account_id="river", industry="water", project_type_id="pipes", person_ids=["an"])
    assert colleagues(sold) == {
        "li": ColleagueRecord(id="li", name="Li", role="rep", serves=["river"], wins=[won_there])
    }
    assert colleagues(sold, "meters").keys() == {"li", "zhou"}
    assert colleagues(sold, "pipes").keys() == {"li"}


def test_who_won_with_them_elsewhere(sold: Graph, loaded: Loaded) -> None:
    """Zhou won at the lake what An, of the river, took part in; who may not see the lake does not learn it."""
    loaded(
        projects="id,account_id,project_type_id,name,started_on\nc2,lake,meters,Weir,2026-01-01",
        participants="project_id,person_id\nc2,an",
        opportunities="""
            id,account_id,name,user_id,project_type_id,project_id,closed_on,outcome
            o2,lake,Won,zhou,meters,c2,2026-01-01,won
            """,
    )
    won = [WinRecord(account_id="lake", industry="water", project_type_id="meters", person_ids=["an"])]
    assert colleagues(sold)["zhou"].wins == won
    assert "zhou" not in colleagues(sold, reach=Reach(("river",), ("river",), ()))
    found = our_people(sold, account_ids=["lake"], user_ids=["zhou"], project_type_ids=[], as_of=TODAY)
    assert [win.person_ids for one in found for win in one.wins] == [[]]  # of nobody who was asked about


def test_wins_out_of_reach_do_not_show(sold: Graph) -> None:
    near = Reach(("river",), ("river",), ())
    assert colleagues(sold, "meters", reach=near).keys() == {"li"}
    found = our_people(
        sold.within(near), account_ids=["river", "lake"], user_ids=["zhou"], project_type_ids=["meters"], as_of=TODAY
    )
    assert {one.id: len(one.wins) for one in found} == {"li": 1, "zhou": 0}
    assert colleagues(sold, reach=NOTHING) == {}


def test_a_project_that_has_its_outcome_is_decided(loaded: Loaded) -> None:
    """Even one that is to begin later; on the day before its end it was open. Of an opportunity's, when it ends."""
    graph = loaded(
        accounts="id,name\nriver,River",
        projects="""
            id,account_id,project_type_id,name,started_on,ended_on,outcome
            lost,river,pipes,Lost,2999-01-01,,lost
            later,river,pipes,Later,2026-01-01,2026-06-15,won
            open,river,pipes,Open,2026-01-01,2026-12-31,
            """,
        opportunities="id,account_id,name,project_id\no,river,O,open",
    )
    assert [one.ends_on for one in river(graph).opportunities] == [date(2026, 12, 31)]

    def decided(day: date) -> set[str]:
        (found,) = histories(graph, account_ids=["river"], as_of=day, today=TODAY, horizon=date(2999, 12, 31))
        return {one.id for one in found.accounts[0].projects if one.decided}

    assert decided(TODAY) == {"lost", "later"}
    assert decided(TODAY - timedelta(1)) == {"lost"}


def test_departments_of_a_day(loaded: Loaded) -> None:
    """What is part of one that has ended, or not begun, is part of none; those of another account are not told."""
    graph = loaded(
        accounts="id,name\nriver,River\nlake,Lake",
        departments="""
            id,account_id,name,parent_id,from,to
            old,river,Old,,,2026-06-14
            new,river,New,,2026-06-15,
            pumps,river,Pumps,old,,
            pipes,river,Pipes,new,,
            lake,lake,Lake,,,
            """,
    )

    def on(day: date, reach: Reach = EVERYTHING) -> dict[str, str | None]:
        return {one.id: one.parent_id for one in departments(graph.within(reach), account_id="river", as_of=day)}

    assert on(TODAY) == {"new": None, "pumps": None, "pipes": "new"}
    assert on(TODAY - timedelta(1)) == {"old": None, "pumps": "old", "pipes": None}
    assert on(TODAY, Reach(("lake",), ("lake",), ())) == {}


def test_ties_of_every_kind(loaded: Loaded) -> None:
    graph = loaded(
        people="""
            id,account_id,name,reports_to
            an,river,An,
            bo,river,Bo,an
            cai,river,Cai,an
            """,
        relations="""
            from_person_id,to_person_id,kind,strength
            an,bo,influences,0.5
            bo,cai,conflicts_with,
            cai,an,knows,0.3
            """,
    )
    assert {(t.from_id, t.kind, t.to_id, t.strength) for t in river(graph).ties} == {
        ("an", "INFLUENCES", "bo", 0.5),
        ("bo", "CONFLICTS_WITH", "cai", None),
        ("cai", "KNOWS", "an", 0.3),
        ("bo", "REPORTS_TO", "an", None),
        ("cai", "REPORTS_TO", "an", None),
    }


# --- The demo ---


def test_the_demo_names_the_general_manager_and_then_the_director_of_b1(demo_graph: Graph) -> None:
    there = snapshot(demo_graph, "lanjiang", Scope(date.today()), CONSTANTS)
    found = with_what_is_ahead(demo_graph, there, CONSTANTS)
    first, second, *_ = recommend([found], CONSTANTS)
    assert (first.person.id, second.person.id) == ("wang", "liu")
    assert {reason.code for reason in first.reasons} >= {"own_weight", "veto_lifted"}
    for item in (first, second):
        assert item.value.amount is not None
        assert item.value.amount > 0
        assert len(item.axes) == 3
        assert item.through
        assert item.by is not None
    assert outlook(found, CONSTANTS).basis == "opportunities"


def test_the_demo_expects_and_fears_the_same_tomorrow(demo_graph: Graph) -> None:
    """Dates are relative to the day of loading: nobody of the demo is in a no-contact period today."""
    everything = snapshots(demo_graph, Scope(date.today()), CONSTANTS)
    assert [s.account.id for s in everything] == ["beihe", "lanjiang"]
    assert all(not person.no_contact for s in everything for person in s.people)
    assert recommend(everything, CONSTANTS)[0].person.id == "wang"


def test_accounts_come_in_batches(demo_graph: Graph) -> None:
    everything = Scope(date.today())
    whole = snapshots(demo_graph, everything, CONSTANTS)
    for scope in (everything, Scope(date.today(), ("lanjiang", "beihe"))):
        found = [[one.account.id for one in batch] for batch in batches(demo_graph, scope, CONSTANTS, 1)]
        assert sorted(map(tuple, filter(None, found))) == [("beihe",), ("lanjiang",)]
    assert [len(batch) for batch in batches(demo_graph, everything, CONSTANTS, 3)] == [len(whole)]
    with pytest.raises(NotFound, match="nobody-owns"):
        next(batches(demo_graph, Scope(date.today(), owner="nobody-owns"), CONSTANTS, 1))


@pytest.mark.parametrize("top", [None, 1])
@pytest.mark.parametrize("analytic", [one for one in ANALYTICS if one.place], ids=lambda one: one.name)
def test_an_answer_in_batches_is_the_whole_answer(demo_graph: Graph, analytic: Analytic, top: int | None) -> None:
    looked_at: list[int] = []
    scope, options = Scope(date.today()), analytic.options(top=top)
    whole = ask(demo_graph, analytic, scope, options, CONSTANTS)[1]
    found = ask(demo_graph, analytic, scope, options, CONSTANTS, batch=1, progress=looked_at.append)[1]
    assert found == whole
    assert whole or analytic is not recurring.ANALYTIC
    assert looked_at[:2] == [1, 2]
