"""What each role means: the one table that decides who may see and do what."""

from dataclasses import dataclass

from app.language import marked
from graph_models.vocabulary import UserRole


@dataclass(frozen=True)
class Role:
    """A row of the table.

    On accounts that somebody serves, or that is served by whom a manager manages, they are of the account team: there
    they read notes and contributors, and write.
    """

    word: str
    """What it is called."""
    sees: str
    """Whose figures: in words for people."""
    sees_all: bool = False
    """The figures of every account, not only of those that they serve."""
    manages: bool = False
    """Whoever reports to them, at any distance, counts as they do; and they say who serves an account."""
    administers: bool = False
    """Of every account team; and our own people, offerings, vendors and project types, imports, everybody's tokens."""


ROLES: dict[UserRole, Role] = {
    UserRole.REP: Role(marked("rep"), marked("the accounts that they serve")),
    UserRole.MANAGER: Role(
        marked("manager"), marked("the accounts that they, or those who report to them, serve"), manages=True
    ),
    UserRole.ANALYST: Role(marked("analyst"), marked("every account"), sees_all=True),
    UserRole.EXECUTIVE: Role(marked("executive"), marked("every account"), sees_all=True),
    UserRole.ADMIN: Role(
        marked("administrator"), marked("every account"), sees_all=True, manages=True, administers=True
    ),
}
