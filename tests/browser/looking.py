"""Looking at a page in the browser: axe, width, targets, what it asked of the network and said in the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Axe()
NARROW = {"width": 320, "height": 640}
CONTROLS = "button, summary, select, textarea, input:not([type=hidden]), a.button, a.tool, a.brand, nav a, .links a"
TOO_SMALL = """
([selector, least]) => [...document.querySelectorAll(selector)].flatMap(element => {
    const choice = ["radio", "checkbox"].includes(element.type) && element.closest(".choice");
    const inline = element.closest("p, li p, td, nav.breadcrumbs") && element.tagName === "A";
    const box = (choice || element).getBoundingClientRect();
    if (inline || !box.width || !element.checkVisibility()) return [];
    const words = (element.innerText || element.name || "").trim().slice(0, 20);
    return box.height < least - 0.5 ? [`${element.tagName} ${words} ${Math.round(box.height)}`] : [];
})
"""
CUT = """
() => [...document.querySelectorAll("body *")].flatMap(element => {
    const style = getComputedStyle(element);
    const hides = [style.overflowX, style.overflowY].some(value => ["hidden", "clip"].includes(value));
    const unseen = style.clipPath !== "none" || style.clip !== "auto" || element.closest(".unseen, svg, [hidden]");
    if (!hides || unseen || !element.innerText?.trim() || !element.checkVisibility()) return [];
    const more = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    return more ? [`${element.tagName}.${element.className}`] : [];
})
"""


@dataclass
class Traffic:
    """What a page did while it loaded."""

    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def foreign(self, home: str) -> list[str]:
        """The requests that went elsewhere."""
        return [url for url in self.requests if not url.startswith((home, "data:"))]


@contextmanager
def watched(page: Page) -> Iterator[Traffic]:
    """Note the requests and what the console says (errors, warnings, violations of the policy) until the block ends."""
    traffic = Traffic()
    page.on("request", lambda request: traffic.requests.append(request.url))
    page.on("pageerror", lambda error: traffic.said.append(str(error)))
    page.on(
        "console",
        lambda message: traffic.said.append(message.text) if message.type in {"error", "warning"} else None,
    )
    yield traffic


def axe_findings(page: Page) -> list[str]:
    """What axe finds, one line each, with the elements."""
    found = AXE.run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window at 320 px (also 1280 px at 400 %)."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    more: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if before:
        page.set_viewport_size(before)
    return max(more, 0)


def too_small(page: Page, least: int = 44) -> list[str]:
    """Controls lower than so many pixels; links within a sentence or a table are not meant."""
    found: list[str] = page.evaluate(TOO_SMALL, [CONTROLS, least])
    return found


def cut(page: Page) -> list[str]:
    """Elements whose words are cut off."""
    found: list[str] = page.evaluate(CUT)
    return found
