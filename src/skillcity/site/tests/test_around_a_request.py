"""Around every request: headers, the limit of tries, the end of idle sessions, the language, forged forms."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from skillcity.platform.accounts.roles import Role
from skillcity.site.middleware.headers import HEADERS
from skillcity.site.middleware.language import choose_language

LOGIN = "/account/login/"
Browser = Callable[..., Client]


@pytest.mark.parametrize("path", ["/", LOGIN, "/healthz", "/no-such-page", "/home", "/styleguide"])
def test_every_answer_carries_the_headers(db: None, path: str) -> None:
    answer = Client().get(path)
    for name, value in HEADERS.items():
        assert value in answer[name]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_content_policy_allows_nothing_inline_and_nobody_to_frame(db: None) -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "data:" not in policy


def test_cookies_are_not_for_scripts_or_other_sites(browser: Browser) -> None:
    client = browser()
    client.get("/account/password/")
    morsel = client.cookies["sessionid"]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"


def test_the_twenty_first_try_of_a_minute_is_refused_before_a_password_is_hashed(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    client = Client()
    answers = [client.post(LOGIN, {}).status_code for _ in range(settings.PER_MINUTE["sign-in"])]
    assert set(answers) == {200}
    refused = client.post(LOGIN, {})
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert Client(REMOTE_ADDR="10.0.0.9").post(LOGIN, {}).status_code == 200
    assert client.get(LOGIN).status_code == 200
    monkeypatch.setattr(time, "time", lambda: 1_800_000_060.0)
    assert client.post(LOGIN, {}).status_code == 200


def test_the_page_of_the_limit_speaks_the_visitors_language(db: None, settings: Any) -> None:
    settings.PER_MINUTE = {"sign-in": 0}
    client = Client()
    assert 'lang="zh-Hans"' in client.post(LOGIN, {}).content.decode()
    client.cookies["language"] = "en"
    assert '<html lang="en"' in client.post(LOGIN, {}).content.decode()


@pytest.mark.parametrize(("path", "ask"), [("/api/v1/verify", Client.post), ("/api/v1/openapi.json", Client.get)])
def test_a_program_that_asks_too_often_waits(
    db: None, settings: Any, path: str, ask: Callable[[Client, str], HttpResponse]
) -> None:
    settings.PER_MINUTE = {"api": 1}
    client = Client()
    assert ask(client, path).status_code != 429
    refused = ask(client, path)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert json.loads(refused.content)["code"] == "request.too-many"


def test_a_form_is_no_body_of_the_rest_interface(db: None) -> None:
    answer = Client().post("/api/v1/verify", {"text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "api.no-json")


def test_a_session_ends_after_half_an_hour_without_a_request(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(Role.CITY_OFFICER)
    now = time.time()
    assert client.get("/account/password/").status_code == 200
    for minutes in (20, 40, 60):  # each within half an hour of the last
        monkeypatch.setattr(time, "time", lambda m=minutes: now + m * 60)
        assert client.get("/account/password/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 91 * 60)
    assert client.get("/account/password/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_an_idle_session_does_no_last_thing(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(Role.CITY_OFFICER)
    client.get("/account/password/")
    late = time.time() + settings.IDLE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: late)
    answer = client.post("/account/2fa/recovery-codes/generate/")
    assert answer["Location"].startswith(LOGIN)


def test_not_every_page_writes_the_session(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(Role.CITY_OFFICER)
    now = time.time()
    client.get("/account/password/")
    seen = client.session["last_seen"]
    monkeypatch.setattr(time, "time", lambda: now + 30)
    client.get("/account/password/")
    assert client.session["last_seen"] == seen
    monkeypatch.setattr(time, "time", lambda: now + 90)
    client.get("/account/password/")
    assert client.session["last_seen"] > seen


@pytest.mark.parametrize(
    ("cookie", "wanted"),
    [("", "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("xx", "zh-hans"), ("../x", "zh-hans")],
)
def test_the_visitor_chooses_the_language_and_the_browser_does_not(db: None, cookie: str, wanted: str) -> None:
    client = Client(headers={"Accept-Language": "en-GB"})
    if cookie:
        client.cookies["language"] = cookie
    assert client.get(LOGIN)["Content-Language"] == wanted


def test_a_language_ends_with_its_request() -> None:
    spoken: list[str | None] = []

    def view(_: HttpRequest) -> HttpResponse:
        spoken.append(translation.get_language())
        return HttpResponse()

    request = RequestFactory().get("/")
    request.COOKIES["language"] = "en"
    with translation.override("zh-hans"):
        choose_language(view)(request)
        spoken.append(translation.get_language())
    assert spoken == ["en", "zh-hans"]


def test_a_forged_form_is_refused_with_a_page_of_ours(browser: Browser) -> None:
    client = browser(Role.CITY_OFFICER, enforce_csrf_checks=True)
    answer = client.post("/preferences", {"language": "en"})
    assert answer.status_code == 403
    assert "language" not in answer.cookies


def test_the_database_answers_the_health_check(db: None) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
