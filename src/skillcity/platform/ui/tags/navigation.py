"""Where am I, where next: steps, breadcrumbs, pages and sorting. Each keeps the other parameters of the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from skillcity.platform.ui.language import say
from skillcity.platform.ui.tags.words import escaped


def address(context: Context, **changes: object) -> str:
    """`?…` with the request's own parameters and these changes; None removes one."""
    request = context.get("request")
    if request is None:
        return "?" + "&".join(f"{key}={value}" for key, value in changes.items() if value is not None)
    query = request.GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return f"?{query.urlencode()}"


def entries(navigation: Iterable[Mapping[str, Any]]) -> SafeString:
    """The `<li>`s of the main navigation: `{url, label, current, section? (the page is one below it)}`."""
    here = {False: "", True: ' aria-current="page"'}
    items = []
    for each in navigation:
        current = ' aria-current="true"' if each.get("section") else here[bool(each["current"])]
        items.append(f'<li><a href="{escaped(each["url"])}"{current}>{escaped(say(each["label"]))}</a></li>')
    return mark_safe("".join(items))  # noqa: S308 - every part is escaped above


def steps(labels: Iterable[object], current: int) -> dict[str, Any]:
    """Numbered steps of a task; `current` counts from 1, those before it are done."""
    words = {True: "done", False: "todo"}
    numbered = [
        {"number": at, "label": label, "state": "current" if at == current else words[at < current]}
        for at, label in enumerate(labels, start=1)
    ]
    return {"steps": numbered}


def breadcrumbs(trail: Iterable[Mapping[str, object]] | None) -> dict[str, Any]:
    """The way back: a list of `{url, label}`, the page itself not among them."""
    return {"trail": list(trail or [])}


def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Previous, a window of numbers, next; nothing for a single page. The parameter is `page`."""
    window = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        {"number": at, "url": address(context, page=at) if isinstance(at, int) else "", "current": at == page.number}
        for at in window
    ]
    return {
        "shown": page.paginator.num_pages > 1,
        "items": items,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "previous": address(context, page=page.number - 1) if page.has_previous() else "",
        "next": address(context, page=page.number + 1) if page.has_next() else "",
    }


def sort_state(context: Context, key: str) -> str:
    """The `aria-sort` of the column `key`: `ascending`, `descending` or `none`, read from `?sort=`."""
    request = context.get("request")
    asked = request.GET.get("sort", "") if request is not None else ""
    return {key: "ascending", f"-{key}": "descending"}.get(asked, "none")


def sort_link(context: Context, key: str, label: object) -> dict[str, Any]:
    """The heading of a sortable column as a link: up first, then down (`?sort=key`, `?sort=-key`); back to page 1."""
    now = sort_state(context, key)
    return {
        "label": label,
        "state": now,
        "url": address(context, sort=f"-{key}" if now == "ascending" else key, page=None),
    }
