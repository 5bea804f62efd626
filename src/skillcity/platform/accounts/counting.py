"""How often something was tried in the present minute or hour: counted in the memory of this web process."""

from __future__ import annotations

import time

from django.core.cache import cache


def counted(what: str, seconds: int) -> int:
    """Count it once more; gives how often it was by now."""
    key = _key(what, seconds)
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the count was thrown out between the two calls: it starts anew
        return 1


def count_of(what: str, seconds: int) -> int:
    """How often it was, without counting."""
    return cache.get(_key(what, seconds)) or 0


def _key(what: str, seconds: int) -> str:
    return f"{what}:{int(time.time()) // seconds}"
