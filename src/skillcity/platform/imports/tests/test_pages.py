from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.imports import forms, uploads
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.kinds import ImportKind
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.views import XLSX

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
GOOD = "姓名,代码,多余\none,330302,x\n坏,330302,x\n,x,x\n".encode()


@pytest.fixture
def signed_in(db: None) -> Callable[[Actor], Client]:
    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id), backend=BACKEND)
        return client

    return sign_in


def post(client: Client, content: bytes, name: str = "names.csv") -> object:
    url = reverse("import-new") + "?kind=test-names"
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def words(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def test_from_the_empty_list_to_the_taken_rows(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(alice)
    assert "还没有导入" in words(client.get(reverse("imports")))
    assert "?kind=test-names" in words(client.get(reverse("import-new")))
    page = words(client.get(reverse("import-new") + "?kind=test-names"))
    assert reverse("import-template", args=["test-names"]) in page
    response = post(client, GOOD)
    batch = ImportBatch.objects.get()
    assert response.status_code == 302  # type: ignore[attr-defined]
    page = words(client.get(reverse("import", args=[batch.pk])))
    for expected in ("导入 1 行", "坏名字", "必填，不能为空", "下载错误文件", "放弃这次导入", "未读取"):
        assert expected in page
    client.post(reverse("import-take", args=[batch.pk]))
    page = words(client.get(reverse("import", args=[batch.pk])))
    assert "已导入 1 行" in page
    assert "放弃这次导入" not in page
    assert Account.objects.filter(username="one").exists()
    assert "names.csv" in words(client.get(reverse("imports")))


def test_the_same_pages_in_english(kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]) -> None:
    client = signed_in(alice)
    client.cookies["language"] = "en"
    post(client, GOOD)
    page = words(client.get(reverse("import", args=[ImportBatch.objects.get().pk])))
    assert "Take the 1 good rows" in page
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"中文|“[^”]*”", "", page.split("<main")[1].split("</main>")[0]))


def test_templates_and_error_workbooks_are_downloads(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(alice)
    post(client, GOOD)
    batch = ImportBatch.objects.get()
    for url in (reverse("import-template", args=["test-names"]), reverse("import-errors", args=[batch.pk])):
        response = client.get(url)
        assert (response.status_code, response["Content-Type"], response.content[:2]) == (200, XLSX, b"PK")
        assert "filename*=UTF-8''" in response["Content-Disposition"]
        assert not response.streaming


@pytest.mark.parametrize("content", [b"", b"PK..", "别的,表头\n1,2\n".encode(), "姓名,代码\n".encode()])
def test_an_unreadable_file_comes_back_as_an_error_of_the_form(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client], content: bytes
) -> None:
    response = post(signed_in(alice), content)
    assert response.status_code == 400  # type: ignore[attr-defined]
    assert "请先改正下列问题" in words(response)
    assert not ImportBatch.objects.exists()


def test_no_file_and_an_unknown_kind_are_explained(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(alice)
    assert "请选择文件" in words(client.post(reverse("import-new") + "?kind=test-names"))
    assert client.get(reverse("import-new") + "?kind=nothing").status_code == 404
    assert client.get(reverse("import-template", args=["nothing"])).status_code == 404


def test_a_file_of_nothing_but_errors_offers_no_taking(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(alice)
    post(client, "姓名,代码\n坏,330302\n".encode())
    page = words(client.get(reverse("import", args=[ImportBatch.objects.get().pk])))
    assert "没有需要导入的行" in page
    assert "/take" not in page


def test_many_problems_are_summed_up_and_cut(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(alice)
    post(client, ("姓名,代码\n" + "坏,x\n" * 60).encode())
    page = words(client.get(reverse("import", args=[ImportBatch.objects.get().pk])))
    assert "60 行" in page
    assert "还有 10 条" in page


def test_a_large_file_shows_its_progress_and_can_be_cancelled(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "ROWS_IN_A_REQUEST", 1)
    client = signed_in(alice)
    post(client, GOOD)
    batch = ImportBatch.objects.get()
    page = words(client.get(reverse("import", args=[batch.pk])))
    assert 'http-equiv="refresh"' in page
    assert reverse("job-progress", args=[batch.job_id]) in page
    client.post(reverse("import-cancel", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.status == "cancelled"
    assert 'http-equiv="refresh"' not in words(client.get(reverse("import", args=[batch.pk])))


def test_strangers_see_nothing_and_change_nothing(
    kind: ImportKind, alice: Actor, bob: Actor, charlie: Actor, signed_in: Callable[[Actor], Client], tmp_path: Path
) -> None:
    post(signed_in(alice), GOOD)
    batch = ImportBatch.objects.get()
    for actor, answers in ((bob, {404}), (charlie, {403, 404})):
        client = signed_in(actor)
        for route in ("import", "import-errors"):
            assert client.get(reverse(route, args=[batch.pk])).status_code in answers
        for route in ("import-take", "import-cancel"):
            assert client.post(reverse(route, args=[batch.pk])).status_code in answers
    assert post(signed_in(charlie), GOOD).status_code == 403  # type: ignore[attr-defined]
    batch.refresh_from_db()
    assert (batch.status, ImportBatch.objects.count()) == ("checked", 1)


def test_a_file_beyond_the_limit_is_refused_by_the_form(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "DEFAULT_LIMITS", Limits(file_bytes=10))
    response = post(signed_in(alice), GOOD)
    assert response.status_code == 400  # type: ignore[attr-defined]
    assert "请拆成几个文件" in words(response)


def test_an_import_of_a_kind_that_is_gone_can_still_be_read(
    kind: ImportKind, alice: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(alice)
    post(client, GOOD)
    ImportBatch.objects.update(kind="gone")
    assert "gone" in words(client.get(reverse("imports")))
    assert "gone" in words(client.get(reverse("import", args=[ImportBatch.objects.get().pk])))
