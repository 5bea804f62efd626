"""Places."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from skillcity.kernel.text import Text
from skillcity.reference.models.editions import OfEdition, confident
from skillcity.reference.models.searching import Searchable, pair_index

LEVELS = ("province", "city", "county", "zone")


class Region(OfEdition, Searchable):
    """A province, city, county or functional zone (区域). A zone has no GB/T 2260 code: 330300-zone-1.

    Codes that were given up (330322) are not rows: kernel.RegionCode knows what became of them.
    """

    code = models.CharField(max_length=16)
    name = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    level = models.CharField(max_length=8)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    partner = models.BooleanField(default=False)
    confidence = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_region_once", fields=["code", "edition"]),
            models.CheckConstraint(name="reference_region_level", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(
                name="reference_region_code",
                condition=Q(level="zone", code__regex=r"^[0-9]{6}-[a-z0-9-]+$")
                | Q(code__regex=r"^[1-9][0-9]{5}$") & ~Q(level="zone"),
            ),
            models.CheckConstraint(
                name="reference_region_parent",
                condition=Q(level="province", parent=None) | ~Q(level="province") & ~Q(parent=None),
            ),
            models.CheckConstraint(
                name="reference_region_not_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(name="reference_region_name", condition=~Q(name="")),
            confident("reference_region_confidence"),
        ]
        indexes: ClassVar = [pair_index("reference_region_pairs")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def label(self) -> Text:
        """The name in both languages; Chinese where no English name is known."""
        return Text(self.name, self.name_en or self.name)
