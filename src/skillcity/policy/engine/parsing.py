"""From the text of a condition to its typed tree, by Python's `ast` under a strict white list.

Every name and every type is checked here against the schema: a tree that exists can be evaluated.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from skillcity.kernel.errors import NOTHING
from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.kleene import Operator
from skillcity.policy.engine.problems import Place, PolicyError, Problem, did_you_mean
from skillcity.policy.engine.schema import Field, Schema
from skillcity.policy.engine.scope import Scope
from skillcity.policy.engine.tokens import Fault, guard

MAX_DEPTH = 20
_ORDER: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_TURNED: dict[Operator, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ELAPSED: dict[str, Literal["years", "months"]] = {"years_since": "years", "months_since": "months"}
SEE_ALSO = Text("可用的写法见 docs/policy-language.md。", "What can be used: docs/policy-language.md.")
_BRACKETS = ast.Tuple | ast.List | ast.Set


def parse(
    text: str,
    *,
    schema: Schema,
    sets: Collection[str] = (),
    place: Callable[[int], Place] | None = None,
    kind: str | None = None,
) -> tree.Condition:
    """The tree of one condition about a person, or, with `kind`, of one about a fact of that kind.

    `sets` are the names that may follow `in`; `place` tells where in a file an offset of the text stands (by default
    line 1). Raises PolicyError with the code `policy.syntax`, `refused`, `too-big`, `empty`, `unknown-name` or
    `wrong-type`; the cause is one Problem with its place.
    """
    try:
        guard(text)
        flat, indent = flattened(text)
        scope = Scope.person(schema, sets) if kind is None else Scope.of_kind(schema.kinds[kind], schema, sets)
        return _Parser(flat, indent, schema, sets).condition(read_expression(flat, indent), scope, 0)
    except Fault as fault:
        raise refusal(fault, place) from None


def refusal(fault: Fault, place: Callable[[int], Place] | None) -> PolicyError:
    """The fault at its place in the file, with where to read on when it has no advice of its own."""
    where = place(fault.offset) if place else Place("expression", 1, fault.offset + 1)
    todo = fault.todo if fault.todo != NOTHING else SEE_ALSO
    return PolicyError(Problem(fault.code, where, fault.what, todo))


def flattened(text: str) -> tuple[str, int]:
    """The text in one line, and how far it is indented."""
    flat = text.translate({10: " ", 13: " ", 9: " "})
    return flat, len(flat) - len(flat.lstrip())


def read_expression(flat: str, indent: int) -> ast.expr:
    """What Python's own parser makes of a text that has passed the first gate."""
    try:
        return ast.parse(flat[indent:], mode="eval").body
    except SyntaxError as error:
        offset = indent + error.offset - 1 if error.offset else len(flat.rstrip()) - 1  # 0: at the end
        what = Text("条件的写法不完整或有误。", "The condition is not well formed.")
        raise Fault("policy.syntax", offset, what) from None
    except RecursionError:  # called from deep within, a row of a thousand `not` is too much for it
        raise Fault("policy.too-big", indent, Text("条件嵌套过深。", "The condition is nested too deeply.")) from None


