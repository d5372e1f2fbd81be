"""Who asks, and the tokens that say so."""

from datetime import datetime
from typing import Literal

from graph_models.records import QueryRecord
from graph_models.results import Result
from graph_models.vocabulary import UserRole


class AskerRecord(QueryRecord):
    """Whom a token acts for."""

    token_id: str
    user_id: str | None
    user_name: str | None
    role: UserRole
    token_role: UserRole | None
    """The role that the token was made for; None: whatever role the user has."""
    read_only: bool
    account_ids: list[str] | None
    """Limited to these accounts; None: not limited."""
    last_used_at: datetime | None
    users: list[str]
    """The user and, for a manager, everybody below them."""
    served: list[str]
    """The accounts that these serve today."""


class TokenRecord(QueryRecord):
    """A token as it is shown: never what it opens with."""

    id: str
    kind: Literal["api", "session", "link", "calendar"]
    user_id: str | None
    role: UserRole | None
    """None: whatever role the user has at the moment."""
    name: str | None
    read_only: bool
    account_ids: list[str] | None
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    """To the minute."""


class TokenOut(Result):
    """A token of an app, or the secret link of a calendar."""

    id: str
    kind: Literal["api", "session", "link", "calendar"]
    user_id: str | None
    role: UserRole | None
    """Null: whatever role the user has at the moment."""
    name: str | None
    read_only: bool
    account_ids: list[str] | None
    """Only these accounts, of those that the user may see; null: not limited."""
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    """To the minute; null: never."""


class NewToken(TokenOut):
    """A token just made; this is the only time that it is shown."""

    token: str


class CalendarLink(Result):
    """A link that a calendar program subscribes to; this is the only time that it is shown."""

    id: str
    """Under which it is revoked, as a token."""
    url: str
    name: str | None
    expires_at: datetime


class SessionOut(Result):
    """Who is signed in, and what they may do."""

    user_id: str | None
    user_name: str | None
    role: UserRole
    sees: str
    """Whose figures, in words."""
    may_write: bool
    csrf_token: str | None
    """To be sent as `X-CSRF-Token` with every request that writes; null with a bearer token, which needs none."""
