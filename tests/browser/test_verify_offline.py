"""The page that verifies without a network says what Python says, from what it has kept, and how old that is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.certificate_texts import ALL, FORMS, as_python_says, genuine, lists, tampered, trust
from tests.browser.city import City
from tests.browser.looking import axe_findings, sideways, too_small, watched

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PAGE = "/verify/offline"
VERIFY = """
async ({ texts, lists, trust, now }) => {
    const known = skillcity.readTrust(trust);
    const read = await Promise.allSettled(lists.map((each) => skillcity.readList(each, known)));
    const good = read.filter((each) => each.status === "fulfilled").map((each) => each.value);
    const found = [];
    for (const text of texts) {
        const one = await skillcity.verify(text, known, good, now);
        found.push([one.outcome, one.reason, Boolean(one.suspended), one.asOf || null, one.unchecked || 0]);
    }
    return [good.length, found];
}
"""
WITHOUT_ED25519 = "crypto.subtle.importKey = async () => { throw new DOMException('x', 'NotSupportedError'); };"


@pytest.fixture
def documents(city: City) -> dict[str, str]:
    """The signed certificates of the sample by the name of their holder's kind: the first, and the others."""
    rows = city.query("select number, document from credentials_certificate order by id")
    return {str(number): str(document) for number, document in rows}


def opened(context: BrowserContext) -> Page:
    """The page when it has kept everything."""
    page = context.new_page()
    page.goto(PAGE)
    page.wait_for_selector("#offline[data-kept]", state="attached")
    return page


def asked(page: Page, text: str) -> str:
    """The outcome that the page shows for a text."""
    page.fill("#offline-text", text)
    page.evaluate("document.querySelector('#offline-result').dataset.outcome = ''")
    page.click("#offline-verify")
    page.wait_for_selector("#offline-result[data-outcome]:not([data-outcome=''])")
    return str(page.get_attribute("#offline-result", "data-outcome"))


def test_chromium_and_python_say_the_same(sign: Callable[..., BrowserContext]) -> None:
    samples = [*(signed := genuine()), *tampered(signed)]
    wanted = as_python_says(samples)
    page = sign().new_page()
    page.goto(PAGE)
    given = {"texts": [each.text for each in samples], "lists": lists(), "trust": trust()}
    now = wanted_now()
    good, found = page.evaluate(VERIFY, {**given, "now": now})
    assert good == 3
    differences = [
        (sample.form, sample.what, one, other.outcome.value, other.reason)
        for sample, one, other in zip(samples, found, wanted, strict=True)
        if one[0] != other.outcome.value
        or one[2] != other.suspended
        or one[3] != (other.as_of and other.as_of.timestamp() * 1000)
        or (one[4] > 0) != bool(other.unchecked)
        or (other.reason in {"issuer", "key", "signature", "revoked", "suspended"} and one[1] != other.reason)
    ]
    assert differences == []
    assert len(samples) == 2 * 20 * len(FORMS)
    assert {each.outcome for each in wanted} == ALL
    for form in FORMS:
        of_form = {each.outcome for sample, each in zip(samples, wanted, strict=True) if sample.form == form}
        assert of_form == ALL, form


def wanted_now() -> float:
    from skillcity.credentials.tests.engine.samples import NOW

    return NOW.timestamp() * 1000


def test_after_one_visit_it_works_without_a_network(
    sign: Callable[..., BrowserContext], documents: dict[str, str]
) -> None:
    context = sign()
    document = next(iter(documents.values()))
    with watched(page := opened(context)) as traffic:
        assert "可以核验" in page.inner_text("#offline-state")
        context.set_offline(True)
        page.reload()
        page.wait_for_selector("#offline-tools", state="visible")
        assert page.evaluate("fetch('/healthz').then(() => true, () => false)") is False
        assert "没有网络" in page.inner_text("#offline-state")
        assert asked(page, document) == "genuine"
        shown = page.inner_text("#offline-result")
        assert "真实有效" in shown
        assert re.search(r"状态名单签发于\d+小时前", shown)
        assert json.loads(document)["credentialSubject"]["licenseNumber"] in shown
        assert asked(page, document.replace("高级工", "技师")) == "tampered"
        assert asked(page, "x") == "malformed"
        assert "状态名单签发于" not in page.inner_text("#offline-result")
    assert [each for each in traffic.said if "net::ERR" not in each] == []


def test_a_suspension_is_known_after_the_next_visit_and_not_before(
    sign: Callable[..., BrowserContext], documents: dict[str, str]
) -> None:
    number, document = list(documents.items())[-1]
    context = sign()
    page = opened(context)
    assert asked(page, document) == "genuine"
    clerk = sign("evaluation-body").new_page()
    clerk.goto(f"/certificates/{number}/change/suspend")
    clerk.fill("[name=reason]", "核查成绩")
    clerk.click("main form button")
    clerk.wait_for_url(f"**/certificates/{number}")
    assert asked(page, document) == "genuine"  # with the lists of before, whose age stands beside it
    page.reload()
    page.wait_for_selector("#offline[data-kept]", state="attached")
    context.set_offline(True)
    page.reload()
    page.wait_for_selector("#offline-tools", state="visible")
    assert asked(page, document) == "revoked"
    assert "已暂停使用" in page.inner_text("#offline-result")
    clerk.goto(f"/certificates/{number}/change/reinstate")
    clerk.fill("[name=reason]", "核查无误")
    clerk.click("main form button")
    clerk.wait_for_url(f"**/certificates/{number}")


def test_an_old_list_is_said_to_be_out_of_date(sign: Callable[..., BrowserContext], documents: dict[str, str]) -> None:
    context = sign()
    page = opened(context)
    page.evaluate("const real = Date.now; Date.now = () => real() + 3 * 86400000")
    assert asked(page, next(iter(documents.values()))) == "genuine"
    assert re.search(r"状态名单签发于\d天前。 ?名单已过有效期", page.inner_text("#offline-result"))


def test_a_file_is_read_and_a_pdf_is_not(sign: Callable[..., BrowserContext], documents: dict[str, str]) -> None:
    page = opened(sign())
    document = next(iter(documents.values())).encode()
    page.set_input_files("#offline-file", {"name": "a.json", "mimeType": "application/json", "buffer": document})
    page.wait_for_selector("#offline-result[data-outcome=genuine]")
    page.set_input_files("#offline-file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.wait_for_function("document.querySelector('#offline-file-hint').textContent.includes('PDF')")


def test_a_browser_that_cannot_says_so(sign: Callable[..., BrowserContext]) -> None:
    context = sign()
    context.add_init_script(WITHOUT_ED25519)
    page = context.new_page()
    page.goto(PAGE)
    page.wait_for_selector("[data-state=unable]", state="visible")
    assert "不能离线核验" in page.inner_text("#offline-state")
    assert page.is_hidden("#offline-tools")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_looks_as_it_should_and_breaks_no_policy(
    sign: Callable[..., BrowserContext], documents: dict[str, str], language: str
) -> None:
    with watched(page := opened(sign(language=language, size=(320, 640)))) as traffic:
        asked(page, next(iter(documents.values())))
        assert axe_findings(page) == []
        assert sideways(page) == 0
        assert too_small(page) == []
    assert traffic.said == []


def test_the_worker_keeps_to_its_page(sign: Callable[..., BrowserContext]) -> None:
    page = opened(sign())
    scopes: Any = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((each) => new URL(each.scope).pathname))"
    )
    assert scopes == [PAGE]
    page.goto("/verify")
    assert page.evaluate("navigator.serviceWorker.controller") is None
