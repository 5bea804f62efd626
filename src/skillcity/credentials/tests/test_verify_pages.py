"""The public verification: every way in, seven answers, nothing that helps guessing."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from skillcity.credentials import limits
from skillcity.credentials.downloads import as_jwt, printed
from skillcity.credentials.engine.qr import pack
from skillcity.credentials.models import Certificate
from skillcity.credentials.revoking import replace, revoke, suspend
from skillcity.credentials.tests.bureau import WELDER, Bureau, issued
from skillcity.credentials.tests.test_lines import citizen
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.audit.models import Entry
from skillcity.registry.tests.world import main_of, seeing_as

pytestmark = pytest.mark.django_db
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=|value=)"[^"]*"')


@pytest.fixture
def known(at: Bureau) -> tuple[Certificate, str]:
    """A certificate, and the last four characters of its holder's ID number."""
    person, number = citizen()
    return issued(at, person)[0], number.value[-4:]


@pytest.fixture
def made(known: tuple[Certificate, str]) -> Certificate:
    return known[0]


@pytest.fixture
def stranger(db: None) -> Client:
    return Client()


def by_number(client: Client, number: str, last: str) -> object:
    return client.post("/verify", {"way": "number", "number": number, "last_four": last})


def by_file(client: Client, content: bytes, name: str = "a.bin") -> object:
    return client.post("/verify", {"way": "file", "file": SimpleUploadedFile(name, content)})


def by_text(client: Client, text: str) -> object:
    return client.post("/verify", {"way": "text", "text": text})


def code_picture(made: Certificate) -> bytes:
    import segno

    picture = io.BytesIO()
    segno.make_qr(pack(json.loads(made.document)), error="l").save(picture, kind="png", scale=4, border=4)
    photo = io.BytesIO()
    Image.open(picture).convert("RGB").save(photo, "JPEG", quality=80)
    return photo.getvalue()


def test_the_page_needs_no_account_and_no_script(stranger: Client) -> None:
    answer = stranger.get("/verify")
    assert answer.status_code == 200
    assert main_of(answer).count("<form") == 3
    assert "camera=(self)" in answer["Permissions-Policy"]


def test_by_number_and_the_last_four_characters(stranger: Client, known: tuple[Certificate, str]) -> None:
    made, last = known
    for number, four in ((made.number, last), (f" {made.number.lower()} ", last.lower())):
        page = main_of(by_number(stranger, number, four))
        assert "真实有效" in page
        assert "王小明" in page
        assert made.number in page


def same_words(page: str) -> str:
    return TOKENS.sub("", page)


def test_an_unknown_number_and_wrong_characters_are_answered_alike(
    stranger: Client, known: tuple[Certificate, str]
) -> None:
    made, last = known
    wrong = "0000" if last != "0000" else "1111"
    number = f"{made.number[:-1]}9"
    pages = [by_number(stranger, *each) for each in ((number, last), (made.number, wrong), (made.number, "abcd"))]
    assert [each.status_code for each in pages] == [422, 422, 422]  # type: ignore[attr-defined]
    shown = [same_words(main_of(each)) for each in pages]
    assert shown[0] == shown[1] == shown[2]
    assert "没有找到相符的证书" in shown[0]
    assert "王小明" not in shown[1]


def test_after_ten_wrong_guesses_the_right_one_is_not_told(stranger: Client, known: tuple[Certificate, str]) -> None:
    made, last = known
    for at in range(limits.WRONG_AN_HOUR):
        by_number(stranger, made.number, f"{at:03}X")
    assert "没有找到相符的证书" in main_of(by_number(stranger, made.number, last))


def test_too_many_tries_a_minute_from_one_address(
    stranger: Client, made: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 2)
    answers = [by_text(stranger, "x"), by_text(stranger, "x"), by_text(stranger, "x")]
    assert [each.status_code for each in answers] == [200, 200, 429]  # type: ignore[attr-defined]
    assert answers[-1]["Retry-After"] == "60"  # type: ignore[index]
    assert stranger.get(f"/verify/{made.token}").status_code == 429
    assert stranger.get("/verify").status_code == 200
    assert Client(REMOTE_ADDR="10.1.1.1").get(f"/verify/{made.token}").status_code == 200


