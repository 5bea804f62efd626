"""Values as YAML that reads back as the same words: short tables on one line, long ones a key a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import yaml

Value = str | Mapping[str, "Value"] | list["Value"]
WIDTH = 110
NOTHING = "null"
WORDS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"}


def scalar(words: str, *, flow: bool = False) -> str:
    """One value on one line: bare where it reads back as it is, else in quotes; nothing is `null`."""
    if not words:
        return NOTHING
    if reads_back(words, words, flow=flow, bare=True):
        return words
    quoted = "'" + words.replace("'", "''") + "'"
    if '"' in words and reads_back(quoted, words, flow=flow):
        return quoted
    return json.dumps(words, ensure_ascii=False) if words.isprintable() else _escaped(words)


def reads_back(written: str, words: str, *, flow: bool = False, bare: bool = False) -> bool:
    """Whether YAML takes what is written, behind a key, for exactly these words and nothing else.

    `bare`: without quotes they must be words or a day to every reader, not `null`, `yes` or a number.
    """
    try:
        node = yaml.compose(f"{{k: {written}, l: m}}" if flow else f"k: {written}\nl: m", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    if [key.value for key, _ in pairs] != ["k", "l"]:
        return False
    value = pairs[0][1]
    plain = isinstance(value, yaml.ScalarNode) and value.style not in ("|", ">")
    return plain and value.value == words and (not bare or value.tag in WORDS)


def _escaped(words: str) -> str:
    """In double quotes, with a number for each character that cannot be seen."""
    pieces = []
    for character in words:
        if character.isprintable():
            pieces.append(json.dumps(character, ensure_ascii=False)[1:-1])
        else:
            pieces.append(f"\\U{ord(character):08x}")
    return '"' + "".join(pieces) + '"'


def condition(words: str, indent: int) -> str:
    """A condition: one line as a scalar, several lines folded, each with the margin of `indent` more than its key."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if len(lines) < 2:
        return scalar(" ".join(lines))
    margin = "\n" + " " * (indent + 2)
    return ">" + "".join(margin + line for line in lines)


def flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return "{" + ", ".join(f"{scalar(key, flow=True)}: {flow(item)}" for key, item in value.items()) + "}"


def after_key(key: str, value: Value, indent: int) -> str:
    """What stands behind `key:`, a space or a line break first; `indent` is the column of the key."""
    if isinstance(value, str):
        return " " + (condition(value, indent) if key in ("when", "where") else scalar(value))
    short = flow(value)
    if not value or indent + len(key) + 2 + _columns(short) <= WIDTH:
        return " " + short
    margin = "\n" + " " * (indent + 2)
    if isinstance(value, list):
        return "".join(margin + "- " + flow(item) for item in value)
    return "".join(f"{margin}{scalar(name)}:{after_key(name, item, indent + 2)}" for name, item in value.items())


def lines_of(values: Iterable[tuple[str, Value]], indent: int) -> list[str]:
    """`key: value` lines of a table, without their margin on the first line of each; deeper lines carry theirs."""
    return [f"{scalar(key)}:{after_key(key, value, indent)}" for key, value in values]


def _columns(words: str) -> int:
    """The width on a screen: a Chinese character takes two columns."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in words)
