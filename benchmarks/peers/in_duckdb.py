"""The policy as one SQL statement for DuckDB.

Every question to a fact is a bit; a person's bits are `bit_or` over all facts, as are the bits of counts, sums and
months that reach their bound. Clauses are then tests on the bits. SQL has three values itself, so that a comparison
with an empty field is NULL; only the questions are asked as "surely" and "maybe" (see `plain_policy.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import meter
from duckdb_claims import claims
from duckdb_words import condition, of_class, quoted

BITS = 60
"""Bits in one word (BIGINT)."""


class Statement:
    """Writes the statement for a policy."""

    def __init__(self, policy: Mapping[str, Any]) -> None:
        self.policy = policy
        self.day = f"DATE '{policy['day']}'"
        self.place = {name: number for number, name in enumerate(policy["atoms"])}
        self.words = len(self.place) // BITS + 1

    def text(self) -> str:
        """The whole statement."""
        measured = [name for name, atom in self.policy["atoms"].items() if atom["measure"] != "any"]
        branches = [*self.of_kinds(), *map(self.measured, measured)]
        bits = ", ".join(f"bit_or(w{word}) AS w{word}" for word in range(self.words))
        tables = {
            "bits": f"SELECT owner, {bits} FROM ({' UNION ALL '.join(branches)}) GROUP BY owner",
            "people": self.people(),
        }
        outcome, joins = ["people.owner", "winner", "held", "unknown"], ""
        for number, benefit in enumerate(self.policy["benefits"]):
            due, open_ = (quoted(f"{name}.{benefit['id']}") for name in ("amount", "open"))
            if benefit["each"]:
                tables |= claims(self.policy, number)
                joins += f" LEFT JOIN b{number} USING (owner)"
                outcome += [f"coalesce(b{number}.amount, 0) AS {due}", f"coalesce(b{number}.open, FALSE) AS {open_}"]
            else:
                amount, may_be_more = of_class(self.policy, number)
                outcome += [f"{amount} AS {due}", f"({may_be_more}) AS {open_}"]
        written = ",\n".join(f"{name} AS ({query})" for name, query in tables.items())
        return f"WITH {written}\nSELECT {', '.join(outcome)} FROM people{joins}"

    def question(self, name: str) -> str:
        """The condition of a question."""
        return condition(self.policy["questions"][name]["where"])

    def kind(self, question: str) -> str:
        """The table of the facts that a question is asked of."""
        return quoted(self.policy["questions"][question]["kind"])

    def row(self, words: Mapping[int, str]) -> str:
        """The words of a row, those not given being zero."""
        return ", ".join(f"{words.get(word, '0::BIGINT')} AS w{word}" for word in range(self.words))

    def of_kinds(self) -> Iterable[str]:
        """For each kind the bits of its facts."""
        by_kind: dict[str, dict[int, list[str]]] = {}
        for name, atom in self.policy["atoms"].items():
            if atom["measure"] == "any":
                word, bit = divmod(self.place[name], BITS)
                case = f"CASE WHEN {self.question(atom['question'])} THEN {1 << bit} ELSE 0 END"
                by_kind.setdefault(self.kind(atom["question"]), {}).setdefault(word, []).append(case)
        for kind, words in by_kind.items():
            row = self.row({word: f"({' | '.join(cases)})::BIGINT" for word, cases in words.items()})
            some = " OR ".join(f"w{word} <> 0" for word in words)
            yield f"SELECT * FROM (SELECT owner, {row} FROM {kind} WHERE valid_from <= {self.day}) WHERE {some}"

    def measured(self, name: str) -> str:
        """The bit of a count, a sum or months, for the persons who reach the number."""
        atom = self.policy["atoms"][name]
        word, bit = divmod(self.place[name], BITS)
        row = self.row({word: f"{1 << bit}::BIGINT"})
        if atom["measure"] == "months":
            return f"SELECT owner, {row} FROM ({self.months(atom)}) WHERE months >= {atom['number']}"
        number = "count(*)" if atom["measure"] == "count" else f"sum({quoted(atom['field'])})"
        return f"""
            SELECT owner, {row} FROM {self.kind(atom["question"])}
            WHERE valid_from <= {self.day} AND {self.question(atom["question"])}
            GROUP BY owner HAVING {number} >= {atom["number"]}"""

    def months(self, atom: Mapping[str, Any]) -> str:
        """Periods cut at the day, merged, and their whole months summed for each person."""
        start, cut = "valid_from", ""
        if "after" in atom:
            start, cut = (
                "greatest(valid_from, first)",
                f"""JOIN (
                    SELECT owner, min(valid_from) AS first FROM {self.kind(atom["after"])}
                    WHERE valid_from <= {self.day} AND {self.question(atom["after"])} GROUP BY owner
                ) USING (owner)""",
            )
        in_order = "PARTITION BY owner ORDER BY s, e ROWS"
        return f"""
            WITH periods AS (
                SELECT owner, {start} AS s, least(valid_to, {self.day}) AS e
                FROM {self.kind(atom["question"])} {cut}
                WHERE valid_from <= {self.day} AND {self.question(atom["question"])}
            ), marked AS (
                SELECT owner, s, e, coalesce(
                    s > 1 + max(e) OVER ({in_order} BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), TRUE
                ) AS begins
                FROM periods WHERE s <= e
            ), numbered AS (
                SELECT owner, s, e, sum(begins::INT) OVER ({in_order} UNBOUNDED PRECEDING) AS island FROM marked
            ), merged AS (
                SELECT owner, min(s) AS s, max(e) + 1 AS e FROM numbered GROUP BY owner, island
            )
            SELECT owner, sum(
                (year(e) - year(s)) * 12 + month(e) - month(s) - (day(e) < day(s))::INT
            ) AS months FROM merged GROUP BY owner"""

    def atom(self, name: str) -> str:
        """The test of a bit."""
        word, bit = divmod(self.place[name], BITS)
        return f"(w{word} & {1 << bit} <> 0)"

    def mask(self, mode: str) -> str:
        """The clauses that hold, or may hold, as bits."""
        cases = (
            f"CASE WHEN {condition(clause[mode], self.atom)} THEN {1 << bit} ELSE 0 END"
            for bit, clause in enumerate(self.policy["clauses"])
        )
        return f"({' | '.join(cases)})::BIGINT"

    def people(self) -> str:
        """Each person with the clauses as words, the class, the open classes, and the conditions of the benefits."""
        clauses, unknowns = self.policy["clauses"], self.policy["unknowns"]
        words = ", ".join(f"coalesce(w{word}, 0) AS w{word}" for word in range(self.words))
        whens = ""
        for number, benefit in enumerate(self.policy["benefits"]):
            sure, may = benefit["when"]["sure"], benefit["when"]["maybe"] or benefit["when"]["sure"]
            whens += f", {condition(sure, self.atom)} AS sure{number}, {condition(may, self.atom)} AS may{number}"
        winner = " ".join(f"WHEN held & {1 << bit} <> 0 THEN {bit}" for bit in range(len(clauses)))
        better, class_, open_classes = 0, "", []
        for number, name in enumerate(self.policy["classes"]):
            mask = sum(1 << bit for bit, each in enumerate(clauses) if each["gives"] == name)
            better |= mask
            class_ += f" WHEN held & {mask} <> 0 THEN {number}"
            open_ = f"held & {better} = 0 AND unknown & {mask} <> 0"
            open_classes.append(f"CASE WHEN {open_} THEN {1 << number} ELSE 0 END")
        return f"""
            WITH asked AS (
                SELECT owner, registered_in, {self.mask("sure")} AS held,
                    {self.mask("maybe") if unknowns else "0::BIGINT"} AS may {whens}
                FROM (SELECT p.*, {words} FROM persons p LEFT JOIN bits USING (owner))
            ), told AS (
                SELECT *, CASE {winner} ELSE -1 END AS winner, may & ~held AS unknown FROM asked
            )
            SELECT *, CASE {class_} ELSE -1 END AS class, {" | ".join(open_classes)} AS open_classes FROM told"""


def load(folder: Path, policy: dict[str, Any]) -> tuple[duckdb.DuckDBPyConnection, str]:
    """Tables in memory."""
    database = duckdb.connect(":memory:")
    for path in folder.glob("*.parquet"):
        database.execute(f"CREATE TABLE {quoted(path.stem)} AS SELECT * FROM read_parquet('{path}')")
    return database, Statement(policy).text()


def evaluate(loaded: tuple[duckdb.DuckDBPyConnection, str]) -> Mapping[str, Any]:
    """The outcomes, each with its person."""
    database, statement = loaded
    return database.execute(statement).fetchnumpy()


if __name__ == "__main__":
    meter.run(load, evaluate)
