"""The REST interface of policy: evaluate, suppose, catalogues, decisions; a bank is told verdicts, and no facts."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from skillcity.facts.models import Fact
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.policy.models import Decision, Standing
from skillcity.policy.services import evaluate_people
from skillcity.policy.tests.people import CERTIFICATE, STUDIO, lead_a_studio, learn
from skillcity.registry.kinds import OrganisationKind, Purpose
from skillcity.registry.models import Consent, Organisation, Person
from skillcity.registry.tests.world import YUEQING, actor, organisation, person, seeing_as, sign_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def somebody() -> Person:
    made = person()
    lead_a_studio(made)
    learn(made, "certificate", CERTIFICATE, begins=date(2020, 1, 1))
    evaluate_people(person_ids=[made.pk], as_of=timezone.localdate())
    return made


def get(client: Client, path: str, **query: str) -> dict[str, object]:
    response = client.get(f"{API}{path}", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()  # type: ignore[no-any-return]


def talent(outcomes: list[dict[str, object]]) -> dict[str, object]:
    return next(each for each in outcomes if "/talent-class/" in str(each["catalogue"]))


def test_an_officer_evaluates_a_person_with_the_reasons(somebody: Person) -> None:
    said = get(sign_in(actor(Role.COUNTY_OFFICER)), f"/people/{somebody.pk}/evaluation")
    found = talent(said["outcomes"])  # type: ignore[arg-type]
    assert (found["holds"], found["clause"], found["status"]) == (["E"], "E-02", "known")
    held = [each for each in found["clauses"] if each["holds"]]  # type: ignore[attr-defined]
    assert [f"{somebody.pk}-1"] in [each["satisfied_by"] for each in held]
    missing = [each for each in found["clauses"] if each["holds"] is False and each["missing"]]  # type: ignore[attr-defined]
    assert {"zh", "en"} <= set(missing[0]["missing"][0]["what"])


def test_as_of_another_day_and_as_known_then(somebody: Person) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    path = f"/people/{somebody.pk}/evaluation"
    before = get(client, path, catalogue="talent-class", as_of="2025-01-01")
    assert talent(before["outcomes"])["holds"] != ["E"]  # type: ignore[arg-type]
    then = get(client, path, catalogue="talent-class", known_at="2025-01-01T00:00:00+08:00")
    assert talent(then["outcomes"])["holds"] == []  # type: ignore[arg-type]
    assert client.get(f"{API}{path}", {"known_at": "2025-01-01T00:00:00"}).status_code == 400
    assert client.get(f"{API}{path}", {"catalogue": "nothing"}).status_code == 404


def test_a_worker_sees_their_own_and_nobody_elses(somebody: Person) -> None:
    client = sign_in(actor(Role.WORKER, person=somebody))
    assert get(client, f"/people/{somebody.pk}/evaluation")["person_id"] == somebody.pk
    assert client.get(f"{API}/people/{person().pk}/evaluation").status_code == 404
    assert sign_in(actor(Role.COUNTY_OFFICER, YUEQING)).get(f"{API}/people/{somebody.pk}/evaluation").status_code == 404


def body(*facts: dict[str, object], **more: object) -> dict[str, object]:
    return {"facts": list(facts), **more}


def suppose(client: Client, who: Person, given: dict[str, object], **headers: str) -> object:
    path = f"{API}/people/{who.pk}/supposition"
    return client.post(path, given, content_type="application/json", headers=headers)


STUDIO_SUPPOSED = {"kind": "studio", "valid_from": "2024-01-01", "attributes": STUDIO}


def stored() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from facts_fact), (select count(*) from facts_chain),"
            " (select count(*) from policy_decision), (select count(*) from policy_standing),"
            " (select count(*) from policy_last_check)"
        )
        return tuple(cursor.fetchone())


def test_would_they_be_entitled_if_stores_nothing() -> None:
    somebody = person()
    before = stored()
    client = sign_in(actor(Role.CITY_OFFICER))
    response = suppose(client, somebody, body(STUDIO_SUPPOSED, catalogue="talent-class"))
    assert response.status_code == 200, response.content  # type: ignore[attr-defined]
    (found,) = response.json()["differences"]  # type: ignore[attr-defined]
    assert (found["changes"], found["now"]["holds"], found["supposed"]["holds"]) == (True, [], ["E"])
    assert ["supposed-1"] in [each["satisfied_by"] for each in found["supposed"]["clauses"] if each["holds"]]
    with seeing_as(SYSTEM):
        assert stored() == before
        assert Entry.objects.filter(act="supposition", person_id=somebody.pk).count() == 1


def test_a_supposed_fact_is_checked_like_a_recorded_one(somebody: Person) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    wrong = {**STUDIO_SUPPOSED, "attributes": {**STUDIO, "role": "emperor"}}
    for given in (body(wrong), body({**STUDIO_SUPPOSED, "kind": "nothing"}), body(), body(*[STUDIO_SUPPOSED] * 51)):
        assert suppose(client, somebody, given).status_code in {400, 404, 422}, given  # type: ignore[attr-defined]


def test_the_same_supposition_twice_has_one_answer(somebody: Person) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    first, second = (suppose(client, somebody, body(STUDIO_SUPPOSED), **{"idempotency-key": "k1"}) for _ in range(2))
    assert first.content == second.content  # type: ignore[attr-defined]
    changed = suppose(client, somebody, body(STUDIO_SUPPOSED, as_of="2025-08-01"), **{"idempotency-key": "k1"})
    assert changed.status_code == 409  # type: ignore[attr-defined]


def test_a_date_of_a_supposed_fact_is_read_as_a_date(somebody: Person) -> None:
    given = {"kind": "certificate", "valid_from": "2024-01-01", "attributes": CERTIFICATE}
    assert suppose(sign_in(actor(Role.CITY_OFFICER)), somebody, body(given)).status_code == 200  # type: ignore[attr-defined]


def test_catalogues_are_listed_and_read_with_words_and_citations() -> None:
    client = sign_in(actor(Role.ENTERPRISE))
    names = {each["name"] for each in get(client, "/catalogues")["catalogues"]}  # type: ignore[attr-defined]
    assert {"330300/talent-class/2025", "330300/talent-class/2024"} <= names
    found = get(client, "/catalogues/330300/talent-class/2025")
    clause = next(each for each in found["clauses"] if each["id"] == "E-02")  # type: ignore[attr-defined]
    assert clause["cite"]["confidence"] == "press"
    assert clause["when"].startswith("any(studio")
    assert clause["words"]["zh"]
    loans = get(client, "/catalogues/330300/skill-loan/2024")
    assert {each["measure"] for each in loans["benefits"]} == {"limit", "rate"}  # type: ignore[attr-defined]
    assert client.get(f"{API}/catalogues/330300/talent-class/1999").status_code == 404


def test_decisions_are_listed_page_by_page_and_replayed(somebody: Person) -> None:
    client = sign_in(actor(Role.AUDITOR))
    first = get(client, f"/people/{somebody.pk}/decisions", limit="1")
    (newest,) = first["decisions"]  # type: ignore[misc]
    rest = get(client, f"/people/{somebody.pk}/decisions", before=str(first["next"]))
    assert newest["number"] not in [each["number"] for each in rest["decisions"]]  # type: ignore[attr-defined]
    again = get(client, f"/decisions/{newest['number']}")
    assert (again["same"], again["differs"], again["digest"]) == (True, [], newest["digest"])
    assert client.get(f"{API}/decisions/{2**62}").status_code == 404
    assert sign_in(actor(Role.WORKER, person=person())).get(f"{API}/decisions/{newest['number']}").status_code == 404


# --- the bank ---------------------------------------------------------------------------------------------------


def consent(who: Person, bank: Organisation, purpose: Purpose = Purpose.LOAN, **more: object) -> Consent:
    values = {"ends_on": timezone.localdate() + timedelta(days=30), **more}
    return Consent.objects.create(
        person=who, region_code=who.region_code, organisation=bank, purpose=purpose.value, **values
    )


@pytest.fixture
def bank() -> Organisation:
    return organisation("示例农商银行", OrganisationKind.BANK)


@pytest.fixture
def teller(bank: Organisation) -> Actor:
    return actor(Role.BANK, of=bank)


KEYS = {
    "": {"person_id", "purpose", "consent", "consent_ends_on", "certificates_valid", "verdicts"},
    "verdicts": {
        "catalogue", "title", "status", "holds", "open", "illustrative", "granted", "decision", "digest", "as_of",
    },
    "holds": {"code", "label"},
    "granted": {"benefit", "text", "measure", "amount", "open", "illustrative", "conflict"},
}  # fmt: skip


def test_a_bank_with_consent_is_told_verdicts_and_references(
    somebody: Person, bank: Organisation, teller: Actor
) -> None:
    given = consent(somebody, bank)
    said = get(sign_in(teller), f"/people/{somebody.pk}/verdict", purpose="loan")
    assert set(said) == KEYS[""]
    assert (said["certificates_valid"], said["consent"], said["purpose"]) == (True, given.pk, "loan")
    by_name = {each["catalogue"].split("/")[1]: each for each in said["verdicts"]}  # type: ignore[attr-defined]
    assert set(by_name) == {"talent-class", "skill-loan"}
    for each in by_name.values():
        assert set(each) == KEYS["verdicts"]
        for held in each["holds"]:
            assert set(held) == KEYS["holds"]
        for granted in each["granted"]:
            assert set(granted) == KEYS["granted"]
    assert [each["code"] for each in by_name["talent-class"]["holds"]] == ["E"]
    assert {each["measure"] for each in by_name["skill-loan"]["granted"]} == {"limit"}
    with seeing_as(SYSTEM):
        decision = Decision.objects.get(pk=int(by_name["talent-class"]["decision"].removeprefix("D")))
        assert decision.digest == by_name["talent-class"]["digest"]
        looks = Entry.objects.filter(act="verdict", person_id=somebody.pk, account_id=teller.account_id)
        assert [each.purpose for each in looks] == ["loan"]


def test_nothing_that_a_fact_says_is_in_the_verdict(somebody: Person, bank: Organisation, teller: Actor) -> None:
    consent(somebody, bank)
    said = json.dumps(get(sign_in(teller), f"/people/{somebody.pk}/verdict", purpose="loan"), ensure_ascii=False)
    with seeing_as(SYSTEM):
        facts = list(Fact.objects.filter(person=somebody).order_by("seq"))
    said_by = [(name, str(value)) for fact in facts for name, value in fact.attributes.items()]
    # A limit by level is a right of who has that level: its name tells the level, as a verdict may.
    values = {value for name, value in said_by if len(value) > 3 and name != "level"}
    values |= {fact.valid_from.isoformat() for fact in facts} | {f'"{fact.reference}"' for fact in facts}
    assert [value for value in values if value in said] == []
    assert "satisfied" not in said
    assert somebody.name not in said


def test_a_bank_reads_no_facts_and_no_reasons_anywhere(somebody: Person, bank: Organisation, teller: Actor) -> None:
    consent(somebody, bank)
    client = sign_in(teller)
    for path in (
        f"{API}/people/{somebody.pk}/facts", f"{API}/people/{somebody.pk}/evaluation",
        f"{API}/people/{somebody.pk}/decisions", f"/people/{somebody.pk}/facts/1", f"/people/{somebody.pk}/class",
        f"/people/{somebody.pk}/rights", f"/people/{somebody.pk}/decisions",
    ):  # fmt: skip
        assert client.get(path).status_code in {403, 404}, path
    shown = client.get(f"/people/{somebody.pk}").content.decode()
    assert "认定结果" in shown
    assert "E类(高级人才)" in shown
    for words in ("示例工作室", "示例评价机构", "满足条件的事实"):
        assert words not in shown, words


@pytest.mark.parametrize(
    "more",
    [
        {"purpose": Purpose.VERIFICATION},
        {"ends_on": date(2020, 1, 1)},
        {"withdrawn_at": timezone.now()},
    ],
    ids=["for another purpose", "that has ended", "taken back"],
)
def test_without_a_consent_in_force_it_is_refused_and_audited(
    somebody: Person, bank: Organisation, teller: Actor, more: dict[str, object]
) -> None:
    consent(somebody, bank, **more)  # type: ignore[arg-type]
    response = sign_in(teller).get(f"{API}/people/{somebody.pk}/verdict", {"purpose": "loan"})
    assert (response.status_code, response.json()["code"]) == (403, "policy.no-consent")
    with seeing_as(SYSTEM):
        entry = Entry.objects.get(act="verdict-refused", person_id=somebody.pk)
        assert (entry.account_id, entry.purpose) == (teller.account_id, "loan")
        assert not Entry.objects.filter(act="verdict", person_id=somebody.pk).exists()


def test_who_does_not_exist_is_refused_in_the_same_words(teller: Actor, somebody: Person) -> None:
    client = sign_in(teller)
    for number in (somebody.pk, somebody.pk + 10_000, 2**70):
        response = client.get(f"{API}/people/{number}/verdict", {"purpose": "loan"})
        assert (response.status_code, response.json()["code"]) == (403, "policy.no-consent")


def test_a_consent_to_another_bank_opens_nothing(somebody: Person, teller: Actor) -> None:
    consent(somebody, organisation("另一家银行", OrganisationKind.BANK))
    assert sign_in(teller).get(f"{API}/people/{somebody.pk}/verdict").status_code == 403


def test_a_purpose_without_verdicts_is_refused(somebody: Person, bank: Organisation, teller: Actor) -> None:
    consent(somebody, bank, Purpose.PLACEMENT)
    response = sign_in(teller).get(f"{API}/people/{somebody.pk}/verdict", {"purpose": "placement"})
    assert (response.status_code, response.json()["code"]) == (403, "policy.no-purpose")


def test_an_insurer_is_told_the_insurance(somebody: Person) -> None:
    insurer = organisation("示例保险公司", OrganisationKind.INSURER)
    consent(somebody, insurer, Purpose.INSURANCE)
    said = get(sign_in(actor(Role.INSURER, of=insurer)), f"/people/{somebody.pk}/verdict")
    names = {each["catalogue"].split("/")[1] for each in said["verdicts"]}  # type: ignore[attr-defined]
    assert names == {"talent-class", "skill-insurance"}


def test_a_certificate_that_was_retracted_is_not_valid(bank: Organisation, teller: Actor) -> None:
    who = person()
    fact = learn(who, "certificate", CERTIFICATE, begins=date(2020, 1, 1))
    evaluate_people(person_ids=[who.pk], as_of=timezone.localdate())
    consent(who, bank)
    assert get(sign_in(teller), f"/people/{who.pk}/verdict")["certificates_valid"] is True
    with seeing_as(SYSTEM):
        learn(who, "certificate", dict(fact.attributes), begins=fact.valid_from, supersedes=fact.seq, retracts=True)
    assert get(sign_in(teller), f"/people/{who.pk}/verdict")["certificates_valid"] is False


def test_somebody_not_evaluated_yet_has_no_verdict_but_their_certificate(bank: Organisation, teller: Actor) -> None:
    who = person()
    learn(who, "certificate", CERTIFICATE, begins=date(2020, 1, 1))
    consent(who, bank)
    said = get(sign_in(teller), f"/people/{who.pk}/verdict")
    assert (said["certificates_valid"], said["verdicts"]) == (True, [])


def test_everything_is_described() -> None:
    said = sign_in(actor(Role.CITY_OFFICER)).get(f"{API}/openapi.json").json()
    paths = {path.removeprefix(API) for path in said["paths"]}
    assert {"/catalogues", "/people/{person_id}/evaluation", "/people/{person_id}/supposition"} <= paths
    assert {"/people/{person_id}/verdict", "/decisions/{decision_id}"} <= paths


def test_the_standing_and_its_decision_say_the_same(somebody: Person) -> None:
    for each in Standing.objects.filter(person=somebody).exclude(decision=None).select_related("decision"):
        assert each.decision is not None
        assert (each.value, each.amounts, each.status) == (
            each.decision.value,
            each.decision.amounts,
            each.decision.status,
        )
