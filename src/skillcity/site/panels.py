"""All parts that higher rooms add to the pages of people, room by room."""

from __future__ import annotations

from skillcity.facts.panels import FACTS
from skillcity.policy.panels import CLASS, CLASS_OF, VERDICT
from skillcity.registry.panels import register


def register_all() -> None:
    """Make every room's parts known; called when the site starts. A part is a `registry.panels.Panel` or `Column`."""
    for part in (CLASS, VERDICT, FACTS, CLASS_OF):
        register(part)
