"""Titles and studios that rules speak of."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from skillcity.kernel.text import Text
from skillcity.reference.models.editions import OfEdition, confident

TIERS = {
    "nation": Text("国家级", "National"),
    "province": Text("省级", "Provincial"),
    "city": Text("市级", "City"),
    "county": Text("县级", "County"),
}
FORMS = {"title": Text("称号", "Title"), "studio": Text("工作室", "Studio")}
ISSUERS = {
    "hrss": Text("人力社保部门", "Human resources and social security"),
    "talent-office": Text("人才办", "Talent office"),
    "union": Text("总工会", "Trade unions"),
    "youth": Text("共青团", "Youth league"),
    "women": Text("妇联", "Women's federation"),
    "government": Text("人民政府", "Government"),
    "ministry": Text("国家部委", "Ministry"),
    "unknown": Text("未查得", "Not known"),
}


class Honour(OfEdition):
    """An honour (荣誉) with those who award it. The same name by another issuer is another honour."""

    code = models.SlugField(max_length=48)
    name_zh = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64)
    tier = models.CharField(max_length=8)
    form = models.CharField(max_length=8)
    issuer = models.CharField(max_length=120, blank=True)
    issuer_kinds = ArrayField(models.CharField(max_length=16))
    confidence = models.CharField(max_length=16)
    source = models.TextField(blank=True)
    note_zh = models.CharField(max_length=200, blank=True)
    note_en = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_honour_once", fields=["code", "edition"]),
            models.UniqueConstraint(name="reference_honour_issuer", fields=["name_zh", "issuer", "edition"]),
            models.CheckConstraint(name="reference_honour_tier", condition=Q(tier__in=list(TIERS))),
            models.CheckConstraint(name="reference_honour_form", condition=Q(form__in=list(FORMS))),
            models.CheckConstraint(
                name="reference_honour_issuers",
                condition=Q(issuer_kinds__len__gte=1) & Q(issuer_kinds__contained_by=list(ISSUERS)),
            ),
            models.CheckConstraint(
                name="reference_honour_dates",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
            ),
            confident("reference_honour_confidence"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def issuer_labels(self) -> list[Text]:
        """Those who award it, by kind."""
        return [ISSUERS[kind] for kind in self.issuer_kinds]

    def held_valid_on(self, day: datetime.date) -> bool:
        """Whether the honour was being awarded on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
