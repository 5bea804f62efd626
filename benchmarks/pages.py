"""How soon a page stands on a slow line and a slow processor (check 18): LCP and CLS of the main pages.

    SKILLCITY_URL=http://127.0.0.1:8000 python benchmarks/pages.py

Slow 4G (1.6 Mbit/s down, 0.75 up, 150 ms) and a processor four times slower, in headless Chromium. A figure to look at,
not a test: it depends on the machine. Prints one JSON object; the aims are LCP <= 2,500 ms and CLS <= 0.1.
"""

from __future__ import annotations

import json
import os

from playwright.sync_api import Page, sync_playwright

from skillcity.site.testing import find_browser

URL = os.environ.get("SKILLCITY_URL", "http://127.0.0.1:8000")
PAGES = ("/", "/account/login/", "/occupations", "/occupations/6-18-02-04", "/majors", "/industries")
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
WATCH = """
window.figures = { lcp: 0, cls: 0 };
new PerformanceObserver(list => list.getEntries().forEach(entry => { figures.lcp = entry.startTime; }))
    .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(entry => { figures.cls += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
"""


def measure(page: Page, path: str) -> dict[str, float]:
    """LCP in ms and CLS of a first visit."""
    page.goto(URL + path, wait_until="networkidle")
    page.wait_for_timeout(300)
    found = page.evaluate("figures")
    return {"lcp_ms": round(found["lcp"]), "cls": round(found["cls"], 4)}


def main() -> None:
    """Measure each page with an empty cache."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        figures = {}
        for path in PAGES:
            page = browser.new_context(viewport={"width": 375, "height": 812}).new_page()
            page.add_init_script(WATCH)
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            figures[path] = measure(page, path)
            page.context.close()
        browser.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
