"""The pages of a batch: made, filled, submitted, approved by a colleague, issued."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.credentials.issuing import issue_some
from skillcity.credentials.kinds import BatchStatus, CertificateKind
from skillcity.credentials.models import Batch, Candidate, Certificate, Station
from skillcity.credentials.tests.bureau import DAY, WELDER, Bureau, approved, bureau, examinee, issued
from skillcity.credentials.tests.test_lines import citizen, new_batch
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.platform.notices.models import Notice
from skillcity.registry.tests.world import LUCHENG, YUEQING, actor, main_of, seeing_as, sign_in

pytestmark = pytest.mark.django_db
LINE = {"occupation": "6-18-02-04", "occupation_name": "焊工", "level": "senior", "theory": "80", "skill": "90"}


@pytest.fixture
def maker(at: Bureau) -> Client:
    return sign_in(at.maker)


@pytest.fixture
def checker(at: Bureau) -> Client:
    return sign_in(at.checker)


def test_from_an_empty_list_to_certificates(at: Bureau, maker: Client, checker: Client) -> None:
    assert "还没有发证批次" in main_of(maker.get("/batches"))
    values = {"station": at.station.pk, "kind": "certificate", "title": "十一月焊工三级", "held_on": "2024-05-01"}
    assert maker.post("/batches/new", values).status_code == 302
    batch = Batch.objects.get()
    page = f"/batches/{batch.pk}"
    assert "名单是空的" in main_of(maker.get(page)) or "从文件加入" in main_of(maker.get(page))
    _, number = citizen()
    answer = maker.post(f"{page}/line", {"id_number": number.value, "name": "王小明", **LINE})
    assert answer.status_code == 302, answer.content.decode()
    assert "提交复核" in main_of(maker.get(page))
    assert maker.post(f"{page}/submit").status_code == 302
    assert "提交人不能复核" in main_of(maker.get(page))
    assert maker.post(f"{page}/decide", {"step": "approve"}).status_code == 403
    assert "十一月焊工三级" in main_of(checker.get("/batches"))
    assert "复核通过" in main_of(checker.get(page))
    assert checker.post(f"{page}/decide", {"step": "approve"}).status_code == 302
    assert "正在签发" in main_of(maker.get(page))
    with seeing_as(at.checker):
        while issue_some(actor=at.checker, batch=Batch.objects.get()):
            pass
    made = Certificate.objects.get()
    assert made.number in main_of(maker.get(page))
    assert "签发完成" in maker.get(f"{page}/progress").content.decode()
    assert Batch.objects.get().status == BatchStatus.ISSUED.value


def test_colleagues_are_told_what_waits_and_the_maker_what_was_decided(
    at: Bureau, maker: Client, checker: Client
) -> None:
    batch = new_batch(at)
    _, number = citizen()
    maker.post(f"/batches/{batch.pk}/line", {"id_number": number.value, "name": "王小明", **LINE})
    maker.post(f"/batches/{batch.pk}/submit")
    assert "待复核" in main_of(checker.get("/notices"))
    assert "没有通知" in main_of(maker.get("/notices"))
    assert checker.post(f"/batches/{batch.pk}/decide", {"step": "return", "answer": " "}).status_code == 422
    assert checker.post(f"/batches/{batch.pk}/decide", {"step": "return", "answer": "成绩有误"}).status_code == 302
    assert "成绩有误" in main_of(maker.get("/notices"))
    assert "成绩有误" in main_of(maker.get(f"/batches/{batch.pk}"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id_number": "330302199001010011"}, "身份证"),
        ({"name": "张三"}, "姓名"),
        ({"theory": "200"}, "百分制"),
        ({"level": "technician"}, "综合评审"),
        ({"occupation": ""}, "必须填写"),
    ],
)
def test_a_wrong_line_comes_back_with_its_reason_and_entries(
    at: Bureau, maker: Client, change: dict[str, str], words: str
) -> None:
    batch = new_batch(at)
    _, number = citizen()
    answer = maker.post(f"/batches/{batch.pk}/line", {"id_number": number.value, "name": "王小明", **LINE, **change})
    assert answer.status_code == 422
    assert words in main_of(answer)
    assert 'value="焊工"' in main_of(answer)
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("kind", CertificateKind)
def test_the_form_of_a_line_has_the_fields_of_its_kind(at: Bureau, maker: Client, kind: CertificateKind) -> None:
    page = main_of(maker.get(f"/batches/{new_batch(at, kind).pk}/line"))
    assert 'name="id_number"' in page
    assert ('name="theory"' in page) == (kind is CertificateKind.SKILL_LEVEL)
    assert 'name="issuer"' not in page


def test_the_same_line_twice_is_said(at: Bureau, maker: Client) -> None:
    batch = new_batch(at)
    _, number = citizen()
    line = {"id_number": number.value, "name": "王小明", **LINE}
    assert maker.post(f"/batches/{batch.pk}/line", {**line, "more": "1"})["Location"].endswith("/line")
    assert "已经在批次中" in main_of(maker.post(f"/batches/{batch.pk}/line", line))


def test_a_line_can_be_taken_out_of_a_draft_only(at: Bureau, maker: Client) -> None:
    batch = new_batch(at)
    _, number = citizen()
    maker.post(f"/batches/{batch.pk}/line", {"id_number": number.value, "name": "王小明", **LINE})
    line = Candidate.objects.get()
    page = f"/batches/{batch.pk}/lines/{line.pk}/remove"
    assert "王小明" in main_of(maker.get(page))
    maker.post(f"/batches/{batch.pk}/submit")
    assert maker.post(page).status_code == 409
    assert "现在不能修改" in main_of(maker.get(page))
    Batch.objects.update(status=BatchStatus.DRAFT.value)
    assert maker.post(page).status_code == 302
    assert maker.get(page).status_code == 404
    assert not Candidate.objects.exists()


def test_a_body_without_a_station_is_told_whom_to_ask(at: Bureau, maker: Client) -> None:
    Station.objects.all().delete()
    assert "市级经办人员登记" in main_of(maker.get("/batches/new"))


def test_a_day_in_the_future_is_refused_beside_its_field(at: Bureau, maker: Client) -> None:
    later = timezone.localdate() + timedelta(days=2)
    values = {"station": at.station.pk, "kind": "certificate", "title": "x", "held_on": later.isoformat()}
    answer = maker.post("/batches/new", values)
    assert answer.status_code == 422
    assert "不能晚于今天" in main_of(answer)


def test_officers_and_auditors_read_and_others_do_not(at: Bureau) -> None:
    batch = approved(at, examinee(at))
    page = f"/batches/{batch.pk}"
    here, there = actor(Role.COUNTY_OFFICER, LUCHENG), actor(Role.COUNTY_OFFICER, YUEQING)
    for who in (actor(Role.CITY_OFFICER), actor(Role.AUDITOR), here):
        client = sign_in(who)
        assert "五月认定" in main_of(client.get("/batches"))
        assert "王小明" in main_of(client.get(page))
        assert client.post(f"{page}/submit").status_code == 403
    assert sign_in(there).get(page).status_code == 404
    assert sign_in(bureau().maker).get(page).status_code == 404
    assert sign_in(actor(Role.WORKER)).get(page).status_code == 403


def test_whoever_reads_the_lines_stands_in_the_audit(at: Bureau) -> None:
    who = examinee(at)
    batch = approved(at, who)
    reader = actor(Role.AUDITOR)
    sign_in(reader).get(f"/batches/{batch.pk}")
    assert Entry.objects.filter(person_id=who.pk, account_id=reader.account_id, act="list").exists()


def test_the_results_are_downloaded_as_a_list_and_as_files(at: Bureau, maker: Client) -> None:
    (made,) = issued(at, examinee(at))
    page = f"/batches/{Batch.objects.get().pk}"
    assert maker.get(f"{page}/certificates.xlsx").content.startswith(b"PK")
    bundle = zipfile.ZipFile(io.BytesIO(maker.get(f"{page}/certificates.zip").content))
    assert bundle.namelist() == [f"{made.number}.json"]
    assert "王小明" in bundle.read(f"{made.number}.json").decode()


def test_who_has_an_account_is_told_of_the_new_certificate(at: Bureau) -> None:
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.registry.services import link_account

    who, worker = examinee(at), actor(Role.WORKER)
    link_account(actor=SYSTEM, person_id=who.pk, account_id=worker.account_id or 0)
    (made,) = issued(at, who)
    with seeing_as(worker):
        assert made.number in Notice.objects.get().zh


def test_a_line_of_a_batch_says_what_the_certificate_will_say(at: Bureau, maker: Client) -> None:
    batch = approved(at, examinee(at), attributes=WELDER)
    assert "焊工 高级工" in main_of(maker.get(f"/batches/{batch.pk}"))
    assert batch.held_on == DAY
