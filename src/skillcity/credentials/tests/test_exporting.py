"""Taking one's passport home: a wallet that verifies by itself, a curriculum that says on whose word, and data."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from pypdf import PdfReader

from skillcity.credentials import exporting
from skillcity.credentials.cli import credential
from skillcity.credentials.models import Certificate
from skillcity.credentials.passport import ClassSaid, passport_of
from skillcity.credentials.revoking import replace, revoke
from skillcity.credentials.tests.bureau import Bureau, examinee, issued
from skillcity.facts.services import NewFact, record_facts
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry.models import Person
from skillcity.registry.tests.world import actor, seeing_as, sign_in

WORK = {"employer": "91330300MA0000007C", "employer_name": "示例阀门有限公司"}
TRAINING = {"programme": "焊接安全", "provider": "示例学校", "hours": 8, "passed": True}


@pytest.fixture
def holder(at: Bureau) -> Person:
    found = examinee(at)
    record_facts(
        actor=SYSTEM,
        facts=[
            NewFact(found.pk, "employment", date(2020, 1, 1), None, WORK, "社保"),
            NewFact(found.pk, "training", date(2021, 1, 1), date(2021, 2, 1), TRAINING, "示例学校"),
            NewFact(found.pk, "group", date(2021, 1, 1), None, {"group": "disabled"}, "残联"),
        ],
    )
    return found


@pytest.fixture
def client(holder: Person) -> Client:
    return sign_in(actor(Role.WORKER, person=holder))


@pytest.fixture
def made(at: Bureau, holder: Person, client: Client) -> Certificate:
    (found,) = issued(at, holder)
    return found


def test_the_wallet_verifies_without_network(made: Certificate, client: Client, tmp_path: Path) -> None:
    answer = client.post("/passport/wallet")
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(bundle.namelist()) == ["README.txt", f"certificates/{made.number}.json", "issuers.json"]
    bundle.extractall(tmp_path)
    file = str(tmp_path / "certificates" / f"{made.number}.json")
    told = CliRunner().invoke(credential, ["verify", file, "--issuers", str(tmp_path / "issuers.json"), "--json"])
    assert json.loads(told.stdout)["outcome"] == "genuine"
    assert Entry.objects.filter(act="credentials.exported").count() == 1


def test_revoked_and_replaced_certificates_stay_behind(at: Bureau, holder: Person, client: Client) -> None:
    old, wrong = issued(at, holder), issued(at, holder, attributes={
        "occupation": "6-18-01-01", "occupation_name": "车工", "level": "junior"})  # fmt: skip
    with seeing_as(at.checker):
        new = replace(actor=at.checker, certificate=old[0], attributes={}, reason="更正")
        revoke(actor=at.checker, certificate=wrong[0], reason="误发", asked_by=at.maker.account_id or 0)
    names = zipfile.ZipFile(io.BytesIO(client.post("/passport/wallet").content)).namelist()
    assert [each for each in names if each.startswith("cert")] == [f"certificates/{new.number}.json"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["简历", "王小明", "焊工", "示例评价机构签发", "就业：示例阀门有限公司", "至今", "示例学校登记"]),
        ("en", ["Curriculum vitae", "Senior worker", "Signed by", "2020-01-01 – now", "Recorded by"]),
    ],
)
def test_the_curriculum_says_on_whose_word_each_line_stands(
    made: Certificate, client: Client, language: str, words: list[str]
) -> None:
    answer = client.post(f"/passport/cv/{language}")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages).replace("\u200b", "")  # where a line may end
    for each in words:
        assert "".join(each.split()) in text, (each, text)
    assert "残疾" not in text


def test_a_class_by_sample_parameters_says_so(holder: Person) -> None:
    passport = passport_of(holder.pk)
    said = ClassSaid("E", Text("E类", "class E"), None, "2025", True)
    for illustrative in (True, False):
        shown = ClassSaid(said.value, said.label, None, said.edition, illustrative)
        with_class = type(passport)(passport.person_id, passport.certificates, shown, passport.groups)
        made = exporting.curriculum(holder, with_class, "zh", date(2025, 1, 1))
        (line,) = next(each for each in made.sections if each.title == "人才类别").lines
        assert ("示例参数" in line.verified) is illustrative


def test_another_language_is_not_there(client: Client) -> None:
    assert client.post("/passport/cv/fr").status_code == 404


def test_europass_has_work_education_and_certificates(made: Certificate, client: Client) -> None:
    answer = client.post("/passport/europass")
    learner = json.loads(answer.content)["SkillsPassport"]["LearnerInfo"]
    assert learner["Identification"] == {"PersonName": {"FullName": "王小明"}}
    (work,) = learner["WorkExperience"]
    assert work["Employer"] == {"Name": "示例阀门有限公司"}
    assert work["Period"] == {"From": {"Year": 2020, "Month": 1, "Day": 1}, "Current": True}
    (learned,) = learner["Education"]
    assert learned["Organisation"] == {"Name": "示例学校"}
    (won,) = learner["Achievement"]
    assert won["Verification"]["Number"] == made.number
    assert "disabled" not in answer.content.decode()


def test_a_look_is_no_export(client: Client) -> None:
    for path in ("wallet", "cv/zh", "europass"):
        assert client.get(f"/passport/{path}").status_code == 405
