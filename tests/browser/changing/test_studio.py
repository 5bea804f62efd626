"""The studio in a browser: a clause is changed in a draft, simulated, published by two officers; the worker sees it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.browser.city import City
from tests.browser.looking import axe_findings, sideways, too_small, watched
from tests.browser.stocking import SECOND_OFFICER

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLAUSE = "E-02"
MENDED = (  # the cases that name the clause, and the one in which the better class is open
    ("{class: E, clause: E-02}", "{class: D, clause: E-02}"),
    ("{class: D, clause: D-02}", "{class: D, clause: E-02}"),
    ("{class: none, status: unknown, open: [E]}", "{class: none, status: unknown, open: [D]}"),
    ("{class: E, clause: E-02, status: unknown, open: [C, D]}", "{class: D, clause: E-02, status: unknown, open: [C]}"),
)
BROKEN = 'any(studio, rol == "leader")'


def work(city: City) -> None:
    """Let the worker do what is queued."""
    command = [sys.executable, "-m", "skillcity", "worker", "--once"]
    subprocess.run(command, env=city.environment, check=True, capture_output=True)


def start_draft(page: Page) -> str:
    """A new draft from the edition in force; gives its address."""
    page.goto("/studio")
    page.get_by_role("link", name="新建草稿").click()
    page.get_by_role("button", name="建立草稿").click()
    page.wait_for_url(re.compile(r"/studio/\d+$"))
    return page.url


def open_clause(page: Page, draft: str) -> None:
    page.goto(draft)
    page.get_by_role("link", name=CLAUSE, exact=True).click()


def words(page: Page) -> str:
    return str(page.locator("main").inner_text())


def class_of_worker(sign: Callable[..., Any]) -> str:
    page = sign("worker").new_page()
    page.goto("/me/class")
    return str(page.locator(".explanation").first.inner_text())


def simulated(page: Page, city: City, draft: str) -> int:
    """Simulate the draft on the whole city; gives how many people are affected."""
    page.goto(f"{draft}/simulate")
    page.get_by_role("button", name="开始模拟").click()
    page.wait_for_url("**/studio/simulations/*")
    if page.locator("#job-progress").count():
        work(city)
        page.reload()
    found = re.search(r"人中，([\d,]+) 人的结果会变", words(page))
    assert found, words(page)
    return int(found.group(1).replace(",", ""))


def test_from_a_changed_clause_to_a_changed_right(sign: Callable[..., Any], city: City) -> None:
    before = class_of_worker(sign)
    assert "E类" in before
    page = sign("city-officer", accept_downloads=True).new_page()
    draft = start_draft(page)

    # The clause of the studio leaders gives D instead of E.
    open_clause(page, draft)
    assert "身份为领办人" in page.locator("#meaning").inner_text()
    page.get_by_label("给予的类别").select_option("D")
    page.get_by_role("button", name="保存").last.click()
    page.wait_for_url(draft)
    assert "D类" in page.get_by_role("row", name=CLAUSE).inner_text()

    # The number, and the names behind it.
    number = simulated(page, city, draft)
    moved = city.query("select count(*) from policy_simulation_row where shift = 'up' and cause = %s"
                       " and simulation_id = (select max(id) from policy_simulation)", CLAUSE)[0][0]  # fmt: skip
    assert number >= moved > 0
    page.get_by_role("link", name="升类或降类").click()
    assert f"{moved} 人" in words(page)
    worker = city.query("select name from registry_person where id = %s", city.ids.worker)[0][0]
    names = page.locator("table tbody th").all_inner_texts()
    assert names
    assert re.search(r"\d{3}•+[\dX]{4}", words(page))
    with page.expect_download() as download:
        page.get_by_role("button", name="公示名单 csv").click()
    notice = download.value.path().read_text("utf-8-sig")
    assert len(notice.splitlines()) == moved + 1
    assert f"{worker[0]}*" in notice
    assert worker not in notice
    page.get_by_role("link", name=names[0]).click()
    sides = page.locator(".explanation").all_inner_texts()
    assert ("E类" in sides[0], "D类" in sides[1]) == (True, True)

    # Its cases still say E: it cannot be proposed before they are mended.
    page.goto(draft)
    page.get_by_role("link", name="提请发布").click()
    assert "还不能提请" in words(page)
    page.goto(f"{draft}/cases")
    assert "个用例中有" in words(page)
    page.get_by_text("全部用例的文字").click()
    text = page.get_by_label("全部用例")
    mended = text.input_value()
    for old, new in MENDED:
        assert old in mended
        mended = mended.replace(old, new)
    text.fill(mended)
    page.get_by_role("button", name="保存文字").click()
    page.wait_for_load_state()
    assert "全部通过" in words(page), [row for row in words(page).splitlines() if "应为" in row]

    # One proposes; the same officer cannot approve; another can.
    page.goto(f"{draft}/propose")
    today = page.evaluate("new Date().toLocaleDateString('sv-SE')")
    page.get_by_label("首日(开始生效)").fill(today)
    page.get_by_role("button", name="提请发布").click()
    page.wait_for_url("**/studio/proposals/*")
    proposal = page.url
    assert "不能审批自己提请的事项" in words(page)
    assert page.get_by_role("button", name="同意").count() == 0
    other = sign(SECOND_OFFICER).new_page()
    other.goto("/studio")
    other.locator(".queue-item").last.click()
    assert other.url == proposal
    assert CLAUSE in words(other)
    other.get_by_role("button", name="同意并发布").click()
    other.get_by_role("button", name="同意", exact=True).click()
    other.wait_for_url("**/studio/editions/*")
    edition = other.url
    assert "现行有效" in words(other)

    # Everyone is evaluated anew; the worker sees the new class and the clause.
    work(city)
    after = class_of_worker(sign)
    assert "D类" in after
    assert CLAUSE in after
    assert "技能大师工作室领办人" in after

    # It was a trial: withdrawn by two, what held before holds again.
    other.goto(edition)
    other.get_by_text("撤回这一版").click()
    other.get_by_label("撤回的理由").fill("试用后撤回")
    other.get_by_role("button", name="撤回", exact=True).click()
    other.wait_for_url("**/studio/proposals/*")
    page.goto(other.url)
    page.get_by_role("button", name="同意撤回").click()
    page.get_by_role("button", name="同意", exact=True).click()
    page.wait_for_url("**/studio/editions/*")
    work(city)
    city.evaluate()
    assert class_of_worker(sign) == before


def test_a_condition_is_checked_while_it_is_typed(sign: Callable[..., Any]) -> None:
    page = sign("city-officer").new_page()
    with watched(page) as traffic:
        open_clause(page, start_draft(page))
        field = page.get_by_label("条件", exact=True)
        field.fill(BROKEN)
        page.wait_for_selector("#meaning .error")
        assert "第 1 行第 13 列" in page.locator("#meaning").inner_text()
        assert "是否想写“role”" in page.locator("#meaning").inner_text()
        field.fill('any(studio, role == "member")')
        page.wait_for_selector("#meaning .studio-words")
        assert "身份为成员" in page.locator("#meaning").inner_text()
    assert traffic.said == []


def test_a_condition_is_written_without_script_and_without_the_language(sign: Callable[..., Any]) -> None:
    page = sign("city-officer", java_script_enabled=False).new_page()
    draft = start_draft(page)
    open_clause(page, draft)
    page.get_by_label("条件", exact=True).fill("")
    page.locator("summary", has_text="不会写").click()
    page.get_by_label("看哪一种事实").select_option("studio")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("领办人", exact=True).check(force=True)
    page.get_by_label("市级", exact=True).check(force=True)
    page.get_by_role("button", name="加到条件里").click()
    assert page.get_by_label("条件", exact=True).input_value() == 'any(studio, role == "leader", tier == "city")'
    page.get_by_role("button", name="检查").click()
    assert "身份为领办人" in page.locator("#meaning").inner_text()
    page.get_by_role("button", name="保存").last.click()
    assert page.url == draft
    page.goto(f"{draft}/compare")
    assert "修改 1 条" in words(page)


def test_two_officers_on_one_clause_lose_nothing(sign: Callable[..., Any]) -> None:
    first = sign("city-officer").new_page()
    draft = start_draft(first)
    open_clause(first, draft)
    second = sign(SECOND_OFFICER).new_page()
    open_clause(second, draft)
    first.get_by_label("条文(中文)").fill("第一位的条文")
    first.get_by_role("button", name="保存").last.click()
    first.wait_for_url(draft)
    second.get_by_label("条文(中文)").fill("第二位的条文")
    second.get_by_role("button", name="保存").last.click()
    second.wait_for_selector("text=别人保存了这份草稿")
    assert "第一位的条文" in words(second)
    assert second.get_by_label("条文(中文)").input_value() == "第二位的条文"
    second.get_by_role("button", name="保存").last.click()
    second.wait_for_url(draft)
    assert "第二位的条文" in words(second)


def test_a_form_that_came_back_is_as_good_as_any_page(sign: Callable[..., Any]) -> None:
    page = sign("city-officer").new_page()
    open_clause(page, start_draft(page))
    page.get_by_label("条件", exact=True).fill(BROKEN)
    page.get_by_role("button", name="保存").last.click()
    page.wait_for_selector(".error-summary")
    assert axe_findings(page) == []
    assert too_small(page) == []
    assert sideways(page) == 0
