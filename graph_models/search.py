"""What is found by name."""

from enum import StrEnum

from graph_models.records import QueryRecord
from graph_models.results import Number, Result


class FoundKind(StrEnum):
    """What was found."""

    ACCOUNT = "account"
    PERSON = "person"


class NameRecord(QueryRecord):
    """An account, or a key person of one."""

    id: str
    name: str
    is_account: bool
    account_id: str
    account_name: str
    title: str | None


class Found(Result):
    """An account or a person whose name is like what was searched for."""

    kind: FoundKind
    id: str
    name: str
    account_id: str
    account_name: str
    title: str | None
    """The person's, as of today."""
    likeness: Number
    """0–1; 1 where it was written just so, or is the beginning of the name."""
