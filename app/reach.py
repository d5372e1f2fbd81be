"""What somebody may see: two circles of accounts, and the people of ours whose own figures they may know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """Every query that may answer with something of an account takes these by themselves; None: all there are.

    `Graph.run` hands each query the ones that its text names: `$reach`, `$team` and `$users`.
    """

    accounts: tuple[str, ...] | None
    """`$reach`: the accounts whose figures are seen; of others nothing is, not even that they exist."""
    team: tuple[str, ...] | None
    """`$team`: those served by the asker or by whom the asker manages. There notes and contributors are read, and
    rows are written."""
    users: tuple[str, ...] | None
    """`$users`: the asker and those below, whose quotas are seen."""

    def parameters(self) -> dict[str, tuple[str, ...] | None]:
        """By the names that queries use."""
        return {"reach": self.accounts, "team": self.team, "users": self.users}


EVERYTHING = Reach(None, None, None)
"""Of administrators, and of our own commands and upkeep."""

NOTHING = Reach((), (), ())
