"""Which names are like what somebody typed? Forgives spelling, the order of the names, and pinyin for Chinese."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process, utils

from graph_models.records import QueryRecord
from graph_models.search import Found, FoundKind, NameRecord

LEAST = 0.7
"""Names that are less like it are not found: a letter of five may be another."""

OF_TITLE = 0.75
"""The likeness of somebody whose title holds what was typed."""


def find(query: str, names: Sequence[NameRecord], most: int) -> list[Found]:
    """The names that are most like the query, the likest first, and of equals accounts before people.

    Compared are all spellings of both: as written, in pinyin with and without spaces, and by initials. The likeness of
    two spellings is 1 where one begins with the other, else the best of the normalised Levenshtein similarities of
    whole, partial and reordered names (rapidfuzz `WRatio`) ÷ 100. People are found by their title, too.
    """
    wanted = spellings(query, initials=False)
    if not wanted:
        return []
    likeness = [0.0] * len(names)
    every = [(place, spelling) for place, one in enumerate(names) for spelling in spellings(one.name)]
    texts = [spelling for _, spelling in every]
    for asked in wanted:
        for text, score, at in process.extract(asked, texts, scorer=fuzz.WRatio, limit=None, score_cutoff=100 * LEAST):
            place = every[at][0]
            begins = text.startswith(asked)
            # A very short word is like many; it must be how the name begins.
            if begins or min(len(asked), len(text)) > 2:
                likeness[place] = max(likeness[place], 1.0 if begins else min(score / 100, 0.99))
    for place, one in enumerate(names):
        if one.title is not None and any(len(asked) > 1 and asked in plain(one.title) for asked in wanted):
            likeness[place] = max(likeness[place], OF_TITLE)
    found = sorted(
        (place for place, like in enumerate(likeness) if like >= LEAST),
        key=lambda place: (-likeness[place], not names[place].is_account, names[place].name, names[place].id),
    )
    return [_found(names[place], likeness[place]) for place in found[:most]]


@lru_cache(maxsize=50_000)
def place_of_name(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Where a name stands among others: Chinese by pinyin, numbers by what they are, capitals as small letters."""
    parts = re.findall(r"\d+|\D+", " ".join(lazy_pinyin(plain(name))))
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)


def plain(text: str) -> str:
    """In small letters, without accents and tone marks."""
    letters = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one))).casefold()


@lru_cache(maxsize=50_000)
def spellings(name: str, *, initials: bool = True) -> tuple[str, ...]:
    """How a name may be typed, in small letters: as it is, in pinyin, and by the initials of its words or syllables."""
    written = utils.default_process(plain(name))
    if not written:
        return ()
    words = written.split()
    latin = [word for word in words if word.isascii()]
    found = [written, written.replace(" ", "")]
    chinese = [word for word in words if not word.isascii()]
    if chinese:
        syllables = [part for part in lazy_pinyin(written) if part.strip()]
        found += [" ".join(syllables), "".join(syllables)]
    if initials:
        found.append("".join(word[0] for word in latin))
        found.append("".join("".join(lazy_pinyin(word, style=Style.FIRST_LETTER)) for word in chinese))
    return tuple(dict.fromkeys(one for one in found if one))


def _found(one: NameRecord, likeness: float) -> Found:
    kind = FoundKind.ACCOUNT if one.is_account else FoundKind.PERSON
    return Found(kind=kind, likeness=likeness, **QueryRecord.model_dump(one, exclude={"is_account"}))
