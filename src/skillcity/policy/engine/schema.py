"""What a rule may speak of: the kinds of facts with their attributes, and the fields of a person.

A `Schema` is made of plain data: the content of the files `facts/kinds/*.yaml`. This module reads no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from keyword import iskeyword

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine.levels import LABELS

PERSON = "person"
DATES = {"valid_from": {"zh": "起始日期", "en": "start date"}, "valid_to": {"zh": "截止日期", "en": "end date"}}


class FieldType(StrEnum):
    """The types of attributes; all but the last are those of the fact kinds."""

    LEVEL = "level"
    TEXT = "text"
    CODE = "code"
    CHOICE = "choice"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    REGION = "region"
    CREDIT_CODE = "credit-code"
    CERTIFICATE_NUMBER = "certificate-number"
    CHOICES = "choices"

    @property
    def ordered(self) -> bool:
        """Whether values of the type can be compared by `<` and `>`."""
        return self in (FieldType.LEVEL, FieldType.INTEGER, FieldType.DATE)


class Advised(StrEnum):
    """When a fact of a kind is named as a next step: `near`: others decide, so only when little is lacking."""

    ALWAYS = "always"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Advisable:
    """How a person comes to have a fact of a kind: `phrase` says what to do ("obtain a certificate").

    `completes`: the end of such a fact is its completion (a course), not a loss (a job).
    """

    when: Advised
    phrase: Text
    completes: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of a kind of facts (`owner` is the kind) or one field of a person (`owner` is "person")."""

    owner: str
    name: str
    type: FieldType


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field with its words: its label, and its choices with theirs (empty when any value is allowed).

    Not `changeable`: what nobody comes to be by following an advice (their age, an identity that an office finds).
    """

    field: Field
    label: Text
    choices: Mapping[str, Text]
    supplied_by: Text
    changeable: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of facts; `attributes` includes the two dates that every fact has.

    `advice`: how to come to have such a fact; None: it is never advised (nobody is to become poor or disabled).
    """

    name: str
    label: Text
    attributes: Mapping[str, Attribute]
    supplied_by: Text
    advice: Advisable | None = None

    @property
    def spelling(self) -> str:
        """The name as a rule writes it: a hyphen is a minus there, so an underscore stands for it."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All kinds by name, and the fields of a person by name; compared by identity, so that work on it can be kept."""

    kinds: Mapping[str, Kind]
    person: Mapping[str, Attribute]

    @property
    def spellings(self) -> Mapping[str, Kind]:
        """The kinds by their spelling in rules."""
        return {kind.spelling: kind for kind in self.kinds.values()}

    def attribute(self, field: Field) -> Attribute:
        """The words of a field of this schema; KeyError when the field is of another."""
        return self.person[field.name] if field.owner == PERSON else self.kinds[field.owner].attributes[field.name]

    @classmethod
    def of(cls, kinds: Iterable[Mapping[str, object]]) -> Schema:
        """A schema from the dicts of the kind files; InputError `policy.schema` when one of them cannot be used."""
        read = [_kind(data) for data in kinds]
        by_spelling: dict[str, Kind] = {}
        for kind in read:
            if kind.spelling in by_spelling or kind.name == PERSON:
                raise _wrong(kind.name, f"种类名称“{kind.name}”重复或不可用。", f'The kind "{kind.name}" is taken.')
            by_spelling[kind.spelling] = kind
        return cls({kind.name: kind for kind in read}, _person_fields(by_spelling.get("group")))


def _kind(data: Mapping[str, object]) -> Kind:
    name = data.get("kind")
    if not isinstance(name, str) or not _is_name(name.replace("-", "_")):
        raise _wrong(str(name), "缺少种类名称 kind，或名称不合规。", "The key `kind` is missing or is no plain name.")
    supplied_by = _text(data.get("supplied_by"), name, "")
    attributes = {
        day: Attribute(Field(name, day, FieldType.DATE), _text(data.get(day, label), name, day), {}, supplied_by)
        for day, label in DATES.items()
    }
    given = data.get("attributes", {})
    if not isinstance(given, Mapping):
        raise _wrong(name, "attributes 应为“名称: 内容”的表。", "`attributes` must be a table.")
    for key, value in given.items():
        where = f"{name}.{key}"
        if not isinstance(key, str) or not _is_name(key) or key in DATES or not isinstance(value, Mapping):
            raise _wrong(where, "属性名称或内容不合规。", "The attribute's name or its content cannot be used.")
        attributes[key] = _attribute(name, key, value, supplied_by)
    return Kind(name, _text(data.get("label"), name, name), attributes, supplied_by, _advice(data.get("advice"), name))


