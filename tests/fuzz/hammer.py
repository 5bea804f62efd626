"""Hammers one reader with made-up input, in a process of its own whose memory is limited.

    python -m tests.fuzz.hammer TARGET SECONDS SEED

Ends 0 and prints {"cases", "refused", "slowest_s", "peak_mb"}; a wrong exception, or a case of more than a second of
CPU, ends it with a traceback that shows the input.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

SLOWEST_S = 1.0
MEMORY_BYTES = 500 * 1024 * 1024
PIECES = [
    "身份证号",
    "姓名",
    "id_number",
    "name",
    "region_code",
    "证书编号",
    "2024-05-01",
    "33030219900101001X",
    '"',
    ",",
    ";",
    "\t",
]
PIECES += ["\n", "\r\n", "=1+1", "\x00", "\ufeff", "sep=;\n", "é", "１２", "长期", "-1", "1e400", "'" * 3, "," * 200]
RULE = [
    "and",
    "or",
    "not",
    "(",
    ")",
    "any",
    "has",
    "in",
    "person",
    "age",
    ">=",
    "<",
    "==",
    "certificate",
    "level",
    "'senior'",
]
RULE += [
    "3",
    "3.5",
    '"x"',
    ".",
    ",",
    "[",
    "]",
    "lambda",
    "__class__",
    "**",
    "10**10**10",
    "group",
    "months",
    "\\",
    "#",
    "焊工",
]


class Tally:
    """What has been done."""

    cases = refused = 0
    slowest = 0.0


def measured(work: Callable[[Any], object], value: Any, tally: Tally) -> None:
    """Do it once: it works or refuses in words, and within a second."""
    from skillcity.kernel.errors import InputError

    begun = time.process_time()
    try:
        work(value)
    except InputError:
        tally.refused += 1
    took = time.process_time() - begun
    tally.cases += 1
    tally.slowest = max(tally.slowest, took)
    assert took <= SLOWEST_S, f"{took:.2f} s for {value!r:.500}"


def read_table(content: bytes) -> object:
    """Everything that an import does with a file before it meets the database, for two kinds."""
    from skillcity.platform.imports.engine.check import check_sheets
    from skillcity.platform.imports.engine.read import read_sheets
    from skillcity.platform.imports.kinds import kind_named

    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        checked = check_sheets(read_sheets(Path(file.name)), kind_named("people").columns)
        return (
            check_sheets(read_sheets(Path(file.name)), kind_named("certificate").columns) if checked.rows else checked
        )


def workbook(rows: list[list[str]]) -> bytes:
    """A workbook as a spreadsheet program writes it."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, words in enumerate(row):
            sheet.write_string(line, column, words)
    book.close()
    return made.getvalue()


def with_edits(content: bytes, edits: list[tuple[int, bytes]]) -> bytes:
    """The bytes with some overwritten."""
    made = bytearray(content)
    for place, new in edits:
        at = place % max(len(made), 1)
        made[at : at + len(new)] = new
    return bytes(made)


def with_edited_part(content: bytes, number: int, edits: list[tuple[int, bytes]]) -> bytes:
    """A workbook in which one XML part was overwritten here and there: the archive itself stays sound."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            part = old.read(name)
            new.writestr(name, with_edits(part, edits) if name == names[number % len(names)] else part)
    return made.getvalue()


WORDS = st.one_of(st.sampled_from(PIECES), st.text(max_size=12))
TABLE = st.lists(st.lists(WORDS, max_size=6), max_size=8)
HEADED = TABLE.map(lambda rows: [["姓名", "身份证号", "行政区划代码", "手机号"], *rows])
PATCH = st.one_of(
    st.binary(min_size=1, max_size=6), st.sampled_from([b"<c ", b"</si>", b'r="ZZZ9999999"', b'"99999999999"', b"&#1;"])
)
EDITS = st.lists(st.tuples(st.integers(0, 1 << 20), PATCH), min_size=1, max_size=6)
CSV = st.lists(WORDS, max_size=60).map("".join)
ENCODED = st.tuples(CSV, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])).map(
    lambda pair: pair[0].encode(pair[1], "replace")
)
XLSX = HEADED.map(workbook)
TABLES = st.one_of(
    st.binary(max_size=400),
    ENCODED,
    HEADED.map(lambda rows: "\n".join(",".join(row) for row in rows).encode()),
    XLSX,
    st.builds(with_edits, XLSX, EDITS),
    st.builds(with_edited_part, XLSX, st.integers(0, 20), EDITS),
    st.tuples(XLSX, st.integers(0, 8000)).map(lambda pair: pair[0][: pair[1]]),
)


def real_rules() -> st.SearchStrategy[str]:
    """The conditions of the city's own catalogues."""
    from skillcity.policy.editions import schema
    from skillcity.policy.engine import load_folder, to_text

    editions = load_folder(TALENT, schema())
    return st.sampled_from([to_text(clause.when) for each in editions for clause in each.clauses])


def edited(text: str, places: list[tuple[int, str]]) -> str:
    """The text with words put in here and there."""
    for at, new in places:
        text = text[: at % (len(text) + 1)] + new + text[at % (len(text) + 1) + len(new) :]
    return text


TALENT = Path(__file__).resolve().parents[2] / "src" / "skillcity" / "policy" / "catalogues" / "330300" / "talent-class"
REAL = st.deferred(real_rules)
RULES = st.one_of(
    REAL,
    st.builds(edited, REAL, st.lists(st.tuples(st.integers(0, 999), st.sampled_from(RULE)), min_size=1, max_size=4)),
    st.tuples(REAL, st.sampled_from([" and ", " or ", " + ", "\n"]), REAL).map("".join),
    st.text(max_size=80),
    st.lists(st.sampled_from(RULE), max_size=40).map(" ".join),
    st.tuples(st.sampled_from(["(", "not ", "[", "-", "a."]), st.integers(1, 4000)).map(lambda pair: pair[0] * pair[1]),
)


def read_rule(text: str) -> object:
    """As a condition in the words of the city's kinds of fact; and the same words as a whole file of a catalogue."""
    from skillcity.policy.editions import schema
    from skillcity.policy.engine import load_folder, parse, read

    read(text, schema(), file="fuzz.yaml", open_set=lambda name: text)
    return parse(text, schema=schema(), sets=load_folder(TALENT, schema())[-1].sets)


TARGETS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], object]]] = {
    "tables": (TABLES, read_table),
    "rules": (RULES, read_rule),
}


def hammer(target: str, seconds: float, start: int) -> dict[str, float]:
    """Rounds of two hundred cases, each with a seed of its own, until the time is over."""
    values, work = TARGETS[target]
    tally, end, number = Tally(), time.monotonic() + seconds, start
    while time.monotonic() < end:

        @seed(number)
        @settings(
            max_examples=200,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(values)
        def one_round(value: Any) -> None:
            if time.monotonic() < end:
                measured(work, value, tally)

        one_round()
        number += 1
    # Not `ru_maxrss`: a child inherits its parent's.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(re.search(r"VmHWM:\s+([0-9]+)", status)[1]) // 1024  # type: ignore[index]  # Linux always has it
    return {
        "cases": tally.cases,
        "refused": tally.refused,
        "slowest_s": round(tally.slowest, 3),
        "peak_mb": peak,
    }


def main() -> None:
    """Set Django up (no database is used), limit the memory, and go."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    target, seconds, start = sys.argv[1:4]
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    sys.stdout.write(json.dumps(hammer(target, float(seconds), int(start))))


if __name__ == "__main__":
    main()
