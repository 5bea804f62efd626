"""How a wrong text is refused: the problems in short, each of them looked at in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skillcity.policy.engine import Problem, check, read
from skillcity.policy.engine.reading import MAX_PROBLEMS
from skillcity.policy.tests.engine.samples import SCHEMA, SET, catalogue_text

ONE = "a A in-force: any(certificate)"
SOUND = catalogue_text(ONE)


def told(text: str, sets: Mapping[str, str] | None = None) -> list[str]:
    """`line:column code` of each problem of a text, as the Studio reads it."""
    given = {"sets/short.yaml": SET} if sets is None else sets

    def opened(path: str) -> str:
        if path not in given:
            raise OSError(path)
        return given[path]

    found, problems = read(text, SCHEMA, file="draft.yaml", open_set=opened)
    assert (found is None) is bool(problems)
    assert len(problems) <= MAX_PROBLEMS
    return [in_words(problem) for problem in problems]


def in_words(problem: Problem) -> str:
    """Both languages, advice, and a line that can be printed anywhere."""
    assert any("\u4e00" <= each <= "\u9fff" for each in problem.what.zh)
    assert problem.what.en
    assert problem.todo.zh
    assert problem.todo.en
    said = str(problem)
    assert said.encode()
    assert said.isprintable()
    assert len(said) < 2_000
    return f"{problem.place.line}:{problem.place.column} {problem.code}"


def changed(old: str, new: str) -> list[str]:
    """The problems after one change of a sound catalogue."""
    assert old in SOUND
    return told(SOUND.replace(old, new, 1))


def in_file(folder: Path, content: bytes, name: str = "trial.yaml") -> list[str]:
    """The problems of a file, as the command line reads it."""
    path = folder / name
    path.write_bytes(content)
    (folder / "sets").mkdir(exist_ok=True)
    (folder / "sets" / "short.yaml").write_text(SET, "utf-8")
    problems = check([path], SCHEMA)
    assert all(problem.place.file.startswith(str(folder)) for problem in problems)
    return [in_words(problem) for problem in problems]
