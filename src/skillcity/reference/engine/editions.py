"""What an edition of reference data says about itself: of what, by whom, since when, read where, how sure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from skillcity.kernel.text import Text

NOTHING = Text("", "")


class Confidence(StrEnum):
    """How far a row can be trusted: the words of the project's facts, and `imported` for what an officer brought."""

    OFFICIAL = "official"
    PRESS = "press"
    SECONDARY = "secondary"
    DERIVED = "derived"
    CONFLICT = "conflict"
    RECALL = "recall"
    IMPORTED = "imported"

    @property
    def label(self) -> Text:
        """The word for people."""
        return LABELS[self]

    @property
    def illustrative(self) -> bool:
        """Read nowhere: pages that show it bear the banner for sample parameters."""
        return self is Confidence.RECALL


LABELS = {
    Confidence.OFFICIAL: Text("官方文件", "Official text"),
    Confidence.PRESS: Text("媒体报道", "Press"),
    Confidence.SECONDARY: Text("第三方资料", "Secondary source"),
    Confidence.DERIVED: Text("推算", "Derived"),
    Confidence.CONFLICT: Text("来源不一致", "Sources disagree"),
    Confidence.RECALL: Text("示例", "Sample"),
    Confidence.IMPORTED: Text("导入", "Imported"),
}


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """One dated edition. Both ends of validity are inclusive; None is open (or, at the start, not known)."""

    kind: str
    edition: str
    name: Text
    issuer: str
    source: str
    retrieved_on: datetime.date
    confidence: Confidence
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    region_code: str | None = None
    note: Text = NOTHING


def text_of(value: Mapping[str, str] | None) -> Text:
    """`{zh: …, en: …}` of a data file; None is empty."""
    return Text(value["zh"], value["en"]) if value else NOTHING


def edition_of(block: Mapping[str, Any]) -> EditionInfo:
    """The `edition:` block of a data file. Raises KeyError or ValueError when it is incomplete."""
    return EditionInfo(
        kind=block["kind"],
        edition=block["edition"],
        name=text_of(block["name"]),
        issuer=block["issuer"],
        source=block["source"],
        retrieved_on=block["retrieved"],
        confidence=Confidence(block["confidence"]),
        valid_from=block["valid_from"],
        valid_to=block["valid_to"],
        region_code=block.get("region"),
        note=text_of(block.get("note")),
    )
