"""Each form of each role, filled in at random: an answer, a form that comes back, a refusal; never a fault of ours."""

from __future__ import annotations

import random
import re
import time
import uuid
from http.cookies import SimpleCookie

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse

from skillcity.platform.accounts.roles import Role
from skillcity.site.access import ACCESS
from tests.routes import Route
from tests.test_access import City, all_routes
from tests.test_access import city as city

FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*?\sname="([^"]+)"')
VALUES = [
    "", " ", "0", "-1", "1", "99999999999999999999", "1e309", "nan", "２０", "2024-05-01", "2024-02-30", "9999-12-31",
    "0001-01-01", "张示例", "a" * 5000, "'; drop table x; --", "<script>", "{{ 7*7 }}", "{% t %}", "%s %(x)s", "\x00",
    "\u202e", "👷", "33030219900101001X", "91330300MA0000000X", "330302", "certificate", "people", "true",
    "../../etc/passwd", "http://elsewhere.example/", "//elsewhere.example", "\r\nSet-Cookie: a=b",
]  # fmt: skip
FILES = [
    b"",
    b"\x00\x01",
    "姓名,身份证号,行政区划代码\n张示例,33030219900101001X,330302\n".encode(),
    b"PK\x03\x04broken",
]
SPARE = ["next", "q", "page", "reason", "purpose", "name", "kind", "source", "seen", "role", "password"]


def fields_of(city: City, role: Role | None, address: str) -> list[str]:
    """The names of the fields on the page of the form, and some that others have."""
    page = city.ask(role, "get", address)
    shown = page.content.decode(errors="replace") if page.status_code < 400 and not page.streaming else ""
    return sorted({*FIELD.findall(shown), *SPARE} - {"csrfmiddlewaretoken", "idempotency_key"})


def send(city: City, role: Role | None, address: str, content: dict[str, object]) -> HttpResponse:
    """One form, undone afterwards."""
    city.client.cookies = SimpleCookie(city.cookies[role])
    with transaction.atomic():
        response = city.client.post(address, content)
        transaction.set_rollback(True)
    return response  # type: ignore[return-value]


def filled(chance: random.Random, fields: list[str]) -> dict[str, object]:
    """Some of the fields with some values; now and then a file, a list, or a key against repeats."""
    made: dict[str, object] = {name: chance.choice(VALUES) for name in fields if chance.random() < 0.8}
    if chance.random() < 0.3:
        made["file"] = SimpleUploadedFile(
            chance.choice(["a.csv", "a.xlsx", "甲\n.csv", ""]) or "x", chance.choice(FILES)
        )
    if fields and chance.random() < 0.2:
        made[chance.choice(fields)] = ["a", "b"]
    if chance.random() < 0.3:
        made["idempotency_key"] = chance.choice([str(uuid.UUID(int=chance.getrandbits(128))), "x" * 65, "\n", "甲"])
    return made


def posting_routes(city: City, role: Role | None) -> list[Route]:
    """The routes that the role may enter and that take a POST."""
    mine = [each for each in all_routes() if ACCESS[each.name] & ({role, "public"} if role else {"public"})]
    return [
        each
        for each in mine
        if not each.is_rest and send(city, role, address_of(city, role, each), {}).status_code != 405
    ]


def address_of(city: City, role: Role | None, route: Route) -> str:
    own = city.population.sees[role]
    instead = {"person_id": min(own)} if own and "person_id" in route.parameters else {}
    return city.addresses.of(route, **instead)


@pytest.mark.parametrize("seconds", [1.5, pytest.param(15, marks=pytest.mark.long)])
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_no_form_breaks_the_site(city: City, role: Role | None, seconds: float) -> None:
    routes = posting_routes(city, role)
    fields = {route: fields_of(city, role, address_of(city, role, route)) for route in routes}
    chance, end = random.Random(f"forms of {role}"), time.monotonic() + seconds
    broken: dict[str, object] = {}
    while time.monotonic() < end:
        for route in routes:
            content = filled(chance, fields[route])
            response = send(city, role, address_of(city, role, route), content)
            if response.status_code >= 500:
                broken.setdefault(f"{route.name}: {response.status_code}", content)
    assert broken == {}
