"""The main tasks with the keyboard alone (check 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.browser.city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_STEPS = 80
FOCUS = """
() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    const inside = box.top >= 0 && box.bottom <= innerHeight;
    const free = !at || element.contains(at) || at.contains(element);
    return { words: (element.innerText || element.name || element.id || "").trim(), tag: element.tagName,
             href: element.getAttribute("href") || "", drawn, inside, free };
}
"""


def tab_to(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Press Tab until the focus is where it is wanted; it must be seen at each step."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus: dict[str, Any] = page.evaluate(FOCUS)
        if focus["tag"] != "BODY":
            assert focus["drawn"], f"no visible focus on {focus}"
            assert focus["inside"], f"the focus is outside of the window: {focus}"
            assert focus["free"], f"the focus is covered: {focus}"
        if wanted(focus):
            return focus
    raise AssertionError("never reached with Tab")


def test_an_officer_signs_in_finds_a_person_and_opens_the_class(sign: Callable[..., Any], city: City) -> None:
    name, password = city.logins["city-officer"]
    person = city.query("select name from registry_person where id = %s", city.ids.worker)[0][0]
    page = sign(None).new_page()
    page.goto("/")
    tab_to(page, lambda focus: focus["words"] == "登录")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/**")
    tab_to(page, lambda focus: focus["words"] == "login")
    page.keyboard.type(name)
    tab_to(page, lambda focus: focus["words"] == "password")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    tab_to(page, lambda focus: focus["tag"] == "INPUT")
    page.keyboard.type(person)
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?**")
    tab_to(page, lambda focus: focus["words"] == person and focus["tag"] == "A")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.wait_for_url("**/people/*")
    tab_to(page, lambda focus: focus["href"].startswith("#class"))
    page.keyboard.press("Enter")
    assert page.locator(".explanation").first.is_visible()


def test_the_first_tab_skips_to_the_content(sign: Callable[..., Any]) -> None:
    page = sign("worker").new_page()
    page.goto("/home")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_menu_opens_and_closes_with_keys(sign: Callable[..., Any]) -> None:
    page = sign("worker").new_page()
    page.goto("/home")
    tab_to(page, lambda focus: focus["tag"] == "SUMMARY")
    page.keyboard.press("Enter")
    assert page.locator("details[open] .menu-panel").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("details[open].menu").count() == 0
    assert page.evaluate(FOCUS)["tag"] == "SUMMARY"


def test_an_error_summary_takes_the_focus_and_leads_to_its_field(sign: Callable[..., Any]) -> None:
    page = sign("county-officer").new_page()
    page.goto("/imports/new?kind=training")
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_selector(".error-summary")
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "file"
