"""The door: only listed roles enter a route; the others are sent to sign in, or refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.site import access
from tests.population import client_of

pytestmark = pytest.mark.usefixtures("trial")
Browser = Callable[..., Client]
Make = Callable[..., Account]


def test_an_unlisted_route_is_entered_by_nobody(browser: Browser) -> None:
    assert browser().get("/trial/unlisted").status_code == 403
    assert Client().get("/trial/unlisted").status_code == 403


def test_a_stranger_signs_in_and_comes_back(db: None) -> None:
    assert Client().get("/trial/seen?a=1")["Location"] == "/account/login/?next=/trial/seen%3Fa%3D1"


def test_after_a_form_a_stranger_comes_back_to_its_page(db: None) -> None:
    answer = Client().post("/trial/write", headers={"Referer": "http://testserver/trial/seen?a=1#x"})
    assert answer["Location"] == "/account/login/?next=/trial/seen%3Fa%3D1"


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/trial", "http://testserver", "nonsense"])
def test_without_a_page_of_ours_a_stranger_comes_back_to_the_home_page(db: None, referer: str) -> None:
    answer = Client().post("/trial/write", headers={"Referer": referer})
    assert answer["Location"] == "/account/login/?next=/home"


def test_a_fragment_sends_the_whole_page_to_sign_in(db: None) -> None:
    answer = Client().get(
        "/trial/seen", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/trial/seen?a=1"}
    )
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/?next=/trial/seen%3Fa%3D1")


def test_the_rest_interface_refuses_a_stranger_as_json(db: None) -> None:
    answer = Client().post("/api/trial")
    assert answer.status_code == 403
    assert answer.json()["code"] == "access.role"


def test_a_role_that_is_not_listed_is_refused(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(access.ACCESS, "trial-seen", frozenset({Role.BANK}))
    assert browser(Role.CITY_OFFICER).get("/trial/seen").status_code == 403
    assert browser(Role.BANK).get("/trial/seen").status_code == 200


@pytest.mark.parametrize("role", sorted(access.TOTP_ROLES))
def test_a_role_with_reach_must_first_set_up_its_second_factor(browser: Browser, settings: object, role: Role) -> None:
    settings.REQUIRE_TOTP = True  # type: ignore[attr-defined]
    assert browser(role).get("/trial/seen")["Location"] == "/account/2fa/totp/activate/"


def test_a_worker_needs_no_second_factor(browser: Browser, settings: object) -> None:
    settings.REQUIRE_TOTP = True  # type: ignore[attr-defined]
    assert browser(Role.WORKER).get("/trial/seen").status_code == 200


@pytest.mark.parametrize("path", ["/account/logout/", "/preferences", "/healthz"])
def test_the_way_out_stays_open_without_a_second_factor(browser: Browser, settings: object, path: str) -> None:
    settings.REQUIRE_TOTP = True  # type: ignore[attr-defined]
    assert browser().get(path).status_code == 200


def test_with_an_authenticator_the_door_is_open(make: Make, settings: object) -> None:
    settings.REQUIRE_TOTP = True  # type: ignore[attr-defined]
    account = make()
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    assert client_of(account).get("/trial/seen").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(make: Make, settings: object) -> None:
    settings.REQUIRE_TOTP = True  # type: ignore[attr-defined]
    account = make()
    Authenticator.objects.create(user=account, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client_of(account).get("/trial/seen").status_code == 302
