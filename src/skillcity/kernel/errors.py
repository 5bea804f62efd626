"""Errors that a person can act on: a code, what is wrong, where, and what to do."""

from __future__ import annotations

from typing import ClassVar

from skillcity.kernel.text import Text

NOTHING = Text("", "")


class SkillcityError(Exception):
    """The base of every expected error; shown to people, never as a traceback."""

    exit_code: ClassVar[int] = 2
    status: ClassVar[int] = 400

    def __init__(self, code: str, what: Text, *, where: str = "", todo: Text = NOTHING) -> None:
        super().__init__(code)
        self.code = code
        self.what = what
        self.where = where
        self.todo = todo

    @property
    def text(self) -> Text:
        """The whole message, one line a language."""
        where = f"{self.where}: " if self.where else ""
        return Text(f"{where}{self.what.zh}{self.todo.zh}", f"{where}{self.what.en} {self.todo.en}".rstrip())

    def __str__(self) -> str:
        return f"[{self.code}] {self.text.zh} / {self.text.en}"


class InputError(SkillcityError):
    """What was given cannot be taken (exit 2, HTTP 400)."""


class Refused(SkillcityError):
    """The actor may not do this (exit 2, HTTP 403)."""

    status: ClassVar[int] = 403


class NotFound(SkillcityError):
    """There is no such thing, or the actor may not know of it (exit 2, HTTP 404)."""

    status: ClassVar[int] = 404


class Conflict(SkillcityError):
    """The same request was made before with other content, or the thing has changed since (exit 2, HTTP 409)."""

    status: ClassVar[int] = 409


class TooOften(SkillcityError):
    """The same address asks too often; it may ask again in so many `seconds` (exit 2, HTTP 429)."""

    status: ClassVar[int] = 429
    seconds: ClassVar[int] = 60


class NoSolution(SkillcityError):
    """The question is well put and has no answer (exit 3)."""

    exit_code: ClassVar[int] = 3
    status: ClassVar[int] = 422
