"""Regions: the city with its counties and zones, its partners, and any region by code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillcity.kernel.region_code import RegionCode
from skillcity.kernel.text import Text
from skillcity.reference import selectors
from skillcity.reference.engine.editions import Confidence
from skillcity.reference.models import Region
from skillcity.reference.views.parts import HOME, home, provenance, region_cell, table, trail

LEVELS = {
    "province": Text("省级", "Province"),
    "city": Text("市级", "City"),
    "county": Text("县级", "County"),
    "zone": Text("功能区", "Functional zone"),
}
COLUMNS = (Text("名称", "Name"), Text("代码", "Code"), Text("级别", "Level"))


def cells(row: Region) -> list[object]:
    """A region in a table."""
    return [region_cell(row), row.code, LEVELS[row.level]]


def regions(request: HttpRequest) -> HttpResponse:
    """The city's counties and zones, its partners, and the provinces."""
    city = selectors.region(settings.CITY_CODE)
    inside = list(selectors.regions_in(city.code))
    context = {
        "title": HOME["regions"],
        "tables": [
            table(city.label, COLUMNS, [cells(row) for row in inside]),
            table(Text("协作地区", "Partner regions"), COLUMNS, [cells(row) for row in selectors.partner_regions()]),
            table(Text("省级地区", "Provinces"), COLUMNS, [cells(row) for row in selectors.provinces()]),
        ],
        "illustrative": any(Confidence(row.confidence).illustrative for row in inside),
        "provenance": provenance(city.edition),
    }
    return render(request, "reference/regions.html", context)


def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: what lies above and below, and which codes its land carried before."""
    row = selectors.region(code)
    above = [each for each in (row.parent.parent if row.parent else None, row.parent) if each]
    before = RegionCode(row.code).predecessors if row.level != "zone" else ()
    context = {
        "title": row.label,
        "breadcrumb_trail": trail(home("regions"), *((region_cell(each)["url"], each.label) for each in above)),
        "summary": [
            {"label": Text("代码", "Code"), "value": row.code},
            {"label": Text("级别", "Level"), "value": LEVELS[row.level]},
            *({"label": Text("曾用代码", "Earlier code"), "value": each.value} for each in before),
        ],
        "tables": [table(Text("下属地区", "Inside it"), COLUMNS, [cells(each) for each in selectors.regions_in(code)])],
        "illustrative": Confidence(row.confidence).illustrative,
        "provenance": provenance(row.edition),
    }
    return render(request, "reference/regions.html", context)
