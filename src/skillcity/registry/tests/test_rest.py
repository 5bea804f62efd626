"""The REST interface of people and organisations, and its description."""

from __future__ import annotations

import pytest
from django.test import Client

from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.tests.world import YUEQING, actor, organisation, person, seeing_as, sign_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


def test_people_come_page_by_page_masked_and_in_scope() -> None:
    here = [person(f"王小{at}") for at in range(3)]
    person("王小九", YUEQING)
    client = sign_in(actor(Role.COUNTY_OFFICER))
    first = client.get(f"{API}/people", {"q": "王小", "limit": 2}).json()
    assert [each["id"] for each in first["people"]] == [here[0].pk, here[1].pk]
    assert "•" in first["people"][0]["id_number"]
    rest = client.get(f"{API}/people", {"q": "王小", "limit": 2, "after": first["next"]}).json()
    assert [each["id"] for each in rest["people"]] == [here[2].pk]
    assert rest["next"] is None
    with seeing_as(actor(Role.AUDITOR)):
        seen = Entry.objects.filter(act="list").order_by("pk").values_list("person_id", flat=True)
        assert set(seen) == {each.pk for each in here}


def test_one_person_is_given_and_others_are_not_found() -> None:
    here, there = person(), person(county=YUEQING)
    client = sign_in(actor(Role.COUNTY_OFFICER))
    found = client.get(f"{API}/people/{here.pk}").json()
    assert (found["name"], found["birth_date"], found["region_code"]) == ("王小明", "1990-01-01", "330302")
    missing = client.get(f"{API}/people/{there.pk}")
    assert (missing.status_code, missing.json()["code"]) == (404, "registry.no-person")
    assert set(missing.json()) == {"code", "where", "zh", "en"}


def test_organisations_are_public_among_the_signed_in() -> None:
    firm = organisation()
    bank = organisation("示例银行", OrganisationKind.BANK)
    client = sign_in(actor(Role.WORKER))
    found = client.get(f"{API}/organisations", {"limit": 1}).json()
    assert [each["id"] for each in found["organisations"]] == [firm.pk]
    assert found["next"] == firm.pk
    assert client.get(f"{API}/organisations", {"kind": "bank"}).json()["organisations"][0]["id"] == bank.pk
    assert client.get(f"{API}/organisations/{bank.pk}").json()["credit_code"] == bank.credit_code
    assert client.get(f"{API}/organisations/999999").json()["code"] == "registry.unknown"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"limit": 0}, 422, "api.invalid"),
        ({"after": "x"}, 422, "api.invalid"),
        ({"q": "x" * 65}, 422, "api.invalid"),
        ({"q": "330399199001010010"}, 400, "id-number.check-digit"),
    ],
)
def test_a_wrong_question_is_explained_in_both_languages(query: dict[str, object], status: int, code: str) -> None:
    response = sign_in(actor(Role.CITY_OFFICER)).get(f"{API}/people", query)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["zh"]
    assert response.json()["en"]


def test_strangers_and_roles_without_the_right_are_refused() -> None:
    person()
    for client, url in (
        (Client(), "/people"),
        (Client(), "/docs"),
        (Client(), "/openapi.json"),
        (sign_in(actor(Role.SYSTEM_ADMIN)), "/people"),
        (sign_in(actor(Role.WORKER)), "/people"),
    ):
        response = client.get(f"{API}{url}")
        assert (response.status_code, response.json()["code"]) == (403, "access.role")


def test_the_description_is_read_by_people_and_machines() -> None:
    client = sign_in(actor(Role.WORKER))
    schema = client.get(f"{API}/openapi.json").json()
    assert set(schema["paths"]) >= {"/api/v1/people", "/api/v1/facts", "/api/v1/organisations"}
    page = client.get(f"{API}/docs").content.decode()
    for words in ("查找人员", "GET /api/v1/people", "POST /api/v1/facts", "attributes", "(必填)", "openapi.json"):
        assert words in page
    assert client.get(f"{API}/").status_code == 404


def test_a_request_without_a_session_would_be_told_to_sign_in() -> None:
    """The door refuses it earlier; this is the wall behind."""
    from django.test import RequestFactory
    from ninja.errors import AuthenticationError

    from skillcity.site.api import not_signed_in

    response = not_signed_in(RequestFactory().get(f"{API}/people"), AuthenticationError())
    assert response.status_code == 401
    assert b'"api.sign-in"' in response.content
