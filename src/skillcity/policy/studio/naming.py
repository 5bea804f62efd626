"""The name of an edition: short, plain, and used once for a catalogue."""

from __future__ import annotations

import re

from skillcity.policy.editions import editions_of
from skillcity.policy.studio.models import Edition

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")


def is_plain(name: str) -> bool:
    """Whether the name can stand in an address."""
    return NAME.fullmatch(name) is not None


def is_taken(region: str, catalogue: str, name: str) -> bool:
    """Whether an edition has or had this name."""
    known = {each.edition for each in editions_of(region, catalogue)}
    return name in known or Edition.objects.filter(region=region, catalogue=catalogue, edition=name).exists()


def free_name(region: str, catalogue: str, wanted: str) -> str:
    """The wanted name, or with -2, -3, … behind it."""
    taken = {each.edition for each in editions_of(region, catalogue)}
    rows = Edition.objects.filter(region=region, catalogue=catalogue).order_by("pk")
    taken |= set(rows.values_list("edition", flat=True))
    if wanted not in taken:
        return wanted
    return next(name for at in range(2, len(taken) + 3) if (name := f"{wanted}-{at}") not in taken)
