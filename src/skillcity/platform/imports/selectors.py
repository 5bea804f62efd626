"""Reading imports: one's own; those who see the whole city see all."""

from __future__ import annotations

from django.db.models import QuerySet

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.imports.engine.pack import unpack
from skillcity.platform.imports.engine.table import RowProblem
from skillcity.platform.imports.models import ImportBatch, ImportFindings
from skillcity.platform.imports.outcome import Outcome
from skillcity.platform.imports.status import Status


def batches_for(actor: Actor) -> QuerySet[ImportBatch]:
    """The imports that the actor may see, newest first."""
    batches = ImportBatch.objects.order_by("-id")
    if actor.reach is Reach.CITY:
        return batches
    return batches.filter(account_id=actor.account_id) if actor.account_id else batches.none()


def batch_for(actor: Actor, batch_id: int, *, lock: bool = False) -> ImportBatch:
    """One import. Raises NotFound when there is none, or it is not the actor's. An auditor sees and never touches."""
    batches = batches_for(actor)
    if lock:
        batches = batches.select_for_update(of=("self",))
        if actor.role == Role.AUDITOR:
            batches = batches.filter(account_id=actor.account_id or 0)
    batch = batches.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("imports.unknown", Text("没有这次导入。", "There is no such import."), where=str(batch_id))
    return batch


def taken_before(kind: str, sha256: str) -> ImportBatch | None:
    """The import that took this content already, whoever did it."""
    return ImportBatch.objects.filter(kind=kind, sha256=sha256, status=Status.TAKEN.value).order_by("id").first()


def findings_of(batch_id: int) -> tuple[list[RowProblem], list[RowProblem]]:
    """Problems and notes of an import, as far as row-level security shows them."""
    found = ImportFindings.objects.filter(pk=batch_id).order_by("pk").values_list("packed", flat=True).first()
    return unpack(bytes(found)) if found else ([], [])


def outcome_of(batch: ImportBatch, *, again: bool = False) -> Outcome:
    """The outcome that was stored with an import."""
    problems, notes = findings_of(batch.pk)
    return Outcome(
        status=batch.status,
        rows=batch.rows,
        taken=batch.taken,
        present=batch.present,
        refused=batch.refused,
        problems=tuple(problems),
        notes=tuple(notes),
        seconds=batch.seconds,
        batch_id=batch.pk,
        again=again,
    )
