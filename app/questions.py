"""Routes for every declared analytic: the same parameters, the same errors, one function."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.accounts.snapshots import Scope, batches, snapshots
from app.accounts.spans import span
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.catalogue import ANALYTICS
from app.analytics.constants import Constants
from app.analytics.expected import looking_ahead
from app.analytics.periods import fiscal_year
from app.analytics.snapshot import Snapshot
from app.api import TheConstants, TheGraph, TheScope, problems
from app.graph import Graph
from app.projects.histories import histories_of
from app.users.our_people import our_people_of

router = APIRouter(tags=["answers"])


def ask(
    graph: Graph,
    analytic: Analytic,
    scope: Scope,
    options: Options,
    constants: Constants,
    *,
    batch: int = 250,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Asked, Any]:
    """Fetch the accounts and answer: what was asked, and an answer of the analytic's own type.

    Args:
        graph: as somebody sees it.
        analytic: the question.
        scope: about which accounts, and when.
        options: of the analytic's own type.
        constants: of the definitions.
        batch: so many accounts are looked at together where they need not all be.
        progress: is told after each batch how many accounts have been looked at.

    Raises:
        NotFound: an account, owner or team that was asked for is not there.
        Invalid: the days or periods to compare do not fit.
    """
    asked = Asked(
        snapshots=(),
        as_of=scope.as_of,
        fiscal_year=fiscal_year(scope.as_of, constants),
        owner=scope.owner,
        options=options,
        constants=constants,
        limited=graph.reach.accounts is not None and scope.account_ids is None,
    )
    if analytic.place is not None:
        return asked, _in_batches(graph, analytic, asked, batches(graph, scope, constants, batch), progress)
    comparison = analytic.compares(options, scope.as_of, constants)
    if comparison is None:
        asked = replace(asked, snapshots=snapshots(graph, scope, constants))
    else:
        found, between = span(graph, scope, comparison, constants)
        asked = replace(asked, snapshots=found, span=between)
    asked = _with_more(graph, analytic, asked)
    return asked, analytic.answer(asked)


def _in_batches(
    graph: Graph,
    analytic: Analytic,
    asked: Asked,
    found: Iterable[Sequence[Snapshot]],
    progress: Callable[[int], None],
) -> list[Any]:
    """The items of all accounts in their order; of more than were asked for, no more are kept than that."""
    kept: list[Any] = []
    done = 0
    for batch in found:
        kept += analytic.answer(_with_more(graph, analytic, replace(asked, snapshots=batch)))
        kept.sort(key=analytic.place)
        del kept[asked.options.top or len(kept) :]
        done += len(batch)
        progress(done)
    return kept


def _with_more(graph: Graph, analytic: Analytic, asked: Asked) -> Asked:
    """With the projects of the accounts, what is expected to come there, and our people, as the analytic needs them."""
    if analytic.looks_at_projects:
        histories = histories_of(graph, asked.snapshots, asked.as_of)
        ahead = [looking_ahead(one, histories, asked.constants) for one in asked.snapshots]
        asked = replace(asked, histories=histories, snapshots=ahead)
    if analytic.names_our_people:
        asked = replace(asked, our_people=our_people_of(graph, asked.snapshots, asked.as_of))
    return asked


def _route(analytic: Analytic) -> Callable[..., Any]:
    def route(
        graph: TheGraph,
        constants: TheConstants,
        scope: TheScope,
        options: Annotated[Any, Query()],  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        return ask(graph, analytic, scope, options, constants)[1]

    route.__annotations__["options"] = Annotated[analytic.options, Query()]
    return route


for _analytic in ANALYTICS:
    router.add_api_route(
        f"/{_analytic.name}",
        _route(_analytic),
        methods=["GET"],
        response_model=_analytic.result,
        operation_id=_analytic.name.replace("-", "_"),
        summary=_analytic.question,
        responses=problems(404),
    )
