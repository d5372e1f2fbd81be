"""In which language are people answered? English texts stand in the code; others in `app/locale` (gettext).

The language belongs to the request, so that no function passes it on: what makes a text calls `gettext` for it.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.support import NullTranslations

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh": "中文"}
"""Each under its own name."""
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """In which language is this answered? A key of `LANGUAGES`, and a locale of Babel's."""
    return _language.get()


@contextmanager
def speaking(chosen: str) -> Generator[None]:
    """Answer in this language meanwhile."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """A text in the language of the answer; the English one where there is no other."""
    chosen = _language.get()
    return message if chosen == ENGLISH else translations(chosen).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The same of a text that depends on a number."""
    chosen = _language.get()
    if chosen == ENGLISH:
        return one if number == 1 else many
    return translations(chosen).ngettext(one, many, number)


def marked(message: str) -> str:
    """A text of a constant, as it is: it is collected for translation here, and translated where it is used."""
    return message


@cache
def translations(chosen: str) -> "NullTranslations":
    """All texts in a language."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (a command that says nothing starts without Babel)
    from babel.messages.pofile import read_po  # noqa: PLC0415
    from babel.support import NullTranslations, Translations  # noqa: PLC0415

    path = LOCALE / chosen / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=chosen))
    compiled.seek(0)
    return Translations(compiled)
