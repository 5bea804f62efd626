"""Unified social credit codes of organisations (GB 32100-2015)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.region_code import province_name
from skillcity.kernel.tables import table
from skillcity.kernel.text import Text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_NATION = "100000"  # registered with the national authority itself
_UNKNOWN = Text("未知", "Unknown")


def check_character(body: str) -> str:
    """The eighteenth character for seventeen."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code for its first eight (GB 11714: letters count from A = 10)."""
    total = sum(int(character, 36) * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


@dataclass(frozen=True, slots=True)
class CreditCode:
    """Eighteen characters with a right check character."""

    value: str
    warnings: tuple[Text, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        value = self.value
        if len(value) != 18:
            raise InputError(
                "credit-code.length",
                Text(
                    f"统一社会信用代码应为 18 位，现有 {len(value)} 位。",
                    f"A unified social credit code has 18 characters; here are {len(value)}.",
                ),
                todo=Text("请照营业执照或登记证书填写。", "Copy it from the licence or registration certificate."),
            )
        if not _FORM.fullmatch(value):
            raise InputError(
                "credit-code.characters",
                Text(
                    f"“{value}”：第 3 至 8 位应为数字，其余为数字或大写字母，不用 I、O、S、V、Z。",
                    f"“{value}”: characters 3 to 8 are digits, the others digits or capitals without I, O, S, V, Z.",
                ),
                todo=Text(
                    "请检查是否把 1、0、5、U、2 写成了这些字母。",
                    "Check whether 1, 0, 5, U or 2 was written as such a letter.",
                ),
            )
        if check_character(value[:17]) != value[17]:
            raise InputError(
                "credit-code.check-character",
                Text(
                    f"“{value}”的校验不符：至少有一位写错。",
                    f"The check of “{value}” does not fit: some character is wrong.",
                ),
                todo=Text("请照营业执照逐位核对。", "Compare every character with the licence."),
            )

    @classmethod
    def parse(cls, text: str) -> CreditCode:
        """Read a code; small letters, full-width characters and spaces are taken.

        An unknown authority or province, or an organisation code that fails its own check, is a warning: such exist.
        Errors: `credit-code.length`, `credit-code.characters`, `credit-code.check-character`.
        """
        code = cls(compact(text))
        warnings = []
        if code.authority is _UNKNOWN:
            letter = code.value[0]
            warnings.append(
                Text(f"登记管理部门代码 {letter} 未知。", f"The registering authority {letter} is unknown.")
            )
        if code.region_code != _NATION and not province_name(code.region_code):
            warnings.append(
                Text(
                    f"地区码 {code.region_code} 不属于已知省份。",
                    f"The region {code.region_code} is of no known province.",
                )
            )
        organisation = code.organisation_code
        if organisation_check_character(organisation[:8]) != organisation[8]:
            warnings.append(
                Text(
                    f"其中的组织机构代码 {organisation} 自身校验不符，请核对。",
                    f"The organisation code {organisation} within does not fit its own check: please check.",
                )
            )
        return cls(code.value, tuple(warnings))

    def __str__(self) -> str:
        return self.value

    @property
    def authority(self) -> Text:
        """Who registers, by the first character."""
        return _authorities().get(self.value[0], (_UNKNOWN, {}))[0]

    @property
    def kind(self) -> Text:
        """What kind of organisation, by the second character."""
        return _authorities().get(self.value[0], (_UNKNOWN, {}))[1].get(self.value[1], _UNKNOWN)

    @property
    def region_code(self) -> str:
        """Where it is registered, six digits."""
        return self.value[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine characters that name the organisation."""
        return self.value[8:17]


@cache
def _authorities() -> dict[str, tuple[Text, dict[str, Text]]]:
    rows: dict[str, Any] = table("credit_code_authorities")["authorities"]
    return {
        letter: (Text(*row["name"]), {kind: Text(*name) for kind, name in row["kinds"].items()})
        for letter, row in rows.items()
    }
