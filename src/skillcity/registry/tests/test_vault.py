"""Sealed numbers: they open again, stay secret, and are found without being opened."""

from __future__ import annotations

import os

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from skillcity.registry.engine.vault import NONCE_BYTES, Sealed, Vault

OLD, NEW = os.urandom(32), os.urandom(32)
VAULT = Vault(keys={1: OLD, 2: NEW}, current=2, index_key=os.urandom(32))
NUMBER = "330399199001010047"


@given(st.text(max_size=40))
def test_what_is_sealed_opens_again(number: str) -> None:
    assert VAULT.open(VAULT.seal(number)) == number


def test_the_same_number_is_sealed_differently_each_time() -> None:
    assert VAULT.seal(NUMBER).cipher != VAULT.seal(NUMBER).cipher


def test_a_number_sealed_with_an_older_key_stays_readable() -> None:
    older = Vault(keys={1: OLD}, current=1, index_key=b"x" * 32).seal(NUMBER)
    assert older.key_id == 1
    assert VAULT.open(older) == NUMBER
    assert VAULT.seal(NUMBER).key_id == 2


@pytest.mark.parametrize("place", [0, NONCE_BYTES, -1])
def test_a_changed_byte_does_not_open(place: int) -> None:
    sealed = VAULT.seal(NUMBER)
    changed = bytearray(sealed.cipher)
    changed[place] ^= 1
    with pytest.raises(InvalidTag):
        VAULT.open(Sealed(sealed.key_id, bytes(changed)))


def test_the_blind_index_is_equal_for_equal_numbers_and_depends_on_its_key() -> None:
    other = Vault(keys={1: OLD}, current=1, index_key=b"y" * 32)
    assert VAULT.index(NUMBER) == VAULT.index(NUMBER)
    assert VAULT.index(NUMBER) != VAULT.index("330399199001010055")
    assert VAULT.index(NUMBER) != other.index(NUMBER)
    assert len(VAULT.index(NUMBER)) == 32


def test_a_vault_shows_none_of_its_keys() -> None:
    assert OLD.hex() not in repr(VAULT)
    assert "keys" not in repr(VAULT)
