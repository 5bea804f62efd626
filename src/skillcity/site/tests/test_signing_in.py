"""Signing in with a password, and with a second factor: what is let in, what is counted, what is told to the audit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pyotp
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.audit.models import Change, Entry
from skillcity.site.tests.conftest import PASSWORD
from tests.population import client_of

LOGIN = "/account/login/"
CODE = "/account/2fa/authenticate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Make = Callable[..., Account]


def sign_in(client: Client, username: str = "city-officer", password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(LOGIN, {"login": username, "password": password, **more})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/account/password/").status_code == 200


def acts() -> list[str]:
    with acting_as(SYSTEM):
        return list(Entry.objects.order_by("id").values_list("act", flat=True))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sign_in_page_opens(db: None, language: str) -> None:
    client = Client()
    client.cookies["language"] = language
    assert client.get(LOGIN).status_code == 200


def test_the_right_password_opens_and_stands_in_the_audit(make: Make) -> None:
    make()
    client = Client()
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/home")
    assert is_in(client)
    assert acts() == ["sign-in"]


def test_a_wrong_password_does_not_and_stands_in_the_audit_without_what_was_typed(make: Make) -> None:
    account = make()
    client = Client()
    assert sign_in(client, password="wrong-password").status_code == 200
    assert not is_in(client)
    with acting_as(SYSTEM):
        entry = Entry.objects.get(act="sign-in-failed")
    assert (entry.account_id, entry.object_id, entry.details) == (None, str(account.pk), {})


def test_an_unknown_user_looks_like_a_wrong_password(make: Make) -> None:
    make()
    wrong = sign_in(Client(), password="wrong-password").context["form"].errors
    unknown = sign_in(Client(), username="nobody", password="wrong-password").context["form"].errors
    assert wrong == unknown


def test_the_user_name_is_found_whatever_its_capitals(make: Make) -> None:
    make()
    assert sign_in(Client(), username="City-Officer").status_code == 302


def test_the_history_of_an_account_keeps_no_password(make: Make) -> None:
    make()
    sign_in(Client())
    with acting_as(SYSTEM):
        rows = Change.objects.filter(table_name="accounts_account").order_by("id")
        kept = [row for change in rows for row in (change.before, change.after) if row]
    assert kept, "signing in changes last_login"
    assert all("password" not in row for row in kept)


def test_the_session_gets_a_new_key_when_somebody_signs_in(make: Make) -> None:
    make()
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    client.cookies["sessionid"] = before
    assert not is_in(client)


def test_signing_out_ends_the_session_everywhere_it_was_copied_to(make: Make) -> None:
    client = client_of(make())
    copied = client.session.session_key
    client.post("/account/logout/")
    other = Client()
    other.cookies["sessionid"] = copied
    assert not is_in(other)
    assert acts() == ["sign-out"]


def test_a_get_does_not_sign_out(make: Make) -> None:
    client = client_of(make())
    client.get("/account/logout/")
    assert is_in(client)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_one_is_never_sent_elsewhere_after_signing_in(make: Make, url: str) -> None:
    make()
    assert sign_in(Client(), next=url)["Location"] == "/home"
    answer = Client().post("/preferences", {"next": url, "language": "en"})
    assert answer["Location"] == "/"


def test_one_is_sent_back_to_a_page_of_ours(make: Make) -> None:
    make()
    assert sign_in(Client(), next="/people?q=a")["Location"] == "/people?q=a"


def test_an_account_that_is_off_is_told_so_and_stays_out(make: Make) -> None:
    make(is_active=False)
    client = Client()
    assert sign_in(client)["Location"] == "/account/inactive/"
    assert client.get("/account/inactive/").status_code == 200
    assert not is_in(client)


def test_nobody_signs_up(db: None) -> None:
    assert Client().get("/account/signup/").status_code == 404


def test_six_wrong_passwords_lock_the_account_at_this_address(make: Make) -> None:
    make()
    tries = [sign_in(Client(), password=f"wrong-{at}-password").status_code for at in range(6)]
    assert tries == [200] * 5 + [429]
    assert sign_in(Client()).status_code == 429
    assert not is_in(Client())


def test_other_capitals_are_no_new_tries(make: Make) -> None:
    make()
    for name in ("city-officer", "City-officer", "CITY-officer", "city-Officer", "city-oFFICER", "CITY-OFFICER"):
        sign_in(Client(), username=name, password="wrong-password")
    assert sign_in(Client()).status_code == 429


def test_a_lock_is_for_one_account_and_one_address(make: Make) -> None:
    make()
    make(Role.BANK)
    for at in range(6):
        sign_in(Client(), password=f"wrong-{at}-password")
    assert sign_in(Client(), username="bank").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def with_totp(account: Account) -> Account:
    TOTP.activate(account, SECRET)
    return account


def test_with_an_authenticator_the_password_alone_opens_nothing(make: Make) -> None:
    with_totp(make())
    client = Client()
    assert sign_in(client)["Location"] == CODE
    assert not is_in(client)
    assert acts() == []


def test_the_code_of_the_authenticator_opens(make: Make) -> None:
    with_totp(make())
    client = Client()
    sign_in(client)
    assert client.post(CODE, {"code": pyotp.TOTP(SECRET).now()})["Location"] == "/home"
    assert is_in(client)
    assert acts() == ["sign-in"]


def test_a_code_works_once(make: Make) -> None:
    with_totp(make())
    code = pyotp.TOTP(SECRET).now()
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.post(CODE, {"code": code}).status_code == 302
    assert second.post(CODE, {"code": code}).status_code == 200
    assert not is_in(second)


def test_a_recovery_code_opens_once(make: Make) -> None:
    account = with_totp(make())
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client)
        answers.append(client.post(CODE, {"code": code}).status_code)
    assert answers == [302, 200]


def test_codes_cannot_be_guessed(make: Make) -> None:
    with_totp(make())
    client = Client()
    sign_in(client)
    for at in range(6):
        client.post(CODE, {"code": f"{at:06d}"})
    locked = client.post(CODE, {"code": pyotp.TOTP(SECRET).now()})
    assert locked.status_code == 429
    assert not is_in(client)
    assert acts() == ["sign-in-failed"] * 6
    assert sign_in(Client()).status_code == 429  # and the password is locked too


def test_the_second_step_needs_the_first(db: None) -> None:
    assert Client().get(CODE)["Location"].startswith("/account/login/")


def test_setting_up_an_authenticator_asks_for_the_password_and_stands_in_the_audit(
    make: Make, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    make()
    client = Client()
    sign_in(client)
    session = client.session
    del session["account_authentication_methods"]  # the password was entered long ago
    session.save()
    page = client.get("/account/2fa/totp/activate/")
    assert page["Location"].startswith("/account/reauthenticate/")
    back = client.post(page["Location"], {"password": PASSWORD, "next": "/account/2fa/totp/activate/"})
    assert back["Location"] == "/account/2fa/totp/activate/"
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 302
    assert "totp_activated" in acts()


def test_changing_the_password_stands_in_the_audit_and_ends_other_sessions(make: Make) -> None:
    account = make()
    here, there = client_of(account), client_of(account)
    new = "another-good-password"
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert "password_changed" in acts()
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("password", ["short", "1234567890", "city-officer"])
def test_a_weak_password_is_not_taken(make: Make, password: str) -> None:
    client = client_of(make())
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/account/password/", form).status_code == 200
    assert sign_in(Client()).status_code == 302
