"""Where each value of a YAML text begins and ends, so that one of them can be changed and all others left alone."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from skillcity.kernel.text import Text
from skillcity.policy.engine.located import read_yaml
from skillcity.policy.engine.problems import Place, PolicyError, Problem


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its nodes; every node knows the places where it begins and ends."""

    text: str
    root: yaml.MappingNode

    def value(self, key: str) -> yaml.Node | None:
        """The value of a key of the outermost table."""
        return pairs(self.root).get(key, (None, None))[1]

    def items(self, key: str) -> list[yaml.Node]:
        """The items of a list of the outermost table; PolicyError when it is no list."""
        node = self.value(key)
        if not isinstance(node, yaml.SequenceNode):
            raise shapeless(key)
        return list(node.value)

    def line_start(self, index: int) -> int:
        """The beginning of the line on which an index stands."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """The beginning of the next line, or the end of the text."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1


def read(text: str) -> Document:
    """The nodes of a text that the reader of catalogues takes; PolicyError with what is wrong."""
    read_yaml(text, "")  # refuses what is too large, too deep, or not plain
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        raise shapeless("clauses")
    return Document(text, node)


def shapeless(key: str) -> PolicyError:
    """The error for a text that is no table with such a list."""
    what = Text(f"缺少“{key}”列表。", f'The list "{key}" is missing.')
    return PolicyError(Problem("policy.missing-key", Place("", 1, 1), what))


def pairs(node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Key and value nodes by the key's words."""
    return {key.value: (key, value) for key, value in node.value}


def content_end(node: yaml.Node, text: str) -> int:
    """The index behind the last character of a value; comments and blank lines that follow are not part of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return content_end(last[1] if isinstance(last, tuple) else last, text)
    begin: int = node.start_mark.index
    end: int = node.end_mark.index
    return max(begin, len(text[:end].rstrip()))


def key_end(key: yaml.Node, text: str) -> int:
    """The index behind the colon of a key."""
    return text.index(":", key.end_mark.index) + 1
