"""Words that forms offer where anything may be written: stored as one word, shown in the language of the reader."""

from collections.abc import Mapping, Sequence

from app.language import gettext as _

CHANNELS = ("visit", "call", "video call", "dinner", "event", "email")
SOURCES = ("own meeting", "own observation", "call", "colleague", "hearsay")
"""By what somebody only heard the confidence is capped."""


def _offered() -> Mapping[str, str]:
    return {
        "visit": _("visit"),
        "call": _("call"),
        "video call": _("video call"),
        "dinner": _("dinner"),
        "event": _("event"),
        "email": _("email"),
        "own meeting": _("own meeting"),
        "own observation": _("own observation"),
        "colleague": _("colleague"),
        "hearsay": _("hearsay"),
    }


def said(word: str) -> str:
    """A word that is stored, as people say it; anything else as somebody wrote it."""
    return _offered().get(word, word)


def meant(text: str) -> str:
    """What is stored for what somebody wrote."""
    return next((word for word, shown in _offered().items() if shown.casefold() == text.casefold()), text)


def channels() -> Sequence[str]:
    """What is offered as channel of a contact."""
    return [said(word) for word in CHANNELS]


def sources() -> Sequence[str]:
    """What is offered as source of a statement."""
    return [said(word) for word in SOURCES]
