"""A worker who holds a certificate, and a stranger."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Nobody has opened anything in this minute."""
    cache.clear()


@pytest.fixture
def stranger() -> Client:
    return Client()
