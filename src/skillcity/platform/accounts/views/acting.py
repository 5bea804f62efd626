"""Acting on accounts: one form or button a task; the services decide who may."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from skillcity.kernel.text import Text
from skillcity.platform.accounts import permissions, services
from skillcity.platform.accounts.forms import NewAccountForm, PasswordForm, RoleForm
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.selectors import account_for
from skillcity.platform.accounts.views.parts import list_trail, step_to, tell, who_asks

form_page = require_http_methods(["GET", "HEAD", "POST"])


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
        "breadcrumb_trail": [*list_trail(), step_to(account)],
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
        "breadcrumb_trail": [*list_trail(), step_to(account)],
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
    return _done(request, account, Text("账号已停用，已登录的会话随即失效。", "The account is off; its sessions end."))


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


def _done(request: HttpRequest, account: Account, text: Text) -> HttpResponse:
    tell(request, text)
    return redirect("account", account_id=account.pk)


def _status(request: HttpRequest) -> int:
    """A form that comes back has done nothing: its idempotency key is given back."""
    return 422 if request.method == "POST" else 200
