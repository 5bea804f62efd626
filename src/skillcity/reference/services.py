"""What happens to reference data: the project's own editions are written once, and again only when they change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction

from skillcity.reference import shipping
from skillcity.reference.engine.editions import EditionInfo
from skillcity.reference.models import Edition
from skillcity.reference.writing import write_edition

__all__ = ["load_shipped"]

Progress = Callable[[int, int], None]


def nobody_watches(done: int, total: int) -> None:
    """The progress of a load that nobody watches."""


@transaction.atomic
def load_shipped(progress: Progress = nobody_watches) -> dict[str, dict[str, int]]:
    """Write all shipped editions; returns `{"reference": {kind: rows written}}`, 0 where nothing had changed.

    `progress` is called with (steps done, steps in all). Under a second on an empty database, a tenth after.
    Raises InputError when the data package with the classification is not installed.
    """
    written: dict[str, int] = {}
    steps = shipping.STEPS
    for done, (read, write) in enumerate(steps):
        progress(done, len(steps))
        for info, content in read():
            written.setdefault(info.kind, 0)
            written[info.kind] += _write_if_new(info, content, write)
    progress(len(steps), len(steps))
    return {"reference": written}


def _write_if_new(info: EditionInfo, content: Any, write: Callable[[Edition, Any], int]) -> int:
    digest = hashlib.sha256(repr((info, content)).encode()).hexdigest()
    if Edition.objects.filter(kind=info.kind, edition=info.edition, digest=digest).exists():
        return 0
    return write(write_edition(info, digest), content)
