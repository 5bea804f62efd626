"""Names as they are compared and searched: one width, no stray spaces, pairs of characters, pinyin."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BRACKETS = str.maketrans({"（": "(", "）": ")"})


def tidy(name: str) -> str:
    """A name without white space and with half-width brackets; Chinese punctuation stays as it is."""
    return "".join(name.split()).translate(_BRACKETS)


def folded(text: str) -> str:
    """Text for comparing: one form of each character, lower case, single spaces, no control characters."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(c for c in plain if c.isprintable() or c.isspace()).split())


def bigrams(text: str) -> frozenset[str]:
    """All pairs of neighbouring characters, none across a line break; empty for fewer than two characters.

    The SQL function `reference_bigrams` of the first migration gives the same set.
    """
    return frozenset(pair for i in range(len(text) - 1) if "\n" not in (pair := text[i : i + 2]))


@lru_cache(maxsize=20_000)
def syllable(words: str) -> tuple[str, ...]:
    """The pinyin of each character without tones; what is not Chinese stays."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes 55 MB: only for a process that needs it

    # Unlike the annotation of pypinyin says, a list from `errors` gives each of its items a place of its own.
    return tuple(lazy_pinyin(words, style=Style.NORMAL, errors=list))  # type: ignore[arg-type]


def initials(name: str) -> str:
    """First letters of the pinyin, for typing a name quickly: 焊工 -> hg."""
    return "".join(s[0] for s in syllable(folded(name)) if s[0].isalnum())


def spelled(name: str) -> str:
    """The pinyin run together: 焊工 -> hangong."""
    return "".join(s for s in syllable(folded(name)) if s[0].isalnum())


def search_text(code: str, name: str, aliases: tuple[str, ...] = ()) -> str:
    """Everything that a row is found by, one entry a line, folded: code, name, aliases, initials, pinyin."""
    return "\n".join([folded(code), folded(name), *(folded(a) for a in aliases), initials(name), spelled(name)])


def romanised(name: str) -> str:
    """A Chinese region's name in letters: 鹿城区 -> Lucheng District. Names without a known ending are spelled."""
    for ending, english in ENDINGS.items():
        if name.endswith(ending) and len(name) > len(ending):
            return f"{spelled(name.removesuffix(ending)).capitalize()} {english}"
    return spelled(name).capitalize()


ENDINGS = {
    "特别行政区": "Special Administrative Region",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "地区": "Prefecture",
    "林区": "Forestry District",
    "矿区": "Mining District",
    "省": "Province",
    "市": "City",
    "区": "District",
    "县": "County",
    "旗": "Banner",
    "盟": "League",
}
