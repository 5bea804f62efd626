"""Writing decisions and standings: one statement for as many rows as there are, sent as one JSON value.

COPY is not for tables with row-level security, and a parameter for each value takes five times as long.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from skillcity.policy.editions import digest
from skillcity.policy.engine import Catalogue
from skillcity.policy.models import KeptEdition
from skillcity.policy.studio.selectors import words_of_edition

Kept = Mapping[tuple[str, ...], int]
"""Name and digest of an edition -> the row that keeps its words."""

DECISION = {
    "person_id": "bigint", "catalogue": "text", "kept_id": "bigint", "previous_id": "bigint", "as_of": "date",
    "known_at": "timestamptz", "value": "text", "holds": "text", "clause": "text", "status": "text", "open": "text",
    "illustrative": "bool", "clause_mask": "bytea", "unknown_mask": "bytea", "amounts": "jsonb", "birth_date": "date",
    "sex": "text", "region_code": "text", "facts_seen": "int", "facts_used": "int", "facts_digest": "text",
    "digest": "text",
}  # fmt: skip
STANDING = {
    "person_id": "bigint", "region": "text", "catalogue": "text", "edition": "text", "decision_id": "bigint",
    "value": "text", "clause": "text", "status": "text", "open": "text", "illustrative": "bool", "amounts": "jsonb",
    "fingerprint": "text",
}  # fmt: skip
CHECK = {"person_id": "bigint", "checked_on": "date", "facts": "int", "editions": "text", "fields": "text"}
GONE = {"person_id": "bigint", "region": "text", "catalogue": "text", "edition": "text"}
STANDING_KEY = ("person_id", "catalogue", "region", "edition")


def kept_editions(catalogues: Iterable[Catalogue]) -> Kept:
    """The rows that keep the words of these editions; those not kept yet are added."""
    wanted = {(each.name, digest(each)): each for each in catalogues}
    rows = KeptEdition.objects.filter(digest__in=[key[1] for key in wanted]).defer("text", "sets").order_by("pk")
    kept: dict[tuple[str, ...], int] = {(row.name, row.digest): row.pk for row in rows}
    for key, each in sorted(wanted.items(), key=lambda item: item[0]):
        if key not in kept:
            words = words_of_edition(each.name)
            row = KeptEdition.objects.create(
                region=each.region,
                catalogue=each.catalogue,
                edition=each.edition,
                digest=key[1],
                text=words.text,
                sets=dict(words.sets),
            )
            kept[key] = row.pk
    return kept


def write_decisions(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], int]:
    """Insert decisions; gives the number of each by person and catalogue."""
    statement = f"{_insert('policy_decision', DECISION)} returning person_id, catalogue, id"
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_json(rows)])
        return {(person_id, catalogue): pk for person_id, catalogue, pk in cursor.fetchall()}


def write_standings(rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert or replace standings, in the order given."""
    if rows:
        names = [name for name in (*STANDING, "evaluated_at") if name not in STANDING_KEY]
        insert = _insert("policy_standing", STANDING, evaluated_at="statement_timestamp()")
        _write(f"{insert} {_replacing(STANDING_KEY, names)}", rows)


def remove_standings(keys: Sequence[tuple[int, str, str, str]]) -> None:
    """Remove standings by person, region, catalogue and edition."""
    if keys:
        _write(
            f"delete from policy_standing s using json_to_recordset(%s::json) as gone({_declared(GONE)})"  # noqa: S608
            " where s.person_id = gone.person_id and s.region = gone.region and s.catalogue = gone.catalogue"
            " and s.edition = gone.edition",
            [dict(zip(GONE, key, strict=True)) for key in keys],
        )


def write_checks(rows: Sequence[Mapping[str, Any]]) -> None:
    """Note of each person when and by what they were evaluated."""
    if rows:
        _write(f"{_insert('policy_last_check', CHECK)} {_replacing(('person_id',), list(CHECK))}", rows)


def _insert(table: str, columns: Mapping[str, str], **computed: str) -> str:
    """The names are this file's own; the rows come as one JSON value, and are inserted in its order."""
    return (
        f"insert into {table} ({', '.join((*columns, *computed))})"  # noqa: S608
        f" select {', '.join((*columns, *computed.values()))}"
        f" from rows from (json_to_recordset(%s::json) as ({_declared(columns)}))"
        f" with ordinality as g({', '.join(columns)}, place) order by place"
    )


def _replacing(key: Sequence[str], names: Sequence[str]) -> str:
    changed = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f"on conflict ({', '.join(key)}) do update set {changed}"


def _declared(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def _write(statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_json(rows)])


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as one JSON value: dates and moments by ISO, bytes as PostgreSQL reads them."""
    return json.dumps(rows, default=_value)


def _value(value: object) -> str:
    return f"\\x{value.hex()}" if isinstance(value, bytes) else value.isoformat()  # type: ignore[attr-defined]  # a date
