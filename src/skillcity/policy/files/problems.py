"""What is wrong with the values of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text


def missing_value(path: Path, name: str) -> InputError:
    """A value that must not be empty."""
    return _value(
        path,
        Text(f"“{name}”列有空值。", f'The column "{name}" has an empty value.'),
        Text("请补全或删去这些行。", "Complete these rows or leave them out."),
    )


def twice(path: Path, person: Any) -> InputError:
    """A person who is there twice."""
    return _value(
        path,
        Text(f"“id”列中“{person}”出现了两次。", f'"{person}" is twice in the column "id".'),
        Text("每人只保留一行。", "Keep one row a person."),
    )


def stranger(path: Path, person: Any) -> InputError:
    """A fact of a person who is not in the other file."""
    return _value(
        path,
        Text(
            f"“person”列中的“{person}”不在人员文件中。", f'"{person}" in the column "person" is not among the persons.'
        ),
        Text("请在人员文件中补上这个人，或删去其事实。", "Add the person to the other file, or leave the fact out."),
    )


def too_great(path: Path, name: str) -> InputError:
    """A number or a date beyond all measure."""
    return _value(
        path,
        Text(f"“{name}”列有超出范围的值。", f'The column "{name}" has a value beyond all measure.'),
        Text(
            "整数不超过 10^15，日期在公元 1 年至 9999 年之间。",
            "Whole numbers go up to 10^15, dates from the year 1 to 9999.",
        ),
    )


def _value(path: Path, what: Text, todo: Text) -> InputError:
    return InputError("policy.file-value", what, where=str(path), todo=todo)
