"""The numbering rules of vocational certificates, read from `certificate_numbers.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.tables import table
from skillcity.kernel.text import Text

EXAM_LEVELS = {level.digit: level for level in SkillLevel if level.digit}


class CertificateKind(Enum):
    """Which numbering rule."""

    SKILL_LEVEL = "skill-level"
    SPECIAL_TECHNICIAN = "special-technician"
    OLD_QUALIFICATION = "old-qualification"

    @property
    def label(self) -> Text:
        """The name of the certificate."""
        return rules()[self].name


@dataclass(frozen=True, slots=True)
class PartRule:
    """One part: characters `first` to `last` (from 1), and what its values mean; `closed` if there are no others."""

    key: str
    first: int
    last: int
    name: Text
    values: dict[str, Text]
    closed: bool

    def of(self, value: str) -> str:
        """The characters of this part."""
        return value[self.first - 1 : self.last]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of certificate number."""

    name: Text
    form: re.Pattern[str]
    parts: tuple[PartRule, ...]


def kind_of(value: str) -> CertificateKind | None:
    """The rule whose form the number has."""
    return next((kind for kind, rule in rules().items() if rule.form.fullmatch(value)), None)


@cache
def rules() -> dict[CertificateKind, Rule]:
    """All rules."""
    return {
        CertificateKind(kind): Rule(
            Text(*row["name"]),
            re.compile(row["form"]),
            tuple(_part_rule(key, part) for key, part in row["parts"].items()),
        )
        for kind, row in table("certificate_numbers")["rules"].items()
    }


def _part_rule(key: str, row: dict[str, Any]) -> PartRule:
    first, last = row["at"]
    values = {value: Text(*meaning) for value, meaning in row.get("values", {}).items()}
    if key == "level":
        values = {digit: level.label for digit, level in EXAM_LEVELS.items()}
    return PartRule(key, first, last, Text(*row["name"]), values, closed=key == "level" or row.get("closed", False))
