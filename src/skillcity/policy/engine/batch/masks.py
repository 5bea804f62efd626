"""Many yes/no answers for each of n persons as bits of 64-bit words, shape (words, n)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.planes import Bits, Bools

Masks = NDArray[np.uint64]


STEPS = (
    (4, np.uint64(0x0F0F0F0F0F0F0F0F)),
    (2, np.uint64(0x3333333333333333)),
    (1, np.uint64(0x5555555555555555)),
)
"""Of the transposition of 8 x 8 bits: how far rows and bits lie apart that change places, and which bits they are."""


def packed(answers: Sequence[Bits | None], people: int) -> Masks:
    """Many answers for each of so many persons, the first in the lowest bit of the first word; None: no."""
    blocks = -(-people // 64)
    masks: NDArray[np.uint8] = np.zeros((max(1, -(-len(answers) // 64)), 8 * blocks, 8, 8), np.uint8)
    octets = [range(start, min(start + 8, len(answers))) for start in range(0, len(answers), 8)]
    octets = [octet for octet in octets if any(answers[place] is not None for place in octet)]
    rows = np.zeros((len(octets), 8, 8 * blocks), np.uint8)
    for own, octet in zip(rows, octets, strict=True):
        for row, place in zip(own, octet, strict=False):
            if (answer := answers[place]) is not None:
                row[: len(answer)] = answer
    _transpose(rows)
    for own, octet in zip(rows, octets, strict=True):
        masks[octet[0] // 64, :, :, octet[0] % 64 // 8] = own.T
    return masks.view("<u8").reshape(len(masks), 64 * blocks)[:, :people]


def _transpose(rows: NDArray[np.uint8]) -> None:
    """Of groups of eight rows of bytes exchange rows and bits: bit i of a byte in row k becomes bit k of it in row i.

    Method: H. S. Warren, Hacker's Delight, 2nd edition (2012), section 7-3.
    """
    words = rows.view(np.uint64)
    for step, chosen in STEPS:
        pairs = words.reshape(len(words), 4 // step, 2, step, words.shape[2])
        above, below = pairs[:, :, 0], pairs[:, :, 1]
        moved = above >> np.uint64(step)
        moved ^= below
        moved &= chosen
        below ^= moved
        moved <<= np.uint64(step)
        above ^= moved


def bit(masks: Masks, place: int) -> Bools:
    """One of the yes/no arrays."""
    found: Any = (masks[place // 64] >> np.uint64(place % 64)) & np.uint64(1)
    return np.asarray(found != 0, np.bool_)
