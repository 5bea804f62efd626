"""Conditions and amounts of a policy as Polars expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

DATES = {"birth_date", "valid_from", "valid_to"}
TESTS: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "==": lambda column, value: column == value,
    "!=": lambda column, value: column != value,
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
    "in": lambda column, value: column.is_in(value),
}


def condition(cond: list[Any], atom: Callable[[str], pl.Expr] | None = None) -> pl.Expr:
    """A condition as an expression."""
    if cond[0] in ("and", "or"):
        return reduce(and_ if cond[0] == "and" else or_, (condition(part, atom) for part in cond[1]))
    if cond[0] == "not":
        return ~condition(cond[1], atom)
    if cond[0] == "atom":
        assert atom is not None
        return atom(cond[1])
    _, field, sign, value, null = cond
    column = pl.col(field)
    if sign == "known":
        return column.is_not_null()
    test = column if value is True else TESTS[sign](column, date.fromisoformat(value) if field in DATES else value)
    return test if null is None else test.fill_null(null)


def kept(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame, calculated now."""
    return frame.collect(engine="streaming").lazy()


def amount(benefit: Mapping[str, Any]) -> pl.Expr:
    """The amount of a claim; null when it is not known, which it is not either while counties differ."""
    city, region = worth(benefit["amount"]), pl.col("registered_in")
    found = city
    for code, each in benefit["local"]:
        found = pl.when(region == code).then(worth(each)).otherwise(found)
    if not benefit["local"]:
        return city
    alike = reduce(and_, (worth(each) == city for _, each in benefit["local"]))
    return pl.when(region.is_null() & ~alike).then(None).otherwise(found)


def worth(amount: list[Any]) -> pl.Expr:
    """An amount as an expression."""
    name, *rest = amount
    if name == "fixed":
        return pl.lit(rest[0], pl.Int64)
    if name == "by_level":
        found = pl.lit(0, pl.Int64)
        for rank, value in rest[0]:
            found = pl.when(pl.col("level") == rank).then(pl.lit(value, pl.Int64)).otherwise(found)
        return pl.when(pl.col("level").is_null()).then(None).otherwise(found)
    if name == "times":
        return pl.col(rest[0]).cast(pl.Int64) * rest[1]
    parts = [worth(part) for part in rest[0]]
    if name == "sum":
        return reduce(lambda one, other: one + other, parts)
    joined = pl.min_horizontal(parts) if name == "min" else pl.max_horizontal(parts)
    return pl.when(reduce(or_, (part.is_null() for part in parts))).then(None).otherwise(joined)
