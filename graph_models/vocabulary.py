"""The closed lists of the domain. Their words are what files, API and graph hold."""

from enum import StrEnum


class Axis(StrEnum):
    """The three attitudes of a key person, each 0–100 or unknown (关系紧密度, 方案认可度, 价格接受度)."""

    CLOSENESS = "closeness"
    SOLUTION = "solution_acceptance"
    PRICE = "price_acceptance"


class Stance(StrEnum):
    """Where somebody stands towards us (态度); computed, never stated."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNKNOWN = "unknown"


class BuyingRole(StrEnum):
    """What somebody does in a project's decision (决策角色)."""

    USER = "user"
    EVALUATOR = "evaluator"
    INFLUENCER = "influencer"
    DECISION_MAKER = "decision_maker"
    APPROVER = "approver"
    PROCUREMENT = "procurement"
    GATEKEEPER = "gatekeeper"


class RelationKind(StrEnum):
    """Ties between people that relations.csv states; reporting lines come with the people."""

    INFLUENCES = "influences"
    CONFLICTS_WITH = "conflicts_with"
    KNOWS = "knows"


class IntroductionKind(StrEnum):
    """Kinds of ties along which somebody can introduce us."""

    CONTACT = "contact"
    SUPPORTER = "supporter"
    INFLUENCES = "influences"
    KNOWS = "knows"
    REPORTS_TO = "reports_to"
    MANAGES = "manages"
    SHARED_PROJECT = "shared_project"


class Match(StrEnum):
    """What speaks for one of ours to go to a person."""

    TIE = "tie"
    LEVEL = "level"
    WINS = "wins"


class WinLikeness(StrEnum):
    """What an earlier win has in common with what is at stake."""

    PERSON = "person"
    TYPE = "type"
    INDUSTRY = "industry"


class RecurrenceStatus(StrEnum):
    """Where a type of project is in its rhythm at an account, on a day."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    IRREGULAR = "irregular"


class CalendarKind(StrEnum):
    """What stands in the calendar."""

    WINDOW = "window"
    PLANNED = "planned"
    OPPORTUNITY = "opportunity"
    START_BY = "start_by"


class StakeKind(StrEnum):
    """What is decided at an account."""

    OPPORTUNITY = "opportunity"
    WINDOW = "window"
    """What is expected to come, or planned."""
    SPEND = "spend"
    """The fiscal year's expected spend, where nothing else is open."""


class CommitteeSource(StrEnum):
    """What is known of who decides."""

    PARTICIPANTS = "participants"
    """Who takes part in the project."""
    EARLIER = "earlier"
    """Who took part in earlier ones of its type, and works there."""
    EVERYBODY = "everybody"
    """Nothing: all key people are counted."""


class Light(StrEnum):
    """Does somebody with power support us at an account?"""

    RED = "red"
    """Nobody with power does."""
    AMBER = "amber"
    """Somebody does."""
    GREEN = "green"
    """A supporter can approve or decide, and no veto is open."""


class Origin(StrEnum):
    """How an opportunity came about: captured (捕捉) or hatched (孵化)."""

    CAPTURED = "captured"
    HATCHED = "hatched"


class Outcome(StrEnum):
    """How a project or an opportunity ended, seen from us."""

    WON = "won"
    LOST = "lost"
    CANCELLED = "cancelled"


class CoverageRole(StrEnum):
    """How one of our people serves an account."""

    OWNER = "owner"
    MEMBER = "member"


class UserRole(StrEnum):
    """What one of our people does in Winover."""

    REP = "rep"
    MANAGER = "manager"
    ANALYST = "analyst"
    EXECUTIVE = "executive"
    ADMIN = "admin"


PICKLIST: dict[str, float] = {"enemy": 0, "non-supporter": 25, "neutral": 50, "supporter": 75, "mentor": 100}
"""Words for an attitude that are mapped onto 0–100 at the door; the words themselves are not stored."""
