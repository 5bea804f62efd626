"""Numbers of vocational certificates: of a skill level, of a special-grade technician, of the old qualifications."""

from __future__ import annotations

from dataclasses import dataclass

from skillcity.kernel.certificate_rules import EXAM_LEVELS, CertificateKind, PartRule, kind_of, rules
from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.region_code import province_name
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text

_PLAIN = Text("", "")
_CENTURY_TURN = 80  # old numbers of '80 to '99 are of the last century


@dataclass(frozen=True, slots=True)
class Part:
    """Some characters of a number: `key` for programs, `name` and `meaning` (empty for a mere serial) for people."""

    key: str
    value: str
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Difference:
    """The number says one thing and the row another. Codes: `certificate-number.year`, `.level` or `.province`."""

    code: str
    what: Text


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A number that keeps one of the rules; there is no check digit, so compare it with its row (`differences`)."""

    value: str

    def __post_init__(self) -> None:
        kind = kind_of(self.value)
        if kind is None:
            raise InputError(
                "certificate-number.form",
                Text(
                    f"“{self.value[:30]}”({len(self.value)} 位)不是证书编号。",
                    f"“{self.value[:30]}” ({len(self.value)} characters) is not a certificate number.",
                ),
                todo=Text(
                    "应为 Y 或 S 加 21 位数字，特级技师为 2 位字母加 20 位数字，旧证书为 16 位数字。",
                    "It is Y or S and 21 digits, 2 letters and 20 digits (special-grade technician) or 16 digits.",
                ),
            )
        for rule in rules()[kind].parts:
            if rule.closed and rule.of(self.value) not in rule.values:
                allowed = "、".join(rule.values)
                raise InputError(
                    "certificate-number.part",
                    Text(
                        f"“{self.value}”第 {rule.first} 位({rule.name.zh})应为 {allowed} 之一。",
                        f"“{self.value}”: character {rule.first} ({rule.name.en}) is one of {allowed}.",
                    ),
                    todo=Text("请照证书核对。", "Compare it with the certificate."),
                )

    @classmethod
    def parse(cls, text: str) -> CertificateNumber:
        """Read a number; small letters, full-width characters and spaces are taken.

        Errors: `certificate-number.form`, `certificate-number.part` (a letter, institute or level that cannot be).
        """
        return cls(compact(text))

    def __str__(self) -> str:
        return self.value

    @property
    def kind(self) -> CertificateKind:
        """The rule that the number keeps."""
        return CertificateKind(kind_of(self.value))

    @property
    def parts(self) -> tuple[Part, ...]:
        """The number piece by piece, each with what it means."""
        return tuple(
            Part(rule.key, rule.of(self.value), rule.name, self._meaning(rule)) for rule in rules()[self.kind].parts
        )

    @property
    def year(self) -> int | None:
        """The year of issue; None for a special-grade technician."""
        digits = self._digits("year")
        if digits is None:
            return None
        last_century = self.kind is CertificateKind.OLD_QUALIFICATION and int(digits) >= _CENTURY_TURN
        return int(digits) + (1900 if last_century else 2000)

    @property
    def level(self) -> SkillLevel:
        """The level that the certificate attests."""
        digit = self._digits("level")
        return EXAM_LEVELS[digit] if digit else SkillLevel.SPECIAL_TECHNICIAN

    @property
    def province(self) -> str | None:
        """The two digits of the province; None for a ministry of the old rule and for a special-grade technician."""
        digits = self._digits("province")
        return digits if digits and province_name(digits) else None

    def differences(
        self, *, year: int | None = None, level: SkillLevel | None = None, province: str | None = None
    ) -> tuple[Difference, ...]:
        """Where the number contradicts the row's own year, level or province (a region code of any length).

        What is not given, or not told by the number, is not compared.
        """
        contradiction = Text(
            "证书编号的{name}是 {own}，本行是 {row}。", "By its number the {name} is {own}, by its row {row}."
        )
        pairs: list[tuple[str, Text, object, object]] = [
            ("year", Text("核发年份", "year of issue"), self.year, year),
            ("level", Text("等级", "level"), self.level.label, level and level.label),
            ("province", Text("省份", "province"), self.province, province and province[:2]),
        ]
        return tuple(
            Difference(
                f"certificate-number.{key}",
                contradiction.format(name=name, own=own, row=row),
            )
            for key, name, own, row in pairs
            if own is not None and row is not None and own != row
        )

    def _digits(self, key: str) -> str | None:
        return next((rule.of(self.value) for rule in rules()[self.kind].parts if rule.key == key), None)

    def _meaning(self, rule: PartRule) -> Text:
        value = rule.of(self.value)
        if rule.key == "year":
            return Text(f"{self.year} 年", str(self.year))
        if rule.key == "province":
            return province_name(value) or Text("未知省份或部门", "Unknown province, or a ministry")
        return rule.values.get(value, _PLAIN)
