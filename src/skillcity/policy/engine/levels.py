"""The eight skill levels as rules see them: names that compare by rank."""

from __future__ import annotations

from types import MappingProxyType

from skillcity.kernel.skill_level import SkillLevel

RANKS = MappingProxyType({str(level.value): level.rank for level in SkillLevel})
LABELS = MappingProxyType({str(level.value): level.label for level in SkillLevel})
