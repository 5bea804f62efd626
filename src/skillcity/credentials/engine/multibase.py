"""Bytes as text the way Multibase and Multikey write them: base58btc (`z…`) and base64url without padding (`u…`).

Sources: W3C Controlled Identifiers 1.0, sections 2.2.2 (Multikey) and 2.4 (Multibase).
"""

from __future__ import annotations

import base64
import binascii

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {character: index for index, character in enumerate(ALPHABET)}
ED25519_PUBLIC = b"\xed\x01"
ED25519_PRIVATE = b"\x80\x26"
MOST = 200
"""Characters of base58 that are read; the conversion is quadratic."""


def base58(data: bytes) -> str:
    """Base58btc with its prefix `z`; a leading zero byte becomes a leading `1`."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, index = divmod(number, 58)
        digits = ALPHABET[index] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes:
    """The bytes of `z…`; ValueError for any other text."""
    digits = text[1:]
    if not text.startswith("z") or len(text) > MOST or not set(digits) <= _VALUES.keys():
        raise ValueError("no base58btc")
    number = 0
    for digit in digits:
        number = number * 58 + _VALUES[digit]
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def base64url(data: bytes) -> str:
    """Base64url without padding and without a prefix."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes of base64url without padding; ValueError for any other text."""
    if not text.isascii() or not all(character.isalnum() or character in "-_" for character in text):
        raise ValueError("no base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("no base64url") from None
    if base64url(data) != text:  # one spelling for each value: otherwise the last character could be changed unseen
        raise ValueError("no base64url")
    return data
