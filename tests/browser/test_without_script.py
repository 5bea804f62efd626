"""The main tasks without any script (checks 8 and 14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.browser.city import City
from tests.browser.stocking import training_file

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sign_in(page: Page, login: tuple[str, str]) -> None:
    page.goto("/account/login/")
    page.get_by_label("用户名").fill(login[0])
    page.get_by_label("密码").fill(login[1])
    page.locator("main button").click()
    page.wait_for_url("**/home")


def test_an_officer_signs_in_searches_and_imports(sign: Callable[..., Any], city: City) -> None:
    page = sign(None, java_script_enabled=False).new_page()
    sign_in(page, city.logins["county-officer"])
    known = city.people[12]
    page.locator("main input[type=search]").fill(known.name)
    page.locator("main form button").first.click()
    page.get_by_role("link", name=known.name).first.click()
    assert page.locator("h1").inner_text() == known.name

    page.goto("/home")
    page.get_by_role("link", name="导入数据").click()
    page.get_by_role("link", name="培训结业").click()
    content = training_file(city.people[12:15], programme="无脚本上传的培训")
    page.locator("input[type=file]").set_input_files(
        {"name": "no-script.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="上传并检查").click()
    assert "身份证号" in page.locator("main").inner_text()
    page.get_by_role("button", name="导入 2 行").click()
    assert "已导入 2 行" in page.locator(".notice-success").inner_text()


def test_a_worker_sees_class_and_reason_within_two_clicks(sign: Callable[..., Any], city: City) -> None:
    page = sign(None, java_script_enabled=False).new_page()
    sign_in(page, city.logins["worker"])
    page.locator(".queue a, main a").filter(has_text="人才类别").first.click()
    words = page.locator("main").inner_text()
    assert "E类" in words
    assert "技能大师工作室领办人" in words
    assert "满足条件的事实" in words


def test_the_look_of_the_pages_is_chosen_without_script(sign: Callable[..., Any]) -> None:
    page = sign(None, java_script_enabled=False).new_page()
    page.goto("/occupations")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Large text").click()
    assert page.locator("html").get_attribute("data-text") == "large"
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.url.endswith("/occupations")
