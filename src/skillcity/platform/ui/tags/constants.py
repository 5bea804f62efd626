"""Tags whose arguments are all literals are worked out once, when the template is read (most words of a page are)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template import Context, Node
from django.template.base import Parser, Token

from skillcity.platform.ui.language import language

Compile = Callable[[Parser, Token], Node]


class Wordings(Node):
    """Both wordings of one place in a template."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def render(self, context: Context) -> str:
        """The wording of the page's language."""
        return self.zh if language() == "zh" else self.en


def literals(parser: Parser, token: Token) -> list[str] | None:
    """The arguments of a tag, if all of them are literal strings without filters."""
    found = [parser.compile_filter(bit) for bit in token.split_contents()[1:] if bit[0] in "\"'"]
    if len(found) != len(token.split_contents()) - 1 or any(each.is_var or each.filters for each in found):
        return None
    return [str(each.var) for each in found]


def two_wordings(plain: Compile) -> Compile:
    """`{% t "中文" "English" %}` as a constant; every other use by the plain tag. Literals need no escaping."""

    def compile_tag(parser: Parser, token: Token) -> Node:
        words = literals(parser, token)
        return Wordings(*words) if words is not None and len(words) == 2 else plain(parser, token)

    return compile_tag


def one_name(plain: Compile, draw: Callable[[str], str]) -> Compile:
    """A tag that draws the same for the same literal name."""

    def compile_tag(parser: Parser, token: Token) -> Node:
        words = literals(parser, token)
        if words is None or len(words) != 1:
            return plain(parser, token)
        drawn = draw(words[0])
        return Wordings(drawn, drawn)

    return compile_tag


class Filled(dict[str, Any]):
    """Every missing key is None: a key that Django does not find costs as much as ten that are there."""

    def __missing__(self, key: str) -> None:
        """Nothing."""


def filled(rows: Iterable[Mapping[str, Any]]) -> list[Filled]:
    """The optional keys of a component's rows may be left out."""
    return [Filled(row) for row in rows]
