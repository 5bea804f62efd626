"""How large a file may be. Everything is checked before a parser allocates memory for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts in pieces, lengths in characters; `ratio` is unpacked over packed size.

    `cell_characters` is what a spreadsheet itself can hold in a cell. `text_bytes` is the sum of all cells' text after
    repeated words have been written out: a small file can refer to one long text a million times.
    """

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 512 * 1024 * 1024
    ratio: float = 200.0
    ratio_from_bytes: int = 1024 * 1024
    entries: int = 1_000
    sheets: int = 20
    rows: int = 100_000
    columns: int = 100
    cell_characters: int = 32_767
    text_bytes: int = 256 * 1024 * 1024
    title_rows: int = 20


DEFAULT_LIMITS = Limits()
