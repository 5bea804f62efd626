"""The policy as lazy Polars queries on the streaming engine; what is used twice (`kept`) is collected before.

As in SQL (`in_duckdb.py`): every question to a fact is a bit, the bits of a person are joined by `bitwise_or`, and
clauses are tests on the bits. The facts are in the order of their persons, so that periods are merged by a running
maximum of the ends, each person's days being numbers above those of the person before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import meter
import polars as pl
from polars_claims import Claims
from polars_words import condition, kept

BITS = 60
SPAN = 4_000_000
"""More days than there are up to the year 9999."""


def bits(tests: Mapping[int, pl.Expr]) -> pl.Expr:
    """The tests as the bits of a word."""
    return reduce(
        or_,
        (pl.when(test).then(pl.lit(1 << bit, pl.Int64)).otherwise(pl.lit(0, pl.Int64)) for bit, test in tests.items()),
    )


class Query:
    """The queries of a policy over frames in memory."""

    def __init__(self, policy: Mapping[str, Any], frames: Mapping[str, pl.DataFrame]) -> None:
        self.policy, self.frames = policy, frames
        self.day = date.fromisoformat(policy["day"])
        self.place = {name: number for number, name in enumerate(policy["atoms"])}
        self.words = len(self.place) // BITS + 1

    def outcome(self) -> pl.DataFrame:
        """A row a person."""
        people = kept(self.people())
        found = people.select("owner", "winner", "held", "unknown", *self.of_classes())
        for number, benefit in enumerate(self.policy["benefits"]):
            if benefit["each"]:
                claims = Claims(benefit, number, self, people)
                names = {"amount": f"amount.{benefit['id']}", "open": f"open.{benefit['id']}"}
                found = found.join(claims.due().rename(names), on="owner", how="left")
                found = found.with_columns(pl.col(names["amount"]).fill_null(0), pl.col(names["open"]).fill_null(False))
        return found.collect(engine="streaming")

    def begun(self, kind: str) -> pl.LazyFrame:
        """The facts of a kind that have begun."""
        return self.frames[kind].lazy().filter(pl.col("valid_from") <= self.day)

    def question(self, name: str) -> pl.Expr:
        """The condition of a question."""
        return condition(self.policy["questions"][name]["where"])

    def rows(self, frame: pl.LazyFrame, words: Mapping[int, pl.Expr]) -> pl.LazyFrame:
        """Persons with some of their bits, the others being zero."""
        zero = pl.lit(0, pl.Int64)
        return frame.select("owner", *(words.get(word, zero).alias(f"w{word}") for word in range(self.words)))

    def of_kinds(self) -> list[pl.LazyFrame]:
        """For each kind the bits of its facts."""
        by_kind: dict[str, dict[int, dict[int, pl.Expr]]] = {}
        for name, atom in self.policy["atoms"].items():
            if atom["measure"] == "any":
                word, bit = divmod(self.place[name], BITS)
                kind = self.policy["questions"][atom["question"]]["kind"]
                by_kind.setdefault(kind, {}).setdefault(word, {})[bit] = self.question(atom["question"])
        return [
            self.rows(self.begun(kind), {word: bits(tests) for word, tests in words.items()}).filter(
                reduce(or_, (pl.col(f"w{word}") != 0 for word in words))
            )
            for kind, words in by_kind.items()
        ]

    def measured(self, name: str) -> pl.LazyFrame:
        """The bit of a count, a sum or months, for the persons who reach the number."""
        atom = self.policy["atoms"][name]
        word, bit = divmod(self.place[name], BITS)
        facts = self.begun(self.policy["questions"][atom["question"]]["kind"]).filter(self.question(atom["question"]))
        if atom["measure"] == "months":
            numbers = self.months(facts, atom.get("after"))
        else:
            number = pl.len() if atom["measure"] == "count" else pl.col(atom["field"]).cast(pl.Int64).sum()
            numbers = facts.group_by("owner").agg(number.alias("number"))
        reached = numbers.filter(pl.col("number") >= atom["number"])
        return self.rows(reached, {word: pl.lit(1 << bit, pl.Int64)})

    def months(self, facts: pl.LazyFrame, after: str | None) -> pl.LazyFrame:
        """Periods cut at the day, merged, and their whole months summed for each person."""
        start = pl.col("valid_from")
        if after:
            kind = self.policy["questions"][after]["kind"]
            first = (
                self.begun(kind)
                .filter(self.question(after))
                .group_by("owner")
                .agg(pl.col("valid_from").min().alias("first"))
            )
            facts = facts.join(first, on="owner")
            start = pl.max_horizontal("valid_from", "first")
        base = pl.col("owner").cast(pl.Int64) * SPAN
        periods = facts.select("owner", s=start, e=pl.min_horizontal("valid_to", pl.lit(self.day))).filter(
            pl.col("s") <= pl.col("e")
        )
        periods = periods.sort("owner", "s", "e").with_columns(reached=(base + pl.col("e").cast(pl.Int32)).cum_max())
        begins = base + pl.col("s").cast(pl.Int32) > pl.col("reached").shift(1) + 1
        islands = periods.with_columns(island=begins.fill_null(True).cum_sum()).group_by("island")
        merged = islands.agg(pl.col("owner").first(), pl.col("s").first(), pl.col("e").max().dt.offset_by("1d"))
        s, e = pl.col("s"), pl.col("e")
        whole = (
            (e.dt.year() - s.dt.year()) * 12
            + e.dt.month().cast(pl.Int32)
            - s.dt.month().cast(pl.Int32)
            - (e.dt.day() < s.dt.day())
        )
        return merged.group_by("owner").agg(whole.sum().alias("number"))

    def atom(self, name: str) -> pl.Expr:
        """The test of a bit."""
        word, bit = divmod(self.place[name], BITS)
        return (pl.col(f"w{word}") & (1 << bit)) != 0

    def people(self) -> pl.LazyFrame:
        """Each person with the clauses as words, the class, the open classes, and the conditions of the benefits."""
        clauses, classes = self.policy["clauses"], self.policy["classes"]
        measured = [self.measured(name) for name, atom in self.policy["atoms"].items() if atom["measure"] != "any"]
        names = [f"w{word}" for word in range(self.words)]
        joined = pl.concat([*self.of_kinds(), *measured]).group_by("owner").agg(pl.col(*names).bitwise_or())
        people = (
            self.frames["persons"].lazy().join(joined, on="owner", how="left").with_columns(pl.col(*names).fill_null(0))
        )
        held = bits({bit: condition(each["sure"], self.atom) for bit, each in enumerate(clauses)})
        may = pl.lit(0, pl.Int64)
        if self.policy["unknowns"]:
            may = bits({bit: condition(each["maybe"], self.atom) for bit, each in enumerate(clauses)})
        whens = {}
        for number, benefit in enumerate(self.policy["benefits"]):
            when = benefit["when"]
            whens[f"sure{number}"] = condition(when["sure"], self.atom)
            whens[f"may{number}"] = condition(when["maybe"] or when["sure"], self.atom)
        people = people.select("owner", "registered_in", held=held, may=may, **whens)
        people = people.with_columns(
            unknown=pl.col("may") & ~pl.col("held") if self.policy["unknowns"] else pl.lit(0, pl.Int64)
        )
        lowest = pl.col("held").bitwise_trailing_zeros().cast(pl.Int16)
        people = people.with_columns(winner=pl.when(pl.col("held") == 0).then(pl.lit(-1, pl.Int16)).otherwise(lowest))
        masks = [sum(1 << bit for bit, each in enumerate(clauses) if each["gives"] == name) for name in classes]
        class_, better = pl.lit(-1), 0
        opens = {}
        for number, mask in enumerate(masks):
            better |= mask
            opens[f"open{number}"] = ((pl.col("held") & better) == 0) & ((pl.col("unknown") & mask) != 0)
        for number, mask in reversed(list(enumerate(masks))):
            class_ = pl.when((pl.col("held") & mask) != 0).then(number).otherwise(class_)
        return people.with_columns(class_.alias("class"), **opens)

    def of_classes(self) -> list[pl.Expr]:
        """The benefits that every person may claim, by class: due when all classes that may be are worth the same."""
        found = []
        for number, benefit in enumerate(self.policy["benefits"]):
            if benefit["each"]:
                continue
            assert benefit["amount"][0] == "by_class"
            rows = dict(benefit["amount"][1])
            worths = [rows.get(name, 0) for name in self.policy["classes"]]
            sure = pl.lit(0, pl.Int64)
            for place, value in enumerate(worths):
                sure = pl.when(pl.col("class") == place).then(pl.lit(value, pl.Int64)).otherwise(sure)
            differs = reduce(or_, (pl.col(f"open{place}") & (sure != value) for place, value in enumerate(worths)))
            held, may = pl.col(f"sure{number}"), pl.col(f"may{number}")
            found.append(pl.when(held & ~differs).then(sure).otherwise(0).alias(f"amount.{benefit['id']}"))
            found.append((may & (differs | (~held & (sure > 0)))).alias(f"open.{benefit['id']}"))
        return found


def load(folder: Path, policy: dict[str, Any]) -> Query:
    """Frames in memory, and the queries over them."""
    frames = {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}
    return Query(policy, frames)


def evaluate(query: Query) -> Mapping[str, Any]:
    """The outcomes, each with its person."""
    return {column.name: column.to_numpy() for column in query.outcome()}


if __name__ == "__main__":
    meter.run(load, evaluate)
