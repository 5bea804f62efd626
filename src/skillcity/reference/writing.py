"""Writes rows with a code and a parent in few statements; used by the shipped data and by the imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import F, Model

from skillcity.reference.engine.editions import EditionInfo
from skillcity.reference.models import Edition

RowModel = TypeVar("RowModel", bound=Model)
BATCH = 1000


def write_edition(info: EditionInfo, digest: str = "") -> Edition:
    """Make the edition, or bring its description up to date."""
    edition, _ = Edition.objects.update_or_create(
        kind=info.kind,
        edition=info.edition,
        defaults={
            "name_zh": info.name.zh,
            "name_en": info.name.en,
            "issuer": info.issuer,
            "source": info.source,
            "retrieved_on": info.retrieved_on,
            "confidence": info.confidence.value,
            "valid_from": info.valid_from,
            "valid_to": info.valid_to,
            "region_code": info.region_code or "",
            "note_zh": info.note.zh,
            "note_en": info.note.en,
            "digest": digest,
        },
    )
    return edition


def codes(model: type[Model]) -> dict[str, int]:
    """Code -> id of the row of the newest edition that has the code."""
    newest = model._default_manager.order_by(F("edition__valid_from").asc(nulls_first=True), "id")
    return dict(newest.values_list("code", "id"))


def write_rows(rows: Sequence[RowModel], *, unique: Sequence[str] = ("code", "edition")) -> int:
    """Insert rows, or bring those that stand already up to date. Returns how many were given."""
    if not rows:
        return 0
    model = type(rows[0])
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in unique]
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=list(unique), update_fields=fields
    )
    return len(rows)


def write_tree(
    model: type[RowModel],
    levels: Iterable[Sequence[Any]],
    make: Callable[[Any, dict[str, int]], RowModel],
) -> int:
    """Write level after level, so that `make(item, ids)` finds the id of every parent by its code."""
    written = 0
    for level in levels:
        if level:
            ids = codes(model)
            written += write_rows([make(item, ids) for item in level])
    return written
