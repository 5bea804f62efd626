"""From a passed sitting to certificates: numbers, documents, facts; two people for each batch."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.trust import read_trust
from skillcity.credentials.engine.verifying import Outcome, read_list, verify
from skillcity.credentials.issuing import (
    NewCandidate,
    add_candidates,
    approve_batch,
    make_batch,
    return_batch,
    submit_batch,
)
from skillcity.credentials.keeping import current_key, declare_compromised, rotate_key
from skillcity.credentials.kinds import BatchStatus, CertificateKind
from skillcity.credentials.models import Batch, Certificate, SigningKey, StatusChange
from skillcity.credentials.numbering import take_numbers
from skillcity.credentials.publishing import did, issuer_named, issuers, status_list
from skillcity.credentials.revoking import marks, reinstate, replace, revoke, suspend
from skillcity.credentials.tests.bureau import DAY, WELDER, Bureau, approved, bureau, examinee, issued
from skillcity.facts.models import Fact
from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.platform.accounts.roles import Role
from skillcity.registry.tests.world import actor, organisation, person, seeing_as

pytestmark = pytest.mark.django_db


def checked(certificate: Certificate) -> Outcome:
    """What a verifier says who has today's lists."""
    trust = read_trust(json.loads(json.dumps(issuers())))
    lists = [read_list(status_list(certificate.organisation, each, certificate.status_list), trust) for each in Purpose]
    return verify(certificate.document, trust, lists, timezone.now()).outcome


def test_a_batch_becomes_certificates_that_verify_and_facts(at: Bureau) -> None:
    first, second = examinee(at), examinee(at, "李雷")
    found = issued(at, first, second)
    year = f"{timezone.localdate().year % 100:02}"
    assert [each.number for each in found] == [f"{at.station.code}{year}3{serial:06}" for serial in (1, 2)]
    assert {checked(each) for each in found} == {Outcome.GENUINE}
    fact = Fact.objects.get(person=first)
    assert (fact.kind, fact.attributes["number"], fact.attributes["issuer"]) == (
        "certificate",
        found[0].number,
        "示例评价机构",
    )
    assert fact.seq == found[0].fact
    assert Batch.objects.get().status == BatchStatus.ISSUED.value


def test_the_document_names_the_person_and_no_number_of_theirs(at: Bureau) -> None:
    (found,) = issued(at, examinee(at))
    assert "王小明" in found.document
    assert found.person.documents.get().masked[:6] not in found.document


@pytest.mark.parametrize(
    ("kind", "attributes", "start"),
    [
        (CertificateKind.SPECIAL_ABILITY, {"ability": "紧固件(冷镦操作)"}, "ZX"),
        (CertificateKind.TRAINING, {"programme": "焊工培训", "hours": 80, "passed": True}, "PX"),
        (
            CertificateKind.CONTEST,
            {"contest": "示例大赛", "tier": "city", "grade": 1, "event": "焊接", "rank": 1, "group": "worker"},
            "JS",
        ),
        (
            CertificateKind.APPRENTICESHIP,
            {"enterprise": "91330300MA0000007C", "occupation": "6-18-02-04", "level": "intermediate"},
            "XT",
        ),
    ],
)
def test_each_kind_has_its_own_numbers(
    at: Bureau, kind: CertificateKind, attributes: dict[str, object], start: str
) -> None:
    (found,) = issued(at, examinee(at), kind=kind, attributes=attributes)
    assert found.number.startswith(f"{start}{at.station.code[5:]}")
    assert checked(found) is Outcome.GENUINE
    assert Fact.objects.get(person=found.person).kind == kind.value


def test_who_made_a_batch_cannot_approve_it(at: Bureau) -> None:
    with seeing_as(at.maker):
        batch = make_batch(
            actor=at.maker, station=at.station, kind=CertificateKind.SKILL_LEVEL, title="五月", held_on=DAY
        )
        with pytest.raises(InputError, match="合格"):
            submit_batch(actor=at.maker, batch=batch)
        add_candidates(actor=at.maker, batch=batch, candidates=[NewCandidate(examinee_of(at), WELDER, passed=True)])
        submit_batch(actor=at.maker, batch=batch)
        for act in (approve_batch, lambda **more: return_batch(**more, remark="x")):
            with pytest.raises(Refused):
                act(actor=at.maker, batch=batch)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(approved_by_id=at.maker.account_id)


def examinee_of(at: Bureau) -> object:
    found = examinee(at)
    from skillcity.platform.accounts.scope import set_scope

    set_scope(at.maker)
    return found


def test_a_batch_that_was_sent_back_can_be_submitted_again(at: Bureau) -> None:
    who = examinee(at)
    with seeing_as(at.maker):
        batch = make_batch(
            actor=at.maker, station=at.station, kind=CertificateKind.SKILL_LEVEL, title="五月", held_on=DAY
        )
        add_candidates(actor=at.maker, batch=batch, candidates=[NewCandidate(who, WELDER, passed=True)])
        with pytest.raises(Conflict):
            add_candidates(actor=at.maker, batch=batch, candidates=[NewCandidate(who, WELDER, passed=True)])
        submit_batch(actor=at.maker, batch=batch)
        with pytest.raises(Conflict):
            submit_batch(actor=at.maker, batch=batch)
    with seeing_as(at.checker):
        with pytest.raises(InputError):
            return_batch(actor=at.checker, batch=batch, remark=" ")
        assert return_batch(actor=at.checker, batch=batch, remark="成绩有误").remark == "成绩有误"
    with seeing_as(at.maker):
        assert submit_batch(actor=at.maker, batch=batch).status == BatchStatus.SUBMITTED.value


