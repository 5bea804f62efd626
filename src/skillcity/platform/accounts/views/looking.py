"""Looking at accounts: the hub, the list, one account and what the reader may do to it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts import permissions
from skillcity.platform.accounts.forms import FilterForm
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.permissions import Verdict
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.selectors import (
    account_for,
    accounts_for,
    locked_usernames,
    security_of,
    waiting_accounts,
)
from skillcity.platform.accounts.views.parts import home_trail, list_trail, state_of, who_asks

PAGE = 25


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """What this administrator does, and the accounts that wait."""
    actor = who_asks(request)
    lists = permissions.may_list(actor) is Verdict.ALLOWED
    waiting = list(waiting_accounts(actor)[:10]) if lists else []
    return render(
        request,
        "accounts/administration.html",
        {
            "title": Text("管理", "Administration"),
            "lists": lists,
            "creates": permissions.may_create(actor) is Verdict.ALLOWED,
            "is_security": actor.role is Role.SECURITY_ADMIN,
            "is_system": actor.role is Role.SYSTEM_ADMIN,
            "queue": {
                "title": Text("等待启用的账号", "Accounts that wait to be switched on"),
                "entries": [
                    _waiting(each, "new" if actor.role is Role.SECURITY_ADMIN else "waiting") for each in waiting
                ],
                "empty": Text("没有等待启用的账号。", "No account waits."),
            },
        },
    )


def _waiting(account: Account, state: str) -> dict[str, Any]:
    label = Role(account.role).label
    return {
        "label": account.username,
        "note": Text(f"{account.name} · 拟任{label.zh}", f"{account.name} · proposed role: {label.en}"),
        "url": reverse("account", args=[account.pk]),
        "state": state,
        "age_days": None,
    }


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts, with a search."""
    actor = who_asks(request)
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "role": "", "state": ""}
    found = accounts_for(actor, query=wanted["q"], role=wanted["role"], state=wanted["state"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    locked = locked_usernames(each.username for each in page)
    columns = [Text("用户名", "User name"), Text("姓名", "Name"), Text("角色", "Role"), Text("县", "County")]
    columns += [Text("状态", "State"), Text("上次登录", "Last sign-in")]
    table = {
        "caption": Text("账号", "Accounts"),
        "columns": [{"label": each} for each in columns],
        "rows": [
            [
                {"url": reverse("account", args=[each.pk]), "text": each.username},
                each.name,
                Role(each.role).label,
                each.region_code,
                state_of(each, locked=each.username in locked),
                each.last_login,
            ]
            for each in page
        ],
        "empty": Text("没有符合条件的账号。", "No account matches."),
        "page": page,
    }
    context = {
        "title": Text("账号", "Accounts"),
        "breadcrumb_trail": home_trail(),
        "form": form,
        "table": table,
        "creates": permissions.may_create(actor) is Verdict.ALLOWED,
    }
    return render(request, "accounts/list.html", context)


@require_safe
def account_page(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: who, in which role, how secured, and what the reader may do to it."""
    actor = who_asks(request)
    account = account_for(actor, account_id)
    security = security_of(account)
    role = Role(account.role)
    secures = permissions.may_secure(actor, account) is Verdict.ALLOWED
    rows = [
        {"label": Text("用户名", "User name"), "value": account.username},
        {"label": Text("姓名", "Name"), "value": account.name},
        {"label": Text("角色", "Role"), "value": role.label},
        {"label": Text("所属县代码", "County code"), "value": account.region_code},
        {"label": Text("建立时间", "Made"), "value": account.created_at},
        {"label": Text("上次登录", "Last sign-in"), "value": account.last_login},
    ]
    safety = [
        {"label": Text("动态验证码", "Authenticator"), "value": _set_up(security.has_totp)},
        {"label": Text("恢复码", "Recovery codes"), "value": _set_up(security.recovery_codes)},
        {"label": Text("近期输错密码", "Recent wrong passwords"), "value": security.failed_tries},
    ]
    context = {
        "title": account.username,
        "breadcrumb_trail": list_trail(),
        "account_shown": account,
        "role_label": role.label,
        "state": state_of(account, locked=security.is_locked),
        "rows": rows,
        "safety": safety,
        "secures": secures,
        "switches_on": secures and not account.is_active,
        "switches_off": account.is_active and permissions.may_switch_off(actor, account) is Verdict.ALLOWED,
        "sets_password": permissions.may_set_password(actor, account) is Verdict.ALLOWED,
        "unlocks": secures and security.failed_tries > 0,
        "resets": secures and (security.has_totp or security.recovery_codes),
        "is_own": actor.account_id == account.pk,
    }
    return render(request, "accounts/account.html", context)


def _set_up(done: bool) -> dict[str, Any]:
    return {"tag": "active"} if done else {"tag": "todo", "label": Text("未启用", "Not set up")}
