"""The majors, and the page of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from skillcity.kernel.text import Text
from skillcity.reference import selectors
from skillcity.reference.views.parts import HOME, home, major_cell, occupation_cell, provenance, table, trail

A_PAGE = 50


def majors(request: HttpRequest) -> HttpResponse:
    """All majors, page by page, or those that answer a query."""
    query = request.GET.get("q", "")
    context: dict[str, Any] = {"title": HOME["majors"], "query": query}
    if query.strip():
        rows = selectors.search_majors(query)
        context["count"] = len(rows)
        page = None
    else:
        page = Paginator(selectors.all_majors(), A_PAGE).get_page(request.GET.get("page"))
        rows = list(page)
    context["table"] = table(
        Text("专业", "Majors"),
        (Text("名称", "Name"), Text("代码", "Code"), Text("层次", "Stage")),
        ([major_cell(row), row.code, row.stage_label] for row in rows),
        Text("没有找到。专业目录可由市里导入。", "Nothing found. The city can import the catalogue of majors."),
    )
    context["table"]["page"] = page
    wanted = "results" if getattr(request, "htmx", False) else "majors"
    response = render(request, f"reference/{wanted}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def major(request: HttpRequest, code: str) -> HttpResponse:
    """One major with the occupations that it leads to."""
    row = selectors.major(code)
    context = {
        "title": row.name,
        "breadcrumb_trail": trail(home("majors")),
        "summary": [
            {"label": Text("代码", "Code"), "value": row.code},
            {"label": Text("层次", "Stage"), "value": row.stage_label},
        ],
        "table": table(
            Text("职业面向", "Where it leads"),
            (Text("职业", "Occupation"), Text("代码", "Code"), Text("依据", "Ground")),
            (
                [
                    occupation_cell(link.occupation),
                    link.occupation.code,
                    {"text": link.basis_label, "note": link.stated_code}
                    if link.stated_code != link.occupation.code
                    else link.basis_label,
                ]
                for link in selectors.major_links(row)
            ),
            Text("目前没有收录对应的职业。", "No occupation is on record for it yet."),
        ),
        "provenance": provenance(row.edition),
    }
    return render(request, "reference/major.html", context)
