"""Mending a certificate: both sides say what they know; it ends with a new certificate or with a reason."""

from __future__ import annotations

import pytest
from django.utils import timezone

from skillcity.credentials import repairing, requesting
from skillcity.credentials.models import Certificate, ChangeRequest, Ticket
from skillcity.credentials.revoking import revoke
from skillcity.credentials.selectors import said_by
from skillcity.credentials.tests.bureau import Bureau, bureau
from skillcity.credentials.ticket_kinds import Wrong
from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.notices.selectors import notices_of
from skillcity.registry.models import Person
from skillcity.registry.tests.world import YUEQING, actor, main_of, seeing_as, sign_in


def opened(who: Actor, made: Certificate, words: str = "身份证上是王晓明") -> Ticket:
    with seeing_as(who):
        return repairing.open_ticket(actor=who, certificate=made, wrong=Wrong.NAME, words=words)


def told(who: Actor) -> list[str]:
    """What this actor was told, the newest first."""
    with seeing_as(who):
        return [each.zh for each in notices_of(who)]


def test_a_wrong_name_becomes_a_new_certificate_to_which_the_old_one_points(
    at: Bureau, holder: Person, worker: Actor, made: Certificate
) -> None:
    client = sign_in(worker)
    page = main_of(client.get(f"/tickets/new/{made.number}"))
    assert "王小明" in page
    answer = client.post(f"/tickets/new/{made.number}", {"wrong": "name", "words": "身份证上是王晓明"})
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/tickets/{ticket.pk}"
    assert "等签发机构答复" in main_of(client.get("/tickets"))
    assert told(at.maker) == [f"证书 {made.number} 有人申请更正：姓名不符", *told(at.maker)[1:]]
    Person.objects.filter(pk=holder.pk).update(name="王晓明")  # the office has corrected the record
    clerk = sign_in(at.maker)
    page = main_of(clerk.get(f"/tickets/{ticket.pk}"))
    assert "身份证上是王晓明" in page
    clerk.post(f"/tickets/{ticket.pk}/step", {"step": "proposed", "words": "已查报名表，属实"})
    assert "已核实，待换发" in main_of(client.get(f"/tickets/{ticket.pk}"))
    with seeing_as(at.maker):
        request = ChangeRequest.objects.get()
    with seeing_as(at.maker), pytest.raises(Refused):
        requesting.grant(actor=at.maker, request_id=request.pk)
    with seeing_as(at.checker):
        requesting.grant(actor=at.checker, request_id=request.pk)
    new = Certificate.objects.get(supersedes=made)
    assert said_by(new).holder == "王晓明"
    page = main_of(client.get(f"/tickets/{ticket.pk}"))
    assert "已换发新证书" in page
    assert new.number in page
    assert "发送说明" not in page
    assert f"新证书：{new.number}" in main_of(client.get("/passport"))
    assert any("已被新证书取代" in each for each in told(worker))


def test_the_body_refuses_with_a_reason(at: Bureau, worker: Actor, made: Certificate) -> None:
    ticket = opened(worker, made)
    clerk = sign_in(at.checker)
    assert clerk.post(f"/tickets/{ticket.pk}/step", {"step": "refused", "words": ""}).status_code == 422
    clerk.post(f"/tickets/{ticket.pk}/step", {"step": "refused", "words": "与证件一致"})
    page = main_of(sign_in(worker).get(f"/tickets/{ticket.pk}"))
    assert "不予更正" in page
    assert "与证件一致" in page
    assert told(worker)[0] == f"证书 {made.number} 不予更正：与证件一致"
    with seeing_as(at.maker), pytest.raises(Conflict):
        repairing.say_more(actor=at.maker, ticket_id=ticket.pk, words="还有")


def test_both_sides_add_words_and_each_is_told(at: Bureau, worker: Actor, made: Certificate) -> None:
    ticket = opened(worker, made)
    with seeing_as(at.maker):
        repairing.say_more(actor=at.maker, ticket_id=ticket.pk, words="请到窗口出示证件")
    assert told(worker)[0] == f"证书 {made.number} 的更正申请有新说明"
    with seeing_as(worker):
        repairing.say_more(actor=worker, ticket_id=ticket.pk, words="已经出示")
    assert told(at.maker)[0] == f"证书 {made.number} 的更正申请有新说明"
    assert "核实中" in main_of(sign_in(worker).get("/tickets"))


