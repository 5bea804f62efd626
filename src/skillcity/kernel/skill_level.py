"""The eight levels of a skilled worker (八级工, 2022): one step before the exams, five exams, two appointments."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, total_ordering

from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text


@total_ordering
class SkillLevel(Enum):
    """The value is the stored name; members compare by rank, lowest first."""

    _value_: str
    rank: int  # 1 (apprentice) to 8 (chief technician)
    digit: str | None  # "5" to "1" in certificates, None for a level without an exam
    label: Text

    APPRENTICE = "apprentice", 1, None, "学徒工", "Apprentice"
    JUNIOR = "junior", 2, "5", "初级工(五级)", "Junior worker (level 5)"
    INTERMEDIATE = "intermediate", 3, "4", "中级工(四级)", "Intermediate worker (level 4)"
    SENIOR = "senior", 4, "3", "高级工(三级)", "Senior worker (level 3)"
    TECHNICIAN = "technician", 5, "2", "技师(二级)", "Technician (level 2)"
    SENIOR_TECHNICIAN = "senior_technician", 6, "1", "高级技师(一级)", "Senior technician (level 1)"
    SPECIAL_TECHNICIAN = "special_technician", 7, None, "特级技师", "Special-grade technician"
    CHIEF_TECHNICIAN = "chief_technician", 8, None, "首席技师", "Chief technician"

    def __new__(cls, value: str, rank: int, digit: str | None, zh: str, en: str) -> SkillLevel:
        """Make the member of one line above."""
        level = object.__new__(cls)
        level._value_ = value
        level.rank, level.digit, level.label = rank, digit, Text(zh, en)
        return level

    def __lt__(self, other: SkillLevel) -> bool:
        return self.rank < other.rank if isinstance(other, SkillLevel) else NotImplemented

    @property
    def is_exam(self) -> bool:
        """Whether an evaluation body examines for it (levels 5 to 1)."""
        return self.digit is not None

    @property
    def is_appointment(self) -> bool:
        """Whether an employer appoints to it, for a term (special-grade and chief technician)."""
        return self.rank > SkillLevel.SENIOR_TECHNICIAN.rank

    @classmethod
    def parse(cls, text: str) -> SkillLevel:
        """Read a value, an exam digit or a usual wording: "senior", "3", "L3", "三级/高级工", "国家职业资格三级".

        A digit is the level of the exam (3 = senior), never the rank.
        Errors: `skill-level.unknown`, `skill-level.contradiction` ("高级工(四级)").
        """
        names = [name for name in _SEPARATORS.split(_JOINERS.sub("", compact(text))) if name]
        levels = [level for name in names if (level := _spellings().get(_PREFIX.sub("", name)))]
        if len(levels) < max(len(names), 1):
            raise InputError(
                "skill-level.unknown",
                Text(f"“{text[:40]}”不是技能等级。", f"“{text[:40]}” is not a skill level."),
                todo=Text(
                    "请填写学徒工、初级工、中级工、高级工、技师、高级技师、特级技师、首席技师，或 5 至 1。",
                    f"Write one of {', '.join(level.value for level in cls)}, or 5 to 1.",
                ),
            )
        if len(set(levels)) > 1:
            raise InputError(
                "skill-level.contradiction",
                Text(f"“{text[:40]}”的名称和级别不一致。", f"“{text[:40]}” names two different levels."),
                todo=Text("请核对证书上的等级。", "Check the level on the certificate."),
            )
        return levels[0]


_JOINERS = re.compile(r"[_-]")
_SEPARATORS = re.compile(r"[()\[\]【】〔〕/、,;]")
_PREFIX = re.compile(r"^(国家)?(职业资格|职业技能等级|技能等级)(证书)?")
_EXAM_NAMES = {
    "5": ("五级", "初级", "初级工", "初级技能"),
    "4": ("四级", "中级", "中级工", "中级技能"),
    "3": ("三级", "高级", "高级工", "高级技能"),
    "2": ("二级", "技师"),
    "1": ("一级", "高级技师"),
}


@cache
def _spellings() -> dict[str, SkillLevel]:
    """Every accepted wording, compacted, without joiners and prefix."""
    found = {
        "学徒": SkillLevel.APPRENTICE,
        "学徒工": SkillLevel.APPRENTICE,
        "特级技师": SkillLevel.SPECIAL_TECHNICIAN,
        "首席技师": SkillLevel.CHIEF_TECHNICIAN,
        "JUNIORWORKER": SkillLevel.JUNIOR,
        "INTERMEDIATEWORKER": SkillLevel.INTERMEDIATE,
        "SENIORWORKER": SkillLevel.SENIOR,
        "SPECIALGRADETECHNICIAN": SkillLevel.SPECIAL_TECHNICIAN,
    }
    for level in SkillLevel:
        found[_JOINERS.sub("", level.value).upper()] = level
        if digit := level.digit:
            names = (*_EXAM_NAMES[digit], digit, f"{digit}级", f"L{digit}", f"LEVEL{digit}")
            found |= dict.fromkeys(names, level)
    return found
