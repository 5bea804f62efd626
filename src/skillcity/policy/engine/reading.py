"""From located YAML to typed values, collecting every problem instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from skillcity.kernel.errors import NOTHING
from skillcity.kernel.text import Text
from skillcity.policy.engine.dates import read_date
from skillcity.policy.engine.located import Items, Node, Scalar, Table
from skillcity.policy.engine.problems import Place, PolicyError, Problem, did_you_mean


def fail(code: str, place: Place, zh: str, en: str, todo: Text = NOTHING) -> PolicyError:
    """The error for one problem."""
    return PolicyError(Problem(code, place, Text(zh, en), todo))


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Note the problems of the block and go on after it."""
    try:
        yield
    except PolicyError as error:
        problems.extend(error.problems)


def table(node: Node, required: Collection[str], optional: Collection[str]) -> Table:
    """A table with all required keys and no key beyond; PolicyError lists every key that is wrong."""
    if not isinstance(node, Table):
        raise fail(
            "policy.wrong-type", node.place, "这里应是“键: 值”的表。", "A table of keys and values is needed here."
        )
    allowed = {*required, *optional}
    problems = [
        Problem(
            "policy.unknown-key",
            place,
            Text(f"没有“{key}”这个键。", f'There is no key "{key}".'),
            did_you_mean(key, allowed),
        )
        for key, place in node.keys.items()
        if key not in allowed
    ]
    problems += [
        Problem("policy.missing-key", node.place, Text(f"缺少“{key}”。", f'The key "{key}" is missing.'))
        for key in required
        if key not in node.values
    ]
    if problems:
        raise PolicyError(*problems)
    return node


def items(node: Node) -> tuple[Node, ...]:
    """A list."""
    if not isinstance(node, Items):
        raise fail("policy.wrong-type", node.place, "这里应是列表。", "A list is needed here.")
    return node.items


def scalar(node: Node) -> Scalar:
    """One value that is not empty."""
    if not isinstance(node, Scalar) or node.empty or not node.text.strip():
        raise fail("policy.wrong-type", node.place, "这里应写一个值。", "One value is needed here.")
    return node


def string(node: Node | None) -> str:
    """The text of a value; empty when there is no node."""
    return "" if node is None else scalar(node).text.strip()


def choice(node: Node, options: Collection[str]) -> str:
    """One of a few words."""
    found = string(node)
    if found not in options:
        todo = did_you_mean(found, options)
        raise fail("policy.unknown-name", node.place, f"不能写“{found}”。", f'"{found}" cannot stand here.', todo)
    return found


def day(node: Node | None) -> date | None:
    """A date; None when the node is absent or empty."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    found = read_date(string(node))
    if found is None:
        raise fail("policy.wrong-type", node.place, "日期写成 2025-07-01。", "Write a date as 2025-07-01.")
    return found


def number(node: Node) -> int:
    """A whole number of up to nine digits."""
    text = string(node)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise fail("policy.wrong-type", node.place, "这里应写整数。", "A whole number is needed here.")
    return int(text)


def words(node: Node) -> Text:
    """Words in both languages."""
    both = table(node, ("zh", "en"), ())
    return Text(string(both.values["zh"]), string(both.values["en"]))


def maybe_words(node: Node | None) -> Text | None:
    """Words in both languages; None when the node is absent."""
    return None if node is None else words(node)
