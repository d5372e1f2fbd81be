"""`winover refit`: what is pooled over all accounts, found out anew."""

from datetime import date

from app.analytics.histories import EVERY_TYPE, LEAST_ACCOUNTS
from app.commands.output import out
from app.database import open_graph
from app.projects.histories import fit_pooled_gaps
from app.settings import settings


def refit() -> None:
    """Find out anew what is pooled over all accounts (how long until a type of project comes again), and keep it.

    Answers use what was kept last, so that nobody's answer moves with accounts that they may not see.
    """
    with open_graph(settings()) as graph:
        pooled = fit_pooled_gaps(graph, date.today(), settings().constants)
    if EVERY_TYPE not in pooled:
        out.print(
            f"Nothing is kept: projects of a type must have come twice at {LEAST_ACCOUNTS} accounts or more, "
            "or what is kept would tell of single ones.",
            highlight=False,
        )
        return
    types = len(pooled) - 1
    out.print(
        f"Kept {pooled[EVERY_TYPE].count} gaps between projects of a type, {types} types of them also for themselves.",
        highlight=False,
    )
