"""Routes for every declared analytic: the same parameters, the same errors, one function."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.accounts.snapshots import Scope, snapshots
from app.accounts.spans import span
from app.analytics.analytic import Analytic, Asked, Options
from app.analytics.catalogue import ANALYTICS
from app.analytics.constants import Constants
from app.analytics.periods import fiscal_year
from app.api import TheConstants, TheGraph, TheScope, problems
from app.graph import Graph
from app.projects.histories import histories_of
from app.users.our_people import our_people_of

router = APIRouter(tags=["answers"])


def ask(graph: Graph, analytic: Analytic, scope: Scope, options: Options, constants: Constants) -> tuple[Asked, Any]:
    """Fetch the accounts and answer: what was asked, and an answer of the analytic's own type.

    Raises:
        NotFound: an account, owner or team that was asked for is not there.
        Invalid: the days or periods to compare do not fit.
    """
    comparison = analytic.compares(options, scope.as_of, constants)
    if comparison is None:
        found, between = snapshots(graph, scope, constants), None
    else:
        found, between = span(graph, scope, comparison, constants)
    asked = Asked(
        snapshots=found,
        as_of=scope.as_of,
        fiscal_year=fiscal_year(scope.as_of, constants),
        owner=scope.owner,
        options=options,
        constants=constants,
        limited=graph.reach.accounts is not None and scope.account_ids is None,
        span=between,
        histories=histories_of(graph, found, scope.as_of) if analytic.looks_at_projects else None,
        our_people=our_people_of(graph, found, scope.as_of) if analytic.names_our_people else (),
    )
    return asked, analytic.answer(asked)


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