def test_every_form_of_the_certificate(stranger: Client, made: Certificate) -> None:
    code = pack(json.loads(made.document))
    for text in (made.document, as_jwt(made), code, f"\n {code} "):
        assert "真实有效" in main_of(by_text(stranger, text))
    for content in (made.document.encode(), as_jwt(made).encode(), printed(made), code_picture(made)):
        page = main_of(by_file(stranger, content))
        assert "真实有效" in page
        assert "王小明" in page


def test_a_tampered_one_shows_its_words_as_not_confirmed(stranger: Client, made: Certificate) -> None:
    page = main_of(by_text(stranger, made.document.replace("王小明", "王小朋")))
    assert "内容或签名被改动" in page
    assert "未证实" in page
    assert "这样的证书在本市有什么用" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\r\n\x1a\nxx", "无法读取"), (b"\xff\xfe\xfa", "无法读取"), (b"%PDF-1.4 x", ""), (b"", "文件是空的")],
)
def test_a_file_that_cannot_be_read_says_so(stranger: Client, content: bytes, words: str) -> None:
    answer = by_file(stranger, content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in main_of(answer)


def test_words_that_are_no_certificate(stranger: Client) -> None:
    assert "不是可核验的证书" in main_of(by_text(stranger, "hello"))
    assert by_text(stranger, "").status_code == 422  # type: ignore[attr-defined]
    assert stranger.post("/verify", {"way": "else"}).status_code == 200


def test_the_address_of_the_small_code(stranger: Client, made: Certificate) -> None:
    page = main_of(stranger.get(f"/verify/{made.token}"))
    for words in ("真实有效", "王小明", made.number, "示例评价机构", "状态名单签发于", "姓名与持证人的身份证件一致"):
        assert words in page
    assert by_text(stranger, f"http://x/verify/{made.token}")["Location"] == f"/verify/{made.token}"  # type: ignore[index]
    answer = stranger.get(f"/verify/{'A' * 20}")
    assert answer.status_code == 404
    assert "这个核验地址不存在" in main_of(answer)


def test_it_says_what_such_a_certificate_opens_in_general(stranger: Client, made: Certificate) -> None:
    answer = stranger.get(f"/verify/{made.token}")
    page = main_of(answer)
    assert "这样的证书在本市有什么用" in page
    assert "不代表持证人本人的待遇" in page
    assert "类(" in page
    assert "示例参数,非现行政策" in answer.content.decode()


def test_what_was_suspended_revoked_or_replaced(stranger: Client, at: Bureau) -> None:
    people = [citizen(name)[0] for name in ("甲一", "乙二", "丙三")]
    first, second, third = issued(at, *people)
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=first, reason="核查")
        new = replace(actor=at.maker, certificate=third, attributes=WELDER, reason="更正")
    with seeing_as(at.checker):
        revoke(actor=at.checker, certificate=second, reason="造假", asked_by=at.maker.account_id or 0)
    assert "已暂停使用" in main_of(stranger.get(f"/verify/{first.token}"))
    page = main_of(stranger.get(f"/verify/{second.token}"))
    assert "已撤销" in page
    assert "造假" not in page
    page = main_of(stranger.get(f"/verify/{third.token}"))
    assert "已被新证书取代" in page
    assert f"/verify/{new.token}" in page
    assert "真实有效" in main_of(stranger.get(f"/verify/{new.token}"))


def test_the_holder_sees_that_somebody_verified(stranger: Client, made: Certificate) -> None:
    stranger.get(f"/verify/{made.token}")
    set_scope(SYSTEM)
    entry = Entry.objects.get(act="verified")
    assert (entry.person_id, entry.account_id, entry.actor) == (made.person_id, None, "stranger")


def test_the_offline_page_brings_its_words(stranger: Client) -> None:
    answer = stranger.get("/verify/offline")
    page = main_of(answer)
    assert page.count("<template data-outcome=") == 7
    assert "真实有效" in page
    assert len(answer.content) < 60_000
