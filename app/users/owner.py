"""Is somebody, or a team, one of ours?"""

from app.errors import NotFound
from app.graph import Graph
from app.language import gettext as _
from app.users.queries import team, user


def check_owner(graph: Graph, user_id: str | None) -> None:
    """Make sure that a user whose accounts are asked for exists.

    Raises:
        NotFound: there is no such user.
    """
    if user_id is not None and not user(graph, user_id=user_id):
        msg = _("no user {id}").format(id=user_id)
        raise NotFound(msg)


def check_team(graph: Graph, name: str | None) -> None:
    """Make sure that a team whose accounts are asked for exists.

    Raises:
        NotFound: there is no such team.
    """
    if name is not None and not team(graph, name=name):
        msg = _("no team {name}").format(name=name)
        raise NotFound(msg)
