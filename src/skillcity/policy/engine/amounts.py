"""What a benefit is worth: a small expression over the level, the class and the numbers of a fact.

    amount = NUMBER | by_level(junior=1000, senior=2000) | by_class(E=500) | min(a, b) | max(a, b) | sum(a, b)
           | NUMBER * field

Amounts are whole yuan in the file and fen here; a rate is in basis points (300 is 3.00 %). A level or class that is not
listed is worth nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union

from skillcity.kernel.errors import NOTHING
from skillcity.kernel.text import Text
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.parsing import flattened, read_expression, refusal
from skillcity.policy.engine.problems import Place, did_you_mean
from skillcity.policy.engine.schema import Field, FieldType, Kind
from skillcity.policy.engine.tokens import Fault, guard

MOST = 50_000_000
"""The largest number in an amount: fifty million yuan, the highest ceiling of a loan that was read."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same for everybody."""

    value: int


@dataclass(frozen=True, slots=True)
class ByLevel:
    """By the skill level of the fact: rank (1..8) and value."""

    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ByClass:
    """By the class of the person in the same catalogue."""

    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Times:
    """So much for each unit of a whole number of the fact (hours, say)."""

    field: Field
    value: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The least, the greatest or the sum of the parts; `name` is min, max or sum."""

    name: str
    parts: tuple[Amount, ...]


Amount = Union[Fixed, ByLevel, ByClass, Times, Joined]  # noqa: UP007 (Joined refers to it before it exists)
JOINS: Mapping[str, Callable[[Any], int]] = {"min": min, "max": max, "sum": sum}


def worth(amount: Amount, values: Mapping[str, Any], classes: Collection[str | None]) -> int | None:
    """The amount for a fact with these values and a person who may be in one of these classes; None: not known."""
    if isinstance(amount, Fixed):
        return amount.value
    if isinstance(amount, ByLevel):
        rank = values["level"]
        return None if rank is None else dict(amount.rows).get(rank, 0)
    if isinstance(amount, ByClass):
        found = {dict(amount.rows).get(each, 0) if each else 0 for each in classes}
        return found.pop() if len(found) == 1 else None
    if isinstance(amount, Times):
        number = values[amount.field.name]
        return None if number is None or number > 10**9 else amount.value * int(number)
    parts = [worth(part, values, classes) for part in amount.parts]
    known = [part for part in parts if part is not None]
    return JOINS[amount.name](known) if len(known) == len(parts) else None


def parts_of(amount: Amount) -> Iterator[Amount]:
    """The amount and all its parts."""
    yield amount
    if isinstance(amount, Joined):
        for part in amount.parts:
            yield from parts_of(part)


def parse_amount(
    text: str,
    *,
    kind: Kind | None,
    classes: Collection[str],
    scale: int = 100,
    place: Callable[[int], Place] | None = None,
) -> Amount:
    """The tree of an amount; `scale` turns the numbers of the text into fen (1: they stay).

    PolicyError as from `parse`: `policy.syntax`, `refused`, `too-big`, `empty`, `unknown-name` or `wrong-type`.
    """
    try:
        guard(text, more="=*")
        flat, indent = flattened(text)
        return _Reader(flat, indent, kind, classes, scale).amount(read_expression(flat, indent))
    except Fault as fault:
        raise refusal(fault, place) from None


@dataclass(frozen=True, slots=True)
class _Reader:
    flat: str
    indent: int
    kind: Kind | None
    classes: Collection[str]
    scale: int

    def amount(self, node: ast.expr) -> Amount:
        if isinstance(node, ast.Constant):
            return Fixed(self.number(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            number, name = (node.left, node.right) if isinstance(node.left, ast.Constant) else (node.right, node.left)
            return Times(self.field(name), self.number(number))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self.call(node, node.func.id)
        raise self.fault(
            "policy.refused",
            node,
            "金额中不能使用这种写法。",
            "This construct cannot be used in an amount.",
        )

    def call(self, node: ast.Call, name: str) -> Amount:
        if name in JOINS:
            if node.keywords or len(node.args) < 2:
                raise self.fault("policy.wrong-type", node, "这里要写两项以上。", "Two amounts or more are needed.")
            return Joined(name, tuple(self.amount(part) for part in node.args))
        if name == "by_level":
            if self.kind is None or "level" not in self.kind.attributes:
                raise self.fault("policy.wrong-type", node, "这里没有技能等级可用。", "There is no level here.")
            return ByLevel(tuple((RANKS[level], value) for level, value in self.rows(node, RANKS)))
        if name == "by_class":
            return ByClass(self.rows(node, self.classes))
        known = ("by_level", "by_class", *JOINS)
        what = Text(f"没有“{name}”这个算式。", f'There is no function "{name}".')
        raise Fault("policy.unknown-name", self.offset(node), what, did_you_mean(name, known))

    def rows(self, node: ast.Call, known: Collection[str]) -> tuple[tuple[str, int], ...]:
        if node.args or not node.keywords:
            todo = Text("写成 by_level(junior=1000, senior=2000)。", "Write by_level(junior=1000, senior=2000).")
            raise self.fault("policy.wrong-type", node, "这里要写“名称=金额”。", "Name=amount is needed here.", todo)
        rows: dict[str, int] = {}
        for row in node.keywords:
            name = row.arg or "**"
            if name not in known or name in rows:
                what = Text(f"“{name}”不存在或重复。", f'"{name}" does not exist or stands twice.')
                raise Fault("policy.unknown-name", self.offset(row.value), what, did_you_mean(name, known))
            rows[name] = self.number(row.value)
        return tuple(rows.items())

    def field(self, node: ast.expr) -> Field:
        name = node.id if isinstance(node, ast.Name) else ""
        numbers = {
            each: attribute.field
            for each, attribute in (self.kind.attributes if self.kind else {}).items()
            if attribute.field.type is FieldType.INTEGER
        }
        if name not in numbers:
            what = Text("这里要写事实的一个数字字段。", "A number of the fact is needed here.")
            raise Fault("policy.unknown-name", self.offset(node), what, did_you_mean(name, numbers))
        return numbers[name]

    def number(self, node: ast.expr) -> int:
        if not isinstance(node, ast.Constant) or type(node.value) is not int or not 0 <= node.value <= MOST:
            raise self.fault(
                "policy.wrong-type",
                node,
                f"金额应为 0 至 {MOST} 的整数。",
                f"An amount is a whole number from 0 to {MOST}.",
            )
        return node.value * self.scale

    def offset(self, node: ast.expr) -> int:
        """The offset in characters; `ast` counts in bytes."""
        return self.indent + len(self.flat[self.indent :].encode()[: node.col_offset].decode())

    def fault(self, code: str, node: ast.expr, zh: str, en: str, todo: Text = NOTHING) -> Fault:
        return Fault(code, self.offset(node), Text(zh, en), todo)
