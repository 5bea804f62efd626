"""The page that a link opens: what was chosen and nothing else, as it stands now, and who is told of a change."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from skillcity.credentials import sharing
from skillcity.credentials.engine.trust import read_trust, write_trust
from skillcity.credentials.engine.verifying import Outcome, verify
from skillcity.credentials.keeping import trusted
from skillcity.credentials.limits import A_MINUTE
from skillcity.credentials.models import Certificate, Share
from skillcity.credentials.revoking import reinstate, replace, revoke, suspend
from skillcity.credentials.sharing import Choice
from skillcity.credentials.tests.bureau import Bureau, examinee, issued
from skillcity.credentials.tests.sharing.showing import path_of, shown
from skillcity.facts.models import Fact
from skillcity.facts.services import NewFact, correct_fact, record_facts, retract_fact
from skillcity.kernel.errors import Conflict, NotFound
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.notices.selectors import notices_of
from skillcity.policy.selectors import current_edition
from skillcity.registry.consents import give_consent
from skillcity.registry.engine.vault import Sealed
from skillcity.registry.kinds import OrganisationKind, Purpose
from skillcity.registry.models import Contact, Person
from skillcity.registry.tests.world import actor, main_of, organisation, seeing_as, sign_in
from skillcity.registry.vault import vault


def test_the_page_shows_what_was_chosen_and_nothing_else(
    at: Bureau, holder: Person, worker: Actor, made: Certificate, stranger: Client
) -> None:
    Contact.objects.create(person=holder, kind="phone", value="13800001111")
    document = holder.documents.get()
    number = vault().open(Sealed(document.key_id, bytes(document.cipher)))
    record_facts(
        actor=SYSTEM,
        facts=[
            NewFact(holder.pk, "training", date(2021, 1, 1), None,
                    {"programme": "焊接安全", "provider": "示例学校", "hours": 8, "passed": True}, "示例学校"),
            NewFact(holder.pk, "group", date(2021, 1, 1), None, {"group": "disabled"}, "残联"),
        ],
    )  # fmt: skip
    training = Fact.objects.get(person=holder, kind="training")
    share = shown(worker, Choice([made.number], [training.seq]))
    answer = stranger.get(path_of(share))
    file = stranger.get(f"{path_of(share)}/{made.number}")
    page = answer.content.decode()
    for words in (
        holder.name,
        "焊工",
        "高级工",
        "真实有效",
        "焊接安全",
        "示例阀门厂",
        "应聘",
        "请核对身份证件上的姓名",
    ):
        assert words in page, words
    for hidden in (number, number[6:14], number[-6:], "13800001111", "残疾", "1990-01-01", document.masked):
        assert hidden.encode() not in answer.content, hidden
        assert hidden.encode() not in file.content, hidden
    assert re.search(r"[0-9]{17}[0-9X]", file.content.decode().replace(made.number, "")) is None
    with seeing_as(SYSTEM):
        trust = read_trust(write_trust(trusted([at.body])))
    assert verify(file.content.decode(), trust, [], timezone.now()).outcome is Outcome.GENUINE
    assert json.loads(file.content)["credentialSubject"]["licenseNumber"] == made.number


def test_a_certificate_that_was_not_chosen_is_not_downloaded(
    at: Bureau, holder: Person, worker: Actor, made: Certificate, stranger: Client
) -> None:
    (second,) = issued(
        at, holder, attributes={"occupation": "6-18-01-01", "occupation_name": "车工", "level": "junior"}
    )
    share = shown(worker, Choice([made.number]))
    assert second.number not in stranger.get(path_of(share)).content.decode()
    assert stranger.get(f"{path_of(share)}/{second.number}").status_code == 404


def test_the_headers_keep_the_address_to_itself(made: Certificate, worker: Actor, stranger: Client) -> None:
    share = shown(worker, Choice([made.number]))
    for path in (path_of(share), f"{path_of(share)}/{made.number}"):
        answer = stranger.get(path)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]


def test_each_opening_is_seen_by_the_person(made: Certificate, worker: Actor, stranger: Client) -> None:
    share, client = shown(worker, Choice([made.number])), sign_in(worker)
    stranger.get(path_of(share))
    stranger.get(path_of(share))
    stranger.head(path_of(share))
    client.get(path_of(share))  # the person's own look is not noted
    assert "被打开 2 次" in main_of(client.get("/passport"))
    assert main_of(client.get(f"/passport/shares/{share.pk}")).count("链接被打开") == 2
    log = main_of(client.get("/me/access-log"))
    assert log.count("打开您出示的链接") == 2
    assert f"示例阀门厂 (#{share.pk})" in log


def test_gone_is_gone_in_the_same_words(made: Certificate, worker: Actor, stranger: Client) -> None:
    share, client = shown(worker, Choice([made.number])), sign_in(worker)
    ended = shown(worker, Choice([made.number]), ends_on=timezone.localdate())
    Share.objects.filter(pk=ended.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    client.post(f"/passport/shares/{share.pk}/withdraw")
    paths = [path_of(share), path_of(ended), "/shared/abc", f"/shared/{'A' * 40}", "/shared/ü"]
    pages = {main_of(stranger.get(path)) for path in paths}
    answers = {stranger.get(path).status_code for path in paths}
    assert answers == {404}
    assert len(pages) == 1
    assert stranger.get(f"{path_of(share)}/{made.number}").status_code == 404
    assert "已收回" in main_of(client.get(f"/passport/shares/{share.pk}"))
    assert "已到期" in main_of(client.get(f"/passport/shares/{ended.pk}"))
    assert client.get(f"/passport/shares/{ended.pk}/code.svg").status_code == 404
    assert client.post(f"/passport/shares/{share.pk}/withdraw").status_code == 409
    with pytest.raises(Conflict), seeing_as(worker):
        sharing.withdraw(actor=worker, share_id=share.pk)


def test_nobody_else_sees_or_withdraws_a_share(at: Bureau, made: Certificate, worker: Actor) -> None:
    share = shown(worker, Choice([made.number]))
    other = actor(Role.WORKER, person=examinee(at, "陈别人"))
    client = sign_in(other)
    for path in ("", "/code.svg"):
        assert client.get(f"/passport/shares/{share.pk}{path}").status_code == 404
    assert client.post(f"/passport/shares/{share.pk}/withdraw").status_code == 404
    with seeing_as(other):
        assert not Share.objects.exists()
        with pytest.raises(NotFound):
            sharing.own_share(other, share.pk)
    with pytest.raises(NotFound):
        sharing.own_share(other, share.pk)


def test_what_happens_afterwards_is_said_at_once(
    at: Bureau, made: Certificate, worker: Actor, stranger: Client
) -> None:
    share = shown(worker, Choice([made.number]))
    with seeing_as(at.checker):
        suspend(actor=at.checker, certificate=made, reason="核查")
    assert "已暂停使用" in main_of(stranger.get(path_of(share)))
    with seeing_as(at.checker):
        reinstate(actor=at.checker, certificate=made, reason="无误")
    assert "真实有效" in main_of(stranger.get(path_of(share)))
    with seeing_as(at.checker):
        new = replace(actor=at.checker, certificate=made, attributes={}, reason="更正")
    page = main_of(stranger.get(path_of(share)))
    assert "已被新证书取代" in page
    assert new.number not in page, "the newer one was not chosen"
    with seeing_as(at.checker):
        revoke(actor=at.checker, certificate=new, reason="误发", asked_by=at.maker.account_id or 0)
    assert "已撤销" in main_of(stranger.get(path_of(shown(worker, Choice([new.number])))))


def test_a_fact_is_shown_as_it_is_known_now(holder: Person, worker: Actor, stranger: Client) -> None:
    said = {"programme": "焊接安全", "provider": "示例学校", "hours": 8, "passed": True}
    record_facts(actor=SYSTEM, facts=[NewFact(holder.pk, "training", date(2021, 1, 1), None, said, "示例学校")])
    first = Fact.objects.get(person=holder)
    share = shown(worker, Choice(facts=[first.seq]))
    officer = actor(Role.CITY_OFFICER)
    with seeing_as(officer):
        newer = correct_fact(actor=officer, fact=first, valid_from=first.valid_from, valid_to=None,
                             attributes=said | {"programme": "高空焊接"}, source="示例学校更正")  # fmt: skip
    page = main_of(stranger.get(path_of(share)))
    assert "高空焊接" in page
    assert "焊接安全" not in page
    with seeing_as(officer):
        retract_fact(actor=officer, fact=newer, source="误登")
    assert "这条记录已撤回" in main_of(stranger.get(path_of(share)))


def test_a_class_by_sample_parameters_bears_the_banner(holder: Person, worker: Actor, stranger: Client) -> None:
    edition = current_edition(timezone.localdate())
    assert edition is not None
    clause = next(each for each in edition.clauses if each.gives == "E")
    in_class(holder, clause.id, edition.edition)
    page = stranger.get(path_of(shown(worker, Choice(with_class=True)))).content.decode()
    for words in ("人才类别：", clause.text.zh, "示例参数", edition.edition, "banner-illustrative"):
        assert words in page, words
    own = sign_in(worker).get("/passport").content.decode()
    for words in (clause.text.zh, "banner-illustrative", 'href="/me/rights"', 'name="class"'):
        assert words in own, words
    assert "人才类别：" in main_of(sign_in(worker).get("/passport/share", {"class": "1"}))


def in_class(who: Person, clause: str, edition: str) -> None:
    """What the evaluation writes of somebody in class E, by parameters that are samples."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into policy_decision (person_id, catalogue, as_of, known_at, value, holds, clause, status, open,"
            " illustrative, clause_mask, unknown_mask, amounts, sex, region_code, facts_seen, facts_used, facts_digest,"
            " digest) select id, 'talent-class', current_date, now(), 'E', '', %s, 'no-rule-in-force', '', true, '',"
            " '', '{}', sex, region_code, 1, 0, repeat('0', 64), repeat('0', 64) from registry_person where id = %s",
            [clause, who.pk],
        )
        cursor.execute(
            "insert into policy_standing (person_id, region, catalogue, edition, decision_id, value, clause, status,"
            " open, illustrative, amounts, fingerprint, evaluated_at) select person_id, '330300', catalogue, %s,"
            " id, 'E', clause, status, '', true, '{}', '', now() from policy_decision where person_id = %s",
            [edition, who.pk],
        )


