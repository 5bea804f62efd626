"""The printed sheet as a file: archived, tagged, the signed credential inside, the same bytes for the same input."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from skillcity.credentials.engine import printing
from skillcity.credentials.engine.credential import Statement
from skillcity.credentials.engine.printing import HEADINGS, OTHER, Sheet, pdf
from skillcity.credentials.tests.engine.samples import NOW, STATEMENT, signed
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel

URL = "https://city.example/verify/k3q9"
LONGEST_OCCUPATION = "地球物理地球化学与遥感勘查工程技术人员"
FULL = replace(
    STATEMENT,
    holder="阿卜杜热合曼·买买提吐尔逊江·阿布都克里木",
    title=f"{LONGEST_OCCUPATION} 高级技师(一级)职业技能等级证书",
    code="2-02-01-02",
    level=SkillLevel.SENIOR_TECHNICIAN,
    until=date(2029, 11, 20),
)


def printed(statement: Statement = STATEMENT, url: str = URL) -> bytes:
    return pdf(Sheet(json.loads(signed(statement)), url), NOW)


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data), strict=True)


def test_the_same_sheet_and_moment_give_the_same_bytes() -> None:
    sheet = Sheet(json.loads(signed(FULL)), URL)
    assert pdf(sheet, NOW) == pdf(sheet, NOW)
    assert pdf(sheet, NOW) != pdf(sheet, NOW + timedelta(seconds=1))


def test_the_attachment_is_the_signed_credential() -> None:
    assert json.loads(read(printed(FULL)).attachments["credential.json"][0]) == json.loads(signed(FULL))


def test_it_has_what_pdf_a_3a_and_pdf_ua_1_ask_for() -> None:
    """ISO 19005-3: identification, output intent, no encryption, an identifier, each file with its relationship."""
    reader = read(printed(FULL))
    catalog = reader.root_object
    metadata = catalog["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfaid:part>3<", metadata)
    assert re.search(r"<pdfaid:conformance>A<", metadata)
    assert re.search(r"<pdfuaid:part>1<", metadata)
    intent = catalog["/OutputIntents"][0]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"  # an ICC profile
    assert catalog["/AF"][0]["/AFRelationship"] == "/Data"
    assert not reader.is_encrypted
    assert len(reader.trailer["/ID"]) == 2
    assert not {"/OpenAction", "/AA", "/AcroForm"} & catalog.keys()


def test_every_font_is_inside_and_its_letters_can_be_copied() -> None:
    fonts = read(printed(FULL)).pages[0]["/Resources"]["/Font"]
    assert fonts
    for each in fonts.values():
        font = each.get_object()
        inner = font["/DescendantFonts"][0].get_object()
        assert "/ToUnicode" in font
        assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].keys()


def structure(node: Any) -> list[DictionaryObject]:
    """All elements of the tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        return [found for each in node for found in structure(each)]
    if not isinstance(node, DictionaryObject):
        return []
    return [node, *(structure(node["/K"]) if "/K" in node else [])]


def test_it_is_tagged_for_screen_readers() -> None:
    catalog = read(printed(FULL)).root_object
    assert (catalog["/MarkInfo"]["/Marked"], catalog["/Lang"]) == (True, "zh-CN")
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    tags = structure(catalog["/StructTreeRoot"])
    kinds = [str(each.get("/S")) for each in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/TR") == 6
    figures = [str(each["/Alt"]) for each in tags if each.get("/S") == "/Figure"]
    assert figures == [f"{FULL.number}: the whole signed certificate", URL]


def text_of(data: bytes) -> str:
    pages = read(data).pages
    assert len(pages) == 1
    return re.sub(r"\s|\u200b", "", pages[0].extract_text())


def test_everything_that_it_says_can_be_read() -> None:
    found = text_of(printed(FULL))
    for words in (FULL.holder, FULL.title, FULL.number, FULL.code, FULL.basis, "2026-11-20", "2029-11-20", URL):
        assert words.replace(" ", "") in found
    assert "高级技师(一级)Seniortechnician(level1)" in found


def test_what_is_not_known_has_no_row() -> None:
    found = text_of(printed(replace(STATEMENT, code="", level=None)))
    assert "有效期至" not in found
    assert "等级level" not in found
    assert "代码" not in found


@pytest.mark.parametrize("kind", [*HEADINGS, "Badge"])
def test_each_kind_has_its_heading(kind: str) -> None:
    heading = HEADINGS.get(kind, OTHER)
    found = text_of(printed(replace(STATEMENT, kind=kind)))
    assert heading.zh in found
    assert heading.en.replace(" ", "") in found


def test_a_character_without_a_font_is_named() -> None:
    with pytest.raises(InputError) as caught:
        printed(replace(STATEMENT, holder=f"王{chr(0x10FFFD)}"))
    assert caught.value.code == "credential.no-glyph"
    assert "10fffd" in caught.value.text.en
    assert caught.value.where == STATEMENT.number


def test_characters_beyond_the_basic_plane_are_printed() -> None:
    assert "𠮷𬭊𫖯" in text_of(printed(replace(STATEMENT, holder="𠮷𬭊𫖯")))


def test_a_fault_of_the_template_is_not_called_a_missing_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_compiler", lambda: (typst.Compiler(), b"#panic()"))
    with pytest.raises(typst.TypstError):
        printed()


def test_what_is_no_certificate_is_not_printed() -> None:
    with pytest.raises(ValueError, match="no Open Badge"):
        pdf(Sheet({}, URL), NOW)
    with pytest.raises(ValueError, match=r"[Dd]ata"):
        printed(replace(STATEMENT, basis="".join(chr(0x4E00 + n * 37 % 20_000) for n in range(3000))))
