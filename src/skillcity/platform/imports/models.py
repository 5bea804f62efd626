"""Imports and what was found in them. The file itself lies in `SKILLCITY_VAR/imports/<sha256>` (see `storage.py`)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skillcity.platform.imports.status import OVER, Status
from skillcity.platform.ui.language import tr


class ImportBatch(models.Model):
    """One file of one kind. Counts only: the cells of refused rows are in `ImportFindings`, behind row-level security.

    For a checked file `taken` and `present` say what would happen.
    """

    kind = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    status = models.CharField(max_length=16, choices=[(s.value, tr(s.label.zh, s.label.en)) for s in Status])
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    strict = models.BooleanField(default=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    seconds = models.FloatField(default=0.0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="import_account")]
        constraints: ClassVar = [
            models.CheckConstraint(name="import_status_known", condition=Q(status__in=[s.value for s in Status])),
            models.UniqueConstraint(
                fields=["kind", "sha256"], condition=Q(status=Status.TAKEN.value), name="import_taken_once"
            ),
            models.CheckConstraint(
                name="import_every_row_counted",
                condition=~Q(status=Status.TAKEN.value) | Q(rows=F("taken") + F("present") + F("refused")),
            ),
            models.CheckConstraint(
                name="import_over_has_an_end", condition=~Q(status__in=sorted(OVER)) | Q(finished_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportFindings(models.Model):
    """The problems and remarks of one import, packed (`engine/pack.py`). They quote cells, hence personal data.

    `account_id` repeats the batch's owner, because the database's row-level security looks at this table only.
    """

    batch = models.OneToOneField(ImportBatch, models.CASCADE, primary_key=True, related_name="+")
    account_id = models.BigIntegerField(null=True)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"findings of {self.batch_id}"
