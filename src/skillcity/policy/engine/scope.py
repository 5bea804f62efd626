"""The names that can be used at one place of a rule, with the checks of their types."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine.dates import read_date
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.problems import did_you_mean
from skillcity.policy.engine.schema import PERSON, Attribute, Field, FieldType, Kind, Schema
from skillcity.policy.engine.tokens import Fault

_REGION = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Scope:
    """Inside a rule about a person, or inside the brackets of an atom about facts of one kind."""

    owner: str
    names: Mapping[str, Attribute]
    schema: Schema
    sets: Collection[str]

    @classmethod
    def person(cls, schema: Schema, sets: Collection[str]) -> Scope:
        """The scope of a whole condition."""
        return cls(PERSON, schema.person, schema, sets)

    def facts(self, spelling: str, offset: int) -> Scope:
        """The scope inside `any(kind, …)`, `count(kind, …)`, `total(kind.field, …)`."""
        if self.owner != PERSON:
            what = Text("对事实的条件里不能再问另一种事实。", "A condition on one fact cannot ask about other facts.")
            raise Fault("policy.refused", offset, what, Text("请用 and 并列。", "Join the two with `and`."))
        kind = self.schema.spellings.get(spelling)
        if kind is None:
            what = Text(f"没有“{spelling}”这种事实。", f'There is no kind of fact "{spelling}".')
            raise Fault("policy.unknown-name", offset, what, did_you_mean(spelling, self.schema.spellings))
        return Scope.of_kind(kind, self.schema, self.sets)

    @classmethod
    def of_kind(cls, kind: Kind, schema: Schema, sets: Collection[str]) -> Scope:
        """The scope of conditions on one fact of a kind."""
        return cls(kind.name, kind.attributes, schema, sets)

    def field(self, name: str, offset: int) -> Field:
        """The field of this name here."""
        attribute = self.names.get(name)
        if attribute is not None:
            return attribute.field
        if self.owner != PERSON and name in self.schema.person:
            what = Text(
                f"“{name}”是人的字段，不能写在对事实的条件里。",
                f'"{name}" is a field of the person: it cannot stand in a condition on a fact.',
            )
            raise Fault(
                "policy.unknown-name", offset, what, Text("请移到括号外，用 and 连接。", "Move it out: … and ….")
            )
        what = Text(f"没有“{name}”这个字段。", f'There is no field "{name}" here.')
        raise Fault("policy.unknown-name", offset, what, did_you_mean(name, self.names))

    def flag(self, name: str, offset: int) -> Field:
        """A yes/no field, which can stand alone."""
        return self._of_type(name, offset, FieldType.BOOLEAN, "不是“是/否”字段，要与值比较。", "needs a comparison.")

    def day(self, name: str, offset: int) -> Field:
        """A field that is a date."""
        return self._of_type(name, offset, FieldType.DATE, "不是日期。", "is not a date.")

    def number(self, name: str, offset: int) -> Field:
        """A field that is a whole number."""
        return self._of_type(
            name, offset, FieldType.INTEGER, "不是整数，不能合计。", "is not a number: no sum is possible."
        )

    def several(self, name: str, offset: int) -> Field:
        """A field that holds several values."""
        return self._of_type(name, offset, FieldType.CHOICES, "不是多值字段。", "does not hold several values.")

    def _of_type(self, name: str, offset: int, wanted: FieldType, zh: str, en: str) -> Field:
        field = self.field(name, offset)
        if field.type is not wanted:
            raise Fault("policy.wrong-type", offset, Text(f"“{name}”{zh}", f'"{name}" {en}'))
        return field

    def comparable(self, name: str, sign: str, offset: int) -> Field:
        """A field that can be compared by this sign."""
        field = self.field(name, offset)
        if field.type is FieldType.BOOLEAN:
            todo = Text(f"直接写 {name} 或 not {name}。", f"Write {name} or not {name}.")
            raise Fault("policy.wrong-type", offset, Text(f"“{name}”是“是/否”字段。", f'"{name}" is yes or no.'), todo)
        if field.type is FieldType.CHOICES:
            todo = Text(f'写成 "…" in {name}。', f'Write "…" in {name}.')
            raise Fault(
                "policy.wrong-type", offset, Text(f"“{name}”是多值字段。", f'"{name}" holds several values.'), todo
            )
        if sign not in ("==", "!=") and not field.type.ordered:
            what = Text(f"“{name}”没有大小之分。", f'"{name}" has no order.')
            raise Fault("policy.wrong-type", offset, what, Text("请用 ==、!= 或 in。", "Use ==, != or in."))
        return field

    def set_name(self, field: Field, name: str, offset: int) -> str:
        """A named set of which the field may be a member."""
        if name not in self.sets:
            what = Text(f"没有声明名为“{name}”的集合。", f'No set "{name}" is declared.')
            raise Fault("policy.unknown-name", offset, what, did_you_mean(name, self.sets))
        if field.type.ordered:
            what = Text(f"“{field.name}”不能与集合比较。", f'"{field.name}" cannot be a member of a set of codes.')
            raise Fault("policy.wrong-type", offset, what)
        return name

    def value(self, field: Field, value: object, offset: int) -> str | int | date:
        """A fixed value, if it is one of the field's type."""
        if field.type is FieldType.INTEGER:
            if type(value) is int:
                return value
            raise _wrong(field, offset, Text("这里应写整数。", "A whole number is needed."))
        if type(value) is not str or not value.strip():
            raise _wrong(field, offset, Text("这里应写带引号的文字。", "Words in quotation marks are needed."))
        if field.type is FieldType.DATE:
            return _date(field, value, offset)
        if field.type is FieldType.REGION and not _REGION.fullmatch(value):
            raise _wrong(field, offset, Text("地区代码是六位数字。", "A region code has six digits."))
        choices = RANKS if field.type is FieldType.LEVEL else self.schema.attribute(field).choices
        if choices and value not in choices:
            what = Text(f"“{field.name}”没有“{value}”这个值。", f'"{field.name}" has no value "{value}".')
            raise Fault("policy.wrong-type", offset, what, did_you_mean(value, choices))
        return value


def _date(field: Field, value: str, offset: int) -> date:
    day = read_date(value)
    if day is None:
        raise _wrong(field, offset, Text("日期写成“2025-07-01”。", 'Write a date as "2025-07-01".'))
    return day


def _wrong(field: Field, offset: int, todo: Text) -> Fault:
    what = Text(f"值的类型与“{field.name}”不符。", f'The value does not fit "{field.name}".')
    return Fault("policy.wrong-type", offset, what, todo)