@dataclass(frozen=True, slots=True)
class _Parser:
    flat: str
    indent: int
    schema: Schema
    sets: Collection[str]

    def condition(self, node: ast.expr, scope: Scope, depth: int) -> tree.Condition:
        """One node that is true or false."""
        if depth > MAX_DEPTH:
            raise self.fault("policy.too-big", node, "条件嵌套过深。", "The condition is nested too deeply.")
        if isinstance(node, ast.BoolOp):
            parts = tuple(self.condition(part, scope, depth + 1) for part in node.values)
            return tree.And(parts) if isinstance(node.op, ast.And) else tree.Or(parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return tree.Not(self.condition(node.operand, scope, depth + 1))
        if isinstance(node, ast.Compare):
            return self.comparison(node, scope, depth)
        if isinstance(node, ast.Call):
            return self.call(node, scope, depth)
        if isinstance(node, ast.Name):
            return tree.Flag(scope.flag(node.id, self.offset(node)))
        raise self.refused(node)

    def call(self, node: ast.Call, scope: Scope, depth: int) -> tree.Condition:
        name = self.function(node)
        if name == "any":
            inner = self.kind(node, scope)
            return tree.AnyFact(inner.owner, self.where(node.args[1:], inner, depth))
        if name == "within":
            return self.within(node, scope)
        if name == "after":
            alone = "after(…) 只能写在 months(…) 的最后。", "after(…) can only stand last in months(…)."
            raise self.fault("policy.refused", node, *alone)
        raise self.fault(
            "policy.wrong-type",
            node,
            f"{name}(…) 是一个数，还要与数比较。",
            f"{name}(…) is a number: it must be compared with one.",
            Text(f"例如 {name}(…) >= 1。", f"For example {name}(…) >= 1."),
        )

    def comparison(self, node: ast.Compare, scope: Scope, depth: int) -> tree.Condition:
        """`a < b < c` reads as `a < b and b < c`."""
        operands = [node.left, *node.comparators]
        parts = tuple(
            self.pair(left, operator, right, scope, depth)
            for left, operator, right in zip(operands, node.ops, node.comparators, strict=False)
        )
        return parts[0] if len(parts) == 1 else tree.And(parts)

    def pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, scope: Scope, depth: int) -> tree.Condition:
        if isinstance(operator, ast.In):
            return self.membership(left, right, scope)
        if isinstance(operator, ast.NotIn):
            return tree.Not(self.membership(left, right, scope))
        sign = _ORDER.get(type(operator))
        if sign is None:
            raise self.refused(left)
        if isinstance(left, ast.Constant):
            left, right, sign = right, left, _TURNED[sign]
        if isinstance(left, ast.Call):
            return self.measure(left, sign, right, scope, depth)
        if not isinstance(left, ast.Name):
            raise self.refused(left)
        field = scope.comparable(left.id, sign, self.offset(left))
        return tree.Compare(field, sign, scope.value(field, self.constant(right), self.offset(right)))

    def measure(self, call: ast.Call, sign: Operator, right: ast.expr, scope: Scope, depth: int) -> tree.Condition:
        name = self.function(call)
        if name in ("any", "within", "after"):
            raise self.fault("policy.wrong-type", call, f"{name}(…) 不是数。", f"{name}(…) is not a number.")
        number = self.number(right)
        if name in _ELAPSED:
            self.arguments(call, 1)
            start = scope.day(self.name(call.args[0]), self.offset(call.args[0]))
            return tree.Elapsed(start, sign, number, _ELAPSED[name])
        if name == "count":
            inner = self.kind(call, scope)
            return tree.CountFacts(inner.owner, self.where(call.args[1:], inner, depth), sign, number)
        if name == "months":
            return self.months(call, sign, number, scope, depth)
        inner, summed = self.summed(call, scope)
        field = inner.number(summed, self.offset(call.args[0]))
        return tree.TotalFacts(inner.owner, field, self.where(call.args[1:], inner, depth), sign, number)

    def months(self, call: ast.Call, sign: Operator, number: int, scope: Scope, depth: int) -> tree.MonthsOfFacts:
        """`months(kind, condition…, after(kind, condition…))`: `after` stands last."""
        inner = self.kind(call, scope)
        *rest, last = call.args
        after = None
        if isinstance(last, ast.Call) and isinstance(last.func, ast.Name) and last.func.id == "after":
            self.function(last)
            start = self.kind(last, scope)
            after = tree.AnyFact(start.owner, self.where(last.args[1:], start, depth))
            return tree.MonthsOfFacts(inner.owner, self.where(rest[1:], inner, depth), after, sign, number)
        return tree.MonthsOfFacts(inner.owner, self.where(call.args[1:], inner, depth), after, sign, number)

    def membership(self, left: ast.expr, right: ast.expr, scope: Scope) -> tree.Condition:
        if isinstance(left, ast.Constant):
            field = scope.several(self.name(right), self.offset(right))
            return tree.Contains(field, str(scope.value(field, left.value, self.offset(left))))
        field = scope.comparable(self.name(left), "==", self.offset(left))
        if isinstance(right, _BRACKETS):
            return tree.OneOf(field, self.listed(right, field, scope))
        return tree.InSet(field, scope.set_name(field, self.name(right), self.offset(right)))

    def listed(self, node: ast.Tuple | ast.List | ast.Set, field: Field, scope: Scope) -> tuple[str | int, ...]:
        values = [scope.value(field, self.constant(item), self.offset(item)) for item in node.elts]
        kept = tuple(dict.fromkeys(value for value in values if isinstance(value, str | int)))
        if not kept or len(kept) != len(values):
            raise self.fault(
                "policy.wrong-type",
                node,
                "列表应含不重复的文字或整数。",
                "The list must hold strings or whole numbers, none of them twice.",
            )
        return kept

    def within(self, node: ast.Call, scope: Scope) -> tree.Within:
        self.arguments(node, 2)
        span = node.args[1]
        if not isinstance(span, ast.Call) or not isinstance(span.func, ast.Name) or len(span.args) != 1:
            raise self.span_fault(span)
        unit = span.func.id
        if unit not in ("days", "months", "years") or span.keywords:
            raise self.span_fault(span)
        field = scope.day(self.name(node.args[0]), self.offset(node.args[0]))
        return tree.Within(field, self.number(span.args[0]), unit)  # type: ignore[arg-type]  # one of the three

    def span_fault(self, node: ast.expr) -> Fault:
        return self.fault(
            "policy.wrong-type",
            node,
            "这里应写时长。",
            "A span of time is needed here.",
            Text("写成 days(30)、months(12) 或 years(3)。", "Write days(30), months(12) or years(3)."),
        )

    def function(self, node: ast.Call) -> str:
        known = ("any", "count", "total", "months", "after", "years_since", "months_since", "within")
        if not isinstance(node.func, ast.Name):
            raise self.refused(node)
        if node.func.id not in known:
            what = Text(f"没有“{node.func.id}”这个算式。", f'There is no function "{node.func.id}".')
            raise Fault("policy.unknown-name", self.offset(node), what, did_you_mean(node.func.id, known))
        if node.keywords or not node.args:
            raise self.fault(
                "policy.refused",
                node,
                "括号里应有内容，且不能用“名称=值”。",
                "Arguments are needed, none of them by name.",
            )
        return node.func.id

    def kind(self, call: ast.Call, scope: Scope) -> Scope:
        first = call.args[0]
        return scope.facts(self.name(first), self.offset(first))

    def summed(self, call: ast.Call, scope: Scope) -> tuple[Scope, str]:
        first = call.args[0]
        if not isinstance(first, ast.Attribute):
            raise self.fault(
                "policy.wrong-type",
                first,
                "total 的第一项应写成 种类.字段。",
                "The first argument of total must be kind.field.",
                Text("例如 total(training.hours) >= 80。", "For example total(training.hours) >= 80."),
            )
        return scope.facts(self.name(first.value), self.offset(first)), first.attr

    def where(self, nodes: list[ast.expr], inner: Scope, depth: int) -> tuple[tree.Condition, ...]:
        return tuple(self.condition(node, inner, depth + 1) for node in nodes)

    def arguments(self, call: ast.Call, wanted: int) -> None:
        if len(call.args) != wanted:
            raise self.fault(
                "policy.wrong-type", call, f"括号里应有 {wanted} 项。", f"{wanted} argument(s) are needed here."
            )

    def name(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            raise self.fault("policy.wrong-type", node, "这里应写名称。", "A name is needed here.")
        return node.id

    def constant(self, node: ast.expr) -> object:
        if not isinstance(node, ast.Constant):
            raise self.fault(
                "policy.wrong-type",
                node,
                "这里应写固定的值。",
                "A fixed value is needed here.",
                Text("文字请加引号。", "Put words in quotation marks."),
            )
        return node.value

    def number(self, node: ast.expr) -> int:
        value = self.constant(node)
        if type(value) is not int:
            raise self.fault("policy.wrong-type", node, "这里应写整数。", "A whole number is needed here.")
        return value

    def refused(self, node: ast.expr) -> Fault:
        return self.fault(
            "policy.refused",
            node,
            "规则中不能使用这种写法。",
            "This construct cannot be used in a rule.",
        )

    def offset(self, node: ast.expr) -> int:
        """The offset in characters; `ast` counts in bytes."""
        return self.indent + len(self.flat[self.indent :].encode()[: node.col_offset].decode())

    def fault(self, code: str, node: ast.expr, zh: str, en: str, todo: Text = NOTHING) -> Fault:
        return Fault(code, self.offset(node), Text(zh, en), todo)
