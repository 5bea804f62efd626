"""Formats of columns that every room can use: `Column("since", Text("起始日期", "Since"), columns.date)`.

Used as they are: `date`, `end_date`, `integer`, `yes_no`, `id_number`, `credit_code`, `certificate_number`,
`skill_level`, `region_code`, `phone`, `fen`. Made with their limits: `text(200)`, `long_text()`,
`integer_between(1, 3)`, `choice({"worker": ..., "工人": ...})`, `code(r"[0-9]{6}", note)`. No Django here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.credit_code import CreditCode
from skillcity.kernel.dates import parse_date
from skillcity.kernel.errors import InputError
from skillcity.kernel.id_number import IdNumber
from skillcity.kernel.money import Fen
from skillcity.kernel.region_code import RegionCode
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.cells import half_width
from skillcity.platform.imports.engine.table import Format

SPACES = re.compile(r"\s+")
BECAME_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}")
NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0*)?")
PHONE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9}|0[0-9]{2,3}[0-9]{7,8}|[0-9]{7,8})")
OPEN_ENDS = frozenset({"长期", "至今", "无", "永久", "9999-12-31", "open", "present", "none"})
LARGEST = 2**63 - 1


def text(most: int = 200) -> Format:
    """Words on one line, at most so many characters; line breaks and runs of spaces become one space."""

    def read(words: str) -> str:
        return not_longer(SPACES.sub(" ", words), most)

    return Format(read, Text(f"文字，最多 {most} 字", f"text, at most {most} characters"))


def long_text(most: int = 20_000) -> Format:
    """Words on any number of lines, at most so many characters."""

    def read(words: str) -> str:
        return not_longer(words.replace("\r\n", "\n").replace("\r", "\n"), most)

    return Format(read, Text(f"文字，可分行，最多 {most} 字", f"text with line breaks, at most {most} characters"))


def not_longer(words: str, most: int) -> str:
    """The words themselves. Raises InputError when there are more than `most` characters."""
    if len(words) <= most:
        return words
    raise InputError(
        "imports.too-long",
        Text(f"有 {len(words)} 字，最多 {most} 字。", f"{len(words)} characters, at most {most} are allowed."),
        todo=Text("请缩短。", "Shorten it."),
    )


def integer_between(least: int, most: int) -> Format:
    """A whole number within both bounds; 1,234 and 12.0 are read as a spreadsheet writes them."""

    def read(words: str) -> int:
        match = NUMBER.fullmatch(SPACES.sub("", half_width(words)))
        if not match or len(match[2]) > 25:
            raise InputError(
                "imports.not-a-number",
                Text(f"“{words[:40]}”不是整数。", f"“{words[:40]}” is not a whole number."),
                todo=Text("请只填数字。", "Write digits only."),
            )
        value = int(match[1] + match[2].replace(",", ""))
        if not least <= value <= most:
            raise InputError(
                "imports.out-of-range",
                Text(f"{value} 不在 {least} 到 {most} 之间。", f"{value} is not between {least} and {most}."),
                todo=Text("请核对。", "Check it."),
            )
        return value

    return Format(read, Text(f"整数，{least} 到 {most}", f"whole number, {least} to {most}"))


def choice(spellings: Mapping[str, object], *, main: tuple[str, ...] = ()) -> Format:
    """One of the listed words; several words may mean the same value. `main` are the words shown in the legend."""
    shown = main or tuple(spellings)
    known = {plain(word): value for word, value in spellings.items()}

    def read(words: str) -> object:
        spelled = plain(words)
        if spelled in known:
            return known[spelled]
        near = difflib.get_close_matches(spelled, known, n=1)
        meant = [word for word in spellings if near and plain(word) == near[0]]
        offer = meant[:1] or shown[:20]
        raise InputError(
            "imports.not-a-choice",
            Text(f"“{words[:40]}”不在可选项中。", f"“{words[:40]}” is not one of the choices."),
            todo=Text(f"可填：{'、'.join(offer)}。", f"Write one of: {', '.join(offer)}."),
        )

    return Format(read, Text("从可选项中选", "one of the choices"), shown)


def plain(words: str) -> str:
    """One spelling of a word of a list: half-width, lower case, without spaces."""
    return SPACES.sub("", half_width(words)).casefold()


def code(pattern: str, note: Text) -> Format:
    """A code of a fixed form: `pattern` is for the half-width spelling without spaces; capitals are kept."""
    form = re.compile(pattern)

    def read(words: str) -> str:
        spelled = SPACES.sub("", half_width(words))
        if form.fullmatch(spelled):
            return spelled
        turned = BECAME_A_DATE.fullmatch(words) is not None
        raise InputError(
            "imports.not-a-code",
            Text(f"“{words[:40]}”不是规定的代码格式。", f"“{words[:40]}” does not have the form of this code."),
            todo=Text(
                "电子表格把代码变成了日期：请把格式改为文本后重填。"
                if turned
                else f"格式：{note.zh}。开头的 0 丢失时，请把格式改为文本。",
                "The spreadsheet has turned the code into a date: set the cell format to text and type it again."
                if turned
                else f"Form: {note.en}. If leading zeros were lost, set the cell format to text.",
            ),
        )

    return Format(read, note)


def read_phone(words: str) -> str:
    """A mobile or fixed number of mainland China, digits only."""
    match = PHONE.fullmatch(re.sub(r"[\s()-]", "", half_width(words)))
    if match:
        return match[1]
    raise InputError(
        "imports.not-a-phone",
        Text(f"“{words[:20]}”不是电话号码。", f"“{words[:20]}” is not a phone number."),
        todo=Text("请填手机号或带区号的座机。", "Write a mobile number, or a fixed one with its area code."),
    )


def read_end(words: str) -> object:
    """A date, or None for a period without an end (长期, 至今)."""
    return None if plain(words) in OPEN_ENDS else parse_date(words)


integer = integer_between(-LARGEST, LARGEST)
date = Format(parse_date, Text("日期，如 2024-05-01", "date such as 2024-05-01"))
end_date = Format(read_end, Text("日期；空白或“长期”表示没有结束", "date; empty or 长期 means that it has no end"))
yes_no = choice(
    {"是": True, "否": False, "yes": True, "no": False, "y": True, "n": False, "true": True, "false": False}
    | {"1": True, "0": False, "√": True, "×": False, "有": True, "无": False},
    main=("是", "否", "yes", "no"),
)
id_number = Format(IdNumber.parse, Text("18 位身份证号，按文本填写", "18-character ID number, typed as text"))
credit_code = Format(CreditCode.parse, Text("18 位统一社会信用代码", "18-character unified social credit code"))
certificate_number = Format(CertificateNumber.parse, Text("证书编号，按文本填写", "certificate number, typed as text"))
skill_level = Format(SkillLevel.parse, Text("技能等级", "skill level"), tuple(level.label.zh for level in SkillLevel))
region_code = Format(RegionCode.parse, Text("六位行政区划代码", "six-digit region code"))
phone = Format(read_phone, Text("手机号或座机", "mobile or fixed phone number"))
fen = Format(Fen.parse, Text("金额，单位元，最多两位小数", "amount in yuan, at most two decimals"))

__all__ = [
    "certificate_number",
    "choice",
    "code",
    "credit_code",
    "date",
    "end_date",
    "fen",
    "id_number",
    "integer",
    "integer_between",
    "long_text",
    "phone",
    "region_code",
    "skill_level",
    "text",
    "yes_no",
]
