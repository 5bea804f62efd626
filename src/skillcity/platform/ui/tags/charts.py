"""Charts as plain SVG (no script, prints, scales with the text) and always a table beside them."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from skillcity.platform.ui.language import say

ROW_EM = 2.75
LABEL_WIDTH = 26


def shortened(label: str, width: int = LABEL_WIDTH) -> str:
    """The label cut to `width` columns (a Chinese character takes two): SVG text does not wrap."""
    used = 0
    for at, sign in enumerate(label):
        used += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if used > width:
            return label[: at - 1] + "…"
    return label


def bar_chart(
    rows: Iterable[Mapping[str, Any]], title: object, unit: object = "", source: object = "", name: object = ""
) -> dict[str, Any]:
    """Horizontal bars. `rows`: mappings with `label` (str or Text), `value` (>= 0) and optionally `url`.

    `name` heads the column of labels. Lengths are percentages of the largest value; places are in em, so that
    the chart grows with large text.
    """
    bars = [{"label": say(row["label"]), "value": row["value"], "url": row.get("url", "")} for row in rows]
    largest = max((bar["value"] for bar in bars), default=0) or 1
    for at, bar in enumerate(bars):
        top = at * ROW_EM
        bar |= {
            "short": shortened(bar["label"]),
            "text_y": f"{top + 1.1:.2f}em",
            "bar_y": f"{top + 1.5:.2f}em",
            "width": f"{100 * bar['value'] / largest:.2f}%",
        }
    top_bar = max(bars, key=lambda bar: bar["value"], default=None)
    return {
        "id": f"chart-{zlib.crc32(repr((say(title), bars)).encode()):08x}",
        "bars": bars,
        "largest": top_bar,
        "height": f"{max(len(bars), 1) * ROW_EM:.2f}em",
        "title": title,
        "unit": unit,
        "source": source,
        "name": name,
    }
