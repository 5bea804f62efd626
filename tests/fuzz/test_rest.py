"""Schemathesis asks each operation of the REST interface what its description allows, and more: no fault of ours."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings

from skillcity.platform.accounts.roles import Role
from tests.test_access import City
from tests.test_access import city as city

BOUNDS = (request_started, request_finished)
DESCRIPTION = "/api/v1/openapi.json"


def undone(app: Callable[..., Iterable[bytes]]) -> Callable[..., list[bytes]]:
    """The site, but what a request does is undone when it has been answered, and its connection stays the test's."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        for signal in BOUNDS:
            signal.disconnect(close_old_connections)
        try:
            with transaction.atomic():
                body = list(app(environ, start_response))
                transaction.set_rollback(True)
        finally:
            for signal in BOUNDS:
                signal.connect(close_old_connections)
        return body

    return answer


@pytest.mark.parametrize("seconds", [4, pytest.param(60, marks=pytest.mark.long)])
@pytest.mark.parametrize("role", [Role.CITY_OFFICER, None], ids=["city-officer", "nobody"])
def test_no_question_breaks_an_operation(city: City, role: Role | None, seconds: int) -> None:
    cookies = {part.split("=")[0].strip(): part.split("=", 1)[1] for part in pairs(city.cookies[role])}
    description = city.ask(Role.CITY_OFFICER, "get", DESCRIPTION).json()
    schema = schemathesis.openapi.from_dict(description)
    app = undone(get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 4
    statuses: Counter[int] = Counter()
    end, number = time.monotonic() + seconds, 1
    while time.monotonic() < end:
        for operation in operations:
            operation.app = app
            ask_in_many_ways(operation, cookies, number, end, statuses)
        number += 1
    assert max(statuses) < 500, statuses
    assert role is None or {200, 422} & set(statuses), f"only refusals: {statuses}"


def pairs(cookies: str) -> list[str]:
    """`name=value` of each cookie, without its attributes."""
    names = ("sessionid", "csrftoken")
    return [part.strip() for part in cookies.split(";") if part.strip().startswith(names)]


def ask_in_many_ways(operation: Any, cookies: dict[str, str], number: int, end: float, statuses: Counter[int]) -> None:
    """Twenty questions that Hypothesis makes from the description of one operation."""

    @seed(number)
    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if time.monotonic() < end:
            response = case.call(cookies=cookies, headers={"X-CSRFToken": cookies.get("csrftoken", "")})
            statuses[response.status_code] += 1
            assert response.status_code < 500, case.as_curl_command()

    ask()
