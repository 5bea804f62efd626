"""Keys that sign and keys that verify; where a private key lives (in memory, in a hardware module) is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from skillcity.credentials.engine.multibase import (
    ED25519_PRIVATE,
    ED25519_PUBLIC,
    base58,
    from_base58,
)


class Signer(Protocol):
    """Something that signs: a key in memory, or a hardware module that never lets the key out."""

    @property
    def method(self) -> str:
        """The verification method: the address of the public key, as `did:web:…#key-1`."""

    def sign(self, data: bytes) -> bytes:
        """The signature of 64 bytes."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key."""

    key: Ed25519PublicKey

    @classmethod
    def read(cls, multibase: str) -> PublicKey:
        """From a Multikey `z6Mk…`; ValueError when it is none, or of another curve."""
        data = from_base58(multibase)
        if len(data) != 34 or not data.startswith(ED25519_PUBLIC):
            raise ValueError("no Ed25519 Multikey")
        return cls(Ed25519PublicKey.from_public_bytes(data[2:]))

    @property
    def multibase(self) -> str:
        """The key as a Multikey: `z6Mk…`."""
        return base58(ED25519_PUBLIC + self.key.public_bytes_raw())

    @property
    def did(self) -> str:
        """The key as an identifier of its own (did:key)."""
        return f"did:key:{self.multibase}"

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature is this key's for the data."""
        try:
            self.key.verify(signature, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SoftwareKey:
    """An Ed25519 private key in memory, with the address under which its public half is published."""

    key: Ed25519PrivateKey
    method: str

    @classmethod
    def new(cls, method: str = "") -> SoftwareKey:
        """A fresh key; without an address its own did:key."""
        return cls.of(Ed25519PrivateKey.generate(), method)

    @classmethod
    def of(cls, key: Ed25519PrivateKey, method: str = "") -> SoftwareKey:
        """A key at an address, or at its own did:key."""
        public = PublicKey(key.public_key())
        return cls(key, method or f"{public.did}#{public.multibase}")

    @classmethod
    def read(cls, multibase: str, method: str = "") -> SoftwareKey:
        """From a secret Multikey `z3u2…`; ValueError when it is none."""
        data = from_base58(multibase)
        if len(data) != 34 or not data.startswith(ED25519_PRIVATE):
            raise ValueError("no Ed25519 secret Multikey")
        return cls.of(Ed25519PrivateKey.from_private_bytes(data[2:]), method)

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.key.public_key())

    def sign(self, data: bytes) -> bytes:
        """The signature of 64 bytes."""
        return self.key.sign(data)
