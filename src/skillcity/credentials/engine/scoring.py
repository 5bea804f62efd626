"""Who has passed: every part of the exam out of a hundred, and sixty in each.

Source: national occupational standards, 1.9 (facts/04, exam_structure; secondary): theory and skill for every level, a
panel review (综合评审) besides for technicians and senior technicians; sixty or more in each part passes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text

PASS = Decimal(60)
FULL = Decimal(100)
FORM = re.compile(r"[0-9]{1,3}(\.[0-9]?0*)?")


class Part(StrEnum):
    """A part of an exam."""

    THEORY = "theory"
    SKILL = "skill"
    PANEL = "panel"

    @property
    def label(self) -> Text:
        """The part in words."""
        return LABELS[self]


LABELS = {
    Part.THEORY: Text("理论成绩", "Theory"),
    Part.SKILL: Text("技能成绩", "Skill"),
    Part.PANEL: Text("综合评审成绩", "Panel review"),
}


def parts_of(level: SkillLevel) -> tuple[Part, ...]:
    """The parts that an exam for a level has."""
    reviewed = SkillLevel.TECHNICIAN <= level <= SkillLevel.SENIOR_TECHNICIAN
    return tuple(Part) if reviewed else (Part.THEORY, Part.SKILL)


def read_score(words: str) -> Decimal:
    """Points from 0 to 100 with at most one decimal; ValueError for anything else."""
    if not FORM.fullmatch(words) or Decimal(words) > FULL:
        raise ValueError("no score")
    return Decimal(words).quantize(Decimal("0.1"))


def failed_parts(scores: Mapping[Part, Decimal]) -> tuple[Part, ...]:
    """The parts with fewer points than are needed to pass."""
    return tuple(part for part, points in scores.items() if points < PASS)


def plain(points: Decimal) -> str:
    """As one writes it: 85 and 59.5."""
    return f"{points:.1f}".removesuffix(".0")
