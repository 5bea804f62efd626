"""Set files: where they may lie, how one takes over the members of others, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from skillcity.policy.engine import check, read
from skillcity.policy.engine.located import MAX_SIZE
from skillcity.policy.engine.reading import read_file
from skillcity.policy.tests.engine.refusing import SOUND, changed, in_file, in_words, told
from skillcity.policy.tests.engine.samples import SCHEMA, SET

PATHS = [
    "../short.yaml", "sets/../../short.yaml", "/etc/passwd", "/dev/zero", "sets//short.yaml",
    "./sets/short.yaml", "https://example.org/short.yaml", "file:///etc/passwd", "sets\\short.yaml",
    "C:\\short.yaml", "~/short.yaml", "sets/short.yaml ", "sets/short.YAML", "Sets/short.yaml",
    "sets/shоrt.yaml", "sets/.short.yaml", "sets/%2e%2e/a.yaml", "a/b/c/d/e/f.yaml",
    "sets/" + "a" * 200 + ".yaml", "-rf.yaml", "sets", ".", "''", "[sets/short.yaml]",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_none_of_a_set_is_refused(path: str, tmp_path: Path) -> None:
    text = SOUND.replace("sets/short.yaml", path, 1)
    expected = [] if path == "sets/short.yaml " else ["7:15"]
    assert [each.split()[0] for each in told(text)] == expected
    assert [each.split()[0] for each in in_file(tmp_path, text.encode())] == expected


@pytest.mark.parametrize("name", ["", "a-b", "class", "ｓ", "s" * 41, "1a", "a b"])
def test_a_set_has_a_plain_name(name: str) -> None:
    assert [each.split()[1] for each in changed("{short:", f"{{'{name}':")] == ["policy.refused"]


def test_a_set_file_is_an_ordinary_file_below_the_catalogue(tmp_path: Path) -> None:
    folder, outside = tmp_path / "here", tmp_path / "short.yaml"
    (folder / "sets").mkdir(parents=True)
    outside.write_text(SET, "utf-8")
    path, short = folder / "trial.yaml", folder / "sets" / "short.yaml"
    path.write_text(SOUND, "utf-8")

    def refused() -> bool:
        return [in_words(problem) for problem in check([path], SCHEMA)] == ["7:15 policy.set-missing"]

    for target in (outside, "/dev/zero", "/etc/passwd", "../../short.yaml"):
        short.symlink_to(target)
        assert refused()
        short.unlink()
    short.mkdir()
    assert refused()
    short.rmdir()
    os.mkfifo(short)
    assert refused()
    short.unlink()
    short.write_bytes(b"#" * (MAX_SIZE + 1))
    assert refused()
    short.write_bytes(b"\xff")
    assert refused()
    short.unlink()
    (folder / "sets" / "real.yaml").write_text(SET, "utf-8")
    short.symlink_to("real.yaml")
    assert check([path], SCHEMA) == ()
    assert read_file(short, folder) == SET


def a_set(name: str, *members: str, includes: str = "", status: str = "in-force") -> str:
    """The text of a set file; without members it has none of its own."""
    own = f"members: [{', '.join(members)}]\n" if members else ""
    taken = f"includes: [{includes}]\n" if includes else ""
    return (
        f"set: {name}\nlabel: {{zh: 集, en: set}}\nedition: '1'\nstatus: {status}\n"
        f"source: {{title: list, confidence: official}}\n{taken}{own}"
    )


def with_sets(*more: str, **sets: str) -> tuple[list[str], Mapping[str, str]]:
    """Problems and files of a catalogue that declares `short` (and `more`) among these set files."""
    files = {f"sets/{name}.yaml": text for name, text in sets.items()}
    declared = ", ".join(f"{name}: sets/{name}.yaml" for name in ("short", *more))
    return told(SOUND.replace("short: sets/short.yaml", declared), files), files


def members_of(files: Mapping[str, str]) -> tuple[frozenset[str], str]:
    """Members and status of the set `short`."""
    found, _ = read(SOUND, SCHEMA, file="f.yaml", open_set=files.__getitem__)
    assert found
    return found.sets["short"].members, found.sets["short"].status.value


def test_a_set_takes_over_the_members_of_others() -> None:
    problems, files = with_sets(
        "city",
        short=a_set("short", "a", includes="sets/city.yaml, sets/other.yaml"),
        city=a_set("city", "b", "c", includes="sets/other.yaml"),
        other=a_set("other", "c", "d"),
    )
    assert problems == []
    assert members_of(files) == ({"a", "b", "c", "d"}, "in-force")


def test_a_set_may_have_no_members_of_its_own_and_is_illustrative_when_an_included_one_is() -> None:
    problems, files = with_sets(
        short=a_set("short", includes="sets/city.yaml"),
        city=a_set("city", "b", includes="sets/other.yaml"),
        other=a_set("other", "c", status="illustrative"),
    )
    assert problems == []
    assert members_of(files) == ({"b", "c"}, "illustrative")
    assert with_sets(short=a_set("short"))[0] == ["1:1 policy.missing-key"]


def test_sets_that_include_each_other_are_refused_with_the_chain() -> None:
    files = {
        "sets/short.yaml": a_set("short", "a", includes="sets/b.yaml"),
        "sets/b.yaml": a_set("b", "a", includes="sets/c.yaml"),
        "sets/c.yaml": a_set("c", "a", includes="sets/b.yaml"),
    }
    _, (problem,) = read(SOUND, SCHEMA, file="policies/1.yaml", open_set=files.__getitem__)
    assert in_words(problem) == "6:12 policy.cycle"
    assert problem.place.file == "policies/sets/c.yaml"
    assert "sets/b.yaml → sets/c.yaml → sets/b.yaml" in problem.what.zh
    assert "sets/b.yaml → sets/c.yaml → sets/b.yaml" in problem.what.en
    assert with_sets(short=a_set("short", includes="sets/short.yaml"))[0] == ["6:12 policy.cycle"]


def test_sets_include_sets_over_a_few_levels_only() -> None:
    chain = {f"s{number}": a_set(f"s{number}", "a", includes=f"sets/s{number + 1}.yaml") for number in range(9)}
    chain["s9"] = a_set("s9", "z")
    assert with_sets(short=a_set("short", includes="sets/s0.yaml"), **chain)[0] == ["6:12 policy.too-big"]
    problems, files = with_sets(short=a_set("short", includes="sets/s5.yaml"), **chain)
    assert problems == []
    assert members_of(files)[0] == {"a", "z"}


@pytest.mark.parametrize(
    ("includes", "wanted"),
    [
        ("sets/none.yaml", "6:12 policy.set-missing"),
        ("../short.yaml", "6:12 policy.set-missing"),
        ("other/short.yaml", "6:12 policy.set-missing"),
        ("short.yaml", "6:12 policy.set-missing"),
        ("[]", "6:12 policy.wrong-type"),
        ("sets/bad.yaml", "3:10 policy.wrong-type"),
        (" ", "6:11 policy.empty"),
    ],
)
def test_an_included_set_that_cannot_be_used_is_named_at_its_place(includes: str, wanted: str) -> None:
    bad = a_set("bad", "a").replace("'1'", "[]")
    assert with_sets(short=a_set("short", "a", includes=includes), bad=bad)[0] == [wanted]


def test_every_problem_of_the_included_sets_is_told_once() -> None:
    problems, _ = with_sets(
        "b", short=a_set("short", "a", "[]", includes="sets/b.yaml"), b=a_set("b", "{code: }", "{cod: x}")
    )
    assert sorted(problems) == [
        "6:17 policy.wrong-type", "6:21 policy.missing-key", "6:22 policy.unknown-key", "7:14 policy.wrong-type"
    ]  # fmt: skip


def test_sets_without_end_are_refused() -> None:
    """Many files, small ones again and again, and members that are taken over again and again."""
    many = ", ".join(f"s{number}: sets/s{number}.yaml" for number in range(51))
    assert changed("{short: sets/short.yaml}", f"{{{many}}}") == ["7:7 policy.too-big"]
    wide = {f"s{number}": a_set(f"s{number}", "a", includes="sets/none.yaml") for number in range(40)}
    wide |= {"short": a_set("short", includes=", ".join(f"sets/s{number}.yaml" for number in range(40)))}
    wide |= {
        f"t{number}": a_set(f"t{number}", includes=", ".join(f"sets/s{other}.yaml" for other in range(40)))
        for number in range(40)
    }
    problems, _ = with_sets(*(f"t{number}" for number in range(40)), **wide)
    assert problems
    big = a_set("big", *(f"m{number}" for number in range(8_000)))
    fat = {f"t{number}": a_set(f"t{number}", includes="sets/big.yaml") for number in range(40)}
    assert "6:12 policy.yaml" in with_sets(*fat, short=a_set("short", "a"), big=big, **fat)[0]
