"""What a certificate of each kind says, from the attributes of the fact that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from skillcity.credentials.kinds import CertificateKind
from skillcity.kernel.skill_level import SkillLevel

BASES = {"exam": "认定考核合格", "contest": "竞赛成绩达到要求", "direct": "直接认定"}
Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """The words of a certificate: its title in one line, the code of the occupation, the level, the basis, its end."""

    title: str
    code: str = ""
    level: SkillLevel | None = None
    basis: str = ""
    until: date | None = None


def stated_of(kind: CertificateKind, attributes: Attributes) -> Stated:
    """What a certificate of this kind says."""
    return _STATED[kind](attributes)


def _skill_level(given: Attributes) -> Stated:
    level = SkillLevel(given["level"])  # type: ignore[call-arg]  # mypy takes the members' parts for the value's
    basis = {"exam": "认定考核合格", "contest": "竞赛成绩达到要求", "direct": "直接认定"}.get(
        given.get("basis", ""), ""
    )
    return Stated(f"{given['occupation_name']} {level.label.zh}", given["occupation"], level, basis)


def _special_ability(given: Attributes) -> Stated:
    return Stated(given["ability"], basis="专项职业能力考核合格")


def _training(given: Attributes) -> Stated:
    return Stated(
        f"{given['programme']}（{given['hours']}课时）", given.get("occupation", ""), basis="考核合格，准予结业"
    )


def _contest(given: Attributes) -> Stated:
    return Stated(f"{given['contest']} {given['event']} 第{given['rank']}名")


def _apprenticeship(given: Attributes) -> Stated:
    level = SkillLevel(given["level"])  # type: ignore[call-arg]
    return Stated(f"新型学徒制培养（{level.label.zh}）", given["occupation"], level, "培养期满，考核合格")


_STATED: Mapping[CertificateKind, Callable[[Attributes], Stated]] = {
    CertificateKind.SKILL_LEVEL: _skill_level,
    CertificateKind.SPECIAL_ABILITY: _special_ability,
    CertificateKind.TRAINING: _training,
    CertificateKind.CONTEST: _contest,
    CertificateKind.APPRENTICESHIP: _apprenticeship,
}
