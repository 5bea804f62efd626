"""A change of status reaches the person, and everybody who relies on the certificate with consent; nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from skillcity.credentials.revoking import reinstate, revoke, suspend
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.notices.models import Notice
from skillcity.registry.kinds import OrganisationKind, Purpose
from skillcity.registry.models import Consent, Organisation, Person
from skillcity.registry.services import give_consent, link_account, withdraw_consent
from skillcity.registry.tests.world import actor, main_of, organisation, seeing_as, sign_in

pytestmark = pytest.mark.django_db


def told(who: Actor) -> list[str]:
    with seeing_as(who):
        return list(Notice.objects.order_by("pk").values_list("zh", flat=True))


def bank() -> tuple[Organisation, Actor]:
    body = organisation("示例银行", OrganisationKind.BANK)
    return body, actor(Role.BANK, of=body)


def worker_of(person: Person) -> Actor:
    made = actor(Role.WORKER)
    link_account(actor=SYSTEM, person_id=person.pk, account_id=made.account_id or 0)
    return Actor(made.account_id, Role.WORKER, person.pk)


def test_the_person_and_the_receivers_are_told_in_the_same_transaction(at: Bureau) -> None:
    who = examinee(at)
    (made,) = issued(at, who)
    worker = worker_of(who)
    (body, trusted), (_, stranger), (gone, former) = bank(), bank(), bank()
    until = timezone.localdate() + timedelta(days=30)
    with seeing_as(worker):
        give_consent(actor=worker, organisation=body, purpose=Purpose.LOAN, ends_on=until)
        ended = give_consent(actor=worker, organisation=gone, purpose=Purpose.LOAN, ends_on=until)
        withdraw_consent(actor=worker, consent_id=ended.pk)
    assert Consent.objects.filter(withdrawn_at=None).count() == 1
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=made, reason="核查中")
        reinstate(actor=at.maker, certificate=made, reason="无误")
    with seeing_as(at.checker):
        revoke(actor=at.checker, certificate=made, reason="成绩造假", asked_by=at.maker.account_id or 0)
    words = [f"证书 {made.number} {what}" for what in ("已暂停：核查中", "已恢复：无误", "已撤销：成绩造假")]
    assert told(worker) == words
    assert told(trusted) == words
    assert told(stranger) == told(former) == []
    assert made.token in main_of(sign_in(trusted).get("/notices"))


def test_a_long_reason_is_cut_and_the_change_stands(at: Bureau) -> None:
    who = examinee(at)
    (made,) = issued(at, who)
    worker = worker_of(who)
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=made, reason="查" * 400)
    assert told(worker)[-1].endswith("…")


def test_the_scope_of_the_clerk_is_the_old_one_again(at: Bureau) -> None:
    (made,) = issued(at, examinee(at))
    other = examinee(bureau(), "别家的人")
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=made, reason="x")
        assert not Person.objects.filter(pk=other.pk).exists()
        with pytest.raises(ZeroDivisionError):
            _fail_beyond()
        assert not Person.objects.filter(pk=other.pk).exists()


def _fail_beyond() -> None:
    from skillcity.platform.accounts.scope import seeing_all

    with seeing_all():
        assert Person.objects.count() > 1
        raise ZeroDivisionError
