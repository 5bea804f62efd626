"""What the reference room stores. Every row belongs to a dated edition with its source."""

from skillcity.reference.models.editions import Edition
from skillcity.reference.models.honours import Honour
from skillcity.reference.models.industries import (
    Industry,
    IndustryClass,
    IndustryClassLink,
    IndustryOccupation,
)
from skillcity.reference.models.majors import Major, MajorOccupation
from skillcity.reference.models.occupations import Occupation
from skillcity.reference.models.regions import Region
from skillcity.reference.models.shortage import ShortageEntry

__all__ = [
    "Edition",
    "Honour",
    "Industry",
    "IndustryClass",
    "IndustryClassLink",
    "IndustryOccupation",
    "Major",
    "MajorOccupation",
    "Occupation",
    "Region",
    "ShortageEntry",
]
