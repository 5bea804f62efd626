"""Codes of occupations that official documents use and the present edition does not have: which code is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skillcity.kernel.text import Text
from skillcity.reference.engine.editions import Confidence, text_of


@dataclass(frozen=True, slots=True)
class OtherCode:
    """`code` (called `name`, of the edition `of`) is `becomes` today; `why` gives the ground."""

    code: str
    name: str
    of: str
    becomes: str
    sure: bool
    confidence: Confidence
    why: Text


def other_codes(file: Mapping[str, Any]) -> dict[str, OtherCode]:
    """The rows of `data/occupation_codes_elsewhere.yaml` by code."""
    return {
        row["code"]: OtherCode(
            code=row["code"],
            name=row["name"],
            of=row["of"],
            becomes=row["becomes"],
            sure=row["sure"],
            confidence=Confidence(row["confidence"]),
            why=text_of(row["why"]),
        )
        for row in file["codes"]
    }
