"""What no text or number of the database can be is the visitor's mistake, not a fault of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from skillcity.platform.accounts.roles import Role


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b&kind=x", "county=%00"])
def test_a_nul_in_a_question_is_refused(browser: Callable[..., Client], query: str) -> None:
    client = browser(Role.CITY_OFFICER)
    page = client.get(f"/organisations?{query}")
    rest = client.get(f"/api/v1/organisations?{query}")
    assert (page.status_code, rest.status_code) == (400, 400)
    assert rest.json()["code"] == "request.no-value"
    assert "request.no-value" in page.content.decode()


def test_the_site_goes_on_after_it(browser: Callable[..., Client]) -> None:
    client = browser(Role.CITY_OFFICER)
    client.get("/organisations?q=%00")
    assert client.get("/organisations?q=a").status_code == 200
