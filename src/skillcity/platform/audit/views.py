"""The page of the audit: who did what, and who looked at whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.audit.acts import act_label, object_label, purpose_label
from skillcity.platform.audit.forms import SearchForm
from skillcity.platform.audit.models import Entry
from skillcity.platform.audit.selectors import entries, guards, usernames

PAGE = 50
COLUMNS = (
    Text("时间", "Time"),
    Text("账号", "Account"),
    Text("角色", "Role"),
    Text("事项", "Act"),
    Text("对象", "Object"),
    Text("人员编号", "Person number"),
    Text("用途", "Purpose"),
)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Search the audit; fifty entries a page, newest first."""
    actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    form = SearchForm(request.GET)
    before = request.GET.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    found = list(entries(actor, form.wanted(), before=start)[: PAGE + 1])
    shown = found[:PAGE]
    names = usernames(shown)
    links = actor.reach is Reach.CITY
    older = request.GET.copy()
    older["before"] = str(shown[-1].pk) if shown else ""
    kept = guards()
    context = {
        "title": Text("审计记录", "The audit"),
        "form": form,
        "table": {
            "caption": Text("记录，新的在前", "Entries, newest first"),
            "columns": [{"label": each} for each in COLUMNS],
            "rows": [_row(each, names, links=links) for each in shown],
            "empty": Text("没有符合条件的记录。", "No entry matches."),
        },
        "older_url": f"?{older.urlencode()}" if len(found) > PAGE else "",
        "newest_url": reverse("audit") if start else "",
        "is_whole": all(each.is_whole for each in kept),
        "guards": {
            "caption": Text("只增不改的表", "Append-only tables"),
            "columns": [
                {"label": Text("表", "Table")},
                {"label": Text("行受保护", "Rows kept")},
                {"label": Text("清空受阻", "Emptying refused")},
                {"label": Text("应用无权改", "No right to change")},
            ],
            "rows": [[each.table, *map(_mark, (each.rows_kept, each.table_kept, each.no_right))] for each in kept],
        },
    }
    return render(request, "audit/audit.html", context, status=422 if form.errors else 200)


def _mark(good: bool) -> dict[str, Any]:
    return {"tag": "verified" if good else "missing", "label": Text("有效", "In place") if good else None}


def _row(entry: Entry, names: dict[int, str], *, links: bool) -> list[object]:
    account: object = names.get(entry.account_id or 0, entry.actor)
    role = Role(entry.role).label if entry.role in set(Role) else entry.role
    return [
        entry.at,
        account,
        role,
        act_label(entry.act),
        _thing(entry, names),
        _person(entry, links=links),
        purpose_label(entry.purpose) if entry.purpose else None,
    ]


def _thing(entry: Entry, names: dict[int, str]) -> object:
    own = entry.object_type == "account" and entry.object_id == str(entry.account_id)
    if own or entry.object_type in {"", "person"}:
        return None
    key = entry.object_id
    if entry.object_type == "account" and key.isdecimal():
        key = names.get(int(key), key)
    return object_label(entry.object_type, key)


def _person(entry: Entry, *, links: bool) -> object:
    if entry.person_id is None:
        return None
    if links:
        try:
            return {"url": reverse("person", args=[entry.person_id]), "text": str(entry.person_id)}
        except NoReverseMatch:  # the registry has no pages yet
            return str(entry.person_id)
    return str(entry.person_id)
