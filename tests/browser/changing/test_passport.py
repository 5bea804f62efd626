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


WHO = """
import django; django.setup()
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.engine.vault import Sealed
from skillcity.registry.models import Person
from skillcity.registry.vault import vault
with acting_as(SYSTEM):
    person = Person.objects.get(account=Account.objects.get(username="worker"))
    sealed = person.documents.get()
    print(person.name, vault().open(Sealed(sealed.key_id, bytes(sealed.cipher))))
"""
WORK = """
import django; django.setup()
import sys
from skillcity.credentials.models import Batch
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.jobs.running import execute
with acting_as(SYSTEM):
    job = Batch.objects.get(pk=sys.argv[1]).job_id
execute(job)
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
        code.evaluate("element => element.decode()")  # refuses what cannot be drawn
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


def test_from_a_passed_sitting_to_the_passport_by_two_clerks(city: City, sign: Callable[..., BrowserContext]) -> None:
    name, id_number = run(city, "-c", WHO).split()
    maker, checker = sign("evaluation-body").new_page(), sign("another-clerk").new_page()
    maker.goto("/batches/new")
    maker.fill("[name=title]", "两人签发")
    maker.get_by_role("button", name="下一步").click()
    batch = urlsplit(maker.url).path
    maker.get_by_role("link", name="加入一人").click()
    for field, words in {
        "id_number": id_number, "name": name, "occupation": "6-18-02-04", "theory": "88", "skill": "91.5",
    }.items():  # fmt: skip
        maker.fill(f"[name={field}]", words)
    maker.select_option("[name=level]", "intermediate")
    maker.get_by_role("button", name="加入", exact=True).click()
    maker.get_by_role("button", name="提交复核").click()
    assert maker.get_by_role("button", name="复核通过").count() == 0, "who submitted it cannot approve it"
    checker.goto(batch)
    checker.get_by_role("button", name="复核通过").click()
    checker.get_by_role("button", name="通过并签发").click()
    checker.locator("#job-progress").wait_for()
    run(city, "-c", WORK, batch.rsplit("/", 1)[-1])  # this city has no worker: what it would do
    checker.goto(batch)
    number = checker.locator("main a[href^='/certificates/']").first.inner_text().strip()

    worker = sign("worker").new_page()
    worker.goto("/notices")
    assert number in worker.inner_text("main")
    worker.goto("/passport")
    assert number in worker.inner_text("main")


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
