"""The append-only ledger of facts: what became known about a person, once, with its source."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from skillcity.registry.models import Person


class Chain(models.Model):
    """The head of a person's chain of facts: how many there are, and the last digest. Written by the trigger only."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="+")
    length = models.IntegerField()
    head = models.BinaryField()

    class Meta:
        db_table = "facts_chain"


class Fact(models.Model):
    """A fact about a person (事实): valid from..to in the world, known here since `recorded_at`.

    `seq` counts a person's facts from 1; the database gives it, and chains each digest to the one before. A correction
    is a newer fact that supersedes an older one of the same person; one with `retracts` says the older was wrong and
    puts nothing in its place. `(person, seq)` is the key, so that the table can be partitioned by person.
    """

    pk = models.CompositePrimaryKey("person_id", "seq")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts", db_index=False)
    seq = models.IntegerField()
    kind = models.CharField(max_length=32)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    attributes = models.JSONField()
    document = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    batch_id = models.BigIntegerField(null=True)
    supersedes = models.IntegerField(null=True)
    retracts = models.BooleanField(default=False)
    digest = models.BinaryField()

    class Meta:
        db_table = "facts_fact"
        constraints: ClassVar = [
            models.CheckConstraint(name="fact_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(name="fact_source_given", condition=~Q(source="")),
            models.CheckConstraint(
                name="fact_supersedes_older", condition=Q(supersedes=None) | Q(supersedes__lt=F("seq"))
            ),
            models.CheckConstraint(name="fact_retracts_something", condition=Q(retracts=False) | ~Q(supersedes=None)),
            models.UniqueConstraint(
                name="fact_superseded_once", fields=["person", "supersedes"], condition=~Q(supersedes=None)
            ),
        ]
        indexes: ClassVar = [models.Index(name="fact_kind", fields=["kind", "valid_from"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The fact's name in explanations and messages, as `12-3`: the third fact about person 12."""
        return f"{self.person_id}-{self.seq}"
