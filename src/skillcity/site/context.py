"""What every page needs to draw its shell: the navigation of the actor's role, and the banners."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import STRANGER, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.ui.language import say
from skillcity.site.access import may_enter

NAVIGATION = (
    ("home", Text("首页", "Home")),
    ("my-record", Text("我的档案", "My record")),
    ("my-rights", Text("我的权利", "My rights")),
    ("passport", Text("技能护照", "Skill passport")),
    ("batches", Text("发证", "Issuing")),
    ("people", Text("人员", "People")),
    ("organisations", Text("机构", "Organisations")),
    ("occupations", Text("职业", "Occupations")),
    ("majors", Text("专业", "Majors")),
    ("industries", Text("产业", "Industries")),
    ("catalogues", Text("政策目录", "Policy catalogues")),
    ("studio", Text("政策工作室", "Policy studio")),
    ("imports", Text("导入", "Imports")),
    ("jobs", Text("任务", "Jobs")),
    ("notices", Text("通知", "Notices")),
    ("audit", Text("审计", "Audit")),
    ("administration", Text("管理", "Administration")),
)


@cache
def _entries(role: Role | None) -> list[tuple[str, str, Text]]:
    """Route, address and label of what a role may enter; nothing for strangers."""
    actor = Actor(role=role)
    return [(route, reverse(route), label) for route, label in NAVIGATION if role and may_enter(actor, route)]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `actor`, `synthetic`, `city`."""
    actor: Actor = getattr(request, "actor", STRANGER)
    here = request.resolver_match.view_name if request.resolver_match else ""
    navigation: list[dict[str, Any]] = [
        {"url": url, "label": say(label), "current": route == here, "section": False}
        for route, url, label in _entries(actor.role)
    ]
    if not any(entry["current"] for entry in navigation):
        above = [entry for entry in navigation if request.path.startswith(f"{entry['url']}/")]
        for entry in sorted(above, key=lambda entry: len(entry["url"]))[-1:]:
            entry |= {"current": True, "section": True}
    return {
        "navigation": navigation,
        "actor": actor,
        "synthetic": settings.SYNTHETIC,
        "idle_seconds": settings.IDLE_SECONDS,
    }
