"""Keeps memory that was freed for the next piece, instead of giving it back to the system after each.

A first touch of a page costs more than the work on it: on a virtual machine a sixth of a whole evaluation.
"""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa

MMAP_THRESHOLD, TRIM_THRESHOLD, TOP_PAD = -3, -1, -2  # of mallopt(3)


def keep_memory() -> None:
    """Let the C library keep up to 512 MB that are free, and Arrow use it; elsewhere than on Linux nothing changes."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(TRIM_THRESHOLD, 512 << 20)
        libc.mallopt(TOP_PAD, 16 << 20)
        pa.set_memory_pool(pa.system_memory_pool())
