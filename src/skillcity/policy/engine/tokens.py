"""The first gate of a rule: only a few kinds of tokens, in ASCII outside strings, not too many and not too deep.

It runs before Python's own parser, which would accept far more (look-alike letters that it folds into ASCII, numbers in
other bases, prefixed and joined strings) and which very deep nesting can bring down.
"""

from __future__ import annotations

import re
import unicodedata

from skillcity.kernel.errors import NOTHING
from skillcity.kernel.text import Text

MAX_LENGTH = 4_000
MAX_TOKENS = 1_000
MAX_BRACKETS = 12

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>[0-9]{1,9}(?![A-Za-z0-9_.]))
      | (?P<string>"[^"\\\r\n]*"|'[^'\\\r\n]*')
      | (?P<sign>==|!=|>=|<=|[<>()\[\]{},.])""",
    re.VERBOSE,
)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories of characters that nobody sees: controls, zero width, direction, lone surrogates, private ones."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters of other categories that show nothing."""
_HINTS = {
    "-": Text("名称中的连字符请写成下划线。", "Write an underscore where a name has a hyphen."),
    "=": Text("相等请写成 ==。", "Write == for equality."),
    "&": Text("“并且”请写成 and。", "Write `and`."),
    "|": Text("“或者”请写成 or。", "Write `or`."),
    "!": Text("“非”请写成 not。", "Write `not`."),
    "“": Text("请用英文引号。", "Use straight quotation marks."),
    "”": Text("请用英文引号。", "Use straight quotation marks."),
}


class Fault(Exception):
    """What is wrong at an offset of the text; it never leaves the engine: it becomes a Problem with its place."""

    def __init__(self, code: str, offset: int, what: Text, todo: Text = NOTHING) -> None:
        super().__init__(code)
        self.code, self.offset, self.what, self.todo = code, offset, what, todo


def hidden_at(text: str, allowed: str = "\t\n\r") -> int | None:
    """The offset of the first character that nobody sees; None when there is none."""
    strange = {each for each in set(text) if unicodedata.category(each) in _HIDDEN} | _BLANK.intersection(text)
    strange.difference_update(allowed)
    return min((text.index(each) for each in strange), default=None)


def guard(text: str, more: str = "") -> None:
    """Let the text pass, or raise Fault at the first character that no rule may hold; `more`: signs allowed besides."""
    if len(text) > MAX_LENGTH:
        raise _too_big(MAX_LENGTH, Text(f"条件超过 {MAX_LENGTH} 个字符。", f"More than {MAX_LENGTH} characters."))
    offset, count, depth, before = 0, 0, 0, "space"
    while offset < len(text):
        found = _TOKEN.match(text, offset)
        if found is None and text[offset] in more:
            count, before, offset = count + 1, "sign", offset + 1
            continue
        if found is None:
            raise _strange(text, offset)
        kind, piece = str(found.lastgroup), found.group()
        if kind == "string":
            _look_into(piece, offset, before)
        if kind != "space":
            count += 1
            before = kind
            depth += (piece in "([{") - (piece in ")]}")
        elif before == "name":
            before = "space"
        if count > MAX_TOKENS or depth > MAX_BRACKETS:
            raise _too_big(offset, Text("条件过长或括号嵌套过深。", "Too many words or too many nested brackets."))
        offset = found.end()
    if not count:
        raise Fault("policy.empty", 0, Text("条件为空。", "The condition is empty."))


def _look_into(piece: str, offset: int, before: str) -> None:
    if before in ("name", "string"):
        raise Fault(
            "policy.refused",
            offset,
            Text("字符串前不能有前缀或另一个字符串。", "A string must not follow a prefix or another string."),
        )
    at = hidden_at(piece, "")
    if at is not None:
        code = f"U+{ord(piece[at]):04X}"
        what = Text(f"字符串含不可见字符 {code}。", f"Hidden character {code} in a string.")
        raise Fault(
            "policy.refused", offset + at, what, Text("请删去后重新输入。", "Delete it and type the words anew.")
        )


def _strange(text: str, offset: int) -> Fault:
    character = text[offset]
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    if character in "\"'":
        what = Text("字符串没有结束，或含反斜杠。", "The string has no end, or holds a backslash.")
    elif character.isascii() and character.isdigit():
        what = Text("这里只能写不超过九位的整数。", "Only whole numbers of up to nine digits can stand here.")
    else:
        what = Text(f"规则中不能使用字符“{shown}”。", f'The character "{shown}" cannot be used in a rule.')
    return Fault("policy.refused", offset, what, _HINTS.get(character) or _plainer(character))


def _plainer(character: str) -> Text:
    """Advice for a full-width character (it has a plain one), and for a letter that only looks like a plain one."""
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and plain.isascii() and plain.strip():
        return Text(f"请用半角“{plain}”。", f"Use a plain {plain}")
    if character.isalpha() and not character.isascii():
        return Text("名称只能用英文字母；文字请加引号。", "Names have plain letters; put words in quotation marks.")
    return NOTHING


def _too_big(offset: int, what: Text) -> Fault:
    return Fault("policy.too-big", offset, what, Text("请拆成几条。", "Split it into several clauses."))
