"""Words that take more room than was planned: spacing, longer wording, paper (checks 9, 16 and 20)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.city import City
from tests.browser.looking import NARROW, cut, sideways
from tests.browser.pages import MAIN, address

# What WCAG 1.4.12 asks a page to bear.
SPACING = """
() => document.querySelectorAll("body *").forEach(element => {
    element.style.setProperty("line-height", "1.5", "important");
    element.style.setProperty("letter-spacing", "0.12em", "important");
    element.style.setProperty("word-spacing", "0.16em", "important");
    if (element.tagName === "P") element.style.setProperty("margin-bottom", "2em", "important");
})
"""
LONGER = """
() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) words.push(walker.currentNode);
    words.filter(node => node.data.trim() && !node.parentElement.closest("script, style, svg, textarea, option"))
        .forEach(node => {
            const text = node.data.trim();
            node.data = node.data.replace(text, text + text.slice(0, Math.ceil(text.length * 0.4)));
        });
}
"""
CHANGES = {"spacing": SPACING, "longer": LONGER}


@pytest.mark.parametrize("name", MAIN)
def test_more_room_for_words_cuts_nothing(name: str, sign: Callable[..., Any], city: City) -> None:
    account, path = address(city, name)
    context = sign(account, language="en")
    for change, script in CHANGES.items():
        page = context.new_page()
        page.goto(path)
        page.evaluate(script)
        assert (change, cut(page), sideways(page)) == (change, [], 0)
        page.set_viewport_size(NARROW)
        assert (change, cut(page)) == (change, [])
        page.close()


def test_a_person_prints_on_a4_without_navigation(sign: Callable[..., Any], city: City) -> None:
    account, path = address(city, "person")
    page = sign(account).new_page()
    page.goto(path)
    page.emulate_media(media="print")
    for unwanted in ("nav", ".tools", "button", ".session-warning", ".skip"):
        shown = page.locator(unwanted).evaluate_all("all => all.filter(each => each.checkVisibility()).length")
        assert (unwanted, shown) == (unwanted, 0)
    assert page.locator("h1").is_visible()
    page.emulate_media(media="screen")
    paper = page.pdf(format="A4", print_background=False)
    assert paper.startswith(b"%PDF")
    assert 1 <= pages_of(paper) <= 5  # class, rights, certificates and facts
    assert re.search(rb"/MediaBox \[0 0 59[45]\.?\d* 84[12]\.?\d*\]", paper)


def pages_of(paper: bytes) -> int:
    """How many pages a PDF has; some of its objects may be packed."""
    unpacked = [paper]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", paper, re.DOTALL):
        try:
            unpacked.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in unpacked)
