"""Signing in: accounts are made by administrators, and every way in or out stands in the audit.

allauth tells its adapter what happens (it has no need of signals, and we use none).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from skillcity.platform.accounts.actor import STRANGER, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.selectors import known_username
from skillcity.platform.audit.services import record
from skillcity.platform.ui.language import tr
from skillcity.registry.engine.vault import Sealed
from skillcity.registry.vault import vault


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's keeper of second factors, with their secrets sealed by the keys of this installation."""

    def encrypt(self, text: str) -> str:
        """The secret at rest: key id and cipher text."""
        sealed = vault().seal(text)
        return f"{sealed.key_id}:{b64encode(sealed.cipher).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        key_id, _, cipher = encrypted_text.partition(":")
        return vault().open(Sealed(int(key_id), b64decode(cipher)))


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's adapter with the door to new accounts closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Look the account up by its own spelling, so that failed tries count for it and not for the spellings."""
        if "username" in credentials:
            credentials["username"] = known_username(credentials["username"])
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the failure against the account, if there is one; what was typed may be a password and is not kept."""
        tried = Account.objects.filter(username=credentials.get("username", "")).first()
        key = tried.pk if tried else ""
        record(actor=STRANGER, act="sign-in-failed", object_type="account" if tried else "", object_id=key)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **arguments: Any) -> HttpResponse:
        """Note that the account is in."""
        _note("sign-in", user)
        response: HttpResponse = super().post_login(request, user, **arguments)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Note that the account is out."""
        _note("sign-out", request.user)
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *rest: Any, **more: Any) -> None:
        """Every change of what secures an account is announced here: it goes to the audit, not by mail."""
        _note(template_prefix.rsplit("/", 1)[-1], user)


class CountedCode(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The form of the second factor: a wrong code counts like a wrong password, or six digits could be guessed."""

    def clean_code(self) -> str:
        """The code, if it is right and the account is not locked."""
        request = context.request
        credentials = {"username": self.user.username}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True  # AxesMiddleware answers with its page
            raise ValidationError(tr("账号已暂时锁定。", "The account is locked for now."))
        try:
            code: str = super().clean_code()
        except ValidationError:
            AxesProxyHandler.user_login_failed(sender=type(self), credentials=credentials, request=request)
            record(actor=STRANGER, act="sign-in-failed", object_type="account", object_id=self.user.pk)
            raise
        return code


def _note(act: str, user: Any) -> None:
    if isinstance(user, Account):
        actor = Actor(account_id=user.pk, role=Role(user.role))
        record(actor=actor, act=act, object_type="account", object_id=user.pk)
