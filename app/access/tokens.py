"""Tokens: made, listed, revoked. Only their hashes are stored.

A token is 256 random bits, so a plain SHA-256 of it tells nothing about it and needs no salt.
"""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from app.access.queries import create_token
from app.access.roles import ROLES
from app.errors import FieldError, Invalid
from app.graph import Graph
from app.language import gettext as _
from app.users.queries import user
from graph_models.access import NewToken
from graph_models.vocabulary import UserRole

PREFIX = "winover_"
"""By which scanners of code and logs know a token that leaked."""
LINK_LASTS = timedelta(hours=12)
SESSION_LASTS = timedelta(hours=12)


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_secret() -> str:
    """A token, or what opens a session, a one-time link or a calendar."""
    return PREFIX + secrets.token_urlsafe(32)


def make_token(
    graph: Graph,
    kind: Literal["api", "session", "link", "calendar"],
    *,
    user_id: str | None,
    role: UserRole | None,
    lasts: timedelta,
    name: str | None = None,
    read_only: bool = False,
    account_ids: Sequence[str] | None = None,
) -> NewToken:
    """Make a token; the answer is the only place where it stands in the clear.

    Without a role it acts in whatever role its user has at the moment.

    Raises:
        Invalid: there is no such user, and without one the role could see nothing or is not known.
    """
    known = user_id is not None and bool(user(graph, user_id=user_id))
    if user_id is not None and not known and not (role and ROLES[role].sees_all):
        reason = _("there is no user {id}; load users.csv first").format(id=user_id)
        raise Invalid.of([FieldError("user_id", reason)])
    if user_id is None and not (role and ROLES[role].sees_all):
        needed = _("needed for the role {role}").format(role=_(ROLES[role].word)) if role else ""
        raise Invalid.of([FieldError("user_id", needed or _("give a user or a role"))])
    secret, now = new_secret(), datetime.now(UTC)
    made = NewToken(
        id=str(uuid.uuid4()),
        kind=kind,
        user_id=user_id,
        role=role,
        name=name,
        read_only=read_only,
        account_ids=None if account_ids is None else list(account_ids),
        created_at=now,
        expires_at=now + lasts,
        last_used_at=None,
        token=secret,
    )
    create_token(
        graph,
        id=made.id,
        properties={
            "kind": kind, "hash": hash_of(secret), "userId": user_id, "role": role, "name": name,
            "readOnly": read_only, "accountIds": made.account_ids, "createdAt": now, "expiresAt": made.expires_at,
        },
    )  # fmt: skip
    return made
