"""All kinds of import, room by room."""

from __future__ import annotations

from skillcity.credentials import imports as credentials
from skillcity.facts import imports as facts
from skillcity.platform.imports.kinds import register
from skillcity.reference import imports as reference
from skillcity.registry import imports as registry


def register_all() -> None:
    """Make every room's kinds known; called when the site starts."""
    for kind in (*reference.KINDS, *registry.KINDS, *facts.KINDS, *credentials.KINDS):
        register(kind)
