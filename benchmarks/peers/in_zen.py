"""The policy as a decision graph for zen-engine, which decides one person at a time.

input -> expressions (the facts that have begun, the questions, the conditions of the benefits) -> a function in
JavaScript for what the expressions cannot say (`zen_claims.js`) -> expressions (clauses, class) -> output. A person is
a JSON text with a list of facts for each kind, dates being numbers of days. There is no third truth value: an empty
field is not there, and each clause is asked as "surely" and "maybe" (see `plain_policy.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import meter
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import zen

DATES = ("birth_date", "valid_from", "valid_to")
MANY = 8
EPOCH = date(1970, 1, 1).toordinal()


def name_of(field: str) -> str:
    """A field or kind as a name in an expression."""
    return field.replace(".", "_").replace("-", "_")


def days(text: str) -> int:
    """A date as a number of days."""
    return date.fromisoformat(text).toordinal() - EPOCH


def condition(cond: list[Any], of: str = "", atom: str = "$.") -> str:
    """A condition as an expression; `of`: what stands before a field, `atom`: before the name of an atom."""
    if cond[0] in ("and", "or"):
        return "(" + f" {cond[0]} ".join(condition(part, of, atom) for part in cond[1]) + ")"
    if cond[0] == "not":
        return f"(not {condition(cond[1], of, atom)})"
    if cond[0] == "atom":
        return atom + cond[1]
    _, field, sign, value, null = cond
    column = of + name_of(field)
    if sign == "known":
        return f"({column} != null)"
    if value is True:
        test = f"{column} == true"
    elif sign == "in" and len(value) > MANY:  # ten times faster than a list in brackets
        test = f'contains("|{"|".join(map(str, value))}|", "|" + string({column}) + "|")'
    elif sign == "in":
        test = f"{column} in [{', '.join(map(str, value))}]"
    else:
        test = f"{column} {sign} {days(value) if field in DATES else value}"
    if null is None:
        return f"({test})"
    return f"({column} == null or {test})" if null else f"({column} != null and {test})"


class Graph:
    """The decision graph of a policy."""

    def __init__(self, policy: Mapping[str, Any]) -> None:
        self.policy = policy
        self.kinds = sorted({each["kind"] for each in policy["questions"].values()} | {"payment"})

    def content(self) -> dict[str, Any]:
        """The graph."""
        nodes = [
            {"id": "input", "type": "inputNode"},
            expressions("asked", self.asked(), keep=True),
            {"id": "function", "type": "functionNode", "content": {"source": self.function()}},
            expressions("truths", self.truths(), keep=True),
            expressions("outcome", self.outcome(), keep=False),
            {"id": "output", "type": "outputNode"},
        ]
        edges = [
            {"id": f"{one['id']}-{other['id']}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
            for one, other in pairwise(nodes)
        ]
        placed = [{"name": node["id"], "position": {"x": 0, "y": 0}, **node} for node in nodes]
        return {"nodes": placed, "edges": edges}

    def facts(self, question: str, call: str) -> str:
        """A function over the facts that answer a question with yes."""
        asked = self.policy["questions"][question]
        return f"{call}($.{name_of(asked['kind'])}, {condition(asked['where'], '#.')})"

    def asked(self) -> Iterator[tuple[str, str]]:
        """The facts that have begun, the atoms, and the facts for the function."""
        for kind in map(name_of, self.kinds):
            yield kind, f"filter({kind}, #.valid_from <= {days(self.policy['day'])})"
        for name, atom in self.policy["atoms"].items():
            if atom["measure"] == "any":
                yield name, self.facts(atom["question"], "some")
            elif atom["measure"] == "count":
                yield name, f"{self.facts(atom['question'], 'count')} >= {atom['number']}"
            elif atom["measure"] == "sum":
                yield name, f"sum(map({self.facts(atom['question'], 'filter')}, #.{atom['field']})) >= {atom['number']}"
            else:
                yield f"rows_{name}", self.facts(atom["question"], "filter")
                if "after" in atom:
                    yield f"after_{name}", self.facts(atom["after"], "filter")
        for number, benefit in enumerate(self.policy["benefits"]):
            when = benefit["when"]
            yield f"sure{number}", condition(when["sure"])
            yield f"may{number}", condition(when["maybe"] or when["sure"])
            if benefit["each"]:
                yield f"rows_sure{number}", self.facts(benefit["where"]["sure"], "filter")
                yield f"rows_may{number}", self.facts(benefit["where"]["maybe"] or benefit["where"]["sure"], "filter")

    def function(self) -> str:
        """The source of the function with the numbers of this policy."""
        atoms = self.policy["atoms"].items()
        benefits = [
            {
                **each,
                "number": number,
                "cap": {**each["cap"], "from": days(each["cap"]["from"]), "to": days(each["cap"]["to"])},
            }
            for number, each in enumerate(self.policy["benefits"])
            if each["each"]
        ]
        spec = {
            "day": days(self.policy["day"]),
            "months": [
                {"name": name, "number": atom["number"], "after": "after" in atom}
                for name, atom in atoms
                if atom["measure"] == "months"
            ],
            "benefits": benefits,
        }
        source = (Path(__file__).parent / "zen_claims.js").read_text("utf-8")
        return source.replace("const SPEC = {};", f"const SPEC = {json.dumps(spec)};")

    def truths(self) -> Iterator[tuple[str, str]]:
        """Which clauses hold, and which are not known."""
        for place, clause in enumerate(self.policy["clauses"]):
            yield f"c{place}", condition(clause["sure"], atom="")
            if self.policy["unknowns"]:
                yield f"u{place}", f"({condition(clause['maybe'], atom='')} and not $.c{place})"

    def outcome(self) -> Iterator[tuple[str, str]]:
        """The outcomes, with the benefits by class: due when all classes that may be are worth the same."""
        clauses = self.policy["clauses"]
        yield "winner", "".join(f"c{place} ? {place} : " for place in range(len(clauses))) + "-1"
        yield "held", " + ".join(f"(c{place} ? {1 << place} : 0)" for place in range(len(clauses)))
        unknown = " + ".join(f"(u{place} ? {1 << place} : 0)" for place in range(len(clauses)))
        yield "unknown", unknown if self.policy["unknowns"] else "0"
        for number, benefit in enumerate(self.policy["benefits"]):
            if benefit["each"]:
                yield f"amount{number}", f"amount{number}"
                yield f"open{number}", f"open{number}"
            else:
                yield from self.of_class(number, benefit)

    def of_class(self, number: int, benefit: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """A benefit of every person by class."""
        kind, rows = benefit["amount"]
        assert kind == "by_class"
        clauses = self.policy["clauses"]
        worths = [dict(rows).get(each["gives"], 0) for each in clauses]
        yield f"worth{number}", "".join(f"c{place} ? {worth} : " for place, worth in enumerate(worths)) + "0"
        differs = ["false"]
        for place, each in enumerate(clauses if self.policy["unknowns"] else ()):
            # whose class is won by a clause from here on has a worse one than this clause gives
            after = sum(self.is_as_good(other, each) for other in clauses)
            is_open = f"u{place} and ($.winner == -1 or $.winner >= {after})"
            differs.append(f"({is_open} and $.worth{number} != {worths[place]})")
        yield f"differs{number}", " or ".join(differs)
        yield f"amount{number}", f"sure{number} and not $.differs{number} ? $.worth{number} : 0"
        yield f"open{number}", f"may{number} and ($.differs{number} or (not sure{number} and $.worth{number} > 0))"

    def is_as_good(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether a clause gives a class as good as another."""
        classes = self.policy["classes"]
        return bool(classes.index(one["gives"]) <= classes.index(other["gives"]))