def test_nobody_issues_for_another_body(at: Bureau) -> None:
    other = bureau()
    officer = actor(Role.CITY_OFFICER)
    for who in (other.maker, officer):
        with pytest.raises(Refused):
            make_batch(actor=who, station=at.station, kind=CertificateKind.SKILL_LEVEL, title="x", held_on=DAY)
    (found,) = issued(at, examinee(at))
    with pytest.raises(Refused):
        suspend(actor=other.maker, certificate=found, reason="x")
    with seeing_as(other.maker):
        assert not Certificate.objects.exists()
        assert not Batch.objects.exists()


def test_a_sitting_lies_in_the_past(at: Bureau) -> None:
    later = timezone.localdate() + timedelta(days=1)
    with pytest.raises(InputError):
        make_batch(actor=at.maker, station=at.station, kind=CertificateKind.SKILL_LEVEL, title="x", held_on=later)


def test_a_run_of_numbers_has_an_end(db: None) -> None:
    assert take_numbers("x", 999_999)[-1] == "x999999"
    with pytest.raises(Conflict):
        take_numbers("x", 1)


def test_suspended_given_back_revoked_for_good(at: Bureau) -> None:
    (found,) = issued(at, examinee(at))
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=found, reason="核查中")
        assert marks(found) == {Purpose.SUSPENDED}
        with pytest.raises(Conflict):
            suspend(actor=at.maker, certificate=found, reason="again")
        reinstate(actor=at.maker, certificate=found, reason="核查无误")
    assert checked(found) is Outcome.GENUINE
    with seeing_as(at.checker):
        with pytest.raises(Refused):
            revoke(actor=at.checker, certificate=found, reason="x", asked_by=at.checker.account_id or 0)
        with pytest.raises(InputError):
            revoke(actor=at.checker, certificate=found, reason=" ", asked_by=at.maker.account_id or 0)
        revoke(actor=at.checker, certificate=found, reason="成绩造假", asked_by=at.maker.account_id or 0)
        with pytest.raises(Conflict):
            suspend(actor=at.checker, certificate=found, reason="x")
    assert checked(found) is Outcome.REVOKED
    assert Fact.objects.filter(person=found.person).latest("seq").retracts
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(certificate=found, purpose="revocation", marked=False, reason="x")


def test_a_corrected_certificate_takes_the_place_of_the_old_one(at: Bureau) -> None:
    (old,) = issued(at, examinee(at))
    with seeing_as(at.maker):
        new = replace(actor=at.maker, certificate=old, attributes={"level": "technician"}, reason="等级录错")
        with pytest.raises(Conflict):
            replace(actor=at.maker, certificate=old, attributes={}, reason="again")
    assert (checked(old), checked(new)) == (Outcome.SUPERSEDED, Outcome.GENUINE)
    assert new.supersedes == old
    assert new.number[15] == "2"
    facts = Fact.objects.filter(person=old.person).order_by("seq")
    assert [each.supersedes for each in facts] == [None, 1]


def test_a_certificate_and_its_changes_never_change(at: Bureau) -> None:
    (found,) = issued(at, examinee(at))
    for change in (lambda: Certificate.objects.update(title="x"), found.delete, StatusChange.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_a_new_key_signs_and_the_old_one_still_counts(at: Bureau) -> None:
    (old,) = issued(at, examinee(at))
    rotate_key(actor=at.maker, organisation=at.body)
    (new,) = issued(at, examinee(at))
    assert (checked(old), checked(new)) == (Outcome.GENUINE, Outcome.GENUINE)
    assert len(did(at.body)["verificationMethod"]) == 2


def test_what_a_stolen_key_signed_since_is_void(at: Bureau) -> None:
    (found,) = issued(at, examinee(at))
    key = current_key(at.body)
    with pytest.raises(InputError):
        declare_compromised(actor=at.maker, key=key, since=key.since - timedelta(days=1), reason="失窃")
    declare_compromised(actor=at.maker, key=key, since=key.since, reason="失窃")
    assert checked(found) is Outcome.UNKNOWN_ISSUER
    assert SigningKey.objects.filter(organisation=at.body).count() == 2


def test_who_has_never_issued_has_no_document(at: Bureau) -> None:
    with pytest.raises(NotFound):
        did(at.body)
    assert issuer_named(at.body.credit_code) == at.body
    with pytest.raises(NotFound):
        issuer_named(organisation().credit_code)


def test_somebody_unknown_to_the_body_cannot_be_written(at: Bureau) -> None:
    stranger = person("韩梅梅")
    batch = approved(at, stranger)
    assert batch.candidates.count() == 1
