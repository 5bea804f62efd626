"""A curriculum vitae on paper, without a picture: each line says on whose word it stands. Chinese or English."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Literal

import typst

STANDARD: Literal["a-3a"] = "a-3a"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, when, further words, and who vouches for it."""

    title: str
    when: str
    note: str
    verified: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What is printed: `language` is zh or en; `foot` says where it comes from and when."""

    language: str
    heading: str
    name: str
    sections: Sequence[Section]
    foot: str


def cv_pdf(curriculum: Curriculum, when: datetime) -> bytes:
    """The curriculum as PDF/A, tagged for screen readers; the same bytes for the same words and moment."""
    compiler, template = _compiler()
    made = compiler.compile(
        template,
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=when,
        sys_inputs={"data": json.dumps(asdict(curriculum), ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # one document without an output file
    return made


@cache
def _compiler() -> tuple[typst.Compiler, bytes]:
    """With the template; fonts are looked up once a process."""
    return typst.Compiler(), files(__package__).joinpath("cv.typ").read_bytes()
