from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.imports import uploads
from skillcity.platform.imports.jobs import forget
from skillcity.platform.imports.kinds import ImportKind
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.refused_rows import refused_rows_workbook
from skillcity.platform.imports.selectors import batch_for, batches_for
from skillcity.platform.imports.storage import stored_path
from skillcity.platform.jobs import services as jobs
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.running import execute


def send(actor: Actor, *names: str, file_name: str = "a.csv") -> ImportBatch:
    set_scope(actor)
    content = "姓名,代码\n" + "".join(f"{name},330302\n" for name in names)
    return uploads.upload(actor=actor, kind="test-names", pieces=[content.encode()], file_name=file_name)


def written(*names: str) -> int:
    return Account.objects.filter(username__in=names).count()


def test_an_upload_is_checked_and_nothing_is_written(kind: ImportKind, alice: Actor) -> None:
    batch = send(alice, "one", "坏", "alice", file_name="C:\\folder/names.csv")
    assert (batch.status, batch.rows, batch.taken, batch.present, batch.refused) == ("checked", 3, 1, 1, 1)
    assert batch.file_name == "names.csv"
    assert written("one") == 0


def test_taking_writes_the_good_rows_once(kind: ImportKind, alice: Actor) -> None:
    batch = uploads.take(actor=alice, batch_id=send(alice, "one", "坏").pk)
    assert (batch.status, batch.taken, written("one")) == ("taken", 1, 1)
    with pytest.raises(Conflict, match=r"imports\.wrong-status"):
        uploads.take(actor=alice, batch_id=batch.pk)
    assert send(alice, "one", "坏").pk == batch.pk, "the same content leads to the first import"


def test_the_same_upload_twice_is_one_import(kind: ImportKind, alice: Actor, bob: Actor) -> None:
    assert send(alice, "one").pk == send(alice, "one").pk
    assert send(bob, "one").account_id == bob.account_id


def test_what_another_has_taken_is_a_conflict(kind: ImportKind, alice: Actor, bob: Actor) -> None:
    mine, his = send(alice, "one"), send(bob, "one")
    set_scope(alice)
    uploads.take(actor=alice, batch_id=mine.pk)
    with pytest.raises(Conflict, match=r"imports\.taken-before"):
        send(bob, "one")
    with pytest.raises(Conflict, match=r"imports\.taken-before"):
        uploads.take(actor=bob, batch_id=his.pk)


def test_an_import_is_its_owners(kind: ImportKind, alice: Actor, bob: Actor, auditor: Actor) -> None:
    batch = send(alice, "one")
    for stranger in (bob, Actor()):
        assert not batches_for(stranger).exists()
        for act in (uploads.take, uploads.cancel):
            with pytest.raises(NotFound):
                act(actor=stranger, batch_id=batch.pk)
    assert batch_for(auditor, batch.pk) == batch
    with pytest.raises(NotFound):
        uploads.cancel(actor=auditor, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.status, written("one")) == ("checked", 0)


def test_whoever_may_not_import_cannot_upload(kind: ImportKind, charlie: Actor) -> None:
    with pytest.raises(Refused):
        send(charlie, "one")
    assert not ImportBatch.objects.exists()


def test_an_unreadable_upload_is_explained_and_leaves_no_import(kind: ImportKind, alice: Actor) -> None:
    for content in (b"PK..", b"", "随便,什么\n1,2\n".encode(), "姓名,代码\n".encode()):
        with pytest.raises(InputError):
            uploads.upload(actor=alice, kind="test-names", pieces=[content], file_name="a.xlsx")
    assert not ImportBatch.objects.exists()


def test_a_cancelled_import_can_be_uploaded_again(kind: ImportKind, alice: Actor) -> None:
    batch = uploads.cancel(actor=alice, batch_id=send(alice, "one").pk)
    assert batch.status == "cancelled"
    with pytest.raises(Conflict):
        uploads.cancel(actor=alice, batch_id=batch.pk)
    assert send(alice, "one").pk != batch.pk


def test_the_refused_rows_come_back_as_a_workbook(kind: ImportKind, alice: Actor) -> None:
    batch = send(alice, "one", "坏")
    assert refused_rows_workbook(batch).startswith(b"PK")
    with pytest.raises(NotFound, match=r"imports\.no-errors"):
        refused_rows_workbook(send(alice, "two"))
    stored_path(batch.sha256).unlink()
    with pytest.raises(InputError, match=r"imports\.file-gone"):
        refused_rows_workbook(batch)


