"""Sealing of ID numbers: AES-256-GCM-SIV at rest, and a keyed hash to find a number without opening any.

AES-GCM-SIV (RFC 8452) stays safe when a nonce repeats; the nonce is drawn at random and stands before the cipher text.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

NONCE_BYTES = 12
PURPOSE = b"skillcity identity number"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A number at rest: which key sealed it, and nonce + cipher text + tag."""

    key_id: int
    cipher: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """Keys of 32 bytes by id; new numbers are sealed with `current`, old ones stay readable."""

    keys: Mapping[int, bytes]
    current: int
    index_key: bytes

    def seal(self, number: str, purpose: bytes = PURPOSE) -> Sealed:
        """Encrypt a number, or another secret, with the current key; it opens for the same purpose only."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AESGCMSIV(self.keys[self.current]).encrypt(nonce, number.encode(), purpose)
        return Sealed(self.current, nonce + cipher)

    def open(self, sealed: Sealed, purpose: bytes = PURPOSE) -> str:
        """Decrypt; raises cryptography's InvalidTag when the bytes were changed or sealed for another purpose."""
        nonce, cipher = sealed.cipher[:NONCE_BYTES], sealed.cipher[NONCE_BYTES:]
        return AESGCMSIV(self.keys[sealed.key_id]).decrypt(nonce, cipher, purpose).decode()

    def index(self, number: str) -> bytes:
        """The blind index of a number (HMAC-SHA256, 32 bytes): equal for equal numbers, useless without the key."""
        return hmac.new(self.index_key, number.encode(), hashlib.sha256).digest()
