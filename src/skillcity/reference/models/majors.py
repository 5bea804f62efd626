"""Majors of vocational schools, and the occupations that they lead to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from skillcity.kernel.text import Text
from skillcity.reference.models.editions import OfEdition
from skillcity.reference.models.occupations import Occupation
from skillcity.reference.models.searching import Searchable, pair_index

STAGES = {
    "secondary": Text("中职", "Secondary vocational"),
    "higher-vocational": Text("高职专科", "Higher vocational"),
    "bachelor": Text("职业本科", "Vocational bachelor"),
    "technician": Text("技工院校", "Technician college"),
}
BASES = {
    "occupation": Text("直接对应职业", "Names the occupation"),
    "group": Text("对应到职业类别", "Names a group of occupations"),
    "mapped": Text("旧代码换算", "Another edition's code, translated"),
}


class Major(OfEdition, Searchable):
    """A major (专业) of the national catalogues: six digits at vocational schools, four at technician colleges."""

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=64)
    stage = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_major_once", fields=["code", "stage", "edition"]),
            models.CheckConstraint(
                name="reference_major_code", condition=Q(code__regex=r"^[0-9]{4}([0-9]{2})?(-[0-9])?$")
            ),
            models.CheckConstraint(name="reference_major_stage", condition=Q(stage__in=list(STAGES))),
            models.CheckConstraint(name="reference_major_name", condition=~Q(name="")),
        ]
        indexes: ClassVar = [pair_index("reference_major_pairs")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def stage_label(self) -> Text:
        """The stage of schooling for people."""
        return STAGES[self.stage]


class MajorOccupation(OfEdition):
    """An official link from a major to an occupation or to a group of them, with the code as the document states it."""

    major = models.ForeignKey(Major, on_delete=models.PROTECT, related_name="links")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="major_links")
    stated_code = models.CharField(max_length=10)
    basis = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="reference_link_once", fields=["major", "stated_code"]),
            models.CheckConstraint(name="reference_link_basis", condition=Q(basis__in=list(BASES))),
        ]

    def __str__(self) -> str:
        return f"{self.major_id} {self.stated_code}"

    @property
    def basis_label(self) -> Text:
        """How the document's code became the occupation."""
        return BASES[self.basis]
