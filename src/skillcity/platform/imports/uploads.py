"""An import on the pages, step by step: upload, check (a dry run), take or cancel. Large files go to the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.errors import Conflict
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.audit.services import record
from skillcity.platform.imports.engine.check import check_sheets
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.kinds import ImportKind, Progress
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.selectors import batch_for, batches_for, taken_before
from skillcity.platform.imports.services import allowed_kind, close, lock_content, new_batch
from skillcity.platform.imports.status import WAITING, Status
from skillcity.platform.imports.storage import StoredFile, store, stored_path
from skillcity.platform.imports.taking import no_rows, take_file
from skillcity.platform.jobs import services as jobs

ROWS_IN_A_REQUEST = 2_000
CHECK_JOB = "import-check"
TAKE_JOB = "import-take"


def upload(*, actor: Actor, kind: str, pieces: Iterable[bytes], file_name: str) -> ImportBatch:
    """Keep an uploaded file and check it, at once or (over 2,000 rows) by a job.

    A content that was taken before gives that import; one that the actor has uploaded already gives the same again.
    Raises NotFound, Refused, InputError (nothing is kept then but the bytes), Conflict (taken by someone else).
    """
    known = allowed_kind(actor, kind)
    stored = store(pieces)
    checked = check_sheets(read_sheets(stored.path), known.columns)
    if checked.count == 0:
        raise no_rows(checked)
    with transaction.atomic():
        lock_content(known.key, stored.sha256)
        earlier = earlier_batch(actor, known, stored)
        if earlier is not None:
            return earlier
        batch = new_batch(actor, known, stored, file_name, Status.UPLOADED)
        batch.rows = checked.count
        if checked.count <= ROWS_IN_A_REQUEST:
            check(actor=actor, batch=batch)
        else:
            start_job(actor, batch, known, CHECK_JOB, Text("检查", "Check"))
    return batch


def earlier_batch(actor: Actor, kind: ImportKind, stored: StoredFile) -> ImportBatch | None:
    """The import of the same content that settles this one. Raises Conflict when it is somebody else's."""
    taken = taken_before(kind.key, stored.sha256)
    if taken is None:
        same = batches_for(actor).filter(kind=kind.key, sha256=stored.sha256)
        mine = same.filter(account_id=actor.account_id) if actor.account_id else same.filter(account__isnull=True)
        return mine.filter(status__in=sorted({*WAITING, Status.RUNNING})).first()
    if actor.reach is Reach.CITY or taken.account_id == actor.account_id:
        return taken
    day = timezone.localdate(taken.finished_at).isoformat()
    raise Conflict(
        "imports.taken-before",
        Text(
            f"同样内容的文件已于 {day} 由他人导入。", f"A file with the same content was imported by others on {day}."
        ),
        todo=Text("无需再次导入。", "There is no need to import it again."),
    )


def check(*, actor: Actor, batch: ImportBatch, progress: Progress | None = None) -> None:
    """Dry run of an uploaded file, in the caller's transaction."""
    outcome = take_file(
        actor=actor,
        kind=allowed_kind(actor, batch.kind),
        path=stored_path(batch.sha256),
        batch_id=batch.pk,
        dry_run=True,
        progress=progress,
    )
    close(actor=actor, batch=batch, outcome=replace(outcome, status=Status.CHECKED.value))


def take(*, actor: Actor, batch_id: int) -> ImportBatch:
    """Take the good rows of a checked file, at once or by a job. Raises NotFound, Refused, Conflict, InputError."""
    with transaction.atomic():
        batch = batch_for(actor, batch_id, lock=True)
        kind = allowed_kind(actor, batch.kind)
        if batch.status != Status.CHECKED:
            raise too_late(batch)
        if batch.rows > ROWS_IN_A_REQUEST:
            batch.status = Status.RUNNING.value
            start_job(actor, batch, kind, TAKE_JOB, Text("导入", "Import"))
        else:
            take_now(actor=actor, batch=batch)
    return batch


def take_now(*, actor: Actor, batch: ImportBatch, progress: Progress | None = None) -> None:
    """Take the good rows in the caller's transaction. Raises Conflict when the same content was taken meanwhile."""
    lock_content(batch.kind, batch.sha256)
    if taken_before(batch.kind, batch.sha256) is not None:
        raise Conflict(
            "imports.taken-before",
            Text("同样内容的文件已经导入过。", "A file with the same content was imported already."),
            where=batch.file_name,
            todo=Text("无需再次导入。", "There is no need to import it again."),
        )
    outcome = take_file(
        actor=actor,
        kind=allowed_kind(actor, batch.kind),
        path=stored_path(batch.sha256),
        batch_id=batch.pk,
        strict=batch.strict,
        progress=progress,
    )
    close(actor=actor, batch=batch, outcome=outcome)


def cancel(*, actor: Actor, batch_id: int) -> ImportBatch:
    """Give up an import that has not been taken. Raises NotFound, and Conflict when it is over."""
    with transaction.atomic():
        batch = batch_for(actor, batch_id, lock=True)
        if batch.job is not None and batch.job.status in ("queued", "running"):
            jobs.cancel(actor=actor, job_id=batch.job.pk)
            batch.refresh_from_db()
            return batch
        if batch.status not in WAITING:
            raise too_late(batch)
        batch.status = Status.CANCELLED.value
        batch.finished_at = timezone.now()
        batch.save(update_fields=["status", "finished_at"])
        record(actor=actor, act="import-cancelled", object_type="import", object_id=batch.pk)
    return batch


def start_job(actor: Actor, batch: ImportBatch, kind: ImportKind, job_kind: str, verb: Text) -> None:
    """Hand the import to the worker, in the caller's transaction."""
    batch.job = jobs.start(
        actor=actor,
        kind=job_kind,
        title=Text(f"{verb.zh}:{kind.label.zh}({batch.file_name})", f"{verb.en}: {kind.label.en} ({batch.file_name})"),
        payload={"batch": batch.pk, "page": reverse("import", args=[batch.pk])},
        total=batch.rows,
    )
    batch.save()


def gave_up(*, batch_id: int, to: Status) -> None:
    """Put an import back after its job has failed or was cancelled; a retry of the job may still finish it."""
    values: dict[str, object] = {"status": to.value}
    if to in (Status.FAILED, Status.CANCELLED):
        values["finished_at"] = timezone.now()
    ImportBatch.objects.filter(pk=batch_id, status__in=[*WAITING, Status.RUNNING]).update(**values)


def too_late(batch: ImportBatch) -> Conflict:
    """The error for an act that the state of the import no longer allows."""
    label = Status(batch.status).label
    return Conflict(
        "imports.wrong-status",
        Text(f"这次导入的状态是“{label.zh}”，不能这样操作。", f"The import is “{label.en}”; this cannot be done now."),
        where=batch.file_name,
        todo=Text("请刷新页面查看最新状态。", "Reload the page to see its state."),
    )
