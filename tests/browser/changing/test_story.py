"""The whole story: a workbook comes in, a person's record and class follow, and they see who looked."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.browser.city import City

STUDIO = "示例阀门技能大师工作室"


def filled(template: bytes, rows: list[dict[str, str]]) -> bytes:
    """The template with these rows, by the English key in each header's comment; its sample row stays."""
    book: Workbook = load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    keys = [str(cell.comment.text).splitlines()[0] for cell in sheet[1] if cell.comment]
    for at, row in enumerate(rows, start=3):
        for column, key in enumerate(keys, start=1):
            sheet.cell(at, column, row.get(key, ""))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_for(person: Any, number: str = "") -> dict[str, str]:
    return {
        "id_number": number or person.id_number,
        "name": person.name,
        "valid_from": "2024-01-08",
        "studio_name": STUDIO,
        "role": "领办人",
        "tier": "市级",
        "issuer_kind": "人力社保部门",
        "document": "示例〔2024〕8号",
        "source": "示例来源",
    }


def test_from_a_workbook_to_a_right(sign: Callable[..., Any], city: City) -> None:
    person, other = city.people[20], city.people[21]
    page = sign("county-officer", accept_downloads=True).new_page()
    before = find_class(page, person.name)
    page.goto("/imports/new?kind=studio")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    template = download.value.path().read_bytes()
    wrong = other.id_number[:-1] + ("1" if other.id_number[-1] != "1" else "2")
    content = filled(template, [row_for(person), row_for(other, wrong)])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files({"name": "studios.xlsx", "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_selector("text=问题汇总")

    with page.expect_download() as download:
        page.get_by_role("link", name="下载错误文件").click()
    errors = load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    cells = [[str(cell or "") for cell in row] for row in errors.iter_rows(values_only=True)]
    assert [row for row in cells if wrong in row]
    assert not [row for row in cells if person.id_number in row]
    assert "校验" in "".join(cells[-1])

    page.get_by_role("button", name="导入 1 行").click()
    page.wait_for_selector(".notice-success")
    find(page, person.name)
    timeline = page.locator("main").inner_text()
    assert STUDIO in timeline
    assert "示例〔2024〕8号" in timeline

    city.evaluate()
    after = find_class(page, person.name)
    assert before != after
    assert "E类" in after
    assert "技能大师工作室领办人" in after


def find(page: Any, name: str) -> None:
    """Search a person and open the page."""
    page.goto("/people")
    page.locator("main input[type=search]").fill(name)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/people/*")


def find_class(page: Any, name: str) -> str:
    """The words about the talent class on the person's page."""
    find(page, name)
    return str(page.locator(".explanation").first.inner_text())


def test_a_worker_sees_who_looked(sign: Callable[..., Any], city: City) -> None:
    officer = sign("city-officer").new_page()
    officer.goto(f"/people/{city.ids.worker}/class")
    page = sign("worker").new_page()
    page.goto("/home")
    page.get_by_role("link", name="谁看过我的").first.click()
    words = page.locator("main").inner_text()
    assert "样例市级经办人员" in words
    assert "查看人才类别" in words
    assert "样例劳动者" not in words
