"""The screens of docs/screens: drawn anew by `SKILLCITY_SCREENS=1`, and only drawn to nowhere otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.city import City

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
MOST_BYTES = 150_000
WIDE, PHONE = (1280, 900), (375, 812)
SCREENS: dict[str, tuple[str | None, str]] = {
    "welcome": (None, "/"),
    "sign-in": (None, "/account/login/"),
    "home-worker": ("worker", "/home"),
    "home-county-officer": ("county-officer", "/home"),
    "home-college": ("college", "/home"),
    "home-auditor": ("auditor", "/home"),
    "people": ("county-officer", "/people?q=王"),
    "person": ("city-officer", "/people/{worker}"),
    "person-class": ("city-officer", "/people/{worker}/class"),
    "my-class": ("worker", "/me/class"),
    "my-access-log": ("worker", "/me/access-log"),
    "organisation": ("college", "/organisations/{college}"),
    "occupation": ("worker", "/occupations/6-18-02-04"),
    "catalogue": ("worker", "/catalogues/{edition}"),
    "import-check": ("county-officer", "/imports/{checked}"),
    "import-taken": ("county-officer", "/imports/{taken}"),
    "jobs": ("county-officer", "/jobs"),
    "administration": ("system-admin", "/administration"),
}
PHONES = {"my-class-phone": "my-class"}


@pytest.fixture(scope="module")
def places(city: City) -> dict[str, Any]:
    """The rows that the addresses name."""
    batches = "select id from imports_importbatch where status = %s and account_id is not null order by id"
    return {
        "worker": city.ids.worker,
        "college": city.ids.college,
        "edition": city.query("select max(edition) from policy_standing")[0][0],
        "checked": city.query(batches, "checked")[0][0],
        "taken": city.query(batches, "taken")[0][0],
    }


@pytest.mark.parametrize("name", [*SCREENS, *PHONES])
def test_a_screen_of_the_documentation(name: str, sign: Callable[..., Any], places: dict[str, Any]) -> None:
    account, address = SCREENS[PHONES.get(name, name)]
    page = sign(account, size=PHONE if name in PHONES else WIDE).new_page()
    answer = page.goto(address.format(**places))
    assert answer.status == 200
    picture = page.screenshot(animations="disabled", caret="hide")
    assert len(picture) < MOST_BYTES
    if os.environ.get("SKILLCITY_SCREENS"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(picture)
    if whole := os.environ.get("SKILLCITY_WHOLE_SCREENS"):
        Path(whole, f"{name}.png").write_bytes(page.screenshot(full_page=True, animations="disabled"))
