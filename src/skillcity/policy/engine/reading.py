"""From files and located YAML to typed values, collecting every problem instead of stopping at the first."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from skillcity.kernel.text import Text
from skillcity.policy.engine.dates import read_date
from skillcity.policy.engine.located import MAX_SIZE, Items, Node, Scalar, Table
from skillcity.policy.engine.problems import Place, PolicyError, Problem, did_you_mean

MAX_PROBLEMS = 50
"""More are not looked for in one file: who mends fifty sees the rest next time."""
MAX_KEYS_TOLD = 10
MAX_SHOWN = 60
MAX_OPTIONS = 60
_CODE = re.compile(r"\S{1,60}")
_PLAIN_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9])?")
_REGION = re.compile(r"[0-9]{6}")


class Unreadable(OSError):
    """A file whose words cannot be had: why, and what to do."""

    def __init__(self, what: Text, todo: Text) -> None:
        super().__init__(what.en)
        self.what, self.todo = what, todo


_OUTSIDE = (
    Text("文件不在目录之下。", "The file does not lie below the catalogue's folder."),
    Text("请复制到目录之下，不用链接。", "Copy it there; links do not help."),
)
_SPECIAL = (
    Text("这不是普通文件。", "This is not an ordinary file."),
    Text("请写一个 YAML 文件的路径。", "Give the path of a YAML file."),
)
_ABSENT = (
    Text("文件不存在，或无权读取。", "The file is not there, or may not be read."),
    Text("请核对路径，区分大小写。", "Check the path; capital letters matter."),
)
_TOO_LARGE = (
    Text("文件过大(上限 512 KiB)。", "The file is too large (limit 512 KiB)."),
    Text("请分成几个文件。", "Make several files of it."),
)
_NOT_UTF_8 = (Text("文件不是 UTF-8 编码。", "The file is not UTF-8."), Text("请另存为 UTF-8。", "Save it as UTF-8."))


def read_file(path: Path, below: Path | None = None) -> str:
    """The words of an ordinary file of at most 512 KiB; Unreadable otherwise.

    `below`: it must lie in or below this folder, links followed. Nothing is read from a directory, a device or a pipe,
    and none of them is waited for.
    """
    try:
        if below is not None and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(below)):
            raise Unreadable(*_OUTSIDE)
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(*_SPECIAL)
        with open(path, "rb", opener=_without_waiting) as file:
            content = file.read(MAX_SIZE + 1)
    except Unreadable:
        raise
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise Unreadable(*_ABSENT) from None
    if len(content) > MAX_SIZE:
        raise Unreadable(*_TOO_LARGE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(*_NOT_UTF_8) from None


def _without_waiting(path: str, flags: int) -> int:
    """Should a pipe have taken the file's place since it was looked at, it gives nothing instead of blocking."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)


