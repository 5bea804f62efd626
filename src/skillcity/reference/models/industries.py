"""Industries: the classes of GB/T 4754, and the 5+5+N of the city with their chains."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from skillcity.kernel.text import Text
from skillcity.reference.models.editions import OfEdition, confident
from skillcity.reference.models.occupations import Occupation
from skillcity.reference.models.regions import Region
from skillcity.reference.models.searching import Searchable, pair_index

GROUPS = ("traditional", "emerging", "local")
STAGES = ("input", "product", "service")


class IndustryClass(OfEdition, Searchable):
    """A class of GB/T 4754 (国民经济行业分类): section C, division C34, group C344, class C3441."""

    code = models.CharField(max_length=5)
    level = models.SmallIntegerField()
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_industry_class_once", fields=["code", "edition"]),
            models.CheckConstraint(
                name="reference_industry_class_code",
                condition=Q(level=1, code__regex=r"^[A-T]$", parent=None)
                | Q(level=2, code__regex=r"^[A-T][0-9]{2}$", parent__isnull=False)
                | Q(level=3, code__regex=r"^[A-T][0-9]{3}$", parent__isnull=False)
                | Q(level=4, code__regex=r"^[A-T][0-9]{4}$", parent__isnull=False),
            ),
            models.CheckConstraint(name="reference_industry_class_name", condition=~Q(name="")),
        ]
        indexes: ClassVar = [pair_index("reference_industry_pairs")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Industry(OfEdition):
    """One of the city's 5+5+N industries (产业)."""

    code = models.SlugField(max_length=32)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64)
    group = models.CharField(max_length=16)
    position = models.SmallIntegerField()
    chain_leader = models.CharField(max_length=120, blank=True)
    note_zh = models.CharField(max_length=200, blank=True)
    note_en = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=16)
    counties = models.ManyToManyField(Region, related_name="industries")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_industry_once", fields=["code", "edition"]),
            models.CheckConstraint(name="reference_industry_group", condition=Q(group__in=GROUPS)),
            confident("reference_industry_confidence"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def note(self) -> Text:
        """What a reader must know about it."""
        return Text(self.note_zh, self.note_en)


class IndustryClassLink(models.Model):
    """A class of GB/T 4754 at one stage of an industry's chain (产业链)."""

    industry = models.ForeignKey(Industry, on_delete=models.CASCADE, related_name="class_links")
    industry_class = models.ForeignKey(IndustryClass, on_delete=models.PROTECT, related_name="industry_links")
    stage = models.CharField(max_length=8)
    position = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_chain_once", fields=["industry", "stage", "industry_class"]),
            models.CheckConstraint(name="reference_chain_stage", condition=Q(stage__in=STAGES)),
        ]

    def __str__(self) -> str:
        return f"{self.industry_id} {self.stage}"


class IndustryOccupation(models.Model):
    """An occupation that an industry needs."""

    industry = models.ForeignKey(Industry, on_delete=models.CASCADE, related_name="occupation_links")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="industry_links")
    position = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_industry_occupation_once", fields=["industry", "occupation"]),
        ]

    def __str__(self) -> str:
        return f"{self.industry_id} {self.occupation_id}"
