"""What the pages of administration share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.ui.language import say


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


def step_to(account: Account) -> dict[str, Any]:
    """The way back to one account."""
    return {"url": reverse("account", args=[account.pk]), "label": account.username}


def tell(request: HttpRequest, text: Text) -> None:
    """Say on the next page what was done."""
    messages.success(request, say(text))


def state_of(account: Account, *, locked: bool) -> dict[str, Any]:
    """The tag of an account: off, locked or active."""
    if not account.is_active:
        return {"tag": "blocked", "label": Text("已停用", "Off")}
    return {"tag": "locked"} if locked else {"tag": "active"}