def fail(code: str, place: Place, zh: str, en: str, todo: Text) -> PolicyError:
    """The error for one problem."""
    return PolicyError(Problem(code, place, Text(zh, en), todo))


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Note the problems of the block and go on after it."""
    try:
        yield
    except PolicyError as error:
        problems.extend(error.problems)


def until_full(nodes: Collection[Node], problems: list[Problem]) -> Iterator[Node]:
    """The nodes one by one, as long as not too many problems were found."""
    for node in nodes:
        if len(problems) >= MAX_PROBLEMS:
            return
        yield node


def shown(text: str) -> str:
    """A word of the file as a message repeats it: on one line, and not too long."""
    line = " ".join(text[: MAX_SHOWN * 2].split())
    return line if len(line) <= MAX_SHOWN and len(text) <= MAX_SHOWN * 2 else f"{line[:MAX_SHOWN]}…"


def advice(name: str, options: Collection[str]) -> Text:
    """`did_you_mean` for words of any length and number; and which letter only looks like a plain one."""
    near = [option for option in options if option[:2] == name[:2]] if len(options) > MAX_OPTIONS else []
    said = did_you_mean(name[:MAX_SHOWN], (near or sorted(options))[:MAX_OPTIONS])
    letters = [character for character in name if character.isalnum()]
    strange = next((character for character in letters if not character.isascii()), None)
    if strange is None or not any(character.isascii() for character in letters):
        return said
    code = f"U+{ord(strange):04X}"
    return Text(f"{said.zh}“{strange}”是 {code}，不是英文字符。", f"{said.en} “{strange}” is {code}, no plain letter.")


def table(node: Node, required: Collection[str], optional: Collection[str]) -> Table:
    """A table with all required keys and no key beyond; PolicyError lists every key that is wrong."""
    if not isinstance(node, Table):
        named = ", ".join(required)
        todo = Text("写成“键: 值”，每行一个。", "Write `key: value`, one a line.")
        if required:
            todo = Text(f"要写的键：{named}。", f"The keys to write: {named}.")
        what = ("这里应是“键: 值”的表。", "A table of keys and values is needed here.")
        raise fail("policy.wrong-type", node.place, *what, todo)
    allowed = {*required, *optional}
    problems = [
        Problem(
            "policy.unknown-key",
            node.keys[key],
            Text(f"没有“{shown(key)}”这个键。", f'There is no key "{shown(key)}".'),
            advice(key, allowed),
        )
        for key in [key for key in node.keys if key not in allowed][:MAX_KEYS_TOLD]
    ]
    problems += [
        Problem(
            "policy.missing-key",
            node.place,
            Text(f"缺少“{key}”。", f'The key "{key}" is missing.'),
            Text(f"请加上 {key}: …", f"Add {key}: …"),
        )
        for key in required
        if key not in node.values
    ]
    if problems:
        raise PolicyError(*problems)
    return node


def open_table(node: Node) -> Table:
    """A table whose keys are free."""
    return table(node, (), tuple(node.values) if isinstance(node, Table) else ())


def items(node: Node) -> tuple[Node, ...]:
    """A list."""
    if not isinstance(node, Items):
        todo = Text("写成 [甲, 乙]，或每行以“- ”开头。", "Write [a, b], or begin each line with “- ”.")
        raise fail("policy.wrong-type", node.place, "这里应是列表。", "A list is needed here.", todo)
    return node.items


def some(node: Node) -> tuple[Node, ...]:
    """A list that is not empty."""
    found = items(node)
    if not found:
        todo = Text("请写上内容，或删去这个键。", "Write what belongs there, or drop the key.")
        raise fail("policy.empty", node.place, "列表是空的。", "The list is empty.", todo)
    return found


def scalar(node: Node) -> Scalar:
    """One value that is not empty."""
    if not isinstance(node, Scalar) or node.empty or not node.text.strip():
        todo = Text("请写文字或数字，不写表或列表。", "Write a word or a number, not a table or a list.")
        raise fail("policy.wrong-type", node.place, "这里应写一个值。", "One value is needed here.", todo)
    return node


def string(node: Node | None) -> str:
    """The text of a value; empty when there is no node."""
    return "" if node is None else scalar(node).text.strip()


def code(node: Node) -> str:
    """A name by which something is referred to: one word of at most 60 characters."""
    found = string(node)
    if not _CODE.fullmatch(found):
        todo = Text("请写一个不超过 60 字、不含空格的编号。", "Write one word of at most 60 characters.")
        raise fail("policy.wrong-type", node.place, "编号不合规。", "This is no name to refer to.", todo)
    return found


def plain_code(node: Node) -> str:
    """A name of plain letters, digits, hyphens, points, such as may stand in an address."""
    found = string(node)
    if not _PLAIN_CODE.fullmatch(found):
        what = (f"“{shown(found)}”含名称不能用的字符。", f'"{shown(found)}" holds what no such name may hold.')
        todo = Text("只用英文字母、数字、连字符和点。", "Use plain letters, digits, hyphens and points.")
        raise fail("policy.refused", node.place, *what, todo)
    return found


def region(node: Node) -> str:
    """A region code: six plain digits."""
    found = string(node)
    if not _REGION.fullmatch(found):
        what = (f"地区代码“{shown(found)}”不是六位数字。", f'"{shown(found)}" is no region code of six digits.')
        raise fail("policy.wrong-type", node.place, *what, Text('例如 "330300"。', 'For example "330300".'))
    return found


def choice(node: Node, options: Collection[str]) -> str:
    """One of a few words."""
    found = string(node)
    if found not in options:
        what = (f"不能写“{shown(found)}”。", f'"{shown(found)}" cannot stand here.')
        raise fail("policy.unknown-name", node.place, *what, advice(found, options))
    return found


def day(node: Node | None) -> date | None:
    """A date; None when the node is absent or empty."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    found = read_date(string(node))
    if found is None:
        what = (f"“{shown(string(node))}”不是日期。", f'"{shown(string(node))}" is not a date.')
        todo = Text("写成 2025-07-01，且须有这一天。", "Write 2025-07-01, a day that exists.")
        raise fail("policy.wrong-type", node.place, *what, todo)
    return found


def number(node: Node) -> int:
    """A whole number of up to nine digits."""
    text = string(node)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        todo = Text("只用 0 至 9，不超过九位。", "Digits 0 to 9 only, nine of them at most.")
        raise fail("policy.wrong-type", node.place, "这里应写整数。", "A whole number is needed here.", todo)
    return int(text)


def words(node: Node) -> Text:
    """Words in both languages."""
    both = table(node, ("zh", "en"), ())
    return Text(string(both.values["zh"]), string(both.values["en"]))


def maybe_words(node: Node | None) -> Text | None:
    """Words in both languages; None when the node is absent."""
    return None if node is None else words(node)
