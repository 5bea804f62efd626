"""Writing a condition by choosing: answers to a few questions about one kind of fact, as one atom of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skillcity.policy.engine.schema import FieldType, Kind

Answer = str | int | Sequence[str] | None


def build(kind: Kind, answers: Mapping[str, Answer]) -> str:
    """`any(studio, role == "leader", tier in ("city", "province"))` for what was chosen; what is empty does not matter.

    A level asks for that level or a higher one, a number for that many or more, `valid_from` for a start in the last so
    many months; several choices are alternatives.
    """
    parts = [kind.spelling]
    for name, answer in answers.items():
        if answer not in (None, "", [], ()):
            parts.append(test(kind, name, answer))
    return f"any({', '.join(parts)})"


def test(kind: Kind, name: str, answer: Answer) -> str:
    """The question about one attribute."""
    if name == "valid_from":
        return f"within(valid_from, months({answer}))"
    field = kind.attributes[name].field
    if field.type is FieldType.BOOLEAN:
        return name if answer == "true" else f"not {name}"
    if field.type is FieldType.INTEGER:
        return f"{name} >= {answer}"
    if isinstance(answer, str | int):
        return f"{name} {'>=' if field.type is FieldType.LEVEL else '=='} {quoted(str(answer))}"
    chosen = [quoted(each) for each in answer or ()]
    return f"{name} == {chosen[0]}" if len(chosen) == 1 else f"{name} in ({', '.join(chosen)})"


def quoted(value: str) -> str:
    """A value in quotation marks; marks of its own are left out, the language has no way to write both."""
    plain = value.replace("\\", "")
    return f"'{plain.replace(chr(39), '')}'" if '"' in plain else f'"{plain}"'


def joined(before: str, piece: str, joiner: str) -> str:
    """The condition with one more piece, joined by `and` or `or`; what stood before keeps its meaning."""
    if not before.strip():
        return piece
    mixed = " or " in f" {before} " if joiner == "and" else False
    kept = f"({before.strip()})" if mixed else before.strip()
    return f"{kept}\n{joiner} {piece}"
