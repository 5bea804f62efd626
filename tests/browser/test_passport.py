"""The whole way of a certificate: passport, share, a stranger's look, verified offline, revoked, everybody told."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.browser.city import City
from tests.browser.looking import axe_findings, sideways, too_small, watched

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

SHOW, MAKE = "出示给别人看", "生成链接和二维码"
REVOKE = """
import django; django.setup()
from skillcity.credentials.models import Certificate
from skillcity.credentials.requesting import ask, grant
from skillcity.credentials.kinds import Matter
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.selectors import actor_of
import sys
def acting(name):
    with acting_as(SYSTEM):
        return actor_of(Account.objects.get(username=name))
maker, checker = acting("evaluation-body"), acting("another-clerk")
with acting_as(maker):
    found = Certificate.objects.get(number=sys.argv[1])
    request = ask(actor=maker, certificate=found, matter=Matter.REVOKE, reason="查实代考")
with acting_as(checker):
    grant(actor=checker, request_id=request.pk)
"""


def run(city: City, *command: str) -> str:
    """A command on this city's database; gives what it prints."""
    done = subprocess.run([sys.executable, *command], env=city.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def share_first(page: Page) -> str:
    """Tick the first certificate, and make the link: three taps. Gives its path."""
    page.goto("/passport")
    page.locator(".choice label").first.click()
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("button", name=MAKE).click()
    return urlsplit(page.locator("#link").input_value()).path


def test_the_whole_way_of_a_certificate(city: City, sign: Callable[..., BrowserContext], tmp_path: Path) -> None:
    with watched(worker := sign("worker").new_page()) as traffic:
        path = share_first(worker)
        code = worker.locator(".share-link img")
        assert code.evaluate("element => element.complete && element.naturalWidth > 0"), "the code is drawn"
        worker.get_by_role("button", name="复制链接").click()
        worker.get_by_text("已复制").wait_for()
    assert traffic.said == []

    with watched(gate := sign(None).new_page()) as traffic:
        gate.goto(path)
        assert "真实有效" in gate.inner_text("main")
        assert "请核对身份证件上的姓名" in gate.inner_text("main")
        assert traffic.said == []
        with gate.expect_download() as download:
            gate.get_by_role("link", name="下载证书文件").first.click()
    file = tmp_path / "certificate.json"
    download.value.save_as(file)
    issuers = tmp_path / "issuers.json"
    with urllib.request.urlopen(f"{city.url}/issuers.json") as answer:
        issuers.write_bytes(answer.read())
    told: dict[str, Any] = json.loads(
        run(city, "-m", "skillcity", "credential", "verify", str(file), "--issuers", str(issuers), "--json")
    )
    assert told["outcome"] == "genuine"

    number = json.loads(file.read_text())["credentialSubject"]["licenseNumber"]
    run(city, "-c", REVOKE, number)
    gate.goto(path)
    assert "已撤销" in gate.inner_text("main")
    words = f"证书 {number} 已撤销：查实代考"
    for name in ("worker", "bank"):
        page = sign(name).new_page()
        page.goto("/notices")
        assert words in page.inner_text("main"), name
    worker.goto("/passport")
    assert "已撤销" in worker.inner_text("main")
    assert "被打开 2 次" in worker.inner_text("#showing")
    worker.goto("/me/access-log")
    assert "打开您出示的链接" in worker.inner_text("main")


def test_sharing_needs_no_script(sign: Callable[..., BrowserContext]) -> None:
    page = sign("worker", java_script_enabled=False, size=(320, 640)).new_page()
    path = share_first(page)
    gate = sign(None, java_script_enabled=False).new_page()
    gate.goto(path)
    assert gate.locator("main h2").count() >= 1
    page.get_by_role("button", name="收回").click()
    assert "已收回" in page.inner_text("main")
    answer = gate.goto(path)
    assert answer is not None
    assert answer.status == 404


def test_the_pages_of_the_passport_fit_and_can_be_used_by_everybody(sign: Callable[..., BrowserContext]) -> None:
    page = sign("worker").new_page()
    shared = share_first(page)
    share = urlsplit(page.url).path
    for path in ("/passport", share, shared, "/tickets"):
        page.goto(path)
        assert axe_findings(page) == [], path
        assert sideways(page) == 0, path
        assert too_small(page) == [], path
