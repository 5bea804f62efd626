"""The columns of the two files, their types, and what to say when a file has others (docs/policy-files.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.types as kinds_of

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine.schema import DATES, FieldType, Schema

Check = Callable[[pa.DataType], bool]


def is_text(found: pa.DataType) -> bool:
    """A string, plain or by dictionary."""
    value = found.value_type if kinds_of.is_dictionary(found) else found
    return bool(kinds_of.is_string(value) or kinds_of.is_large_string(value) or kinds_of.is_string_view(value))


def _is_list_of_text(found: pa.DataType) -> bool:
    return bool(kinds_of.is_list(found)) and is_text(found.value_type)


def _is_key(found: pa.DataType) -> bool:
    return bool(kinds_of.is_integer(found)) or is_text(found)


def _is_moment(found: pa.DataType) -> bool:
    return bool(kinds_of.is_timestamp(found)) and found.tz is not None


TEXT = Text("string（可用字典编码）", "string (a dictionary is fine)")
KEY = (_is_key, Text("整数或 string", "an integer or string"))
DAY = (kinds_of.is_date32, Text("date32", "date32"))
NUMBER = (kinds_of.is_integer, Text("整数（int32）", "an integer (int32)"))
YES_NO = (kinds_of.is_boolean, Text("bool", "bool"))
WORDS = (is_text, TEXT)
MOMENT = (_is_moment, Text("带时区的 timestamp", "timestamp with a time zone"))

Type = tuple[Check, Text]
PERSONS: Mapping[str, Type] = {
    "id": KEY,
    "birth_date": DAY,
    "sex": WORDS,
    "registered_in": WORDS,
    "groups": (_is_list_of_text, Text("list<string>", "list<string>")),
    "insurance_months": NUMBER,
    "county": WORDS,
    "occupation": WORDS,
    "level": WORDS,
}
FACTS: Mapping[str, Type] = {
    "person": KEY,
    "kind": WORDS,
    "id": KEY,
    "valid_from": DAY,
    "valid_to": DAY,
    "recorded_at": MOMENT,
    "supersedes": KEY,
    "retracted": YES_NO,
}
REQUIRED_OF_PERSONS = ("id",)
REQUIRED_OF_FACTS = ("person", "kind", "valid_from")
BY_TYPE: Mapping[FieldType, Type] = {
    FieldType.INTEGER: NUMBER,
    FieldType.BOOLEAN: YES_NO,
    FieldType.DATE: DAY,
}


def check_columns(path: Path, found: pa.Schema, types: Mapping[str, Type], required: Iterable[str]) -> None:
    """Refuse a file without a required column (`policy.file-column`) or with a wrong type (`policy.file-type`)."""
    for name in required:
        if name not in found.names:
            raise missing_column(path, name)
    for name, (fits, wanted) in types.items():
        if found.names.count(name) > 1:
            raise InputError(
                "policy.file-column",
                Text(f"“{name}”列出现了两次。", f'The column "{name}" is there twice.'),
                where=str(path),
                todo=Text("请只保留一列。", "Keep one of them."),
            )
        if name in found.names and not fits(found.field(name).type):
            raise wrong_type(path, name, found.field(name).type, wanted)


def check_keys(persons: Path, of_persons: pa.Schema, facts: Path, of_facts: pa.Schema) -> None:
    """Refuse keys of different types in the two files, and corrections without the numbers of what they correct."""
    textual = is_text(of_persons.field("id").type)
    if is_text(of_facts.field("person").type) is not textual:
        raise wrong_type(facts, "person", of_facts.field("person").type, TEXT if textual else NUMBER[1])
    if "supersedes" in of_facts.names:
        if "id" not in of_facts.names:
            raise missing_column(facts, "id")
        named = of_facts.field("supersedes").type
        if is_text(of_facts.field("id").type) is not is_text(named):
            raise wrong_type(facts, "supersedes", named, NUMBER[1] if is_text(named) else TEXT)


def missing_column(path: Path, name: str) -> InputError:
    """The error about a column that must be there."""
    return InputError(
        "policy.file-column",
        Text(f"缺少“{name}”列。", f'The column "{name}" is missing.'),
        where=str(path),
        todo=Text("文件格式见 docs/policy-files.md。", "The format is told in docs/policy-files.md."),
    )


def wrong_type(path: Path, name: str, found: pa.DataType, wanted: Text) -> InputError:
    """The error about a column of another type than is needed."""
    return InputError(
        "policy.file-type",
        Text(f"“{name}”列的类型是 {found}，应为{wanted.zh}。", f'The column "{name}" is {found}; needed: {wanted.en}.'),
        where=str(path),
        todo=Text(
            "请转换这一列后重新写出文件；某一种事实专用的列写成“种类:属性”。",
            "Convert the column and write the file anew; a column for one kind of fact alone is called kind:attribute.",
        ),
    )


def check_attributes(path: Path, found: pa.Schema, schema: Schema, needed: Iterable[tuple[str, str]]) -> None:
    """Refuse attributes of the wrong type; `needed`: kind and attribute of those that a policy asks about.

    Strings are taken for every type, and read as the interpreter reads them (`12`, `true`, `2025-07-01`).
    """
    for kind, name in needed:
        if name in DATES:
            continue
        column = f"{kind}:{name}" if f"{kind}:{name}" in found.names else name
        if column in found.names:
            fits, wanted = BY_TYPE.get(schema.kinds[kind].attributes[name].field.type, WORDS)
            type_ = found.field(column).type
            if not fits(type_) and not is_text(type_):
                raise wrong_type(path, column, type_, wanted)
