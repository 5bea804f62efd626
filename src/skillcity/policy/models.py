"""What policy keeps: the standing of each person under an edition of a catalogue, and from what it was derived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from skillcity.policy.engine import OutcomeStatus
from skillcity.registry.models import Person


class Standing(models.Model):
    """The class of a person under one edition (认定结果), as of a day, from the first `facts` facts of their chain.

    Derived, so it can be made anew at any time: the reasons are not stored, the interpreter gives them again.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    edition = models.CharField(max_length=64)
    digest = models.CharField(max_length=16)
    value = models.CharField(max_length=8, blank=True)
    clause = models.CharField(max_length=32, blank=True)
    status = models.CharField(max_length=24)
    open = models.CharField(max_length=64, blank=True)
    illustrative = models.BooleanField()
    as_of = models.DateField()
    facts = models.IntegerField()
    evaluated_at = models.DateTimeField()

    class Meta:
        db_table = "policy_standing"
        constraints: ClassVar = [
            models.UniqueConstraint(name="standing_once", fields=["person", "edition"]),
            models.CheckConstraint(
                name="standing_status", condition=Q(status__in=[status.value for status in OutcomeStatus])
            ),
        ]
        indexes: ClassVar = [models.Index(name="standing_value", fields=["edition", "value", "person"])]
