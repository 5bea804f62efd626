"""A certificate on paper: PDF/A-3 with the signed credential inside, and as a code that needs no network.

One sheet holds three copies of the truth: what a person reads, the attached file, and the QR code; all are the same
signed credential. Chinese fonts are those of the machine (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Literal

import segno
import typst

from skillcity.credentials.engine.credential import Statement, stated
from skillcity.credentials.engine.qr import pack
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

STANDARDS: tuple[Literal["a-3a", "ua-1"], ...] = ("a-3a", "ua-1")
"""PDF/A-3, level A (archived, with the credential attached) and PDF/UA-1 (for screen readers)."""
HEADINGS = {
    "Certification": Text("职业技能等级证书", "Certificate of Skill Level"),
    "CertificateOfCompletion": Text("培训结业证书", "Certificate of Completion"),
    "ApprenticeshipCertificate": Text("学徒结业证书", "Certificate of Apprenticeship"),
    "Award": Text("获奖证书", "Award"),
    "License": Text("专项职业能力证书", "Certificate of a Special Ability"),
}
OTHER = Text("证书", "Certificate")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: the signed credential and the address of its verification page."""

    credential: Mapping[str, Any]
    url: str


def qr_svg(text: str) -> bytes:
    """A QR code as SVG, as small as its text allows, error correction L or better, with its quiet zone."""
    picture = BytesIO()
    segno.make_qr(text, error="l", boost_error=False).save(picture, kind="svg", scale=1, border=4, xmldecl=False)
    return picture.getvalue()


def pdf(sheet: Sheet, when: datetime) -> bytes:
    """The certificate as PDF/A; the same bytes for the same sheet and moment.

    ValueError when the credential is no certificate, or too long for a code. Error: `credential.no-glyph`, when no font
    of the machine has a character: an archived page may not show a box in its place.
    """
    statement = stated(sheet.credential)
    heading = HEADINGS.get(statement.kind, OTHER)
    data = {
        "title": statement.title,
        "holder": statement.holder,
        "number": statement.number,
        "issuer": str(sheet.credential["issuer"]["name"]),
        "heading": heading.zh,
        "heading_en": heading.en,
        "rows": _rows(statement),
        "url": sheet.url,
        "code_alt": f"{statement.number}: the whole signed certificate",
        "link_alt": sheet.url,
    }
    compiler, template = _compiler()
    inputs = {
        "data": json.dumps(data, ensure_ascii=False),
        "credential": json.dumps(sheet.credential, ensure_ascii=False),
        "code": qr_svg(pack(sheet.credential)).decode(),
        "link": qr_svg(sheet.url).decode(),
    }
    try:
        made = compiler.compile(
            template, format="pdf", pdf_standards=list(STANDARDS), timestamp=when, sys_inputs=inputs
        )
    except typst.TypstError as error:
        raise _no_glyph(error, statement.number) from error
    assert isinstance(made, bytes)  # one document without an output file
    return made


def _no_glyph(error: typst.TypstError, number: str) -> InputError:
    characters = "".join(dict.fromkeys(re.findall(r'the text `"(.+?)"`', error.diagnostic)))
    if not characters:
        raise error
    return InputError(
        "credential.no-glyph",
        Text("本机字体缺少：{it}。", "No font of this machine has: {it}.").format(it=characters),
        where=number,
        todo=Text("请安装生僻字字体，如 fonts-hanazono。", "Install a font of rare characters, as fonts-hanazono."),
    )


def _rows(statement: Statement) -> list[dict[str, str]]:
    def row(zh: str, en: str, value: str) -> dict[str, str]:
        return {"zh": zh, "en": en, "value": value}

    level = statement.level
    rows = [
        row("证书编号", "number", statement.number),
        row("职业（能力）代码", "code", statement.code),
        row("等级", "level", f"{level.label.zh} {level.label.en}" if level else ""),
        row("依据", "basis", statement.basis),
        row("发证日期", "issued", statement.issued.isoformat()),
        row("有效期至", "valid until", statement.until.isoformat() if statement.until else ""),
    ]
    return [each for each in rows if each["value"]]


@cache
def _compiler() -> tuple[typst.Compiler, bytes]:
    """With the template; fonts are looked up once a process."""
    return typst.Compiler(), files(__package__).joinpath("certificate.typ").read_bytes()
