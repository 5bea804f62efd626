"""A task of the worker begins with a connection that is alive, and leaves none behind that is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def fresh_connection() -> Iterator[None]:
    """For a block, or as a decorator of the task."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
