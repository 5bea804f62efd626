"""Whole pages of made-up content: the style guide and the trial pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import tr
from skillcity.platform.ui.samples.parts import SampleForm, bars, job, queue, stats, tasks
from skillcity.platform.ui.samples.people import EXPLANATION, FACTS, PERSON
from skillcity.platform.ui.samples.tables import check, people_table

STEPS = [Text("选择文件", "Choose a file"), Text("核对", "Check"), Text("确认", "Confirm"), Text("完成", "Done")]


def frame(role: Text, current: int = 0) -> dict[str, Any]:
    """Navigation and account, as the site's context processor gives them."""
    labels = [
        Text("首页", "Home"),
        Text("人员", "People"),
        Text("单位", "Organisations"),
        Text("职业与专业", "Occupations and majors"),
        Text("导入", "Imports"),
        Text("任务", "Jobs"),
    ]
    return {
        "navigation": [{"url": f"#n{at}", "label": label, "current": at == current} for at, label in enumerate(labels)],
        "account": {
            "name": tr("示例用户", "Sample user"),
            "role": role,
            "links": [
                {"url": "#password", "label": Text("修改密码", "Change password")},
                {"url": "#seen", "label": Text("谁看过我的数据", "Who saw my data")},
            ],
            "logout_url": "#logout",
        },
        "synthetic": True,
        "illustrative": False,
    }


def styleguide(*, bad: bool = False) -> dict[str, Any]:
    """Everything that the style guide shows; `bad` shows the form with its errors."""
    return {
        **frame(Text("市级经办人", "City officer")),
        "title": Text("设计样张", "Style guide"),
        "illustrative": True,
        "breadcrumb_trail": [
            {"url": "#", "label": Text("首页", "Home")},
            {"url": "#docs", "label": Text("文档", "Documents")},
        ],
        "form": SampleForm({"name": "", "way": "pigeon"}) if bad else SampleForm(),
        "stats": stats(),
        "queue": queue(),
        "quiet_queue": {"title": Text("申诉", "Appeals"), "entries": []},
        "tasks": tasks(),
        "facts": FACTS,
        "person": PERSON,
        "explanation": EXPLANATION,
        "bars": bars(),
        "table": people_table(),
        "job": job(),
        "step_labels": STEPS,
        "page": Paginator(range(240), 20).page(4),
        "states": ["in-force", "illustrative", "verified", "missing", "unknown", "running", "overdue", "superseded"],
        "confirmation": {
            "title": Text("已提交", "Submitted"),
            "number": "WZ-2025-000123",
            "next_step": Text("经办人会核对材料", "An officer checks the documents"),
            "deadline": dt.date(2025, 7, 28),
            "contact": Text("热线 12333", "Line 12333"),
        },
    }


def home(role: Text, *, person: bool = False) -> Callable[[], dict[str, Any]]:
    """The home page of a role."""
    return lambda: {
        **frame(role),
        "person": person,
        "stats": stats()[: 2 if person else 4],
        "queue": queue(),
        "explanation": EXPLANATION,
        "bars": bars(),
        "tasks": tasks(),
    }


def person() -> dict[str, Any]:
    """The page of one person."""
    return {
        **frame(Text("市级经办人", "City officer"), 1),
        "title": Text("林示一", "Lin Shiyi"),
        "illustrative": True,
        "breadcrumb_trail": [
            {"url": "#", "label": Text("首页", "Home")},
            {"url": "#people", "label": Text("人员", "People")},
        ],
        "person": PERSON,
        "explanation": EXPLANATION,
        "facts": FACTS,
    }


def dry_run() -> dict[str, Any]:
    """The second step of an import."""
    return {
        **frame(Text("市级经办人", "City officer"), 4),
        "title": Text("核对证书导入", "Check the certificate import"),
        "breadcrumb_trail": [
            {"url": "#", "label": Text("首页", "Home")},
            {"url": "#imports", "label": Text("导入", "Imports")},
        ],
        "step_labels": STEPS,
        "table": check(),
        "rows": 2150,
        "taken": 2128,
        "refused": 22,
    }


def search() -> dict[str, Any]:
    """Results of a search."""
    results = [
        (
            "tools",
            Text("焊工", "Welder"),
            "6-18-02-04",
            Text("操作焊机，焊接金属工件的人员。", "Operates welding machines to join metal workpieces."),
        ),
        (
            "organisation",
            Text("示例焊接技工学校", "Sample Welding College"),
            Text("技工院校", "Technical college"),
            Text("鹿城区 · 212 个工作站位", "Lucheng · 212 workstations"),
        ),
        (
            "person",
            Text("林示一", "Lin Shiyi"),
            Text("人员", "Person"),
            Text("E类 · 焊工高级技师", "Class E · senior technician, welder"),
        ),
    ]
    return {
        **frame(Text("市级经办人", "City officer")),
        "title": Text("搜索", "Search"),
        "query": tr("焊工", "welder"),
        "results": [{"icon": i, "title": t, "kind": k, "text": x, "url": "#r"} for i, t, k, x in results],
        "page": Paginator(range(57), 10).page(2),
        "count": 57,
    }


TRIALS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "home-worker": ("ui/trial/home.html", home(Text("技能人才", "Worker"), person=True)),
    "home-officer": ("ui/trial/home.html", home(Text("市级经办人", "City officer"))),
    "home-college": ("ui/trial/home_college.html", home(Text("技工院校", "College"))),
    "person": ("ui/trial/person.html", person),
    "import-check": ("ui/trial/import_check.html", dry_run),
    "search": ("ui/trial/search.html", search),
}
