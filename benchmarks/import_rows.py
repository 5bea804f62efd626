"""How long `./skillcity import` takes for a workbook of 50,000 rows: new people, then a certificate for each of them.

The whole command is timed, as an officer's clerk would run it: start, reading the workbook, checking every cell, and
writing in one transaction; starting and stopping the embedded database is part of it. Everybody is invented.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from measuring import note, parser, run, say, temporary_var

from skillcity.kernel.id_number import check_digit

TARGET_SECONDS = 30.0
ROWS = 50_000
FIRST_BIRTHDAY = date(1960, 1, 1)
OCCUPATION = ("6-18-02-04", "焊工")
FAMILY, GIVEN = "王李张陈林郑叶金徐黄", "一二三四五六七八九十甲乙丙丁"


def people(count: int) -> list[list[str]]:
    """Rows of the kind `people`: each with a number of its own in the unused area 330398."""
    chance = random.Random(50)
    rows = []
    for at in range(count):
        body = f"330398{FIRST_BIRTHDAY + timedelta(days=at // 500):%Y%m%d}{at % 500 + 1:03d}"
        name = chance.choice(FAMILY) + "示" + chance.choice(GIVEN)
        rows.append([name, body + check_digit(body), chance.choice(["330302", "330303", "330382"]), ""])
    return rows


def certificates(who: list[list[str]]) -> list[list[str]]:
    """Rows of the kind `certificate`: one for each person, its number in agreement with level, year and province."""
    return [
        [number, name, "2023-05-01", *OCCUPATION, "高级工", f"S000033990001233{at:06d}", "示例评价机构", "exam"]
        for at, (name, number, *_) in enumerate(who)
    ]


PEOPLE_COLUMNS = ["name", "id_number", "region_code", "phone"]
CERTIFICATE_COLUMNS = ["id_number", "name", "valid_from", "occupation", "occupation_name", "level", "number", "issuer"]
CERTIFICATE_COLUMNS += ["basis"]


def write(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    """Write a workbook as a spreadsheet program would: shared strings, text cells."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for line, row in enumerate([columns, *rows]):
        sheet.write_row(line, 0, row)
    book.close()


def main() -> None:
    """Prepare a small city, then import both workbooks."""
    options = parser(__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    count = options.parse_args().rows
    who = people(count)
    tables: dict[str, tuple[list[str], list[list[str]]]] = {
        "people": (PEOPLE_COLUMNS, who),
        "certificate": (CERTIFICATE_COLUMNS, certificates(who)),
    }
    figures: dict[str, Any] = {}
    with temporary_var() as var:
        note("a small city to import into")
        assert run(["up", "--no-serve", "--json", "--scale", "0.001"], var).answer["people"]
        for kind, (columns, rows) in tables.items():
            path = var / f"{kind}.xlsx"
            write(path, columns, rows)
            note(f"import {kind}")
            done = run(["import", kind, path, "--json"], var)
            answer = done.answer
            taken = {name: answer[name] for name in ("rows", "taken", "present", "refused")}
            figures[kind] = taken | done.figures() | {"peak_mb": round(done.peak_mb)}
    everything = all(each["taken"] == count for each in figures.values())
    in_time = all(each["wall_s"] < TARGET_SECONDS for each in figures.values())
    say(
        {
            "benchmark": "import_rows",
            **figures,
            "target": {"wall_s": TARGET_SECONDS, "taken": count},
            "met": everything and in_time,
        }
    )


if __name__ == "__main__":
    main()
