"""Problems of many rows in few bytes: each sentence once, the whole compressed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.table import RowProblem

VERSION = 1


def pack(problems: Sequence[RowProblem], notes: Sequence[RowProblem]) -> bytes:
    """The bytes for the store."""
    sentences: dict[tuple[str, str, str], int] = {}
    columns: dict[str | None, int] = {}

    def rows(all_of: Sequence[RowProblem]) -> list[tuple[int, int, int]]:
        return [
            (
                each.number,
                columns.setdefault(each.column, len(columns)),
                sentences.setdefault((each.code, each.text.zh, each.text.en), len(sentences)),
            )
            for each in all_of
        ]

    content = {"version": VERSION, "problems": rows(problems), "notes": rows(notes)}
    content |= {"columns": list(columns), "sentences": list(sentences)}
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> tuple[list[RowProblem], list[RowProblem]]:
    """Problems and notes that `pack` wrote."""
    content = json.loads(zlib.decompress(packed))
    columns = content["columns"]
    sentences = [(code, Text(zh, en)) for code, zh, en in content["sentences"]]

    def problems(rows: list[list[int]]) -> list[RowProblem]:
        return [RowProblem(number, columns[column], *sentences[sentence]) for number, column, sentence in rows]

    return problems(content["problems"]), problems(content["notes"])
