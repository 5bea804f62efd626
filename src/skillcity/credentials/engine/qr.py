"""The whole signed credential in one QR code: deflated, and written in base45 for the alphanumeric mode.

Sources: RFC 1951 (deflate), RFC 9285 (base45); ISO/IEC 18004 for what fits a symbol.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

import base45  # type: ignore[import-untyped]  # it has no types

from skillcity.credentials.engine.jwt import read_json

PREFIX = "SKC1:"
MOST = 64 * 1024
"""Bytes of the longest credential that is unpacked."""
LONGEST = 4296
"""Characters of the largest QR code."""


def pack(credential: Mapping[str, Any]) -> str:
    """The credential as the text of a QR code."""
    data = json.dumps(credential, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return PREFIX + str(base45.b45encode(packer.compress(data) + packer.flush()), "ascii")


def unpack(text: str) -> dict[str, Any]:
    """The credential in the text of a QR code, nothing verified; ValueError when there is none in it."""
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise ValueError("no certificate code")
    unpacker = zlib.decompressobj(-15)
    try:
        data = unpacker.decompress(base45.b45decode(text.removeprefix(PREFIX).encode()), MOST)
    except (zlib.error, ValueError) as error:
        raise ValueError(str(error)) from None
    if unpacker.unconsumed_tail or not unpacker.eof or unpacker.unused_data:
        raise ValueError("the code is too long, or cut off")
    return read_json(data)
