"""A catalogue on a day as plain data (JSON) that every engine can be given, made from our typed tree.

Two things are done here once, so that no peer has to: the calendar is bound (`age < 45` becomes a bound on the date of
birth), and three values become two. Each condition is written twice, as "surely" and as "maybe": a test on an empty
field fails in the first and passes in the second. Where the data have no empty fields there is only the first.

    COND     = ["and", [COND…]] | ["or", [COND…]] | ["not", COND] | ["test", field, sign, value, null] | ["atom", id]
    question = {kind, where: COND}                          asked of one fact; all facts have begun on the day
    atom     = {measure: any|count|sum|months, question, number, field?, after?}          "at least number"
    null     = whether an empty field passes; None: there are none

The sign `in` takes a list; `known` takes nothing. Strings are numbered (`code`), levels are ranks, dates ISO strings.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from skillcity.policy.engine import tree
from skillcity.policy.engine.amounts import Amount, ByClass, ByLevel, Fixed, Joined, Times
from skillcity.policy.engine.benefit import Benefit
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.dates import before, completed_months, completed_years
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.schema import DATES, FieldType

Cond = list[Any]
UNDONE = {"<": ">=", "<=": ">"}
"""The signs that are written as the opposite of another, so that every bound is an "at least"."""


@dataclass
class Plain:
    """Collects the questions and atoms of a catalogue while its conditions are written."""

    catalogue: Catalogue
    day: date
    codes: Mapping[str, int]
    unknowns: bool
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    atoms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def policy(self) -> dict[str, Any]:
        """Everything: the clauses best class first, the benefits, and what they ask."""
        order = self.catalogue.outcome.order
        clauses = sorted(self.catalogue.clauses, key=lambda clause: order.index(clause.gives))
        written = [
            {"id": each.id, "gives": each.gives} | self.twice(lambda may, each=each: self.truth(each.when, may))
            for each in clauses
        ]
        benefits = [self.benefit(each) for each in self.catalogue.benefits]
        return {
            "day": self.day.isoformat(),
            "unknowns": self.unknowns,
            "classes": list(order),
            "clauses": written,
            "benefits": benefits,
            "questions": self.questions,
            "atoms": self.atoms,
        }

    def twice(self, write: Callable[[bool], Any]) -> dict[str, Any]:
        """The "surely" and the "maybe" of something; without unknowns the second is None."""
        return {"sure": write(False), "maybe": write(True) if self.unknowns else None}

    def truth(self, node: tree.Condition, may: bool) -> Cond:
        """A condition about a person, or about one fact."""
        if isinstance(node, tree.And | tree.Or):
            return ["and" if isinstance(node, tree.And) else "or", [self.truth(part, may) for part in node.parts]]
        if isinstance(node, tree.Not):
            return ["not", self.truth(node.part, not may)]
        if isinstance(node, tree.AnyFact):
            return self.atom("any", self.question(node, may), 1)
        if isinstance(node, tree.FactAtom):
            return self.compared(node.operator, node.number, may, lambda n, mode: self.at_least(node, n, mode))
        return self.test(node, may)

    def compared(self, sign: str, number: int, may: bool, at_least: Callable[[int, bool], Cond]) -> Cond:
        """A number against a bound by means of "at least" alone."""
        if sign in ("==", "!="):
            equal: Cond = ["and", [at_least(number, may), ["not", at_least(number + 1, not may)]]]
            unequal: Cond = ["or", [["not", at_least(number, not may)], at_least(number + 1, may)]]
            return equal if sign == "==" else unequal
        bound = number + (sign in (">", "<="))
        return ["not", at_least(bound, not may)] if sign in UNDONE else at_least(bound, may)

    def at_least(self, node: tree.FactAtom, number: int, may: bool) -> Cond:
        """Whether a count, a total or months reach a number."""
        if isinstance(node, tree.CountFacts):
            return self.atom("count", self.question(node, may), number)
        if isinstance(node, tree.MonthsOfFacts):
            after = {"after": self.question(node.after, may, past=True)} if node.after else {}
            return self.atom("months", self.question(node, may, past=True), number, **after)
        assert isinstance(node, tree.TotalFacts)
        name = node.field.name
        known: Cond = ["test", name, "known", None, False]
        total = self.atom("sum", self.question(node, may, known if self.unknowns else None), number, field=name)
        if not may or not self.unknowns:
            return total
        return ["or", [total, self.atom("any", self.question(node, may, ["not", known]), 1)]]

    def question(self, node: tree.FactAtom, may: bool, more: Cond | None = None, *, past: bool | None = None) -> str:
        """The number of a question about one fact: that it has not ended, unless the conditions judge the end."""
        looks_back = tree.speaks_of_end(node.where) if past is None else past
        parts = [self.truth(part, may) for part in node.where] + ([more] if more else [])
        if not looks_back:
            parts.append(self.leaf("valid_to", ">=", self.day.isoformat(), None))
        where = ["and", parts] if parts else self.leaf("valid_from", "known", None, None)
        return _number(self.questions, "q", {"kind": node.kind, "where": where})

    def atom(self, measure: str, question: str, number: int, **more: str) -> Cond:
        """An atom by its number."""
        found = {"measure": measure, "question": question, "number": number, **more}
        return ["atom", _number(self.atoms, "a", found)]

    def test(self, node: tree.FieldTest, may: bool) -> Cond:
        """A test of one field; `null` says what becomes of an empty one."""
        null = may if self.unknowns else None
        name = node.field.name
        if isinstance(node, tree.Flag):
            return self.leaf(name, "==", True, null)
        if isinstance(node, tree.Contains):
            return self.leaf(f"{name}.{node.value}", "==", True, null)
        if isinstance(node, tree.Within):
            first = self.leaf(name, ">=", before(self.day, node.amount, node.unit).isoformat(), null)
            return ["and", [first, self.leaf(name, "<=", self.day.isoformat(), null)]]
        if isinstance(node, tree.Elapsed):
            return self.elapsed(name, node.operator, node.number, node.unit, null)
        if isinstance(node, tree.InSet):
            members = self.catalogue.sets[node.set_name].members
            return self.leaf(name, "in", sorted(self.codes[each] for each in members if each in self.codes), null)
        if isinstance(node, tree.OneOf):
            return self.leaf(name, "in", [self.value(node.field.type, each) for each in node.values], null)
        if name == "age":
            return self.elapsed("birth_date", node.operator, int(str(node.value)), "years", null)
        return self.leaf(name, node.operator, self.value(node.field.type, node.value), null)

    def leaf(self, name: str, sign: str, value: Any, null: bool | None) -> Cond:
        """The form of a test; the two dates of a fact are never empty."""
        return ["test", name, sign, value, None if name in DATES else null]

    def elapsed(self, name: str, sign: str, number: int, unit: str, null: bool | None) -> Cond:
        """Completed years or months as a bound on the date itself: n are completed before the first day short of n."""
        completed = completed_years if unit == "years" else completed_months

        def at_least(bound: int, mode: bool) -> Cond:
            days = range(1, date.max.toordinal() + 1)
            short = days[bisect_left(days, True, key=lambda each: completed(date.fromordinal(each), self.day) < bound)]
            return self.leaf(name, "<", date.fromordinal(short).isoformat(), mode if self.unknowns else None)

        return self.compared(sign, number, bool(null), at_least)

    def value(self, kind: FieldType, value: tree.Value) -> Any:
        """A constant as the data hold it."""
        if isinstance(value, date):
            return value.isoformat()
        if kind is FieldType.LEVEL:
            return RANKS[str(value)]
        return value if isinstance(value, int) else self.codes.get(value, -1)

    def benefit(self, each: Benefit) -> dict[str, Any]:
        """A benefit; amounts in fen, counties and codes numbered."""
        assert not each.exclusive, "the peers do not know this"
        assert each.in_force is None, "the peers do not know this"
        assert each.each or not each.local, "the peers do not know this"
        found: dict[str, Any] = {"id": each.id, "each": each.each, "amount": self.amount(each.amount)}
        when = each.when
        found["when"] = self.twice(
            lambda may: self.truth(when, may) if when else self.leaf("owner", "known", None, None)
        )
        if each.each:
            asked = tree.AnyFact(each.each, (each.where,) if each.where else ())
            found["where"] = self.twice(lambda may: self.question(asked, may))
        found["local"] = [[self.codes.get(local.region, -1), self.amount(local.amount)] for local in each.local]
        found["once_per"], found["ladder"] = list(each.once_per), each.ladder
        found["counts"] = sorted(self.codes.get(code, -1) for code in each.counts)
        if each.cap:
            year = (
                ("0001-01-01", "9999-12-31")
                if each.cap.per == "life"
                else (f"{self.day.year}-01-01", f"{self.day.year}-12-31")
            )
            found["cap"] = {"times": each.cap.times, "amount": each.cap.amount, "from": year[0], "to": year[1]}
        return found

    def amount(self, amount: Amount) -> list[Any]:
        """Fixed N | by_level {rank: N} | by_class {class: N} | times field N | min/max/sum [parts]."""
        if isinstance(amount, Fixed):
            return ["fixed", amount.value]
        if isinstance(amount, ByLevel):
            return ["by_level", [list(row) for row in amount.rows]]
        if isinstance(amount, ByClass):
            return ["by_class", [list(row) for row in amount.rows]]
        if isinstance(amount, Times):
            return ["times", amount.field.name, amount.value]
        assert isinstance(amount, Joined)
        return [amount.name, [self.amount(part) for part in amount.parts]]


def _number(known: dict[str, dict[str, Any]], letter: str, found: dict[str, Any]) -> str:
    """The name of something among those alike it."""
    written = json.dumps(found)
    for name, each in known.items():
        if json.dumps(each) == written:
            return name
    name = f"{letter}{len(known)}"
    known[name] = found
    return name