@pytest.fixture
def _small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ROWS_IN_A_REQUEST", 2)


@pytest.mark.usefixtures("_small_requests")
def test_a_large_file_is_checked_and_taken_by_the_worker(kind: ImportKind, alice: Actor) -> None:
    batch = send(alice, "one", "two", "坏")
    assert (batch.status, batch.job.kind) == ("uploaded", "import-check")
    execute(batch.job_id)
    batch.refresh_from_db()
    assert (batch.status, batch.taken, batch.refused, written("one", "two")) == ("checked", 2, 1, 0)
    batch = uploads.take(actor=alice, batch_id=batch.pk)
    assert (batch.status, batch.job.kind, written("one", "two")) == ("running", "import-take", 0)
    execute(batch.job_id)
    batch.refresh_from_db()
    assert (batch.status, batch.taken, written("one", "two")) == ("taken", 2, 2)
    assert Job.objects.get(pk=batch.job_id).result == {"batch": batch.pk, "rows": 3, "taken": 2, "refused": 1}


@pytest.mark.usefixtures("_small_requests")
def test_cancelling_a_queued_check_ends_the_import(kind: ImportKind, alice: Actor) -> None:
    batch = send(alice, "one", "two", "three")
    assert uploads.cancel(actor=alice, batch_id=batch.pk).status == "cancelled"
    execute(batch.job_id)
    assert Job.objects.get(pk=batch.job_id).status == "cancelled"


@pytest.mark.usefixtures("_small_requests")
def test_a_failed_taking_leaves_the_checked_file_and_may_be_tried_again(
    kind: ImportKind, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = send(alice, "one", "two", "three")
    execute(batch.job_id)
    batch = uploads.take(actor=alice, batch_id=batch.pk)
    monkeypatch.setattr(uploads, "take_file", lambda **values: 1 / 0)
    execute(batch.job_id)
    batch.refresh_from_db()
    assert (batch.status, Job.objects.get(pk=batch.job_id).status, written("one")) == ("checked", "failed", 0)
    monkeypatch.undo()
    jobs.retry(actor=alice, job_id=batch.job_id)
    execute(batch.job_id)
    batch.refresh_from_db()
    assert (batch.status, written("one", "two", "three")) == ("taken", 3)


def test_the_system_may_upload_too(kind: ImportKind, db: None) -> None:
    assert send(SYSTEM, "one").account_id is None


@pytest.mark.usefixtures("_small_requests")
def test_a_rerun_of_a_finished_check_or_taking_does_nothing_more(kind: ImportKind, alice: Actor) -> None:
    batch = send(alice, "one", "two", "three")
    execute(batch.job_id)
    again = jobs.start(actor=alice, kind="import-check", title=Text("试", "Trial"), payload={"batch": batch.pk})
    execute(again.pk)
    batch = uploads.take(actor=alice, batch_id=batch.pk)
    execute(batch.job_id)
    again = jobs.start(actor=alice, kind="import-take", title=Text("试", "Trial"), payload={"batch": batch.pk})
    execute(again.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.taken, Job.objects.get(pk=again.pk).status) == ("taken", 3, "done")


def test_after_a_month_file_and_refused_rows_are_gone(kind: ImportKind, alice: Actor) -> None:
    old, waiting, young = send(alice, "one", "坏"), send(alice, "two", "坏"), send(alice, "three", "坏")
    long_ago = timezone.now() - timedelta(days=31)
    ImportBatch.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=long_ago)
    ImportBatch.objects.filter(pk=waiting.pk).update(status="running")
    for batch in (old, waiting):
        os.utime(stored_path(batch.sha256), (long_ago.timestamp(),) * 2)
    forget.func.__wrapped__(0)
    set_scope(alice)
    assert refused_rows_workbook(young)
    assert refused_rows_workbook(waiting)
    with pytest.raises(InputError, match=r"imports\.file-gone"):
        refused_rows_workbook(old)
    with pytest.raises(InputError, match=r"imports\.file-gone"):
        uploads.take(actor=alice, batch_id=old.pk)
