"""Pieces that several pages share: links and cells for the tables, the line that names the source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.reference.engine.editions import Confidence
from skillcity.reference.engine.occupation_code import OccupationLevel
from skillcity.reference.models import Edition, Major, Occupation, Region

Cell = dict[str, Any]
HOME = {
    "occupations": Text("职业", "Occupations"),
    "majors": Text("专业", "Majors"),
    "industries": Text("产业", "Industries"),
    "regions": Text("地区", "Regions"),
    "reference": Text("参考数据", "Reference data"),
}
GREEN = Text("绿色职业", "Green")
DIGITAL = Text("数字职业", "Digital")


def trail(*steps: tuple[str, object]) -> list[dict[str, object]]:
    """The way back: pairs of address and label."""
    return [{"url": url, "label": label} for url, label in steps]


def home(route: str) -> tuple[str, object]:
    """The step back to one of the lists."""
    return reverse(route), HOME[route]


def occupation_cell(row: Occupation) -> Cell:
    """An occupation as a link."""
    return {"url": reverse("occupation", args=[row.code]), "text": row.name}


def major_cell(row: Major) -> Cell:
    """A major as a link."""
    return {"url": reverse("major", args=[row.code]), "text": row.name}


def region_cell(row: Region) -> Cell:
    """A region as a link."""
    return {"url": reverse("region", args=[row.code]), "text": row.label}


def level_label(row: Occupation) -> Text:
    """Major, middle or minor group, or occupation."""
    return OccupationLevel(row.level).label


def marks(row: Occupation) -> Text:
    """The marks of an occupation in words; empty for none."""
    words = [word for word, holds in ((GREEN, row.green), (DIGITAL, row.digital)) if holds]
    return Text("、".join(w.zh for w in words), ", ".join(w.en for w in words))


def table(
    caption: Text, columns: Iterable[Text], rows: Iterable[list[Any]], empty: Text | None = None
) -> dict[str, Any]:
    """A table for `ui/table.html`."""
    return {
        "caption": caption,
        "columns": [{"label": label} for label in columns],
        "rows": list(rows),
        **({"empty": empty} if empty else {}),
    }


def occupation_table(caption: Text, rows: Iterable[Occupation], empty: Text | None = None) -> dict[str, Any]:
    """Occupations with code and marks."""
    columns = (Text("名称", "Name"), Text("代码", "Code"), Text("类别", "Kind"), Text("标识", "Mark"))
    return table(
        caption, columns, ([occupation_cell(row), row.code, level_label(row), marks(row)] for row in rows), empty
    )


def provenance(edition: Edition) -> dict[str, Any]:
    """What the source line of a page says."""
    return {"edition": edition, "confidence": Confidence(edition.confidence).label}