def test_too_many_openings_a_minute_are_put_off(made: Certificate, worker: Actor, stranger: Client) -> None:
    path = path_of(shown(worker, Choice([made.number])))
    codes = [stranger.get(path).status_code for _ in range(A_MINUTE + 2)]
    assert codes[-1] == 429
    assert codes[0] == 200
    assert stranger.get(f"{path}/{made.number}").status_code == 429


def test_a_class_that_is_no_more_is_said(worker: Actor, stranger: Client) -> None:
    assert "目前没有人才类别" in main_of(stranger.get(path_of(shown(worker, Choice(with_class=True)))))


def told(who: Actor) -> list[str]:
    """What this actor was told, the newest first."""
    with seeing_as(who):
        return [each.zh for each in notices_of(who)]


def test_a_revocation_reaches_the_person_the_consenting_bank_and_the_receiver(
    at: Bureau, made: Certificate, worker: Actor
) -> None:
    bank = organisation("示例银行", OrganisationKind.BANK)
    firm, apart = organisation("示例受示厂"), organisation("示例无关厂")
    clerks = [actor(role, of=of) for role, of in ((Role.BANK, bank), (Role.ENTERPRISE, firm), (Role.ENTERPRISE, apart))]
    with seeing_as(worker):
        until = timezone.localdate() + timedelta(days=90)
        give_consent(actor=worker, organisation=bank, purpose=Purpose.LOAN, ends_on=until)
    shown(worker, Choice([made.number]), organisation=firm)
    shown(worker, Choice(with_class=True), organisation=apart)
    with seeing_as(at.checker):
        revoke(actor=at.checker, certificate=made, reason="误发", asked_by=at.maker.account_id or 0)
    words = f"证书 {made.number} 已撤销：误发"
    assert told(worker)[0] == words
    assert [told(each) for each in clerks] == [[words], [words], []]
