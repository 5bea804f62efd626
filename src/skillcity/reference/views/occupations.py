"""Search among the occupations, and the page of one occupation or group."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.reference import selectors
from skillcity.reference.models import Occupation
from skillcity.reference.views.parts import (
    DIGITAL,
    GREEN,
    HOME,
    home,
    level_label,
    major_cell,
    occupation_cell,
    occupation_table,
    provenance,
    table,
    trail,
)

SKILLED = ("3", "4", "5", "6")
"""Major groups whose occupations may have skill levels; leaders, professionals and the army have other ladders."""


def occupations(request: HttpRequest) -> HttpResponse:
    """The search; without a query the eight major groups. htmx asks for the results alone."""
    query = request.GET.get("q", "")
    green, digital = "green" in request.GET, "digital" in request.GET
    context: dict[str, Any] = {"title": HOME["occupations"], "query": query, "green": green, "digital": digital}
    if query.strip():
        found = selectors.search_occupations(query, groups=not (green or digital), green=green, digital=digital)
        context["count"] = len(found)
        context["table"] = occupation_table(
            Text("查找结果", "Results"), found, Text("没有找到，换个说法试试。", "Nothing found. Try another word.")
        )
    else:
        context["table"] = occupation_table(Text("八个大类", "The eight major groups"), selectors.major_groups())
    wanted = "results" if getattr(request, "htmx", False) else "occupations"
    response = render(request, f"reference/{wanted}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def occupation(request: HttpRequest, code: str) -> HttpResponse:
    """One occupation with all that is known of it, or a group with its members."""
    row = selectors.occupation(code)
    above = selectors.groups_above(row)
    context: dict[str, Any] = {
        "title": row.name,
        "row": row,
        "tags": [
            {"tag": "mark", "label": word} for word, holds in ((GREEN, row.green), (DIGITAL, row.digital)) if holds
        ],
        "breadcrumb_trail": trail(home("occupations"), *((address(each), each.name) for each in above)),
        "summary": summary(row, above),
        "provenance": provenance(row.edition),
    }
    if row.is_group:
        context["members"] = occupation_table(Text("下属", "Members"), selectors.members(row))
    else:
        context["majors"] = majors_table(row)
        context["shortages"] = shortages_table(row)
        context["levels"] = list(SkillLevel) if row.code.startswith(SKILLED) else []
    return render(request, "reference/occupation.html", context)


def address(row: Occupation) -> str:
    """The page of an occupation or group."""
    return reverse("occupation", args=[row.code])


def summary(row: Occupation, above: list[Occupation]) -> list[dict[str, Any]]:
    """Code, groups, other names, industries."""
    rows: list[dict[str, Any]] = [
        {"label": Text("代码", "Code"), "value": row.code},
        *({"label": level_label(each), "value": occupation_cell(each), "note": each.code} for each in above),
    ]
    if row.aliases:
        shown = row.aliases[:12]
        rows.append({"label": Text("也叫", "Also called"), "value": Text("、".join(shown), ", ".join(shown))})
    rows += [
        {
            "label": Text("本市产业", "Industry of the city"),
            "value": {"url": reverse("industry", args=[industry.code]), "text": industry.name},
        }
        for industry in selectors.industries_of(row)
    ]
    return rows


def majors_table(row: Occupation) -> dict[str, Any]:
    """The majors that lead to an occupation, and how they name it."""
    return table(
        Text("通向本职业的专业", "Majors that lead here"),
        (Text("专业", "Major"), Text("代码", "Code"), Text("层次", "Stage"), Text("依据", "Ground")),
        (
            [
                major_cell(each.major),
                each.major.code,
                each.major.stage_label,
                {"text": each.via.name, "note": each.link.basis_label} if each.via else each.link.basis_label,
            ]
            for each in selectors.majors_leading_to(row)
        ),
        Text("目前没有收录对应的专业。", "No major is on record for it yet."),
    )


def shortages_table(row: Occupation) -> dict[str, Any]:
    """The lists on which an occupation stands."""
    return table(
        Text("紧缺情况", "Shortage"),
        (Text("目录", "List"), Text("范围", "Where"), Text("变化", "Trend"), Text("自", "Since")),
        (
            [
                each.edition.name,
                each.region.label if each.region else Text("全国", "Nation"),
                each.trend_label,
                each.edition.valid_from,
            ]
            for each in selectors.shortages_of(row)
        ),
        Text("不在已收录的紧缺目录中。", "It is on none of the shortage lists at hand."),
    )
