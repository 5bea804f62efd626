"""Whether the attributes of a fact are those that its kind declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from skillcity.facts.engine.kinds import Attribute, FactKind
from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.credit_code import CreditCode
from skillcity.kernel.errors import InputError
from skillcity.kernel.region_code import RegionCode
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text

Value = str | int | bool
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")
LONGEST_TEXT = 200


def check_attributes(kind: FactKind, given: Mapping[str, object]) -> dict[str, Value]:
    """The attributes in canonical form: strings, integers and booleans; what is empty is left out.

    Raises InputError `facts.unknown-attribute`, `facts.missing-attribute`, `facts.wrong-attribute` (or the code of the
    value that could not be read), with the attribute's label as `where`.
    """
    for name in given:
        if name not in kind.attributes:
            raise InputError(
                "facts.unknown-attribute",
                Text(f"“{kind.label.zh}”没有这一项。", f"a {kind.label.en} has no such attribute."),
                where=name,
            )
    checked = {name: _checked(attribute, given.get(name)) for name, attribute in kind.attributes.items()}
    return {name: value for name, value in checked.items() if value is not None}


def _checked(attribute: Attribute, value: object) -> Value | None:
    if value is None or value == "":
        if attribute.default is not None:
            return attribute.default
        if attribute.required:
            raise InputError(
                "facts.missing-attribute", Text("必须填写。", "it must be given."), where=attribute.label.zh
            )
        return None
    return READERS[attribute.type](attribute, value)


def _text(attribute: Attribute, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _wrong(
            attribute, f"应为不超过{LONGEST_TEXT}字的文字。", f"It must be text of at most {LONGEST_TEXT} characters."
        )
    return value


def _code(attribute: Attribute, value: object) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise _wrong(attribute, "不是代码。", "It is not a code.")
    return value


def _choice(attribute: Attribute, value: object) -> str:
    if not isinstance(value, str) or value not in attribute.choices:
        raise _wrong(
            attribute, f"应为：{'、'.join(attribute.choices)}。", f"It must be one of {', '.join(attribute.choices)}."
        )
    return value


def _integer(attribute: Attribute, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not attribute.least <= value <= attribute.most:
        bounds = f"{attribute.least}-{attribute.most}"
        raise _wrong(attribute, f"应为整数 {bounds}。", f"It must be a whole number in {bounds}.")
    return value


def _boolean(attribute: Attribute, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(attribute, "应为是或否。", "It must be yes or no.")
    return value


def _date(attribute: Attribute, value: object) -> str:
    if not isinstance(value, date):
        raise _wrong(attribute, "应为日期。", "It must be a date.")
    return value.isoformat()


def _level(attribute: Attribute, value: object) -> str:
    return str((value if isinstance(value, SkillLevel) else SkillLevel.parse(str(value))).value)


def _wrong(attribute: Attribute, zh: str, en: str) -> InputError:
    return InputError("facts.wrong-attribute", Text(zh, en), where=attribute.label.zh)


READERS: Mapping[str, Callable[[Attribute, object], Value]] = {
    "text": _text,
    "code": _code,
    "choice": _choice,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "level": _level,
    "region": lambda _, value: str(RegionCode.parse(str(value))),
    "credit-code": lambda _, value: str(CreditCode.parse(str(value))),
    "certificate-number": lambda _, value: str(CertificateNumber.parse(str(value))),
}