def _advice(data: object, kind: str) -> Advisable | None:
    """From `{when: always, zh: …, en: …, completes: true}`."""
    if data is None:
        return None
    if not isinstance(data, Mapping) or data.get("when") not in list(Advised):
        raise _wrong(kind, "advice 应写明 when: always 或 near。", "`advice` needs `when: always` or `when: near`.")
    return Advisable(Advised(data["when"]), _text(data, kind, ""), data.get("completes") is True)


def _attribute(kind: str, name: str, data: Mapping[str, object], supplied_by: Text) -> Attribute:
    where = f"{kind}.{name}"
    type_name = data.get("type", "text")
    if type_name not in list(FieldType) or type_name == FieldType.CHOICES:
        raise _wrong(where, f"未知的类型“{type_name}”。", f'The type "{type_name}" is not known.')
    field = Field(kind, name, FieldType(str(type_name)))
    choices = dict(LABELS) if field.type is FieldType.LEVEL else _choices(data.get("choices"), where)
    changeable = data.get("changeable", True) is True
    return Attribute(field, _text(data.get("label"), where, name), choices, supplied_by, changeable)


def _choices(data: object, where: str) -> dict[str, Text]:
    """Choices as a list of values, a list of `{value, zh, en}` or `{value, label}`, or a table value -> words."""
    if data is None:
        return {}
    if isinstance(data, Mapping):
        return {str(value): _text(label, where, str(value)) for value, label in data.items()}
    if not isinstance(data, list):
        raise _wrong(where, "choices 应为列表或表。", "`choices` must be a list or a table.")
    found: dict[str, Text] = {}
    for item in data:
        if isinstance(item, Mapping):
            value = str(item.get("value"))
            found[value] = _text(item.get("label", item), where, value)
        else:
            found[str(item)] = Text(str(item), str(item))
    return found


def _text(data: object, where: str, otherwise: str) -> Text:
    """Words in both languages from `{zh, en}` or one string for both."""
    if data is None or isinstance(data, str):
        return Text(data or otherwise, data or otherwise)
    if isinstance(data, Mapping):
        return Text(str(data.get("zh", otherwise)), str(data.get("en", otherwise)))
    raise _wrong(where, "文字应写成 {zh: …, en: …}。", "Words must be written as {zh: …, en: …}.")


def _is_name(text: str) -> bool:
    return text.isascii() and text.isidentifier() and not text.startswith("_") and not iskeyword(text)


def _wrong(where: str, zh: str, en: str) -> InputError:
    return InputError("policy.schema", Text(zh, en), where=where)


SEXES = {"male": Text("男", "male"), "female": Text("女", "female")}


def _person_fields(group: Kind | None) -> Mapping[str, Attribute]:
    """The fields of a person; the groups that exist are the choices of the attribute `group` of the kind `group`."""
    groups = group.attributes["group"].choices if group and "group" in group.attributes else {}
    register = Text("户籍或居住登记机关", "the office of household and residence registration")
    insurer = Text("社会保险经办机构", "the social insurance office")
    offices = Text("民政、人社、残联等认定部门", "the civil affairs, labour or disability office that decides")

    def field(
        name: str,
        kind: FieldType,
        label: Text,
        by: Text,
        choices: Mapping[str, Text] | None = None,
        fixed: bool = False,
    ) -> Attribute:
        return Attribute(Field(PERSON, name, kind), label, choices or {}, by, changeable=not fixed)

    fields = (
        field("age", FieldType.INTEGER, Text("年龄(周岁)", "age in years"), register, fixed=True),
        field("sex", FieldType.CHOICE, Text("性别", "sex"), register, SEXES, fixed=True),
        field("birth_date", FieldType.DATE, Text("出生日期", "date of birth"), register, fixed=True),
        field("registered_in", FieldType.REGION, Text("户籍或居住地", "region of residence"), register),
        field("groups", FieldType.CHOICES, Text("所属群体", "groups"), offices, groups),
        field("insurance_months", FieldType.INTEGER, Text("参保缴费月数", "months of insurance paid"), insurer),
    )
    return {attribute.field.name: attribute for attribute in fields}
