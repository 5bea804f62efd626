"""Every page with a look of its own, drawn by a browser (checks 1 to 4, 6, 7 and 17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.city import City
from tests.browser.looking import axe_findings, sideways, too_small, watched
from tests.browser.pages import MAIN, address
from tests.browser.walking import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOT_OURS = {"api:openapi-view"}


@dataclass
class Tour:
    """What was found on all pages, by page."""

    axe: dict[str, list[str]] = field(default_factory=dict)
    sideways: dict[str, int] = field(default_factory=dict)
    small: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    foreign: dict[str, list[str]] = field(default_factory=dict)
    pages: int = 0


def looks(visits: list[Visit]) -> Iterator[Visit]:
    """The pages with something new: an element of a class, type or role that no page of their route had before."""
    known: dict[str, set[str]] = defaultdict(set)
    for visit in visits:
        page = visit.document
        if page is None or not page.count("html") or visit.status >= 300 or visit.route in NOT_OURS:
            continue
        if page.shape - known[visit.route]:
            known[visit.route] |= page.shape
            yield visit


def first_of_each_route(visits: list[Visit]) -> Iterator[Visit]:
    seen = set()
    for visit in looks(visits):
        if visit.route not in seen:
            seen.add(visit.route)
            yield visit


@pytest.fixture(scope="module")
def tour(browser: Browser, city: City, walks: dict[str, list[Visit]]) -> Tour:
    """All looks in Chinese, one page of each route in English."""
    from tests.browser.conftest import context_for

    found = Tour()
    chosen = {"zh-hans": list(looks(walks["zh-hans"])), "en": list(first_of_each_route(walks["en"]))}
    for language, visits in chosen.items():
        for role in sorted({visit.role for visit in visits}):
            account = None if role == "public" else role
            with context_for(browser, city, account, language=language) as context:
                page = context.new_page()
                with watched(page) as traffic:
                    for visit in visits:
                        if visit.role == role:
                            traffic.said.clear()
                            traffic.requests.clear()
                            page.goto(visit.path)
                            _note(found, f"{language} {visit}", page, traffic, city.url)
    return found


def _note(found: Tour, name: str, page: Any, traffic: Any, home: str) -> None:
    found.pages += 1
    for kind, value in (
        (found.axe, axe_findings(page)),
        (found.small, too_small(page)),
        (found.sideways, sideways(page)),
        (found.said, list(traffic.said)),
        (found.foreign, traffic.foreign(home)),
    ):
        if value:
            kind[name] = value


def test_axe_finds_nothing(tour: Tour) -> None:
    assert tour.pages > 80
    assert tour.axe == {}


def test_no_page_scrolls_sideways_at_320_px(tour: Tour) -> None:
    assert tour.sideways == {}


def test_controls_are_at_least_44_px_high(tour: Tour) -> None:
    assert tour.small == {}


def test_the_console_says_nothing(tour: Tour) -> None:
    assert tour.said == {}


def test_nothing_is_fetched_from_elsewhere(tour: Tour) -> None:
    assert tour.foreign == {}


@pytest.mark.parametrize("name", MAIN)
def test_the_main_pages_are_as_good_in_the_dark_and_in_large_text(
    name: str, sign: Callable[..., Any], city: City
) -> None:
    account, path = address(city, name)
    for wishes in ({"theme": "dark"}, {"text": "large", "size": (375, 812)}):
        page = sign(account, **wishes).new_page()
        page.goto(path)
        assert axe_findings(page) == []
        assert sideways(page) == 0
        if "text" in wishes:
            assert too_small(page, 60) == []
