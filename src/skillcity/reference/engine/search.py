"""Which rows answer a search, and in what order: exact code, exact name, pinyin, beginning, inside, alias, near."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from skillcity.reference.engine.words import bigrams, folded

NEAR_ENOUGH = 0.5
"""Share of common character pairs (Dice) from which another name counts as near."""


class Grade(IntEnum):
    """How well a row answers; a lower grade stands first."""

    CODE = 0
    NAME = 1
    ALIAS = 2
    CODE_BEGINS = 3
    NAME_BEGINS = 4
    PINYIN = 5
    NAME_CONTAINS = 6
    PINYIN_BEGINS = 7
    ALIAS_CONTAINS = 8
    NEAR = 9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row as the search sees it; `key` is the caller's."""

    key: int
    code: str
    name: str
    initials: str
    spelled: str
    aliases: tuple[str, ...] = ()


def grade(query: str, candidate: Candidate) -> Grade | None:
    """How a row answers one folded word; None when it does not."""
    name = folded(candidate.name)
    code = candidate.code.lower()
    aliases = [folded(alias) for alias in candidate.aliases]
    pinyin = (candidate.initials, candidate.spelled)
    tests = (
        (Grade.CODE, query == code),
        (Grade.NAME, query == name),
        (Grade.ALIAS, query in aliases),
        (Grade.CODE_BEGINS, code.startswith(query)),
        (Grade.NAME_BEGINS, name.startswith(query)),
        (Grade.PINYIN, query in pinyin),
        (Grade.NAME_CONTAINS, query in name),
        (Grade.PINYIN_BEGINS, any(p.startswith(query) for p in pinyin)),
        (Grade.ALIAS_CONTAINS, any(query in alias for alias in aliases)),
    )
    return next((found for found, holds in tests if holds), None)


def ranked(query: str, candidates: Iterable[Candidate], limit: int) -> list[tuple[Candidate, Grade]]:
    """The best `limit` rows that answer every word: by the worst grade, then the shorter name, then the code.

    An empty query finds nothing.
    """
    words = folded(query).split()
    graded = []
    for candidate in candidates if words else ():
        grades = [grade(word, candidate) for word in words]
        found = [each for each in grades if each is not None]
        if len(found) == len(words):
            graded.append((candidate, max(found)))
    graded.sort(key=lambda pair: (pair[1], len(pair[0].name), pair[0].code))
    return graded[:limit]


def nearness(query: str, name: str) -> float:
    """Dice's share of common pairs of characters, 0 to 1; a name that stands whole in the query counts as 1."""
    ours, theirs = bigrams(query), bigrams(name)
    if not ours or not theirs:
        return 0.0
    return 1.0 if name in query else 2 * len(ours & theirs) / (len(ours) + len(theirs))


def near(query: str, candidates: Iterable[Candidate], limit: int) -> list[tuple[Candidate, Grade]]:
    """Rows whose name is close to the query, the nearest first, for when nothing answers: 电焊工 -> 焊工."""
    words = folded(query)
    scored = [(nearness(words, folded(candidate.name)), candidate) for candidate in candidates]
    scored = [pair for pair in scored if pair[0] >= NEAR_ENOUGH]
    scored.sort(key=lambda pair: (-pair[0], -len(pair[1].name), pair[1].code))
    return [(candidate, Grade.NEAR) for _, candidate in scored[:limit]]
