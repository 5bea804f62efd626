"""A dated edition: the envelope of every row of reference data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from skillcity.kernel.text import Text
from skillcity.reference.engine.editions import Confidence

KINDS = (
    "regions",
    "industry-classes",
    "industries",
    "occupations",
    "majors",
    "shortage",
    "honours",
)


class Edition(models.Model):
    """One edition of one kind of data (版本): who issued it, since when, read where and when, how sure.

    Validity is inclusive at both ends; NULL is open, or at the start: not known.
    """

    kind = models.CharField(max_length=32)
    edition = models.CharField(max_length=64)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    retrieved_on = models.DateField()
    confidence = models.CharField(max_length=16)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    region_code = models.CharField(max_length=16, blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_edition_once", fields=["kind", "edition"]),
            models.CheckConstraint(name="reference_edition_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="reference_edition_confidence", condition=Q(confidence__in=[each.value for each in Confidence])
            ),
            models.CheckConstraint(
                name="reference_edition_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="reference_edition_source_given", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition}"

    @property
    def name(self) -> Text:
        """The title in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def note(self) -> Text:
        """What a reader must know about it."""
        return Text(self.note_zh, self.note_en)


class OfEdition(models.Model):
    """A row that belongs to an edition; an edition with rows cannot be deleted."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def confident(name: str) -> models.CheckConstraint:
    """The check that `confidence` is one of the known words."""
    return models.CheckConstraint(name=name, condition=Q(confidence__in=[each.value for each in Confidence]))
