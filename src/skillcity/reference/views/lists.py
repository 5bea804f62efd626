"""All editions with their sources; the shortage lists; the honours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillcity.kernel.text import Text
from skillcity.reference import selectors
from skillcity.reference.engine.editions import Confidence
from skillcity.reference.models.honours import FORMS, TIERS
from skillcity.reference.views.parts import HOME, home, occupation_cell, table, trail

KINDS = {
    "regions": Text("行政区划", "Regions"),
    "industry-classes": Text("行业分类", "Industry classes"),
    "industries": Text("产业", "Industries"),
    "occupations": Text("职业", "Occupations"),
    "majors": Text("专业", "Majors"),
    "shortage": Text("紧缺目录", "Shortage lists"),
    "honours": Text("荣誉", "Honours"),
}


def reference(request: HttpRequest) -> HttpResponse:
    """Which editions are at hand, since when, read where, how sure."""
    columns = (
        Text("版本", "Edition"),
        Text("种类", "Kind"),
        Text("自", "Since"),
        Text("依据", "Ground"),
        Text("来源", "Source"),
    )
    rows = [
        [
            {"text": each.name, "note": each.note},
            KINDS[each.kind],
            each.valid_from,
            Confidence(each.confidence).label,
            {"text": each.issuer or each.source, "note": each.source if each.issuer else ""},
        ]
        for each in selectors.editions()
    ]
    context = {"title": HOME["reference"], "tables": [table(Text("版本与来源", "Editions and sources"), columns, rows)]}
    return render(request, "reference/lists.html", context)


def shortage(request: HttpRequest) -> HttpResponse:
    """All shortage lists, one table each."""
    columns = (Text("职业", "Occupation"), Text("范围", "Where"), Text("排位", "Rank"), Text("变化", "Trend"))
    lists: dict[object, list[list[object]]] = {}
    for each in selectors.shortage_entries():
        lists.setdefault(each.edition, []).append(
            [
                occupation_cell(each.occupation) if each.occupation else each.name,
                each.region.label if each.region else Text("全国", "Nation"),
                each.rank,
                each.trend_label,
            ]
        )
    context = {
        "title": KINDS["shortage"],
        "breadcrumb_trail": trail(home("reference")),
        "tables": [table(edition.name, columns, rows) for edition, rows in lists.items()],  # type: ignore[attr-defined]
    }
    return render(request, "reference/lists.html", context)


def honours(request: HttpRequest) -> HttpResponse:
    """All honours with those who award them."""
    columns = (
        Text("名称", "Name"),
        Text("级别", "Tier"),
        Text("形式", "Form"),
        Text("颁授单位", "Issuer"),
        Text("依据", "Ground"),
    )
    rows = list(selectors.honours())
    cells = [
        [
            {"text": each.name, "note": Text(each.note_zh, each.note_en) if each.note_zh else ""},
            TIERS[each.tier],
            FORMS[each.form],
            each.issuer or Text("未查得", "Not known"),
            Confidence(each.confidence).label,
        ]
        for each in rows
    ]
    context = {
        "title": KINDS["honours"],
        "breadcrumb_trail": trail(home("reference")),
        "tables": [table(Text("荣誉与颁授单位", "Honours and who awards them"), columns, cells)],
        "illustrative": any(Confidence(each.confidence).illustrative for each in rows),
    }
    return render(request, "reference/lists.html", context)
