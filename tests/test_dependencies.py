"""What the system needs to run is told in docs/dependencies.md, and none of it is under GPL or AGPL."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
LOCKED = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (PROJECT / "locks" / "run.txt").read_text(), re.MULTILINE)
DIRECT = re.findall(r'^    "([a-z0-9-]+)', (PROJECT / "pyproject.toml").read_text().split("[project.optional")[0], re.M)


@pytest.mark.parametrize("name", LOCKED)
def test_no_package_at_run_time_is_under_gpl_or_agpl(name: str) -> None:
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return  # a package for other systems only
    words = [found.get("License-Expression") or found.get("License") or "", *(found.get_all("Classifier") or [])]
    licence = " ".join(word for word in words if "License" in word or word == words[0])[:2000]
    assert licence.strip(), f"{name} tells no licence"
    assert not re.search(r"\bA?GPL|Affero|(?<!Lesser )General Public License", licence), licence


@pytest.mark.parametrize("name", DIRECT)
def test_every_direct_dependency_has_its_line_in_the_docs(name: str) -> None:
    table = (PROJECT / "docs" / "dependencies.md").read_text()
    assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b", table, re.MULTILINE), f"{name} is not explained"


@pytest.mark.parametrize("lock", sorted((PROJECT / "locks").glob("*.txt")), ids=lambda path: path.name)
def test_no_lock_names_a_host(lock: Path) -> None:
    assert "://" not in lock.read_text()
    assert "--hash=sha256:" in lock.read_text()
