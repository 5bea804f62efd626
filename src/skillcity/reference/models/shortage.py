"""Lists of occupations of which there are too few."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from skillcity.kernel.text import Text
from skillcity.reference.models.editions import OfEdition
from skillcity.reference.models.occupations import Occupation
from skillcity.reference.models.regions import Region

TRENDS = {
    "": Text("", ""),
    "top-ten": Text("前十位", "Among the first ten"),
    "new": Text("新进", "New on the list"),
    "worse": Text("缺口扩大", "Growing shortage"),
}


class ShortageEntry(OfEdition):
    """One row of a shortage list (紧缺职业).

    No region: the whole nation. No occupation: the name is none of the classification.
    """

    name = models.CharField(max_length=64)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, related_name="shortages")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    rank = models.SmallIntegerField(null=True)
    trend = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="reference_shortage_once", fields=["edition", "name", "region"], nulls_distinct=False
            ),
            models.CheckConstraint(name="reference_shortage_name", condition=~Q(name="")),
            models.CheckConstraint(name="reference_shortage_rank", condition=Q(rank=None) | Q(rank__gte=1)),
            models.CheckConstraint(name="reference_shortage_trend", condition=Q(trend__in=list(TRENDS))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trend_label(self) -> Text:
        """What the list says about the change."""
        return TRENDS[self.trend]
