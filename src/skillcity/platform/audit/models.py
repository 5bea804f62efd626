"""The audit: who did what, who looked at what, and what each row was before. Append-only, kept by the database."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One act or one look (审计记录). `person_id` is whose data it was, if anyone's."""

    at = models.DateTimeField(db_default=Now())
    account_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=32, blank=True)
    act = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    person_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        indexes: ClassVar = [
            models.Index(name="audit_entry_person", fields=["person_id", "-id"], condition=models.Q(person_id__gt=0)),
            models.Index(name="audit_entry_account", fields=["account_id", "-id"]),
            BrinIndex(name="audit_entry_at", fields=["at"]),
        ]


class Change(models.Model):
    """One changed row (数据变更): written by triggers, so that no path forgets it."""

    at = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=80)
    table_name = models.CharField(max_length=64)
    row_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        db_table = "audit_change"
        indexes: ClassVar = [models.Index(name="audit_change_row", fields=["table_name", "row_id", "-id"])]
