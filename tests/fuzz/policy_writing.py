"""Rules and catalogues that nobody would write: random conditions and amounts, and shipped files with damage done."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import yaml

from skillcity.policy.engine import Schema
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.schema import Attribute, FieldType

SIGNS = ("==", "!=", "<", "<=", ">", ">=")
HOSTILE = (
    "__import__('os').system('id')", "eval", "open('/etc/passwd')", "().__class__", "lambda: 1", "age := 3", "*age",
    "[x for x in groups]", "f'{age}'", "b'x'", "0x10", "1_000", "1e9", "９", "＞＝", "（", "а", "\u200b", "\u202e",
    "\ufeff", "\x00", "\x1b[2J", "\ud800", "\u3164", "&a", "*a", "!!python/object:os.system", "<<", "? ", "- ", "---",
    "...", "\t", "\r", "|", ">", "#", "%YAML 9.9", '"\\U00110000"', '"\\x00"', "{", "[", "'", '"', "~", "null", "None",
    "True", "-1", "0", "9" * 30, "2025-02-30", "0000-00-00", "9999-12-31", "../../etc/passwd", "/dev/zero",
    "sets/a.yaml", "焊工", "",
)  # fmt: skip
Value = Any


def condition(random: Random, schema: Schema, sets: Sequence[str], depth: int = 2) -> str:
    """A condition about a person that is mostly well written."""
    if depth and random.random() < 0.5:
        parts = [condition(random, schema, sets, depth - 1) for _ in range(random.randint(2, 3))]
        return "(" + random.choice((" and ", " or ")).join(parts) + ")"
    if random.random() < 0.15:
        return "not " + condition(random, schema, sets, 0)
    if random.random() < 0.3:
        return field_test(random, random.choice(list(schema.person.values())), sets)
    return fact_atom(random, schema, sets)


def fact_atom(random: Random, schema: Schema, sets: Sequence[str]) -> str:
    """A question about the facts of one kind."""
    kind = random.choice(list(schema.kinds.values()))
    where = [
        field_test(random, random.choice(list(kind.attributes.values())), sets) for _ in range(random.randint(0, 2))
    ]
    inside = ", ".join([kind.spelling, *where])
    ending = f" {random.choice(SIGNS)} {random.randint(0, 40)}"
    numbers = [name for name, each in kind.attributes.items() if each.field.type is FieldType.INTEGER]
    after = f", after({random.choice(list(schema.spellings))})" if random.random() < 0.5 else ""
    options = [f"any({inside})", f"count({inside}){ending}", f"months({inside}{after}){ending}"]
    options += [f"total({kind.spelling}.{', '.join([name, *where])}){ending}" for name in numbers]
    return random.choice(options)


def field_test(random: Random, attribute: Attribute, sets: Sequence[str]) -> str:
    """A question about one field of a record."""
    field = attribute.field
    if field.type is FieldType.BOOLEAN:
        return random.choice(("", "not ")) + field.name
    value = written(random, attribute)
    if field.type is FieldType.CHOICES:
        return f"{value} in {field.name}"
    if field.type is FieldType.DATE and random.random() < 0.6:
        span = f"{random.choice(('days', 'months', 'years'))}({random.choice((0, 1, 12, 999_999_999))})"
        since = random.choice(("years_since", "months_since"))
        return random.choice((f"within({field.name}, {span})", f"{since}({field.name}) >= {random.randint(0, 5)}"))
    options = [f"{field.name} {random.choice(SIGNS if field.type.ordered else SIGNS[:2])} {value}"]
    if field.type is not FieldType.DATE:
        options.append(f"{field.name} in ({value},)")
    options += [f"{field.name} in {name}" for name in sets if not field.type.ordered]
    return random.choice(options)


def written(random: Random, attribute: Attribute) -> str:
    """A value as a rule writes it, nearly always one of the field's type."""
    if random.random() < 0.02:
        return random.choice(HOSTILE)
    kind = attribute.field.type
    if kind is FieldType.INTEGER:
        return str(random.choice((0, 1, 18, 60, 100, 999_999_999)))
    if kind is FieldType.DATE:
        return f'"{random.choice(("0001-01-01", "2020-02-29", "2025-07-01", "9999-12-31"))}"'
    if kind is FieldType.REGION:
        return '"330302"'
    return f'"{random.choice(sorted(RANKS if kind is FieldType.LEVEL else attribute.choices) or ["a", "焊工"])}"'


def amount(random: Random, numbers: Sequence[str], depth: int = 2) -> str:
    """An amount for a fact with these whole numbers."""
    if depth and random.random() < 0.5:
        parts = [amount(random, numbers, depth - 1) for _ in range(random.randint(2, 3))]
        return f"{random.choice(('min', 'max', 'sum'))}({', '.join(parts)})"
    number = str(
        random.choice((0, 1, 1000, 50_000_000, 50_000_001)) if random.random() < 0.1 else random.randint(1, 9000)
    )
    options = [number, f"by_level(junior={number}, senior=2000)", f"by_class(A={number})"]
    options += [f"{number} * {name}" for name in numbers]
    return random.choice(options)


def cut(random: Random, data: dict[str, Value]) -> dict[str, Value]:
    """The same catalogue with a few of its clauses, benefits or cases, so that one try is quick."""
    made = copy.deepcopy(data)
    for key in ("clauses", "benefits", "cases"):
        if made.get(key):
            made[key] = random.sample(made[key], min(len(made[key]), random.randint(1, 4)))
    return made


def nodes(data: Value) -> list[tuple[Any, Any]]:
    """Every place in a tree of tables and lists: what holds it, and under which key."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [found for key in keys for found in ((data, key), *nodes(data[key]))]


def restructured(random: Random, data: dict[str, Value]) -> dict[str, Value]:
    """Values dropped, doubled, exchanged, or replaced by what cannot stand there."""
    made = copy.deepcopy(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        places = nodes(made)
        if not places:
            break
        holder, key = random.choice(places)
        other, place = random.choice(places)
        act = random.randrange(6)
        if act == 0:
            del holder[key]
        elif act == 1:
            holder[key] = copy.deepcopy(other[place])
        elif act == 2:
            holder[key] = random.choice((*HOSTILE, 7, None, [], {}, [[]], True))
        elif act == 3 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif act == 4 and isinstance(holder, dict):
            holder[random.choice(("since", "if", str(key) + "x", "а"))] = holder[key]
        elif isinstance(holder[key], str):
            holder[key] = damaged(random, holder[key])
    return made


def damaged(random: Random, text: str) -> str:
    """Characters flipped, dropped, doubled, exchanged, or replaced by others."""
    for _ in range(random.choice((1, 1, 2, 5))):
        at, to = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        to = min(to, at + random.choice((1, 5, 40, 400)))
        text = text[:at] + instead(random, text[at:to]) + text[to:]
    return text


def instead(random: Random, piece: str) -> str:
    """What a piece of text becomes."""
    words = piece.split()
    options: list[Callable[[], str]] = [
        lambda: "",
        lambda: piece * 2,
        lambda: piece[::-1],
        lambda: random.choice(HOSTILE),
        lambda: piece + random.choice(HOSTILE),
        lambda: "".join(chr(ord(each) ^ 1 << random.randrange(7)) for each in piece),
        lambda: "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in piece),
        lambda: " ".join(random.sample(words, len(words))),
    ]
    return random.choice(options)()


class Plain(yaml.SafeDumper):
    """Writes the same value twice instead of an anchor and an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Every value."""
        return True


def dumped(data: Value) -> str:
    """As YAML."""
    return yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False, width=10_000)
