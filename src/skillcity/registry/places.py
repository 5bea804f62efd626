"""The city's counties with their names, for lists and filters."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.reference.selectors import region, regions_in

A_MINUTE = 60  # seconds; nearly every page asks, and counties change once in a decade


def counties() -> dict[str, Text]:
    """The counties of the city by code, at most a minute old."""
    key = f"registry.counties.{settings.CITY_CODE}"
    known: dict[str, Text] | None = cache.get(key)
    if known is None:
        known = {each.code: each.label for each in regions_in(settings.CITY_CODE, "county")}
        cache.set(key, known, A_MINUTE)
    return known


def place_name(code: str, known: dict[str, Text]) -> Text:
    """A region's name: from those at hand, else from the reference data, else the code itself; `known` learns it."""
    if code not in known:
        try:
            known[code] = region(code).label
        except NotFound:
            known[code] = Text(code, code)
    return known[code]
