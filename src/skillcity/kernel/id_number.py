"""Citizen identity numbers (GB 11643-1999): what they say, and whether they can be right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.region_code import RegionCode, province_name
from skillcity.kernel.text import Text

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_FORM = re.compile(r"[1-9][0-9]{14}")
_EARLIEST_BIRTH_YEAR = 1900
_LOOK_AGAIN = Text(
    "请逐位核对；如果表格把它变成了数字(末几位成 0)，请把该列设为文本后重填。",
    "Compare every digit; if a spreadsheet made it a number (it ends in 0s), make the column text and type it again.",
)


class Sex(Enum):
    """As the seventeenth digit tells: odd is male."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> Text:
        """The word for people."""
        return Text("男", "Male") if self is Sex.MALE else Text("女", "Female")


def check_digit(body: str) -> str:
    """The eighteenth character for seventeen digits (ISO 7064 MOD 11-2)."""
    return _CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True, slots=True, repr=False)
class IdNumber:
    """Eighteen characters with a right check digit and a real birth date. No repr and no error shows the number."""

    value: str
    warnings: tuple[Text, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        value = self.value
        if len(value) != 18:
            raise InputError(
                "id-number.length",
                Text(
                    f"身份证号码应为 18 位，现有 {len(value)} 位。",
                    f"An ID number has 18 characters; here are {len(value)}.",
                ),
                todo=_LOOK_AGAIN,
            )
        if not _FORM.fullmatch(value):
            raise InputError(
                "id-number.characters",
                Text(
                    "身份证号码前 17 位应为数字(首位不为 0)，末位为数字或 X。",
                    "The first 17 characters of an ID number are digits (the first not 0), the last is a digit or X.",
                ),
                todo=_LOOK_AGAIN,
            )
        try:
            born = self.birth_date
        except ValueError:
            born = None
        if born is None or born.year < _EARLIEST_BIRTH_YEAR:
            raise _birth_date_error()
        if check_digit(value[:17]) != value[17]:
            # The expected character is not told: the mistake may be anywhere, and changing the last one would hide it.
            raise InputError(
                "id-number.check-digit",
                Text(
                    "身份证号码的校验不符：至少有一位写错。",
                    "The check digit of the ID number does not fit: some digit is wrong.",
                ),
                todo=_LOOK_AGAIN,
            )

    @classmethod
    def parse(cls, text: str, *, today: date | None = None) -> IdNumber:
        """Read a number; small x, full-width digits and spaces are taken, 15 old digits are upgraded with a warning.

        With `today` a later birth date is refused. An unknown or former region is a warning: numbers outlive regions.
        Errors: `id-number.length`, `id-number.characters`, `id-number.birth-date`, `id-number.check-digit`.
        """
        value = compact(text)
        warnings = []
        if _OLD_FORM.fullmatch(value):
            body = f"{value[:6]}19{value[6:]}"
            value = body + check_digit(body)
            warnings.append(
                Text(
                    "这是 15 位旧号码，没有校验位；已换算成 18 位，请核对。",
                    "An old number of 15 digits, without check digit, was upgraded to 18: compare the document.",
                )
            )
        number = cls(value)
        if today and number.birth_date > today:
            raise _birth_date_error()
        return cls(value, (*warnings, *_region_warnings(number.region_code, today or date.max)))

    @property
    def region_code(self) -> str:
        """Where the number was first given: six digits, possibly of a region that is no more."""
        return self.value[:6]

    @property
    def birth_date(self) -> date:
        """The date of birth."""
        return date(int(self.value[6:10]), int(self.value[10:12]), int(self.value[12:14]))

    @property
    def sex(self) -> Sex:
        """Male or female."""
        return Sex.MALE if int(self.value[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """The first three and the last four characters; the birth date is hidden."""
        return f"{self.value[:3]}{'•' * 11}{self.value[-4:]}"

    def __repr__(self) -> str:
        return f"IdNumber({self.masked})"


def _birth_date_error() -> InputError:
    return InputError(
        "id-number.birth-date",
        Text(
            f"身份证号码第 7 至 14 位不是可能的出生日期({_EARLIEST_BIRTH_YEAR} 年至今)。",
            f"Characters 7 to 14 of the ID number are not a possible birth date ({_EARLIEST_BIRTH_YEAR} until today).",
        ),
        todo=_LOOK_AGAIN,
    )


def _region_warnings(code: str, day: date) -> list[Text]:
    region = RegionCode(code)
    if not province_name(code):
        return [
            Text(
                f"地区码 {code} 不属于已知省份，请核对。",
                f"The region code {code} is of no known province: please check.",
            )
        ]
    if not region.valid_on(day):
        now = "、".join(map(str, region.successors(day)))
        return [
            Text(
                f"地区码 {code} 是历史代码(现为 {now})；号码仍然有效。",
                f"The region code {code} is a former one (now {now}); the number stays valid.",
            )
        ]
    return []
