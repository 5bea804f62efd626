"""A curriculum as PDF, and the same as data in the manner of Europass."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from pypdf import PdfReader

from skillcity.credentials.engine import europass
from skillcity.credentials.engine.cv import Curriculum, Line, Section, cv_pdf
from skillcity.credentials.engine.europass import Part

WHEN = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)


def curriculum(language: str = "zh", lines: int = 1) -> Curriculum:
    line = Line("焊工 高级工", "2024-05-01", "S000033000001243000001", "示例评价机构签发")
    plain = Line("示例阀门有限公司", "2020-01-01", "", "")
    return Curriculum(language, "简历", "王小明", [Section("证书", [line] * lines), Section("工作", [plain])], "脚注")


def test_the_sheet_is_the_same_for_the_same_words() -> None:
    made = cv_pdf(curriculum(), WHEN)
    assert made == cv_pdf(curriculum(), WHEN)
    found = PdfReader(io.BytesIO(made))
    assert "焊工" in found.pages[0].extract_text()
    assert found.metadata is not None
    assert found.metadata.title == "王小明 简历"


def test_many_lines_take_more_pages_in_english_too() -> None:
    assert len(PdfReader(io.BytesIO(cv_pdf(curriculum("en", 60), WHEN))).pages) > 1


def test_each_part_has_the_words_that_europass_has_for_it() -> None:
    lines = [
        europass.Line(Part.WORK, "焊工", "示例厂", date(2020, 1, 2), lasts=True, source="社保"),
        europass.Line(Part.EDUCATION, "课程", "示例学校", date(2020, 1, 2), date(2020, 3, 4)),
        europass.Line(Part.ACHIEVEMENT, "证书", "机构", date(2021, 1, 2), number="N", url="https://example.org/v"),
    ]
    made = europass.europass(name="王小明", lines=lines, locale="zh", made=WHEN)["SkillsPassport"]
    assert made["DocumentInfo"]["CreationDate"] == "2025-06-01T08:00:00+00:00"
    assert made["LearnerInfo"] == {
        "Identification": {"PersonName": {"FullName": "王小明"}},
        "WorkExperience": [
            {
                "Period": {"From": {"Year": 2020, "Month": 1, "Day": 2}, "Current": True},
                "Position": {"Label": "焊工"},
                "Employer": {"Name": "示例厂"},
                "Verification": {"Source": "社保"},
            }
        ],
        "Education": [
            {
                "Period": {"From": {"Year": 2020, "Month": 1, "Day": 2}, "To": {"Year": 2020, "Month": 3, "Day": 4}},
                "Title": "课程",
                "Organisation": {"Name": "示例学校"},
                "Verification": {},
            }
        ],
        "Achievement": [
            {
                "Period": {"From": {"Year": 2021, "Month": 1, "Day": 2}},
                "Title": {"Label": "证书"},
                "Description": "机构",
                "Verification": {"Number": "N", "VerifyAt": "https://example.org/v"},
            }
        ],
    }


def test_an_empty_part_is_left_out() -> None:
    made = europass.europass(name="王小明", lines=[], locale="zh", made=WHEN)
    assert list(made["SkillsPassport"]["LearnerInfo"]) == ["Identification"]
