"""Many yes/no answers for each of n persons as bits of 64-bit words, shape (words, n)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.planes import Bools

Masks = NDArray[np.uint64]


class Packer:
    """Takes in one answer after another, in any order, while it is still near at hand."""

    def __init__(self, bits: int, people: int) -> None:
        self._words, self._people = max(1, -(-bits // 64)), people
        self._octets: dict[int, NDArray[np.uint8]] = {}

    def add(self, place: int, answer: Bools) -> None:
        """Set bit number `place` where the answer is yes."""
        octet, bit = divmod(place, 8)
        shifted = answer.view(np.uint8) * np.uint8(1 << bit)  # a shift of bytes is eight times slower
        if octet in self._octets:
            self._octets[octet] |= shifted
        else:
            self._octets[octet] = shifted

    def masks(self) -> Masks:
        """The words; bits that were not added are not set."""
        octets: NDArray[np.uint8] = np.zeros((self._words, self._people, 8), np.uint8)
        for place, octet in self._octets.items():
            octets[place // 8, :, place % 8] = octet
        return octets.view("<u8")[:, :, 0]


def packed(bits: Sequence[Bools | None], people: int) -> Masks:
    """Many yes/no arrays of shape (n,), the first in the lowest bit; None: no."""
    packer = Packer(len(bits), people)
    for place, each in enumerate(bits):
        if each is not None:
            packer.add(place, each)
    return packer.masks()


def bit(masks: Masks, place: int) -> Bools:
    """One of the yes/no arrays."""
    found: Any = (masks[place // 64] >> np.uint64(place % 64)) & np.uint64(1)
    return np.asarray(found != 0, np.bool_)
