"""The REST interface of the ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from skillcity.facts.engine.kinds import all_kinds, kind_named
from skillcity.facts.models import Fact
from skillcity.facts.tests.ledger import STUDIO, studio
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.registry.models import Person
from skillcity.registry.tests.world import BACKEND, YUEQING, actor, member, organisation, person, seeing_as, sign_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def made() -> Person:
    return person()


def body(about: Person, **more: object) -> dict[str, object]:
    said = {"person_id": about.pk, "kind": "studio", "valid_from": "2024-05-01", "attributes": STUDIO, "source": "名册"}
    return said | more


def post(client: Client, data: dict[str, object], **headers: str) -> object:
    return client.post(f"{API}/facts", data, content_type="application/json", headers=headers)


def count() -> int:
    with seeing_as(SYSTEM):
        return Fact.objects.count()


def test_an_officer_records_a_fact_and_reads_it_again(made: Person) -> None:
    client = sign_in(actor(Role.COUNTY_OFFICER))
    response = post(client, body(made, document="示例〔2024〕1号"))
    assert response.status_code == 201  # type: ignore[attr-defined]
    given = response.json()  # type: ignore[attr-defined]
    assert (given["reference"], given["attributes"], given["superseded_by"]) == (f"{made.pk}-1", STUDIO, None)
    facts = client.get(f"{API}/people/{made.pk}/facts").json()["facts"]
    assert facts == [given]


def test_a_correction_is_seen_from_both_sides(made: Person) -> None:
    from skillcity.facts.services import retract_fact

    officer = actor(Role.CITY_OFFICER)
    retract_fact(actor=officer, fact=studio(officer, made), source="错")
    old, new = sign_in(officer).get(f"{API}/people/{made.pk}/facts").json()["facts"]
    assert (old["superseded_by"], new["supersedes"], new["retracts"]) == (2, 1, True)


def test_the_same_request_again_gives_the_same_answer_and_records_nothing(made: Person) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    key = {"Idempotency-Key": "one"}
    first, second = post(client, body(made), **key), post(client, body(made), **key)
    assert first.content == second.content  # type: ignore[attr-defined]
    assert second.status_code == 201  # type: ignore[attr-defined]
    assert count() == 1
    changed = post(client, body(made, source="别的"), **key)
    assert changed.status_code == 409  # type: ignore[attr-defined]
    assert changed.json()["code"] == "idempotency.changed"  # type: ignore[attr-defined]
    assert count() == 1


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"kind": "cat"}, 400, "facts.unknown-kind"),
        ({"attributes": STUDIO | {"role": "boss"}}, 400, "facts.wrong-attribute"),
        ({"attributes": STUDIO | {"colour": "red"}}, 400, "facts.unknown-attribute"),
        ({"attributes": {"role": [1]}}, 422, "api.invalid"),
        ({"valid_from": "昨天"}, 422, "api.invalid"),
        ({"valid_to": "2020-01-01"}, 400, "facts.dates"),
        ({"person_id": 999999}, 404, "registry.no-person"),
        ({"person_id": 2**64}, 422, "api.invalid"),
        ({"source": ""}, 400, "facts.source"),
    ],
)
def test_a_wrong_fact_is_explained(made: Person, wrong: dict[str, object], status: int, code: str) -> None:
    response = post(sign_in(actor(Role.CITY_OFFICER)), body(made, **wrong))
    assert (response.status_code, response.json()["code"]) == (status, code)  # type: ignore[attr-defined]
    assert set(response.json()) == {"code", "where", "zh", "en"}  # type: ignore[attr-defined]
    assert count() == 0


def test_what_is_no_json_is_refused(made: Person) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    response = client.post(f"{API}/facts", b"{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "api.refused")


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}])
def test_nobody_else_records(made: Person, role: Role) -> None:
    response = post(sign_in(actor(role)), body(made))
    assert (response.status_code, response.json()["code"]) == (403, "access.role")  # type: ignore[attr-defined]
    assert count() == 0


def test_an_officer_elsewhere_and_a_stranger_are_refused(made: Person) -> None:
    response = post(sign_in(actor(Role.COUNTY_OFFICER, YUEQING)), body(made))
    assert response.status_code == 404  # type: ignore[attr-defined]
    assert post(Client(), body(made)).status_code == 403  # type: ignore[attr-defined]
    assert Client().get(f"{API}/people/{made.pk}/facts").status_code == 403
    assert count() == 0


def test_an_unsafe_request_needs_the_token(made: Person) -> None:
    officer = actor(Role.CITY_OFFICER)
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(pk=officer.account_id), backend=BACKEND)
    refused = post(client, body(made))
    assert (refused.status_code, refused.json()["code"]) == (403, "api.refused")  # type: ignore[attr-defined]
    assert count() == 0
    client.get("/people")  # a page with a form gives the token
    token = client.cookies["csrftoken"].value
    assert post(client, body(made), **{"X-CSRFToken": token}).status_code == 201  # type: ignore[attr-defined]


def test_sensitive_facts_are_left_out_for_employers(made: Person) -> None:
    firm = organisation()
    member(made, firm)
    post(sign_in(actor(Role.CITY_OFFICER)), body(made, kind="group", attributes={"group": "disabled"}))
    assert sign_in(actor(Role.ENTERPRISE, of=firm)).get(f"{API}/people/{made.pk}/facts").json() == {"facts": []}
    assert len(sign_in(actor(Role.AUDITOR)).get(f"{API}/people/{made.pk}/facts").json()["facts"]) == 1


def test_a_date_among_the_attributes_is_read(made: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = kind_named("studio")
    attributes = dict(kind.attributes) | {"until": replace(kind.attributes["tier"], name="until", type="date")}
    monkeypatch.setitem(all_kinds(), "studio", replace(kind, attributes=attributes))  # type: ignore[arg-type]
    response = post(sign_in(actor(Role.CITY_OFFICER)), body(made, attributes=STUDIO | {"until": "2025-01-01"}))
    assert response.json()["attributes"]["until"] == "2025-01-01"  # type: ignore[attr-defined]
