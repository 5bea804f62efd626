"""A benefit with a claim for each fact: joined with the payments made, the first of two, and what a cap leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import polars as pl
from polars_words import amount, kept

if TYPE_CHECKING:
    from in_polars import Query


class Claims:
    """A benefit with a claim for each fact."""

    def __init__(self, benefit: Mapping[str, Any], number: int, query: Query, people: pl.LazyFrame) -> None:
        self.benefit, self.number, self.query, self.people = benefit, number, query, people

    def due(self) -> pl.LazyFrame:
        """What each person is due, and whether more may be."""
        states = kept(self.states())
        left = self.left(states.filter(pl.col("first")))
        due = left.select("owner", amount="left_may", open=(pl.col("left_may") == 0) & (pl.col("left_sure") > 0))
        unsure = states.filter(pl.col("unsure")).select("owner", amount=pl.lit(0, pl.Int64), open=pl.lit(True))
        return pl.concat([due, unsure]).group_by("owner").agg(pl.col("amount").sum(), pl.col("open").any())

    def found(self) -> pl.LazyFrame:
        """The facts that may give a claim."""
        asked = self.benefit["where"]
        may = self.query.question(asked["maybe"] or asked["sure"])
        facts = self.query.frames[self.benefit["each"]].lazy().with_row_index("row")
        facts = facts.filter((pl.col("valid_from") <= self.query.day) & may).join(self.people, on="owner")
        facts = facts.filter(pl.col(f"may{self.number}")).with_columns(
            amount=amount(self.benefit), sure=pl.col(f"sure{self.number}") & self.query.question(asked["sure"])
        )
        return facts.filter(pl.col("amount").is_null() | (pl.col("amount") > 0))

    def counts(self) -> pl.Expr:
        """Whether a payment counts; null: not known."""
        codes = self.benefit["counts"]
        return pl.col("benefit").is_in(codes) if codes else pl.lit(True)

    def states(self) -> pl.LazyFrame:
        """The claims with what is in their way: a payment made, or an earlier fact for the same thing."""
        once, ladder = self.benefit["once_per"], self.benefit["ladder"]
        keys = list(dict.fromkeys([*once, *([ladder, "level"] if ladder else [])]))
        found = kept(self.found().select("owner", "row", "valid_from", "amount", "sure", *keys))
        made = self.query.begun("payment").select("owner", counts=self.counts(), **{f"of_{key}": key for key in keys})
        closed = pl.lit(False)
        if once:
            closed = closed | reduce(and_, (pl.col(key) == pl.col(f"of_{key}") for key in once))
        if ladder:
            closed = closed | (pl.col(ladder) == pl.col(f"of_{ladder}")) & (pl.col("of_level") > pl.col("level"))
        pairs = found.join(made, on="owner").select("row", closed=pl.col("counts") & closed)
        ways = pairs.group_by("row").agg(paid=pl.col("closed").any(), may_paid=pl.col("closed").fill_null(True).any())
        known = pl.col("sure") & pl.col("amount").is_not_null()
        states = found.join(ways, on="row", how="left").with_columns(pl.col("paid", "may_paid").fill_null(False))
        states = states.with_columns(due=known & ~pl.col("may_paid"))
        first = pl.lit(True)
        if once:
            full = reduce(and_, (pl.col(key).is_not_null() for key in once))
            states = states.sort("valid_from", "row")
            first = ~full | (pl.int_range(pl.len()).over("owner", "due", *once) == 0)
        return states.with_columns(unsure=~pl.col("due") & ~pl.col("paid"), first=pl.col("due") & first)

    def left(self, claims: pl.LazyFrame) -> pl.LazyFrame:
        """What the cap leaves of the claims due, the highest first, with the payments that surely or maybe count."""
        cap = self.benefit["cap"]
        made = self.query.begun("payment").filter(
            pl.col("valid_from").is_between(date.fromisoformat(cap["from"]), date.fromisoformat(cap["to"]))
        )
        spent = {}
        for mode, counts in (("sure", self.counts().fill_null(False)), ("may", self.counts().fill_null(True))):
            paid = pl.col("amount").filter(counts)
            spent |= {
                f"n_{mode}": paid.len(),
                f"paid_{mode}": paid.cast(pl.Int64).sum(),
                f"no_{mode}": paid.is_null().any(),
            }
        made = made.join(claims.select("owner").unique(), on="owner", how="semi").group_by("owner").agg(**spent)
        claims = claims.join(made, on="owner", how="left").sort(pl.col("owner"), -pl.col("amount"), pl.col("row"))
        claims = claims.with_columns(
            place=pl.int_range(pl.len()).over("owner") + 1,
            before=pl.col("amount").cum_sum().over("owner") - pl.col("amount"),
        )
        return claims.select("owner", *(allotted(cap, mode).alias(f"left_{mode}") for mode in ("sure", "may")))


def allotted(cap: Mapping[str, Any], mode: str) -> pl.Expr:
    """What the cap leaves to a claim that has `before` due before it, with the payments that count in this mode."""
    left = pl.col("amount")
    if cap["amount"] is not None:
        rest = pl.lit(cap["amount"], pl.Int64) - pl.col(f"paid_{mode}").fill_null(0)
        money = pl.when(pl.col(f"no_{mode}").fill_null(False)).then(0).otherwise(rest)
        left = pl.max_horizontal(pl.lit(0, pl.Int64), pl.min_horizontal(left, money - pl.col("before")))
    if cap["times"] is not None:
        times = pl.lit(cap["times"], pl.Int64) - pl.col(f"n_{mode}").fill_null(0).cast(pl.Int64)
        left = pl.when(pl.col("place") <= times).then(left).otherwise(0)
    return left
