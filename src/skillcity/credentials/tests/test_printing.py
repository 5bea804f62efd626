"""Print, scan, verify: a sheet at 150 dpi is read by another program's decoder and verified without network."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageFilter

from skillcity.credentials.engine.credential import Statement
from skillcity.credentials.engine.printing import Sheet, pdf
from skillcity.credentials.engine.qr import PREFIX
from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.trust import write_trust
from skillcity.credentials.tests.engine.samples import NOW, STATEMENT, TRUSTED, signed, status_list
from skillcity.kernel.skill_level import SkillLevel
from skillcity.reference.engine.occupation_code import OccupationLevel
from skillcity.reference.engine.shipped import occupations
from skillcity.site.cli import main

URL = "https://city.example/verify/k3q9wq8e7r6t5y4u3i2o1p0a"
DPI = 150
OCCUPATION = max(
    (each for each in occupations()[1] if each.level is OccupationLevel.OCCUPATION), key=lambda each: len(each.name)
)
LONG = replace(
    STATEMENT,
    holder="阿卜杜热合曼·买买提吐尔逊江·阿布都克里木",
    title=f"{OCCUPATION.name} 高级技师(一级)职业技能等级证书",
    code=OCCUPATION.code,
    level=SkillLevel.SENIOR_TECHNICIAN,
    basis="职业技能等级认定理论知识考试、技能操作考核与综合评审合格",
    until=date(2029, 11, 20),
)
STATEMENTS = {
    "plain": STATEMENT,
    "long": LONG,
    "beyond the basic plane": replace(LONG, holder="𠮷𬭊·𫖯𰻝"),
    "one word": replace(LONG, holder="W" * 70, title="x" * 160, basis="y" * 160),
}


def tool(name: str) -> str:
    """A program of Debian that .ci/run installs: where tests must run it may not be missing."""
    found = shutil.which(name)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} is not installed")
    return str(found)


def printed(statement: Statement, folder: Path) -> Path:
    sheet = folder / "sheet.pdf"
    sheet.write_bytes(pdf(Sheet(json.loads(signed(statement)), URL), NOW))
    return sheet


def picture(sheet: Path) -> Image.Image:
    """The sheet as a printer at 150 dpi puts it on paper, in grey."""
    target = sheet.with_suffix("")
    command = [tool("pdftoppm"), "-r", str(DPI), "-gray", "-png", "-singlefile", str(sheet), str(target)]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(target.with_suffix(".png")) as found:
        return found.convert("L")


def scanned(page: Image.Image, folder: Path) -> list[str]:
    """What zbar reads."""
    page.save(folder / "scan.png")
    command = [tool("zbarimg"), "--quiet", "--raw", "--nodbus", str(folder / "scan.png")]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.splitlines()


@pytest.fixture
def verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, object]]:
    """The command, with what a gate has at hand: the issuers and last night's lists; no network, no database."""
    (tmp_path / "issuers.json").write_text(json.dumps(write_trust([TRUSTED])), "utf-8")
    lists = f"[{','.join(status_list(purpose) for purpose in Purpose)}]"
    (tmp_path / "lists.json").write_text(lists, "utf-8")
    monkeypatch.setattr("skillcity.site.supervise.setup.database", None)

    def refuse(*_: object) -> None:
        raise AssertionError("a verification used the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    def ask(certificate: str) -> dict[str, object]:
        at_hand = ["--issuers", str(tmp_path / "issuers.json"), "--status", str(tmp_path / "lists.json")]
        words = ["credential", "verify", certificate, *at_hand, "--at", NOW.isoformat(), "--json"]
        result = CliRunner().invoke(main, words)
        found: dict[str, object] = json.loads(result.stdout)
        assert result.exit_code == (0 if found["outcome"] == "genuine" else 2)
        return found

    return ask


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_printed_sheet_is_read_and_verified_without_network(
    name: str, tmp_path: Path, verified: Callable[[str], dict[str, object]]
) -> None:
    statement = STATEMENTS[name]
    page = picture(printed(statement, tmp_path))
    codes = scanned(page, tmp_path)
    assert sorted(code[:5] for code in codes) == sorted([PREFIX, URL[:5]])
    assert URL in codes
    [whole] = [code for code in codes if code.startswith(PREFIX)]
    for certificate in (whole, str(tmp_path / "scan.png"), str(tmp_path / "sheet.pdf")):
        found = verified(certificate)
        assert (found["outcome"], found["holder"], found["title"]) == ("genuine", statement.holder, statement.title)
        assert found["status_as_of"] == NOW.isoformat()


def jpeg(page: Image.Image) -> Image.Image:
    data = BytesIO()
    page.save(data, "JPEG", quality=30)
    return Image.open(data).convert("L")


def turned(page: Image.Image) -> Image.Image:
    return page.rotate(3, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=True)


def grainy(page: Image.Image) -> Image.Image:
    noise = np.random.default_rng(1).normal(0, 25, (page.height, page.width))
    return Image.fromarray((np.asarray(page) + noise).clip(0, 255).astype(np.uint8))


def blurred(page: Image.Image) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(0.7))


@pytest.mark.parametrize(
    "spoil", [(jpeg,), (turned,), (grainy,), (blurred,), (turned, grainy, jpeg)], ids=lambda each: each[0].__name__
)
def test_a_poor_scan_is_read_too(
    spoil: tuple[Callable[[Image.Image], Image.Image], ...],
    tmp_path: Path,
    verified: Callable[[str], dict[str, object]],
) -> None:
    page = picture(printed(LONG, tmp_path))
    for each in spoil:
        page = each(page)
    [whole] = [code for code in scanned(page, tmp_path) if code.startswith(PREFIX)]
    assert verified(whole)["outcome"] == "genuine"
    assert verified(str(tmp_path / "scan.png"))["outcome"] == "genuine"


@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_leaves_the_sheet_or_runs_over_a_code(name: str, tmp_path: Path) -> None:
    command = [tool("pdftotext"), "-bbox", str(printed(STATEMENTS[name], tmp_path)), "-"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert found.count("<page ") == 1
    number = r'="([-\d.]+)"'
    boxes = re.findall(rf"<word xMin{number} yMin{number} xMax{number} yMax{number}>", found)
    assert len(boxes) > 20
    left, right, top, foot = 24 / 25.4 * 72, (210 - 24) / 25.4 * 72, 22 / 25.4 * 72, (297 - 22) / 25.4 * 72
    for x_min, y_min, x_max, y_max in (map(float, box) for box in boxes):
        assert left - 1 < x_min < x_max < right + 1
        assert top - 1 < y_min < y_max < foot + 1
        if y_max > foot - 66 / 25.4 * 72:  # beside the large code, and left of the small one
            assert left + 66 / 25.4 * 72 < x_min < x_max < right - 30 / 25.4 * 72
