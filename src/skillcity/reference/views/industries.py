"""The 5+5+N industries of the city with their chains."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.reference import selectors
from skillcity.reference.engine.editions import Confidence
from skillcity.reference.engine.shipped import industry_words
from skillcity.reference.models import Industry
from skillcity.reference.models.industries import GROUPS, STAGES
from skillcity.reference.views.parts import HOME, home, occupation_table, provenance, region_cell, trail


def industries(request: HttpRequest) -> HttpResponse:
    """All industries by group."""
    rows: list[Any] = list(selectors.industries())  # with `occupations`, which their type does not know
    names, _ = industry_words()
    groups = [
        {
            "title": names[group],
            "industries": [
                {
                    "row": row,
                    "url": reverse("industry", args=[row.code]),
                    "counties": [county.label for county in row.counties.all()],
                    "count": row.occupations,
                    "illustrative": Confidence(row.confidence).illustrative,
                }
                for row in rows
                if row.group == group
            ],
        }
        for group in GROUPS
    ]
    context: dict[str, Any] = {
        "title": HOME["industries"],
        "groups": groups,
        "illustrative": any(Confidence(row.confidence).illustrative for row in rows),
    }
    if rows:
        context["provenance"] = provenance(rows[0].edition)
    return render(request, "reference/industries.html", context)


def industry(request: HttpRequest, code: str) -> HttpResponse:
    """One industry: where, who leads the chain, its stages, and the occupations that it needs."""
    row = selectors.industry(code)
    context = {
        "title": row.name,
        "row": row,
        "breadcrumb_trail": trail(home("industries")),
        "illustrative": Confidence(row.confidence).illustrative,
        "summary": summary(row),
        "stages": chain(row),
        "table": occupation_table(
            Text("需要的职业", "Occupations that it needs"),
            [link.occupation for link in row.occupation_links.all()],
            Text("尚未收录对应的职业。", "No occupation is on record for it yet."),
        ),
        "provenance": provenance(row.edition),
    }
    return render(request, "reference/industry.html", context)


def summary(row: Industry) -> list[dict[str, Any]]:
    """Group, counties, leader of the chain, how sure."""
    names, _ = industry_words()
    rows: list[dict[str, Any]] = [{"label": Text("类别", "Group"), "value": names[row.group]}]
    rows += [{"label": Text("所在县(市、区)", "County"), "value": region_cell(each)} for each in row.counties.all()]
    if row.chain_leader:
        rows.append({"label": Text("链主企业", "Leader of the chain"), "value": row.chain_leader})
    rows.append({"label": Text("依据", "Ground"), "value": Confidence(row.confidence).label, "note": row.note})
    return rows


def chain(row: Industry) -> list[dict[str, Any]]:
    """The stages of the chain with their GB/T 4754 classes; empty stages are left out."""
    _, names = industry_words()
    links = list(row.class_links.all())
    stages = [
        {"title": names[stage], "classes": [link.industry_class for link in links if link.stage == stage]}
        for stage in STAGES
    ]
    return [stage for stage in stages if stage["classes"]]
