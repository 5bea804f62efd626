"""What a first visit costs (check 17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.city import City
from tests.browser.pages import MAIN, address

MOST_BYTES, MOST_REQUESTS, MOST_HTML = 100_000, 10, 60_000


@pytest.mark.parametrize("name", MAIN)
def test_a_first_visit_is_light(name: str, sign: Callable[..., Any], city: City) -> None:
    account, path = address(city, name)
    page = sign(account).new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    sizes = {answer.url: len(answer.body()) for answer in answers}
    assert len(answers) <= MOST_REQUESTS
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert sizes[page.url.partition("#")[0]] <= MOST_HTML
    assert not [url for url in sizes if url.endswith((".woff", ".woff2", ".ttf"))]
