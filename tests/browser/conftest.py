"""Tests in a real browser. Without a Chromium (CHROMIUM may name one) they are left out, with one line that says so.

Playwright's loop would stand in Django's way, so the browser lives no longer than this folder's tests, and no browser
test touches the database through Django.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from skillcity.site.testing import find_browser
from tests.browser.city import City, environment_for, served, settle
from tests.browser.walking import Visit, walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from conftest import Databases

NO_BROWSER = "browser tests are left out: no Chromium found (install one, or name it in CHROMIUM)"


def pytest_report_header() -> str | None:
    """Say it when the browser tests cannot run."""
    return None if find_browser() else NO_BROWSER


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark each test of this folder."""
    item.add_marker(pytest.mark.browser)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave them out without a browser."""
    ours = [item for item in items if item.get_closest_marker("browser")]
    if ours and not find_browser():
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


@pytest.fixture(scope="session")
def city(
    databases: Databases,
    django_db_blocker: Any,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[City]:
    """The sample city in a database of its own, served until the end of the session."""
    from conftest import connected

    name = f"skillcity_browser_{worker_id}"
    parameters = databases.copy(name)
    try:
        with django_db_blocker.unblock(), connected(parameters):
            sessions, logins, ids, people = settle()
        environment = environment_for(parameters)
        worker = [sys.executable, "-m", "skillcity", "worker", "--once"]
        subprocess.run(worker, env=environment, check=True, capture_output=True)
        log = tmp_path_factory.mktemp("web") / "web.log"
        with served(environment, log) as url:
            yield City(url, sessions, ids, logins, environment, parameters, log, people)
    finally:
        databases.drop(name)


@pytest.fixture(scope="session")
def walks(city: City) -> dict[str, list[Visit]]:
    """What every role reads on its way through the portal, by language."""
    from skillcity.platform.accounts.roles import Role

    officers = ["county-officer", "city-officer", "auditor"]
    found: dict[str, list[Visit]] = {"zh-hans": [], "en": []}
    for language, visits in found.items():
        for role in [None, *(each.value for each in Role)]:
            of_worker = [f"/people/{city.ids.worker}", f"/people/{city.ids.worker}/class"] if role in officers else []
            also = [*of_worker, f"/jobs/{city.ids.job}/progress"] if role == "county-officer" else of_worker
            visits += walk(city, role, language, also)
    return found


@pytest.fixture(scope="package")
def browser(city: City) -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    flags = ["--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb", "--hide-scrollbars"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    words = {"LANGUAGE": "zh_CN", "LANG": "C.UTF-8"}  # of the browser's own controls
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=find_browser(), args=flags, env={**os.environ, **words})
        yield found
        found.close()


@pytest.fixture
def sign(browser: Browser, city: City) -> Iterator[Callable[..., BrowserContext]]:
    """`sign("worker", language="en", ...)` gives a browser context that is signed in as this account (None: nobody)."""
    made: list[BrowserContext] = []

    def sign(account: str | None = None, **wishes: Any) -> BrowserContext:
        made.append(context_for(browser, city, account, **wishes))
        return made[-1]

    yield sign
    for context in made:
        context.close()


def context_for(
    browser: Browser,
    city: City,
    account: str | None,
    *,
    language: str = "zh-hans",
    theme: str = "light",
    text: str = "normal",
    size: tuple[int, int] = (1280, 900),
    **options: Any,
) -> BrowserContext:
    """A context with the reader's wishes and, for an account, its session."""
    context = browser.new_context(
        base_url=city.url,
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **options,
    )
    context.set_default_timeout(10_000)
    cookies = {"language": language, "theme": theme, "text": text}
    if account is not None:
        cookies["sessionid"] = city.sessions[account]
    context.add_cookies([{"name": name, "value": value, "url": city.url} for name, value in cookies.items()])
    return context
