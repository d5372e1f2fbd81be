"""Which names are like what somebody typed? Forgives spelling, the order of the names, and pinyin for Chinese."""

from collections.abc import Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process, utils

from graph_models.records import QueryRecord
from graph_models.search import Found, FoundKind, NameRecord

LEAST = 0.7
"""Names that are less like it are not found: a letter of five may be another."""


def find(query: str, names: Sequence[NameRecord], most: int) -> list[Found]:
    """The names that are most like the query, the likest first, and of equals accounts before people.

    Compared are all spellings of both: as written, in pinyin with and without spaces, and by initials. The likeness of
    two spellings is 1 where one begins with the other, else the best of the normalised Levenshtein similarities of
    whole, partial and reordered names (rapidfuzz `WRatio`) ÷ 100.
    """
    wanted = spellings(query)
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
    found = sorted(
        (place for place, like in enumerate(likeness) if like >= LEAST),
        key=lambda place: (-likeness[place], not names[place].is_account, names[place].name, names[place].id),
    )
    return [_found(names[place], likeness[place]) for place in found[:most]]


@lru_cache(maxsize=50_000)
def spellings(name: str) -> tuple[str, ...]:
    """How a name may be typed, in small letters: as it is, in pinyin, and by the initials of its syllables."""
    plain = utils.default_process(name)
    if not plain:
        return ()
    if plain.isascii():
        return tuple(dict.fromkeys((plain, plain.replace(" ", ""))))
    syllables = [part for part in lazy_pinyin(plain) if part.strip()]
    initials = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER)).replace(" ", "")
    return tuple(dict.fromkeys((plain, " ".join(syllables), "".join(syllables), initials)))


def _found(one: NameRecord, likeness: float) -> Found:
    kind = FoundKind.ACCOUNT if one.is_account else FoundKind.PERSON
    return Found(kind=kind, likeness=likeness, **QueryRecord.model_dump(one, exclude={"is_account"}))
