"""The pages of administration: a hub, the accounts, one account and what an administrator may do to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts import permissions, services
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.forms import FilterForm, NewAccountForm, PasswordForm, RoleForm
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
from skillcity.platform.ui.language import say

PAGE = 25
form_page = require_http_methods(["GET", "HEAD", "POST"])


def who_asks(request: HttpRequest) -> Actor:
    """The actor of the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor


def home_trail() -> list[dict[str, Any]]:
    """The way back to the hub."""
    return [{"url": reverse("administration"), "label": Text("管理", "Administration")}]


def list_trail() -> list[dict[str, Any]]:
    """The way back to the list."""
    return [*home_trail(), {"url": reverse("accounts"), "label": Text("账号", "Accounts")}]


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
                _state(each, locked=each.username in locked),
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


def _state(account: Account, *, locked: bool) -> dict[str, Any]:
    if not account.is_active:
        return {"tag": "blocked", "label": Text("已停用", "Off")}
    return {"tag": "locked"} if locked else {"tag": "active"}


@form_page
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    actor = who_asks(request)
    permissions.may_create(actor).require()
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        account = services.create_account(
            actor=actor,
            username=data["username"],
            name=data["name"],
            role=Role(data["role"]),
            region_code=data["region_code"],
            password=data["password"],
        )
        tell(
            request, Text("账号已建立。请安全管理员核对角色后启用。", "Made. A security administrator switches it on.")
        )
        return redirect("account", account_id=account.pk)
    context = {
        "title": Text("新建账号", "New account"),
        "breadcrumb_trail": list_trail(),
        "form": form,
        "lead": Text(
            "新账号先是停用的。安全管理员核对角色后启用。",
            "A new account is off until a security administrator confirms its role.",
        ),
        "button": Text("建立账号", "Make the account"),
        "back": reverse("accounts"),
    }
    return render(request, "accounts/form.html", context, status=_status(request))


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
        "state": _state(account, locked=security.is_locked),
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


@form_page
def account_password(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account that is off another password."""
    actor = who_asks(request)
    account = account_for(actor, account_id)
    permissions.may_set_password(actor, account).require()
    form = PasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        services.set_password(actor=actor, account=account, password=form.cleaned_data["password"])
        tell(request, Text("密码已设置。", "The password is set."))
        return redirect("account", account_id=account.pk)
    context = {
        "title": Text("设置密码", "Set the password"),
        "breadcrumb_trail": [*list_trail(), _step(account)],
        "form": form,
        "button": Text("保存密码", "Save the password"),
        "back": reverse("account", args=[account.pk]),
    }
    return render(request, "accounts/form.html", context, status=_status(request))


@form_page
def account_role(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account another role or county."""
    actor = who_asks(request)
    account = account_for(actor, account_id)
    permissions.may_secure(actor, account).require()
    form = RoleForm(request.POST or None, initial={"role": account.role, "region_code": account.region_code})
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        services.change_role(actor=actor, account=account, role=role, region_code=form.cleaned_data["region_code"])
        tell(request, Text("角色已更改。", "The role is changed."))
        return redirect("account", account_id=account.pk)
    context = {
        "title": Text("更改角色", "Change the role"),
        "breadcrumb_trail": [*list_trail(), _step(account)],
        "form": form,
        "button": Text("保存角色", "Save the role"),
        "back": reverse("account", args=[account.pk]),
    }
    return render(request, "accounts/form.html", context, status=_status(request))


@require_POST
def account_on(request: HttpRequest, account_id: int) -> HttpResponse:
    """Switch an account on, in the role that the page showed."""
    actor = who_asks(request)
    account = account_for(actor, account_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise services.CHANGED
    role = Role(form.cleaned_data["role"])
    services.switch_on(actor=actor, account=account, role=role, region_code=form.cleaned_data["region_code"])
    return _done(request, account, Text("账号已启用。", "The account is on."))


@require_POST
def account_off(request: HttpRequest, account_id: int) -> HttpResponse:
    """Switch an account off."""
    account = account_for(who_asks(request), account_id)
    services.switch_off(actor=who_asks(request), account=account)
    return _done(request, account, Text("账号已停用,已登录的会话随即失效。", "The account is off; its sessions end."))


@require_POST
def account_unlock(request: HttpRequest, account_id: int) -> HttpResponse:
    """Forget an account's wrong passwords."""
    account = account_for(who_asks(request), account_id)
    services.unlock(actor=who_asks(request), account=account)
    return _done(request, account, Text("已解除锁定。", "The account is unlocked."))


@require_POST
def account_second_factor(request: HttpRequest, account_id: int) -> HttpResponse:
    """Remove an account's authenticator."""
    account = account_for(who_asks(request), account_id)
    services.reset_second_factor(actor=who_asks(request), account=account)
    return _done(request, account, Text("动态验证码已重置。", "The authenticator is reset."))


def tell(request: HttpRequest, text: Text) -> None:
    """Say on the next page what was done."""
    messages.success(request, say(text))


def _done(request: HttpRequest, account: Account, text: Text) -> HttpResponse:
    tell(request, text)
    return redirect("account", account_id=account.pk)


def _step(account: Account) -> dict[str, Any]:
    return {"url": reverse("account", args=[account.pk]), "label": account.username}


def _status(request: HttpRequest) -> int:
    """A form that comes back has done nothing: its idempotency key is given back."""
    return 422 if request.method == "POST" else 200
