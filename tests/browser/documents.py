"""Reading a page as a document: what its markup says before any browser draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Document:
    """What the tests ask of a page."""

    lang: str = ""
    title: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    shape: set[str] = field(default_factory=set)
    words: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, tag: str) -> int:
        """How many elements of this name."""
        return self.tags.count(tag)

    def h1(self) -> list[str]:
        """The main headings."""
        return [words for level, words in self.headings if level == 1]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Document()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        page = self.page
        page.tags.append(tag)
        classes = ".".join(sorted(found.get("class", "").split()))
        page.shape.add(f"{tag}.{classes}.{found.get('type', '')}.{found.get('role', '')}")
        if tag == "html":
            page.lang = found.get("lang", "")
        if tag == "a" and "href" in found:
            page.links.append(found["href"])
        if "hx-get" in found:
            page.links.append(found["hx-get"])
        if "id" in found:
            page.ids.append(found["id"])
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            page.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            before = self.open[-1][1] if self.open else ""
            self.open.append((tag, found.get("lang", before)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if not data.strip() or {"script", "style"} & set(tags):
            return
        if "title" in tags and "svg" not in tags:
            self.page.title += data
            return
        if self.open:
            self.page.words.append((data.strip(), *self.open[-1]))
        if any(tag in {"h1", "h2", "h3", "h4", "h5", "h6"} for tag in tags) and self.page.headings:
            level, words = self.page.headings[-1]
            self.page.headings[-1] = (level, words + data.strip())


def read(html: str) -> Document:
    """The document of a page's markup."""
    reader = _Reader()
    reader.feed(html)
    return reader.page
