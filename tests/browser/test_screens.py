"""The screens of docs/screens. Only `SKILLCITY_SCREENS=1 pytest tests/browser/test_screens.py` writes them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.city import City
from tests.browser.pages import MAIN, address

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
MOST_BYTES = 150_000
WIDE, PHONE = (1280, 900), (375, 812)
# A file field speaks the browser's language, and the log of looks grows with every test.
UNSHOWN = {"import-new", "my-access-log"}
PHONES = {"my-class-phone": "my-class"}


@pytest.mark.parametrize("name", [*(name for name in MAIN if name not in UNSHOWN), *PHONES])
def test_a_screen_of_the_documentation(name: str, sign: Callable[..., Any], city: City) -> None:
    account, path = address(city, PHONES.get(name, name))
    page = sign(account, size=PHONE if name in PHONES else WIDE).new_page()
    answer = page.goto(path)
    assert answer.status == 200
    picture = page.screenshot(animations="disabled", caret="hide")
    assert len(picture) < MOST_BYTES
    if os.environ.get("SKILLCITY_SCREENS"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(picture)
    if whole := os.environ.get("SKILLCITY_WHOLE_SCREENS"):
        Path(whole, f"{name}.png").write_bytes(page.screenshot(full_page=True, animations="disabled"))