def test_who_opened_it_takes_it_back_and_may_ask_again(at: Bureau, worker: Actor, made: Certificate) -> None:
    ticket = opened(worker, made)
    with seeing_as(at.maker), pytest.raises(Refused):
        repairing.take_back(actor=at.maker, ticket_id=ticket.pk, words="不用了")
    sign_in(worker).post(f"/tickets/{ticket.pk}/step", {"step": "withdrawn", "words": "看错了"})
    assert "已撤回" in main_of(sign_in(worker).get("/tickets"))
    assert opened(worker, made).pk != ticket.pk


def test_one_open_request_a_certificate(worker: Actor, made: Certificate) -> None:
    opened(worker, made)
    answer = sign_in(worker).post(f"/tickets/new/{made.number}", {"wrong": "name", "words": "再说一次"})
    assert answer.status_code == 422
    assert "已有办理中的更正申请" in main_of(answer)


def test_an_officer_of_the_place_opens_one_another_cannot(made: Certificate) -> None:
    here, there = actor(Role.COUNTY_OFFICER), actor(Role.COUNTY_OFFICER, YUEQING)
    assert sign_in(there).get(f"/tickets/new/{made.number}").status_code == 404
    with pytest.raises(Refused):
        opened(there, made)
    ticket = opened(here, made)
    assert sign_in(there).get(f"/tickets/{ticket.pk}").status_code == 404
    with seeing_as(there):
        assert not Ticket.objects.exists()
        with pytest.raises(NotFound):
            repairing.ticket_for(there, ticket.pk)


@pytest.mark.parametrize("role", [Role.COLLEGE, Role.BANK])
def test_others_have_no_part_in_it(made: Certificate, worker: Actor, role: Role) -> None:
    ticket = opened(worker, made)
    outsider = actor(role)
    assert not repairing.tickets_for(outsider).exists()
    with seeing_as(outsider):
        assert not Ticket.objects.exists()
    with pytest.raises(Refused):
        opened(outsider, made)
    assert sign_in(outsider).get(f"/tickets/{ticket.pk}").status_code == 403


def test_another_body_cannot_answer(at: Bureau, worker: Actor, made: Certificate) -> None:
    ticket, elsewhere = opened(worker, made), bureau()
    with seeing_as(elsewhere.maker), pytest.raises(NotFound):
        repairing.refuse(actor=elsewhere.maker, ticket_id=ticket.pk, words="不")
    with seeing_as(worker), pytest.raises(Refused):
        repairing.refuse(actor=worker, ticket_id=ticket.pk, words="不")


def test_a_revoked_certificate_is_not_mended(at: Bureau, worker: Actor, made: Certificate) -> None:
    with seeing_as(at.checker):
        revoke(actor=at.checker, certificate=made, reason="误发", asked_by=at.maker.account_id or 0)
    with pytest.raises(Conflict):
        opened(worker, made)


def test_of_one_revoked_meanwhile_no_new_one_is_offered(at: Bureau, worker: Actor, made: Certificate) -> None:
    page = f"/tickets/{opened(worker, made).pk}"
    assert "要改职业、等级等内容" in main_of(sign_in(at.maker).get(page))
    with seeing_as(at.checker):
        revoke(actor=at.checker, certificate=made, reason="误发", asked_by=at.maker.account_id or 0)
    shown = main_of(sign_in(at.maker).get(page))
    assert "属实，申请换发" not in shown
    assert "要改职业、等级等内容" not in shown
    assert "不予更正" in shown


def test_words_are_needed(at: Bureau, worker: Actor, made: Certificate) -> None:
    with pytest.raises(InputError):
        opened(worker, made, " ")
    ticket = opened(worker, made)
    with seeing_as(at.maker), pytest.raises(InputError):
        repairing.propose(actor=at.maker, ticket_id=ticket.pk, words=" ")
    assert sign_in(worker).post(f"/tickets/{ticket.pk}/step", {"step": "nonsense", "words": "x"}).status_code == 404
    assert timezone.now() > ticket.opened_at
