"""Random accounts for properties: small, and full of ties, powers and gaps."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st

from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.snapshot import Snapshot
from graph_models.records import CommitteeSeat, HistoryRecord, SharedProjectRecord
from tests.graphs.build import TODAY, Opportunity, Person, Tie, account, contact, seat, together
from tests.graphs.histories import histories, opportunity, part, project

NAMES = ("An", "Bo", "Cai", "Dong", "Er")

known_scores = st.integers(0, 20).map(lambda fifth: 5.0 * fifth)
maybe_scores = known_scores | st.none()
strengths = st.sampled_from((0.2, 0.5, 1.0)) | st.none()
amounts = st.integers(1, 50).map(lambda tens: 10_000.0 * tens)
flags = st.booleans()


@st.composite
def people(
    draw: st.DrawFn, scores: st.SearchStrategy[float | None] = maybe_scores, least: int = 1, powers: bool = True
) -> list[Person]:
    """Up to five people with names of their own."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(least, len(NAMES)))]
    return [
        Person(
            name,
            (draw(scores), draw(scores), draw(scores)),
            veto=powers and draw(flags),
            approve=powers and draw(flags),
            veto_types=("control",) if powers and draw(flags) else (),
            age_days=draw(st.sampled_from((0, 720, 721))),
        )
        for name in names
    ]


@st.composite
def ties(draw: st.DrawFn, names: Sequence[str]) -> list[Tie]:
    """Ties of any kind between any two; not two of one kind."""
    pairs = [(start, end) for start in names for end in names if start != end]
    if not pairs:
        return []
    kinds = st.sampled_from(("INFLUENCES", "INFLUENCES", "CONFLICTS_WITH", "KNOWS", "REPORTS_TO"))
    found = draw(st.lists(st.tuples(st.sampled_from(pairs), kinds), max_size=8, unique=True))
    return [Tie(start, kind, end, draw(strengths)) for (start, end), kind in found]


@st.composite
def opportunities(draw: st.DrawFn, names: Sequence[str]) -> list[Opportunity]:
    """Up to two, decided by some of the people or nobody knows whom, powers said for the project or not."""
    said = flags | st.none()

    def committee() -> list[CommitteeSeat]:
        members = draw(st.lists(st.sampled_from(names), unique=True))
        return [seat(name, veto=draw(said), approve=draw(said)) for name in members]

    return [
        Opportunity(
            name,
            draw(amounts),
            draw(st.sampled_from((None, 0.5, 1.0))),
            committee(),
            type_id=draw(st.sampled_from((None, "control", "meters"))),
        )
        for name in ("Control", "Meters")[: draw(st.integers(0, 2))]
    ]


@st.composite
def shared_projects(draw: st.DrawFn, names: Sequence[str]) -> list[SharedProjectRecord]:
    """Up to two projects in which at least two took part."""
    if len(names) == 1:
        return []
    members = st.lists(st.sampled_from(names), min_size=2, unique=True)
    ages = st.sampled_from((0, 400))
    return [together(name, *draw(members), age_days=draw(ages)) for name in ("Dam", "Pipes")[: draw(st.integers(0, 2))]]


@st.composite
def projects(draw: st.DrawFn, names: Sequence[str]) -> list[HistoryRecord]:
    """Up to two that were and up to three that are planned, one of them beyond the horizon; too few to be regular."""
    said = flags | st.none()

    def some(days: Sequence[int]) -> list[HistoryRecord]:
        return [
            project(
                TODAY + timedelta(days),
                draw(st.sampled_from(("control", "control", "meters", "pipes"))),
                [part(name, veto=draw(said), approve=draw(said)) for name in draw(st.lists(members, unique=True))],
                account="lanjiang",
                budget=draw(amounts | st.none()),
                decided=days > 0 and draw(st.integers(0, 4)) == 4,
            )
            for days in draw(st.lists(st.sampled_from(days), unique=True))
        ]

    members = st.sampled_from(names)
    return [*some((-800, -365)), *some((90, 200, 500))]


@st.composite
def accounts(
    draw: st.DrawFn, scores: st.SearchStrategy[float | None] = maybe_scores, *, simple: bool = False
) -> Snapshot:
    """An account; a simple one has neither powers, ties, opportunities nor projects."""
    members = draw(people(scores, powers=not simple))
    names = [person.name for person in members]
    known = draw(st.lists(st.sampled_from(names), unique=True))
    found = account(
        *members,
        spend=draw(amounts),
        ties=[] if simple else draw(ties(names)),
        contacts=[contact(draw(st.sampled_from(("Li", "Zhou"))), name, draw(strengths)) for name in known],
        shared_projects=[] if simple else draw(shared_projects(names)),
        opportunities=[] if simple else draw(opportunities(names)),
    )
    opened = [opportunity(one.project_type_id, account="lanjiang") for one in found.opportunities]
    known = histories(*([] if simple else draw(projects(names))), opened=opened)
    return looking_ahead(found, known, Constants())
