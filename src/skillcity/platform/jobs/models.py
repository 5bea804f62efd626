"""Jobs as people see them, and the steps that they have finished. The queue itself is Procrastinate's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skillcity.kernel.text import Text
from skillcity.platform.jobs.status import OPEN, Status
from skillcity.platform.ui.language import tr


class Job(models.Model):
    """One piece of work. `payload` and `result` hold ids and counts only, never data of a person.

    `actor` is who asked for it, as it was then: the work runs in that scope. `attempt` counts the runs; only the newest
    run can write (see `running.py`).
    """

    kind = models.CharField(max_length=64)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.JSONField(default=dict)
    payload = models.JSONField(default=dict)
    status = models.CharField(
        max_length=16, default=Status.QUEUED.value, choices=[(s.value, tr(s.label.zh, s.label.en)) for s in Status]
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    attempt = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    procrastinate_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="job_account"),
            models.Index(fields=["id"], condition=Q(status__in=sorted(OPEN)), name="job_open"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="job_status_known", condition=Q(status__in=[s.value for s in Status])),
            models.CheckConstraint(
                name="job_finished_has_an_end", condition=Q(status__in=sorted(OPEN)) | Q(finished_at__isnull=False)
            ),
            models.CheckConstraint(name="job_done_within_total", condition=Q(done__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def title(self) -> Text:
        """What the job does."""
        return Text(self.title_zh, self.title_en)

    @property
    def message(self) -> Text:
        """What happened last, or nothing."""
        return Text(self.message_zh, self.message_en)


class JobStep(models.Model):
    """A step that a job has finished, written in the transaction that did the step."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    result = models.JSONField(null=True)
    attempt = models.PositiveIntegerField()
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "name"], name="job_step_once")]

    def __str__(self) -> str:
        return self.name
