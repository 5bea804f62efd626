"""A condition in plain Chinese and English, made from its tree, so that words and rule cannot drift apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.schema import Field, FieldType, Schema

_SIGNS = {
    "==": Text("为", "is"),
    "!=": Text("不为", "is not"),
    "<": Text("少于", "is less than"),
    "<=": Text("不超过", "is at most"),
    ">": Text("多于", "is more than"),
    ">=": Text("不少于", "is at least"),
}
_LEVEL_SIGNS = _SIGNS | {
    "<": Text("低于", "is below"),
    "<=": Text("不高于", "is at most"),
    ">": Text("高于", "is above"),
    ">=": Text("不低于", "is at least"),
}
_DATE_SIGNS = _SIGNS | {
    "<": Text("早于", "is before"),
    "<=": Text("不晚于", "is on or before"),
    ">": Text("晚于", "is after"),
    ">=": Text("不早于", "is on or after"),
}
_UNITS = {
    "days": Text("{n}天", "{n} day(s)"),
    "months": Text("{n}个月", "{n} month(s)"),
    "years": Text("{n}年", "{n} year(s)"),
}

_FULL = {
    "months": Text("{n}个月", "{n} full month(s)"),
    "years": Text("{n}年", "{n} full year(s)"),
}


def words(
    condition: tree.Condition, schema: Schema, sets: Mapping[str, Text], names: Mapping[str, Text] | None = None
) -> Text:
    """The condition in words; `sets` gives the label of each named set, `names` the words of codes."""
    return _Words(schema, sets, names or {}).of(condition)


class _Words:
    def __init__(self, schema: Schema, sets: Mapping[str, Text], names: Mapping[str, Text]) -> None:
        self.schema, self.sets, self.names = schema, sets, names
        self.by_type: dict[type, Callable[[Any], Text]] = {
            tree.And: lambda node: self.joined(node.parts, _AND, tree.Or),
            tree.Or: lambda node: self.joined(node.parts, _OR, tree.And),
            tree.Not: self.negated,
            tree.Flag: lambda node: self.filled("{f}：是", "{f}: yes", node),
            tree.Compare: self.compared,
            tree.OneOf: lambda node: self.filled("{f}为{v}", "{f} is {v}", node, v=self.options(node)),
            tree.InSet: lambda node: self.filled("{f}属于“{v}”", "{f} is in “{v}”", node, v=self.sets[node.set_name]),
            tree.Contains: lambda node: self.filled(
                "{f}包括{v}", "{f} include {v}", node, v=self.value(node.field, node.value)
            ),
            tree.Within: lambda node: self.filled(
                "{f}在最近{v}内", "{f} lies within the last {v}", node, v=_UNITS[node.unit].format(n=node.amount)
            ),
            tree.Elapsed: self.elapsed,
            tree.AnyFact: lambda node: self.records("有{k}", "a {k}", node),
            tree.CountFacts: lambda node: self.measured("{k}的数量{s}{n}", "the number of {k} {s} {n}", node),
            tree.TotalFacts: lambda node: self.measured(
                "{k}的{f}合计{s}{n}", "the total of {f} over {k} {s} {n}", node, f=self.label(node.field)
            ),
            tree.MonthsOfFacts: self.covered,
        }

    def of(self, node: tree.Condition) -> Text:
        return self.by_type[type(node)](node)

    def joined(self, parts: tuple[tree.Condition, ...], joiner: Text, wrapped: type = tree.Or) -> Text:
        said = [
            Text("({x})", "({x})").format(x=self.of(part)) if isinstance(part, wrapped) else self.of(part)
            for part in parts
        ]
        return Text(joiner.zh.join(item.zh for item in said), joiner.en.join(item.en for item in said))

    def negated(self, node: tree.Not) -> Text:
        part = node.part
        if isinstance(part, tree.Flag):
            return self.filled("{f}：否", "{f}: no", part)
        if isinstance(part, tree.AnyFact):
            return self.records("没有{k}", "no {k}", part)
        return Text("并非({x})", "not ({x})").format(x=self.of(part))

    def compared(self, node: tree.Compare) -> Text:
        signs = {FieldType.LEVEL: _LEVEL_SIGNS, FieldType.DATE: _DATE_SIGNS}.get(node.field.type, _SIGNS)
        sign = signs[node.operator]
        return self.filled("{f}{s}{v}", "{f} {s} {v}", node, s=sign, v=self.value(node.field, node.value))

    def elapsed(self, node: tree.Elapsed) -> Text:
        span = _FULL[node.unit].format(n=node.number)
        if node.operator == ">=":
            return self.filled("自{f}起已满{v}", "{v} have passed since {f}", node, v=span)
        sign = _SIGNS[node.operator]
        return self.filled("自{f}起的时间{s}{v}", "the time since {f} {s} {v}", node, s=sign, v=span)

    def covered(self, node: tree.MonthsOfFacts) -> Text:
        said = Text("{k}累计{s}{v}", "the months covered by a {k}: in all {s} {v}").format(
            k=self.kind(node.kind, node.where), s=_SIGNS[node.operator], v=_UNITS["months"].format(n=node.number)
        )
        if node.after is None:
            return said
        start = self.kind(node.after.kind, node.after.where)
        return Text("自{a}起，{x}", "from the first {a} on, {x}").format(a=start, x=said)

    def records(self, zh: str, en: str, node: tree.AnyFact) -> Text:
        return Text(zh, en).format(k=self.kind(node.kind, node.where))

    def measured(self, zh: str, en: str, node: tree.CountFacts | tree.TotalFacts, **more: Text) -> Text:
        kind = self.kind(node.kind, node.where)
        return Text(zh, en).format(k=kind, s=_SIGNS[node.operator], n=node.number, **more)

    def kind(self, name: str, where: tuple[tree.Condition, ...]) -> Text:
        label = self.schema.kinds[name].label
        if not where:
            return Text("“{k}”记录", "record of “{k}”").format(k=label)
        inner = self.joined(where, _AND)
        return Text("“{k}”记录({x})", "record of “{k}” ({x})").format(k=label, x=inner)

    def options(self, node: tree.OneOf) -> Text:
        said = [self.value(node.field, value) for value in node.values]
        return Text("或".join(item.zh for item in said), " or ".join(item.en for item in said))

    def value(self, field: Field, value: tree.Value) -> Text:
        if isinstance(value, date):
            return Text(value.isoformat(), value.isoformat())
        plain = self.names.get(str(value), Text(str(value), str(value)))
        return self.schema.attribute(field).choices.get(str(value), plain)

    def label(self, field: Field) -> Text:
        return self.schema.attribute(field).label

    def filled(self, zh: str, en: str, node: tree.FieldTest, **more: object) -> Text:
        return Text(zh, en).format(f=self.label(node.field), **more)


_AND = Text("，且", " and ")
_OR = Text("，或", " or ")
