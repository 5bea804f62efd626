"""Conditions and amounts of a policy in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

DATES = {"birth_date", "valid_from", "valid_to"}
MANY = 8


def quoted(name: str) -> str:
    """A name in quotes."""
    return f'"{name}"'


def constant(field: str, value: Any) -> str:
    """A constant of the policy."""
    if isinstance(value, list):
        return "(" + ", ".join(constant(field, each) for each in value) + ")"
    if field in DATES:
        return f"DATE '{value}'"
    return str(value).upper() if isinstance(value, bool) else str(value)


def condition(cond: list[Any], atom: Callable[[str], str] = str, of: str = "") -> str:
    """A condition; `of`: what stands before the name of a field."""
    if cond[0] in ("and", "or"):
        return "(" + f" {cond[0].upper()} ".join(condition(part, atom, of) for part in cond[1]) + ")"
    if cond[0] == "not":
        return f"(NOT {condition(cond[1], atom, of)})"
    if cond[0] == "atom":
        return atom(cond[1])
    _, field, sign, value, null = cond
    column = of + quoted(field)
    if sign == "known":
        return f"({column} IS NOT NULL)"
    if value is True:
        test = column
    elif sign == "in" and len(value) > MANY:
        test = member(column, frozenset(value))
    else:
        test = f"({column} {'=' if sign == '==' else sign} {constant(field, value)})"
    return test if null is None else f"coalesce({test}, {constant('', null)})"


def member(column: str, members: frozenset[int]) -> str:
    """Whether a code is one of many, by a string of bits: a hundred times faster than a long list in brackets."""
    most = max(members)
    bits = "".join(str(int(code in members)) for code in range(most + 1))
    return f"(CASE WHEN {column} > {most} THEN FALSE ELSE get_bit('{bits}'::BIT, {column}) = 1 END)"


def amount(benefit: Mapping[str, Any]) -> str:
    """The amount of a claim; NULL when it is not known, which it is not either while counties differ."""
    city = worth(benefit["amount"])
    if not benefit["local"]:
        return city
    places = " ".join(f"WHEN {region} THEN {worth(each)}" for region, each in benefit["local"])
    alike = " AND ".join(f"{worth(each)} = {city}" for _, each in benefit["local"])
    return f"""CASE
        WHEN registered_in IS NULL AND NOT ({alike}) THEN NULL
        ELSE CASE registered_in {places} ELSE {city} END
    END"""


def worth(amount: list[Any]) -> str:
    """An amount."""
    name, *rest = amount
    if name == "fixed":
        return str(rest[0])
    if name == "by_level":
        rows = " ".join(f"WHEN {rank} THEN {value}" for rank, value in rest[0])
        return f"CASE WHEN f.level IS NULL THEN NULL ELSE CASE f.level {rows} ELSE 0 END END"
    if name == "times":
        return f"(f.{quoted(rest[0])}::BIGINT * {rest[1]})"
    parts = [worth(part) for part in rest[0]]
    if name == "sum":
        return "(" + " + ".join(parts) + ")"
    missing = " OR ".join(f"{part} IS NULL" for part in parts)
    return f"CASE WHEN {missing} THEN NULL ELSE {'least' if name == 'min' else 'greatest'}({', '.join(parts)}) END"


def of_class(policy: Mapping[str, Any], number: int) -> tuple[str, str]:
    """A benefit of every person by class: due when all classes that may be are worth the same; whether more may be."""
    kind, rows = policy["benefits"][number]["amount"]
    assert kind == "by_class"
    worths = [dict(rows).get(name, 0) for name in policy["classes"]]
    sure = f"CASE class {' '.join(f'WHEN {place} THEN {value}' for place, value in enumerate(worths))} ELSE 0 END"
    differs = " OR ".join(
        f"open_classes & {1 << place} <> 0 AND {sure} <> {value}" for place, value in enumerate(worths)
    )
    due = f"CASE WHEN sure{number} AND NOT ({differs}) THEN {sure} ELSE 0 END"
    return due, f"may{number} AND (({differs}) OR NOT sure{number} AND {sure} > 0)"
