"""Who asks: from a token to what it may see and do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.access.queries import asker, touch_token
from app.access.roles import ROLES, Role
from app.access.tokens import hash_of
from app.errors import Forbidden
from app.graph import Graph
from app.language import gettext as _
from app.reach import Reach
from graph_models.access import AskerRecord
from graph_models.vocabulary import UserRole

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Asker:
    """Somebody who has shown a valid token."""

    user_id: str | None
    """None: a token that acts for nobody in particular, such as an app's or that of one's own machine."""
    user_name: str | None
    role_name: UserRole
    token_role: UserRole | None
    """The role that the token was made for; None: it follows the user's."""
    read_only: bool
    limited: bool
    """The token is good for some accounts only."""
    reach: Reach

    @property
    def role(self) -> Role:
        """What the role means."""
        return ROLES[self.role_name]

    @property
    def administers(self) -> bool:
        """An administrator, and not by a token for some accounts: what belongs to none is beyond those."""
        return self.role.administers and not self.limited

    def must_write(self) -> None:
        """Refuse a token that only reads."""
        if self.read_only:
            msg = _("this token only reads; make one that may write")
            raise Forbidden(msg)

    def must_administer(self) -> None:
        """Refuse whoever is not an administrator."""
        if not self.administers:
            msg = _("only an administrator may do this, and you are here as {role}")
            if self.limited:
                msg = _(
                    "only an administrator may do this, and you are here as {role}, with a token for some accounts only"
                )
            raise Forbidden(msg.format(role=_(self.role.word)))

    def must_manage(self) -> None:
        """Refuse whoever may not say who serves an account."""
        if not self.role.manages:
            msg = _("only a manager or an administrator may do this, and you are here as {role}")
            raise Forbidden(msg.format(role=_(self.role.word)))


def asker_of(graph: Graph, token: str, kind: str) -> Asker | None:
    """Who shows this token? None: it is unknown, expired or revoked."""
    found = asker(graph, hash=hash_of(token), kind=kind, today=date.today())
    if not found:
        return None
    (record,) = found
    if record.last_used_at is None or record.last_used_at < datetime.now(UTC) - _NOTED_EVERY:
        touch_token(graph, id=record.token_id)
    return Asker(
        record.user_id,
        record.user_name,
        record.role,
        record.token_role,
        record.read_only,
        record.account_ids is not None,
        _reach(record),
    )


def _reach(record: AskerRecord) -> Reach:
    role = ROLES[record.role]
    limit = record.account_ids
    accounts = None if role.sees_all else record.served
    team = None if role.administers else record.served
    return Reach(
        accounts=_within(limit, accounts),
        team=_within(limit, team),
        users=None if role.sees_all else tuple(record.users),
    )


def _within(limit: list[str] | None, ids: list[str] | None) -> tuple[str, ...] | None:
    if limit is None:
        return None if ids is None else tuple(ids)
    return tuple(limit if ids is None else [id_ for id_ in ids if id_ in set(limit)])
