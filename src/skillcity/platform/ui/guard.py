"""Rules that every template of the project keeps; `problems(path)` lists the breaches with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]

CJK = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.DOTALL)
SPOKEN = re.compile(r'\{%\s*t\s+"[^"]*"\s+"[^"]*".*?%\}', re.DOTALL)
ONE_TONGUE = re.compile(r'\{%\s*t\s+"[^"]*"\s*(?:%\}|[a-z_]+=)')
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)

BANNED = (
    (re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE), "inline script"),
    (re.compile(r"<style\b", re.IGNORECASE), "inline style sheet"),
    (re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE), "style attribute"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE), "event handler attribute"),
    (re.compile(r"<[^>]*\shx-on[:\w-]*\s*=", re.IGNORECASE), "hx-on needs eval"),
    (re.compile(r"javascript:", re.IGNORECASE), "javascript: address"),
    (re.compile(r"(?:src|href|action|poster)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE), "external host"),
    (re.compile(r"(?:src|href)\s*=\s*[\"']?data:", re.IGNORECASE), "data: address"),
    (re.compile(r"\|\s*safe\b"), "filter safe"),
)


def templates(package: Path = PACKAGE) -> list[Path]:
    """Every HTML template of every room."""
    return sorted(path for path in package.rglob("*.html") if "templates" in path.parts)


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with each match replaced by blanks, so that line numbers stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def problems(path: Path) -> Iterator[str]:
    """What is wrong in one template, each as `name:line: what`."""
    yield from problems_in(path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE)))


def problems_in(source: str, name: str) -> Iterator[str]:
    """The same for a text: inline code, other hosts, words in one language only, POST forms without their tokens."""
    text = blanked(COMMENT, source)

    def at(position: int) -> str:
        return f"{name}:{text.count(chr(10), 0, position) + 1}"

    for pattern, what in BANNED:
        yield from (f"{at(match.start())}: {what}" for match in pattern.finditer(text))
    for match in CJK.finditer(blanked(SPOKEN, text)):
        yield f"{at(match.start())}: Chinese outside of {{% t %}}: {match.group()}"
    yield from (f"{at(match.start())}: one language only" for match in ONE_TONGUE.finditer(text))
    for match in FORM.finditer(text):
        form = match.group()
        if re.search(r"method\s*=\s*[\"']?post", form, re.IGNORECASE):
            if "{% csrf_token %}" not in form:
                yield f"{at(match.start())}: POST form without csrf_token"
            if "{% idempotency_key %}" not in form and "data-repeatable" not in form:
                yield f"{at(match.start())}: POST form without idempotency_key (or data-repeatable)"
