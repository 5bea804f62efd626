"""Occupations and their groups."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from skillcity.reference.engine.marks import Mark
from skillcity.reference.engine.occupation_code import OccupationLevel
from skillcity.reference.models.editions import OfEdition
from skillcity.reference.models.searching import Searchable, pair_index


class Occupation(OfEdition, Searchable):
    """A row of the classification (职业分类大典): level 1 to 3 are groups, level 4 is an occupation."""

    code = models.CharField(max_length=10)
    level = models.SmallIntegerField()
    name = models.CharField(max_length=64)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    green = models.BooleanField(default=False)
    digital = models.BooleanField(default=False)
    definition = models.TextField(blank=True)
    tasks = ArrayField(models.TextField(), default=list)
    aliases = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_occupation_once", fields=["code", "edition"]),
            models.CheckConstraint(
                name="reference_occupation_code",
                condition=Q(level=1, code__regex=r"^[1-8]$", parent=None)
                | Q(level=2, code__regex=r"^[1-8](-[0-9]{2}){1}$", parent__isnull=False)
                | Q(level=3, code__regex=r"^[1-8](-[0-9]{2}){2}$", parent__isnull=False)
                | Q(level=4, code__regex=r"^[1-8](-[0-9]{2}){3}$", parent__isnull=False),
            ),
            models.CheckConstraint(name="reference_occupation_name", condition=~Q(name="")),
        ]
        indexes: ClassVar = [pair_index("reference_occupation_pairs")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_group(self) -> bool:
        """A group of occupations, not one."""
        return self.level < OccupationLevel.OCCUPATION

    @property
    def mark(self) -> Mark:
        """Green (L), digital (S), both or neither."""
        return Mark(self.green, self.digital)
