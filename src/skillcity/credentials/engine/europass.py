"""A passport as JSON in the manner of Europass (`SkillsPassport`, schema 3): its names for what it has names for.

What Europass does not know stands under `Verification`: on whose word each line rests, and where a certificate is
verified. No birth date, no ID number, no address. Format: docs/exports.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """Where Europass keeps a line."""

    WORK = "WorkExperience"
    EDUCATION = "Education"
    ACHIEVEMENT = "Achievement"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a curriculum: what, where or by whom, when, and on whose word.

    `lasts`: it is a period, and without `until` it goes on. `number` and `url`: of a certificate that can be verified.
    """

    part: Part
    title: str
    by: str
    since: date
    until: date | None = None
    lasts: bool = False
    source: str = ""
    number: str = ""
    url: str = ""


def europass(*, name: str, lines: Iterable[Line], locale: str, made: datetime) -> dict[str, Any]:
    """The document; the lines of each part stay in the order in which they come."""
    parts: dict[str, list[dict[str, Any]]] = {part.value: [] for part in Part}
    for line in lines:
        parts[line.part.value].append(_entry(line))
    return {
        "SkillsPassport": {
            "Locale": locale,
            "DocumentInfo": {
                "DocumentType": "ESP",
                "CreationDate": made.isoformat(timespec="seconds"),
                "XSDVersion": "V3.4",
                "Generator": "skillcity",
            },
            "LearnerInfo": {
                "Identification": {"PersonName": {"FullName": name}},
                **{part: entries for part, entries in parts.items() if entries},
            },
        }
    }


def _entry(line: Line) -> dict[str, Any]:
    period: dict[str, Any] = {"From": _day(line.since)}
    if line.until:
        period["To"] = _day(line.until)
    elif line.lasts:
        period["Current"] = True
    forms: dict[Part, dict[str, Any]] = {
        Part.WORK: {"Position": {"Label": line.title}, "Employer": {"Name": line.by}},
        Part.EDUCATION: {"Title": line.title, "Organisation": {"Name": line.by}},
        Part.ACHIEVEMENT: {"Title": {"Label": line.title}, "Description": line.by},
    }
    verification = {"Source": line.source, "Number": line.number, "VerifyAt": line.url}
    return {
        "Period": period,
        **forms[line.part],
        "Verification": {name: said for name, said in verification.items() if said},
    }


def _day(day: date) -> dict[str, int]:
    return {"Year": day.year, "Month": day.month, "Day": day.day}
