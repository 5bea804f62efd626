"""Many yes/no answers in one machine word: for each test a bit "surely" and, half a word higher, a bit "possibly".

A word of a fact says which tests it passes. Words of the facts of a person are joined by OR ("some fact passes"), words
of the fields of one fact by AND ("all fields pass"). So 32 tests of three values fit in 64 bits and one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.engine.batch.planes import Bits, Bools, FactPlane, PersonPlane, Plane
from skillcity.policy.engine.kleene import Truth

Words = NDArray[np.unsignedinteger[Any]]
MOST = 32
"""Tests in one word."""


@dataclass(frozen=True)
class Layout:
    """How `tests` tests lie in words: as few words as possible, the last as narrow as possible."""

    tests: int

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """For each word the number of tests that it has room for."""
        full, rest = divmod(self.tests, MOST)
        return (MOST,) * full + ((next(width for width in (4, 8, 16, MOST) if rest <= width),) if rest else ())

    @property
    def types(self) -> tuple[np.dtype[Any], ...]:
        """The type of each word."""
        return tuple(np.dtype(f"<u{width // 4}") for width in self.widths)

    def pack(self, truths: Mapping[int, Truth]) -> tuple[int, ...]:
        """The words of one value that answers these tests, by their number, like this, and passes all others."""
        found = [(1 << 2 * width) - 1 for width in self.widths]
        for test, truth in truths.items():
            if truth is not True:
                index, bit = divmod(test, MOST)
                found[index] &= ~(1 << bit)
                if truth is False:
                    found[index] &= ~(1 << (bit + self.widths[index]))
        return tuple(found)

    def table(self, packed: Sequence[tuple[int, ...]]) -> tuple[Words, ...]:
        """The words of several values as arrays, one for each word."""
        columns = zip(*packed, strict=True)
        return tuple(np.array(column, dtype) for dtype, column in zip(self.types, columns, strict=True))

    def masks(self, tests: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Which words hold these tests, each with the mask of their "surely" bits."""
        found: dict[int, int] = {}
        for test in tests:
            index, bit = divmod(test, MOST)
            found[index] = found.get(index, 0) | 1 << bit
        return tuple(found.items())

    def octets(self, tests: tuple[int, ...]) -> tuple[Octet, ...]:
        """The bytes that hold these tests."""
        found = self._octets.get(tests)
        if found is None:
            found = self._octets[tests] = tuple(self._find_octets(tests))
        return found

    @cached_property
    def _octets(self) -> dict[tuple[int, ...], tuple[Octet, ...]]:
        return {}

    def _find_octets(self, tests: tuple[int, ...]) -> Iterator[Octet]:
        for word, mask in self.masks(tests):
            width = self.widths[word]
            certain, possible = (
                [(place, np.uint8(bits)) for place, bits in enumerate(each.to_bytes(width // 4, "little")) if bits]
                for each in (mask, mask << width)
            )
            yield from (Octet(word, *places) for places in zip(certain, possible, strict=True))


@dataclass(frozen=True, slots=True)
class Octet:
    """Where the answers to some tests lie: in a word, the place of a byte and its bits, "surely" and "possibly"."""

    word: int
    certain: tuple[int, np.uint8]
    possible: tuple[int, np.uint8]


@dataclass
class Answered:
    """The words of some facts or persons, shape (n,), with room for `width` tests."""

    words: Words
    width: int
    _bytes: dict[int, NDArray[np.uint8]] = field(default_factory=dict)

    @cached_property
    def open(self) -> int:
        """The tests that some of them pass possibly and not surely."""
        differing = self.words >> self.words.dtype.type(self.width)
        differing ^= self.words
        return int(np.bitwise_or.reduce(differing, initial=0)) & (1 << self.width) - 1

    def plane(self, mask: int) -> FactPlane:
        """Where some of the tests under the mask are passed."""
        certain = self._any(mask)
        return Plane(certain, self._any(mask << self.width)) if self.open & mask else Plane.known(certain)

    def bits(self, place: int, mask: np.uint8) -> Bits:
        """Where some bit of the mask is set in the bytes at a place of the words."""
        return np.packbits(self._octet(place) & mask, bitorder="little")

    def _any(self, mask: int) -> Bools:
        """Where some bit of the mask is set: byte by byte, since a byte is read eight times faster than a long word."""
        found: Bools | None = None
        for place, octet in enumerate(mask.to_bytes(self.words.itemsize, "little")):
            if octet:
                here: Bools = (self._octet(place) & np.uint8(octet)) != 0
                found = here if found is None else found | here
        return np.zeros(len(self.words), np.bool_) if found is None else found

    def _octet(self, place: int) -> NDArray[np.uint8]:
        found = self._bytes.get(place)
        if found is None:
            octets = self.words.view(np.uint8).reshape(len(self.words), self.words.itemsize)
            found = self._bytes[place] = np.ascontiguousarray(octets[:, place])
        return found


def passed(answered: Sequence[Answered], octets: Sequence[Octet]) -> PersonPlane:
    """Who passes some of the tests that lie in these bytes, one or more."""
    certain = reduce(or_, (answered[each.word].bits(*each.certain) for each in octets))
    possible = reduce(or_, (answered[each.word].bits(*each.possible) for each in octets))
    return Plane.known(certain) if certain.tobytes() == possible.tobytes() else Plane(certain, possible)


def joined(words: Words, owner: Places, followed: Places, people: int) -> Words:
    """The words of each of so many persons joined by OR; `followed`: as `followed_by_same` says.

    Owners rise. Most persons have one word or none, and only the others are worth the slow way.
    """
    found = np.zeros(people, words.dtype)
    found[owner] = words  # of one person the last
    np.bitwise_or.at(found, owner.take(followed), words.take(followed))
    return found


def followed_by_same(owner: Places) -> Places:
    """The places after which the same person comes again."""
    return np.flatnonzero(owner[1:] == owner[:-1])
