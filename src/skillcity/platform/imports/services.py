"""Importing a file of this machine in one go, as the command line and `./skillcity up` do: `check_file`, `import_file`.

What an upload on the pages needs step by step (upload, check, take, cancel) is in `uploads.py`.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.audit.services import record
from skillcity.platform.imports.engine.pack import pack
from skillcity.platform.imports.kinds import ImportKind, Progress, kind_named
from skillcity.platform.imports.models import ImportBatch, ImportFindings
from skillcity.platform.imports.outcome import Outcome
from skillcity.platform.imports.permissions import require_import
from skillcity.platform.imports.selectors import outcome_of, taken_before
from skillcity.platform.imports.status import OVER, Status
from skillcity.platform.imports.storage import StoredFile, store_path
from skillcity.platform.imports.taking import take_file

NAME_LENGTH = 200


def check_file(*, actor: Actor, kind: str | ImportKind, path: Path | str, progress: Progress | None = None) -> Outcome:
    """A dry run: what `import_file` would do and say. Nothing stays, not even a trace of the file.

    Raises NotFound (no such kind), Refused, InputError (a file that cannot be read as this kind).
    """
    known = allowed_kind(actor, kind)
    path = Path(path)
    nothing = StoredFile("", 0, path)
    with acting_as(actor), transaction.atomic():
        batch = new_batch(actor, known, nothing, path.name, Status.RUNNING)
        outcome = take_file(actor=actor, kind=known, path=path, batch_id=batch.pk, dry_run=True, progress=progress)
        transaction.set_rollback(True)
    return without_batch(outcome)


def import_file(
    *,
    actor: Actor,
    kind: str | ImportKind,
    path: Path | str,
    progress: Progress | None = None,
    strict: bool = False,
    file_name: str = "",
) -> Outcome:
    """Take a file: its good rows are written together in one transaction, its refused rows are named.

    With `strict` one refused row refuses the file. The same content of the same kind again is answered with the first
    outcome (`again`), and nothing is done. Raises NotFound, Refused, InputError; nothing was written then.
    """
    known = allowed_kind(actor, kind)
    path = Path(path)
    stored = store_path(path)
    with acting_as(actor):
        lock_content(known.key, stored.sha256)
        earlier = taken_before(known.key, stored.sha256)
        if earlier is not None:
            return outcome_of(earlier, again=True)
        batch = new_batch(actor, known, stored, file_name or path.name, Status.RUNNING)
        outcome = take_file(
            actor=actor, kind=known, path=stored.path, batch_id=batch.pk, strict=strict, progress=progress
        )
        batch.strict = strict
        close(actor=actor, batch=batch, outcome=outcome)
    return outcome


def allowed_kind(actor: Actor, kind: str | ImportKind) -> ImportKind:
    """The kind, if it exists and the actor may import it. Raises NotFound and Refused."""
    known = kind_named(kind) if isinstance(kind, str) else kind
    require_import(actor, known)
    return known


def lock_content(kind: str, sha256: str) -> None:
    """Let the same content be imported by one transaction at a time; the second finds what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {kind} {sha256}"])


def new_batch(actor: Actor, kind: ImportKind, stored: StoredFile, file_name: str, status: Status) -> ImportBatch:
    """The row of a new import."""
    return ImportBatch.objects.create(
        kind=kind.key,
        file_name=Path(file_name).name[-NAME_LENGTH:],
        sha256=stored.sha256,
        size=stored.size,
        status=status.value,
        account_id=actor.account_id,
    )


def close(*, actor: Actor, batch: ImportBatch, outcome: Outcome) -> None:
    """Write an outcome to its import, with the findings, and to the audit unless it was only checked."""
    batch.status = outcome.status
    batch.rows, batch.taken, batch.present, batch.refused = (
        outcome.rows,
        outcome.taken,
        outcome.present,
        outcome.refused,
    )
    batch.seconds = outcome.seconds
    batch.message_zh = batch.message_en = ""
    if outcome.status in OVER:
        batch.finished_at = timezone.now()
    batch.save()
    packed = pack(outcome.problems, outcome.notes)
    ImportFindings.objects.bulk_create(
        [ImportFindings(batch=batch, account_id=batch.account_id, packed=packed)],
        update_conflicts=True,
        unique_fields=["batch"],
        update_fields=["packed"],
    )
    if outcome.status in OVER:
        record(
            actor=actor,
            act=f"import-{outcome.status}",
            object_type="import",
            object_id=batch.pk,
            details={"kind": batch.kind, "rows": batch.rows, "taken": batch.taken, "refused": batch.refused},
        )


def without_batch(outcome: Outcome) -> Outcome:
    """The outcome of a dry run whose row was undone with it."""
    return Outcome(
        status=Status.CHECKED.value,
        rows=outcome.rows,
        taken=outcome.taken,
        present=outcome.present,
        refused=outcome.refused,
        problems=outcome.problems,
        notes=outcome.notes,
        seconds=outcome.seconds,
    )