def expressions(name: str, pairs: Iterator[tuple[str, str]], *, keep: bool) -> dict[str, Any]:
    """A node of expressions; `keep`: it passes its input on as well."""
    written = [{"id": key, "key": key, "value": value} for key, value in pairs]
    return {"id": name, "type": "expressionNode", "content": {"expressions": written, "passThrough": keep}}


def load(folder: Path, policy: dict[str, Any], people: int | None) -> tuple[Any, list[dict[str, str]], list[str]]:
    """The first persons as JSON texts, and an engine that has compiled the graph."""
    graph = Graph(policy)
    persons = _rows(pq.read_table(folder / "persons.parquet").slice(0, people))
    for person in persons:
        person.update({name_of(kind): [] for kind in graph.kinds})
    for kind in graph.kinds:
        table = pq.read_table(folder / f"{kind}.parquet", filters=[("owner", "<", len(persons))])
        for row, fact in enumerate(_rows(table)):
            persons[fact.pop("owner")][name_of(kind)].append({"row": row, **fact})
    names = [benefit["id"] for benefit in policy["benefits"]]
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"policy": graph.content()}}})
    return engine, [{"key": "policy", "context": json.dumps(person)} for person in persons], names


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows without their empty fields, dates as numbers of days."""
    for place, field in enumerate(table.schema):
        if field.name in DATES:
            table = table.set_column(place, field.name, table[field.name].cast(pa.int32()))
    names = [name_of(name) for name in table.column_names]
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in table.rename_columns(names).to_pylist()
    ]


def evaluate(loaded: tuple[Any, list[dict[str, str]], list[str]]) -> Mapping[str, Any]:
    """The outcomes, person by person."""
    engine, persons, names = loaded
    rows = [answer["data"]["result"] for answer in engine.evaluate_batch(persons)]
    found = {name: np.array([row[name] for row in rows], np.int64) for name in ("winner", "held", "unknown")}
    for number, name in enumerate(names):
        found[f"amount.{name}"] = np.array([row[f"amount{number}"] for row in rows], np.int64)
        found[f"open.{name}"] = np.array([row[f"open{number}"] for row in rows], np.bool_)
    return found


if __name__ == "__main__":
    meter.run(load, evaluate, one_by_one=True)
