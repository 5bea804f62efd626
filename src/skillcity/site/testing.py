"""`./skillcity test`: every check of the project, each with its time; all run, also when an early one fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

PROJECT = Path(__file__).resolve().parents[3]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FULLY_COVERED = ("*/skillcity/kernel/*", "*/skillcity/facts/*", "*/engine/*")
PROCESSES = "2"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name and the commands that must all succeed."""

    name: str
    commands: tuple[tuple[str, ...], ...]


def checks(*, long: bool, arguments: tuple[str, ...], browser: str | None) -> list[Check]:
    """All checks, the quick ones first. A choice of tests by `arguments` leaves the floors of coverage out."""
    python = (sys.executable, "-m")
    tests = [
        *python,
        "pytest",
        "--ds",
        "tests.settings",
        "-n",
        PROCESSES,
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",  # the order of conftest.py: the longest first
        *(["--long"] if long else []),
        *arguments,
    ]
    if browser is None and "-m" not in arguments:
        tests += ["-m", "not browser"]
    floors: tuple[tuple[str, ...], ...] = ()
    if not arguments:
        tests += ["--cov=skillcity", "--cov-report="]
        floors = (
            (
                *python,
                "coverage",
                "report",
                "--fail-under=100",
                "--skip-covered",
                "--show-missing",
                f"--include={','.join(FULLY_COVERED)}",
            ),
        )
    return [
        Check("format", ((*python, "ruff", "format", "--check", "."),)),
        Check("lint", ((*python, "ruff", "check", "--output-format=concise", "."),)),
        Check("types", ((*python, "mypy"),)),
        Check("imports", ((str(Path(sys.executable).with_name("lint-imports")),),)),
        Check("migrations", ((sys.executable, "-Wignore", "-m", "django", "makemigrations", "--check", "--dry-run"),)),
        Check("tests", (tuple(tests), *floors)),
    ]


NAMES = [check.name for check in checks(long=False, arguments=(), browser=None)]


@click.command("test")
@click.option("--long", is_flag=True, help="包括耗时数分钟的测试 / also the tests that take minutes")
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="只做此项 / only this check; may be repeated")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(long: bool, only: tuple[str, ...], arguments: tuple[str, ...]) -> None:
    """运行全部检查与测试。 Run every check and test.

    Formatter, linter, types, import contracts, missing migrations, and all tests with the floors of coverage (100 % of
    kernel, facts and every engine). Tests in a browser need Chromium. The database of the tests is an embedded server
    of its own under var/test, or the server of DATABASE_URL. ARGUMENTS go to pytest: a folder, -k NAME, -x.

    \b
    ./skillcity test
    ./skillcity test --only types --only lint
    ./skillcity test --only tests -- src/skillcity/kernel -k money
    ./skillcity test --long
    """
    browser = find_browser()
    if browser is None:
        click.echo("未找到 Chromium：不做浏览器测试 / no Chromium found: browser tests are left out")
    chosen = [
        check for check in checks(long=long, arguments=arguments, browser=browser) if not only or check.name in only
    ]
    environment = _environment(browser)
    os.environ.update(environment)
    with ExitStack() as stack:
        if any(check.name == "tests" for check in chosen):
            from skillcity.site.supervise.server import database

            stack.enter_context(database(Path(environment["SKILLCITY_VAR"])))  # the test processes join it
        results = [(check, *_run(check)) for check in chosen]
    click.echo(
        "\n"
        + "\n".join(f"{'ok  ' if good else 'FAIL'}  {check.name:<12}{took:7.1f} s" for check, good, took in results)
    )
    if not all(good for _, good, _ in results):
        sys.exit(1)


def find_browser() -> str | None:
    """The Chromium of this machine; CHROMIUM names one."""
    named: Callable[[str], str | None] = shutil.which
    return os.environ.get("CHROMIUM") or next((found for name in BROWSERS if (found := named(name))), None)


def _environment(browser: str | None) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "skillcity.site.settings",
        "SKILLCITY_VAR": str(PROJECT / "var" / "test"),
        "SKILLCITY_THROWAWAY": "1",
        **({"CHROMIUM": browser} if browser else {}),
    }


def _run(check: Check) -> tuple[bool, float]:
    """Whether every command of the check succeeded, and the seconds it took."""
    click.echo(f"\n== {check.name}")
    sys.stdout.flush()
    begun = time.monotonic()
    good = True
    for command in check.commands:
        good = subprocess.run(command, cwd=PROJECT, check=False).returncode == 0 and good
    return good, time.monotonic() - begun
